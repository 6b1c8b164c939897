"""One look at every clock that runs: what is overdue, what will be soon. For the periodic job."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from yingshang.adapters import rows
from yingshang.city.cases.kinds import OPEN_STATES

__all__ = ["DueClock", "Sweep", "due_clocks", "sweep"]


@dataclass(frozen=True, slots=True)
class DueClock:
    """A running clock that warns or has run out. `kind` 'case', or 'step:<code>'."""

    ref: str
    region: str
    unit: str
    kind: str
    due_at: datetime
    overdue: bool


@dataclass(frozen=True, slots=True)
class Sweep:
    """How many cases are open, and what a look at their clocks found."""

    open: int
    overdue: dict[str, int] = field(default_factory=dict)  # by unit
    warning: dict[str, int] = field(default_factory=dict)


_OPEN = ", ".join(f"'{state}'" for state in OPEN_STATES)
# Open cases alone are looked at: the partial index of lists holds them, however many have ended.
CASES = f"""
SELECT ref, region, holder, next_due_at, warn_at FROM cases_case
WHERE state IN ({_OPEN}) AND (warn_at <= %s OR next_due_at < %s)
"""
STEPS = f"""
SELECT c.ref, c.region, s.unit, s.code, s.due_at, s.warn_at
FROM cases_case c JOIN cases_step s ON s.case_id = c.ref
WHERE c.state IN ({_OPEN}) AND s.status = 'open' AND (s.warn_at <= %s OR s.due_at < %s)
"""
COUNT = f"SELECT COUNT(*) FROM cases_case WHERE state IN ({_OPEN})"


def due_clocks(*, at: datetime) -> Iterator[DueClock]:
    """Every running clock of a case or step that warns or has run out at `at`."""
    for ref, region, unit, due, _warn in rows.ask(CASES, (at, at)):
        yield _clock(ref, region, unit, "case", due, at)
    for ref, region, unit, code, due, _warn in rows.ask(STEPS, (at, at)):
        yield _clock(ref, region, unit, f"step:{code}", due, at)


def _clock(ref: str, region: str, unit: str, kind: str, due: object, at: datetime) -> DueClock:
    due_at = rows.moment(due)
    assert due_at is not None  # who warns has a date
    return DueClock(ref, region, unit, kind, due_at, due_at < at)


def sweep(*, at: datetime) -> Sweep:
    """Count what `due_clocks` finds, by the unit that holds it."""
    ((open_,),) = rows.ask(COUNT)
    overdue: dict[str, int] = {}
    warning: dict[str, int] = {}
    for clock in due_clocks(at=at):
        counted = overdue if clock.overdue else warning
        counted[clock.unit] = counted.get(clock.unit, 0) + 1
    return Sweep(open_, overdue, warning)
