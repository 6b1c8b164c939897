"""How things stood at an earlier moment: what began later is left out, what ended later is open.

A correction, or a draft that comes late, counts by these; one of this moment needs none of it.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from yingshang.city.cases import service as cases
from yingshang.city.cases.kinds import OPEN_STATES
from yingshang.city.supervision.kinds import ENDED

__all__ = ["ended", "open_then", "stood", "waited"]


def ended(one: Any, at: datetime) -> bool:
    """Whether the case of an order had ended."""
    row = one.row
    return row.state in ENDED and (row.decided_at is None or row.decided_at <= at)


def stood(one: Any, at: datetime) -> bool:
    """Whether a rung had been taken, and neither answered nor lifted."""
    over = [day for day in (one.answered_at, one.ended_at) if day is not None]
    return one.taken_at is not None and one.taken_at <= at and all(day > at for day in over)


def waited(one: Any, at: datetime) -> bool:
    """Whether a warning was there and nobody had settled it."""
    if one.raised_at > at:
        return False
    return one.status == "new" or (one.settled_at is not None and one.settled_at > at)


def open_then(region: str, at: datetime) -> Iterator[dict[str, Any]]:
    """Fact rows of cases that were open."""
    for row in cases.facts(region=region, at=at, since=at):
        over = row["decided_at"] or row["closed_at"]
        running = row["state"] in OPEN_STATES if over is None else over > at
        if running and row["submitted_at"] <= at:
            yield row
