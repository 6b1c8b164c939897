"""What travels is packed; what is compared byte by byte is left alone."""

import gzip

import pytest
from django.test import Client

PACKED = {"HTTP_ACCEPT_ENCODING": "gzip, deflate, br"}


@pytest.mark.parametrize("name", ["kit/kit.css", "portal/portal.css", "kit/kit.js"])
def test_static_files_travel_packed(name):
    client = Client()
    plain = b"".join(client.get(f"/static/{name}"))
    answer = client.get(f"/static/{name}", **PACKED)
    packed = b"".join(answer)
    assert answer["Content-Encoding"] == "gzip"
    assert int(answer["Content-Length"]) == len(packed) < len(plain) / 2
    assert gzip.decompress(packed) == plain
    assert answer["Vary"] == "Accept-Encoding"


def test_who_cannot_unpack_gets_it_plain():
    answer = Client().get("/static/kit/kit.css")
    assert "Content-Encoding" not in answer
    assert b"body" in b"".join(answer)


def test_pages_travel_packed_and_answers_of_the_interface_do_not(city, client):
    page = client.get("/", **PACKED)
    assert page["Content-Encoding"] == "gzip"
    assert "</html>" in gzip.decompress(page.content).decode()
    assert "Content-Encoding" not in client.get("/checkpoints.json", **PACKED)
