"""When a failed delivery is tried again: doubling, with jitter, for more than a day."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

__all__ = ["ATTEMPTS", "next_attempt"]

FIRST = 30.0  # seconds
LONGEST = 6 * 3600.0
# Sixteen attempts last between 19 and 38 hours. Peers that tried five times within a minute
# lost every notification of an outage of five (peers.md §4.3).
ATTEMPTS = 16


def next_attempt(delivery: str, attempts: int, at: datetime) -> datetime | None:
    """When to try again after `attempts` failures; None when it is given up.

    The jitter (half to whole of the span) comes from the delivery's id: the same question gets
    the same answer, and receivers that failed together are not all asked again together.
    """
    if attempts >= ATTEMPTS:
        return None
    span = min(FIRST * 2 ** (attempts - 1), LONGEST)
    digest = sha256(f"{delivery}:{attempts}".encode()).digest()
    share = 0.5 + int.from_bytes(digest[:4], "big") / 2**33
    return at + timedelta(seconds=span * share)
