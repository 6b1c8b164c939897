"""Deliveries go to public addresses only, follow nothing and wait for nobody for long."""

import socket
import threading
import time
from contextlib import contextmanager
from unittest.mock import patch

import pytest

from yingshang.adapters.post import Failed, Refused, check_url, post

pytestmark = pytest.mark.walk

INSIDE = (
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0.0.0.0/",
    "https://10.1.2.3/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://100.64.0.1/",
    "https://224.0.0.1/",
    "https://[::1]/",
    "https://[::]/",
    "https://[fe80::1]/",
    "https://[fd00::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://localhost/",
)
ODD = (
    "http://93.184.215.14/",
    "ftp://93.184.215.14/",
    "file:///etc/passwd",
    "https://user:word@93.184.215.14/",
    "https://93.184.215.14/#x",
    "https://93.184.215.14:port/",
    "https://93.184.215.14/a b",
    "https://93.184.215.14/\r\nX: y",
    "https:///x",
    "https://例子.example/",
    "",
    "https://93.184.215.14/" + "a" * 500,
)


@pytest.mark.parametrize("url", [*INSIDE, *ODD])
def test_an_address_inside_or_odd_is_refused(url):
    with pytest.raises(Refused):
        check_url(url, allow_private=False)


def test_a_public_address_passes():
    check_url("https://93.184.215.14:8443/hook?x=1", allow_private=False)


def _answers(*addresses):
    return lambda *_a, **_k: [(2, 1, 6, "", (address, 443)) for address in addresses]


def test_one_private_address_among_public_ones_is_enough():
    with (
        patch("socket.getaddrinfo", _answers("93.184.215.14", "10.0.0.1")),
        pytest.raises(Refused),
    ):
        check_url("https://mixed.example/", allow_private=False)


def test_a_name_that_turns_inward_after_it_was_registered_is_not_connected_to():
    """The name is looked up when sending too, and the checked address itself is called."""
    with (
        patch("socket.getaddrinfo", _answers("127.0.0.1")),
        patch("socket.create_connection") as connect,
        pytest.raises(Refused),
    ):
        post("https://turned.example/", b"", {}, timeout=1, allow_private=False)
    connect.assert_not_called()


@contextmanager
def server(talk):
    """A socket that takes one connection and lets `talk` do what it likes."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def run():
            line, _from = listening.accept()
            with line:
                talk(line)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/hook?a=1"
        thread.join(5)


def _send(url, timeout=2.0):
    return post(url, b'{"a":1}', {"X-One": "1"}, timeout=timeout, allow_private=True)


def test_what_is_sent_arrives_and_only_the_head_of_the_answer_is_kept():
    got = []

    def talk(line):
        got.append(line.recv(65536))
        line.sendall(b"HTTP/1.1 202 OK\r\nContent-Length: 5000\r\n\r\n" + b"x" * 5000)

    with server(talk) as url:
        answer = _send(url)
    assert answer.status == 202
    assert answer.text == "x" * 512
    head = got[0].decode()
    assert head.startswith("POST /hook?a=1 HTTP/1.1\r\n")
    assert "X-One: 1" in head


def test_a_redirect_is_an_answer_and_is_not_followed():
    def talk(line):
        line.recv(65536)
        line.sendall(
            b"HTTP/1.1 307 x\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
        )

    with server(talk) as url:
        assert _send(url).status == 307


def test_one_that_drips_is_cut_off_in_time():
    def talk(line):
        line.recv(65536)
        try:
            for byte in b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 50:
                line.sendall(bytes([byte]))
                time.sleep(0.2)
        except OSError:
            return

    began = time.monotonic()
    with server(talk) as url, pytest.raises(Failed):
        _send(url, timeout=1.0)
    assert time.monotonic() - began < 4


def test_nobody_there_or_nonsense_is_a_failure_not_a_crash():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(Failed):
        _send(f"http://127.0.0.1:{port}/")

    def talk(line):
        line.recv(65536)
        line.sendall(b"SSH-2.0-x\r\n")

    with server(talk) as url, pytest.raises(Failed):
        _send(url)
