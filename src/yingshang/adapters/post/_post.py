"""POST with the standard library, guarded against server-side request forgery.

The name is resolved once; every address it has must be public; the connection goes to the very
address that was checked (no second look-up that could answer otherwise). Redirects are answers
like any other. A receiver that drips is cut off at the deadline, not after each byte.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

__all__ = ["Answer", "Failed", "Refused", "check_url", "post"]

HEAD = 512  # bytes of an answer that are kept
LONGEST_URL = 500
# Addresses that carry another one inside: what they lead to cannot be told from outside.
TUNNELS = tuple(ipaddress.ip_network(net) for net in ("64:ff9b::/96", "2002::/16", "2001::/32"))


class Refused(ValueError):
    """The address may not be sent to; the reason, in Chinese."""


class Failed(OSError):
    """Nobody answered properly; the reason, in short."""


@dataclass(frozen=True)
class Answer:
    status: int
    text: str  # the first bytes of the body


def _parts(url: str, allow_private: bool) -> SplitResult:
    if len(url) > LONGEST_URL or any(ord(c) <= 32 or ord(c) == 127 for c in url):
        raise Refused("地址过长，或含有空白字符")
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 — raises where it is no number
    except ValueError:
        raise Refused("地址的写法不对") from None
    if parts.scheme not in ({"https", "http"} if allow_private else {"https"}):
        raise Refused("不是 https 地址")
    if not parts.hostname or parts.username is not None or parts.password is not None:
        raise Refused("地址里没有主机名，或带有用户名密码")
    if parts.fragment:
        raise Refused("地址里不能带 #")
    if not url.isascii():
        raise Refused("地址里有非 ASCII 字符")
    return parts


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text.split("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        elif any(address in net for net in TUNNELS):
            return False
    return address.is_global and not address.is_multicast


def _resolve(parts: SplitResult, allow_private: bool) -> tuple[str, int]:
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Failed("主机名解析不了") from None
    addresses = [str(entry[4][0]) for entry in found]
    if not allow_private and not all(_is_public(address) for address in addresses):
        raise Refused("它指向内部网络")
    return addresses[0], port


def check_url(url: str, *, allow_private: bool) -> None:
    """Refused where the address is not to be sent to. A name that does not resolve now passes."""
    parts = _parts(url, allow_private)
    try:
        _resolve(parts, allow_private)
    except Failed:
        return


def post(
    url: str, body: bytes, headers: Mapping[str, str], *, timeout: float, allow_private: bool
) -> Answer:
    """Send once. Refused or Failed where nothing came of it; any status else, redirects too."""
    parts = _parts(url, allow_private)
    address, port = _resolve(parts, allow_private)
    host = parts.hostname or ""
    try:
        line = socket.create_connection((address, port), timeout=timeout)
    except OSError as error:
        raise Failed(f"连接不上：{error.strerror or type(error).__name__}") from None
    open_lines = [line]  # wrapping takes the first socket's place; the timer cuts the newest
    cut = threading.Timer(timeout, lambda: _cut(open_lines[-1]))
    cut.daemon = True
    cut.start()
    try:
        if parts.scheme == "https":
            safe = ssl.create_default_context().wrap_socket(
                line, server_hostname=host, do_handshake_on_connect=False
            )
            open_lines.append(safe)
            safe.do_handshake()
        return _talk(open_lines[-1], parts, port, body, headers)
    except (OSError, http.client.HTTPException) as error:
        raise Failed(f"没有收到完整的答复：{type(error).__name__}") from None
    finally:
        cut.cancel()
        open_lines[-1].close()


def _talk(
    raw: socket.socket, parts: SplitResult, port: int, body: bytes, headers: Mapping[str, str]
) -> Answer:
    line = http.client.HTTPConnection(parts.hostname or "", port)
    line.sock = raw
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    line.request("POST", target, body, {**headers, "Connection": "close"})
    with line.getresponse() as answer:
        text = answer.read(HEAD).decode("utf-8", "replace").replace("\x00", "")
        return Answer(answer.status, text)


def _cut(raw: socket.socket) -> None:
    try:
        raw.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
