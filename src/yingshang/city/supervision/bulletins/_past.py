"""How things stood at an earlier moment: what began later is left out, what ended later is open.

A correction, or a draft that comes late, counts by these; one of this moment needs none of it.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from yingshang.city.cases import service as cases
from yingshang.city.cases.kinds import OPEN_STATES
from yingshang.city.supervision.delays.tables import DelayAsk
from yingshang.city.supervision.kinds import ENDED, OrderView

__all__ = ["due_then", "ended", "open_then", "stood", "waited"]


def ended(one: OrderView, at: datetime) -> bool:
    """Whether the case of an order had ended."""
    return one.row.state in ENDED and (one.over_at is None or one.over_at <= at)


def due_then(found: list[OrderView], at: datetime) -> list[OrderView]:
    """Orders with the day that they had before a later one was granted."""
    later = DelayAsk.objects.filter(
        ref__in=[one.ref for one in found], state=DelayAsk.State.GRANTED, ruled_at__gt=at
    ).order_by("-ruled_at")
    was = dict(later.values_list("ref", "was"))  # of several the first that was granted
    return [replace(one, due_on=was.get(one.ref, one.due_on)) for one in found]


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
