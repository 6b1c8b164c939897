"""Events chained by hash: nobody can change one without changing all that follow."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from ._canonical import canonical

__all__ = ["GENESIS", "event_hash", "first_broken_link"]

GENESIS = ""
"""What stands before the first event of a chain."""

_HEX = frozenset("0123456789abcdef")


def event_hash(prev: str, body: dict[str, Any]) -> str:
    """SHA-256 (64 lower-case hex digits) of the previous hash, a line feed, and the canonical
    body. Anyone can repeat it: printf '%s\\n%s' PREV BODY | sha256sum.

    `prev` is GENESIS or the hash of the event before; ValueError for anything else.
    """
    if prev != GENESIS and (len(prev) != 64 or not _HEX.issuperset(prev)):
        raise ValueError("上一事件的哈希必须是64位小写十六进制，首个事件为空。")
    return sha256(prev.encode("ascii") + b"\n" + canonical(body)).hexdigest()


def first_broken_link(links: Iterable[tuple[dict[str, Any], str]]) -> int | None:
    """Index of the first (body, hash) that does not follow from those before; None if all do."""
    prev = GENESIS
    for index, (body, claimed) in enumerate(links):
        if event_hash(prev, body) != claimed:
            return index
        prev = claimed
    return None
