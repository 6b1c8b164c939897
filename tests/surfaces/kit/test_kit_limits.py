"""Who asks: behind our own proxies the address that they tell, of nobody else."""

from ipaddress import ip_network

import pytest
from django.test import RequestFactory

from yingshang.surfaces.kit.limits import asker


@pytest.mark.parametrize(
    ("proxies", "remote", "said", "address"),
    [
        ([], "203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ([], "127.0.0.1", "198.51.100.1", "127.0.0.1"),
        (["127.0.0.1"], "127.0.0.1", "198.51.100.1", "198.51.100.1"),
        (["127.0.0.1"], "127.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        (["127.0.0.1"], "203.0.113.9", "198.51.100.1", "203.0.113.9"),
        (["10.0.0.0/8"], "10.0.0.2", "6.6.6.6, 198.51.100.1, 10.0.0.1", "198.51.100.1"),
        (["10.0.0.0/8"], "::ffff:10.0.0.2", "2001:db8::1", "2001:db8::1"),
        (["10.0.0.0/8"], "10.0.0.2", "", "10.0.0.2"),
        (["10.0.0.0/8"], "10.0.0.2", "198.51.100.1, unknown", "10.0.0.2"),
    ],
)
def test_only_our_own_proxies_are_believed(settings, proxies, remote, said, address):
    settings.TRUSTED_PROXIES = [ip_network(one) for one in proxies]
    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=said)
    assert asker(request) == address
