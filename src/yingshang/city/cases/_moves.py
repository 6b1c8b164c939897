"""Which clocks a calendar has moved: for whoever must tell people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yingshang.city.cases.models import ClockMove, ClockRun

__all__ = ["MoveView", "RunView", "clock_moves", "clock_runs"]


@dataclass(frozen=True, slots=True)
class RunView:
    """One change of a calendar that open clocks have followed."""

    edition: int
    at: datetime
    reason: str
    changed: tuple[str, ...]
    looked: int
    moved: int


@dataclass(frozen=True, slots=True)
class MoveView:
    """`clock`: acceptance, promised, statutory or step:<code>."""

    ref: str
    clock: str
    before: datetime | None
    after: datetime | None


def clock_runs(*, limit: int = 20) -> list[RunView]:
    """The newest changes first."""
    rows = ClockRun.objects.filter(edition__gte=0).order_by("-edition")[:limit]
    return [RunView(r.edition, r.at, r.reason, tuple(r.changed), r.looked, r.moved) for r in rows]


def clock_moves(edition: int) -> list[MoveView]:
    """Every clock that one change has moved, by case."""
    rows = ClockMove.objects.filter(run__edition=edition).order_by("case", "clock")
    return [MoveView(*row) for row in rows.values_list("case", "clock", "before", "after")]
