"""How long it will take: whole numbers, from today's own visits, and how they were come by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from yingshang.city.halls._halls import CounterView, HallView, day_of
from yingshang.city.halls._order import in_order, last_calls, run_so_far, waiting_of
from yingshang.city.halls.kinds import VisitState
from yingshang.city.halls.models import Visit

__all__ = ["CounterWait", "NumberWait", "live", "wait_of", "waits"]

ENOUGH = 3
"""So many visits of today speak for themselves; before that the declared minutes do."""
RECENT = timedelta(minutes=45)
"""A window that called somebody within this time is counted as open."""


@dataclass(frozen=True)
class CounterWait:
    """`minutes` = waiting x seconds / (60 x windows), rounded up; `measured`: seconds are the mean
    of today's `served` visits, else they are as declared."""

    counter: CounterView
    waiting: int
    windows: int
    seconds: int
    served: int
    measured: bool
    minutes: int

    @property
    def each(self) -> int:
        """Whole minutes of one visit, rounded up."""
        return -(-self.seconds // 60)


@dataclass(frozen=True)
class NumberWait:
    """`ahead`: how many will be called before this number by the published order."""

    ahead: int
    minutes: int
    line: CounterWait


def waits(found: HallView, *, at: datetime) -> tuple[CounterWait, ...]:
    """Each counter of a hall: how many wait, how long the next to come would. Two queries."""
    day = day_of(at)
    rows = Visit.objects.filter(region=found.region, hall=found.code, day=day).values_list(
        "counter", "state", "window", "called_at", "started_at", "ended_at"
    )
    return tuple(_wait(line, list(rows), at) for line in found.counters)


def _wait(line: CounterView, rows: list[tuple[Any, ...]], at: datetime) -> CounterWait:
    own = [r for r in rows if r[0] == line.code]
    waiting = sum(r[1] == VisitState.WAITING for r in own)
    active = {r[2] for r in own if r[2] and r[3] and at - r[3] <= RECENT}
    active |= {r[2] for r in own if r[1] in (VisitState.SERVING, VisitState.CALLED)}
    spans = [
        int((ended - (started or called)).total_seconds())
        for _counter, state, _window, called, started, ended in own
        if state == VisitState.DONE and ended and called
    ]
    measured = len(spans) >= ENOUGH
    seconds = sum(spans) // len(spans) if measured else line.minutes * 60
    windows = len(active) or 1
    minutes = minutes_for(waiting, seconds, windows)
    return CounterWait(line, waiting, windows, seconds, len(spans), measured, minutes)


def minutes_for(ahead: int, seconds: int, windows: int) -> int:
    """Whole minutes until `ahead` visits of `seconds` each are through `windows`, rounded up."""
    return -(-ahead * seconds // (60 * windows)) if ahead > 0 else 0


def wait_of(found: HallView, counter: str, visit: int, *, at: datetime) -> NumberWait:
    """Of one waiting number, by the order in which numbers will be called."""
    line = found.counter(counter)
    day: date = day_of(at)
    run = run_so_far(last_calls(found, line, day=day))
    order = in_order(waiting_of(found, line, day=day), run=run, in_a_row=found.in_a_row)
    ahead = order.index(visit) if visit in order else 0
    wait = next(w for w in waits(found, at=at) if w.counter.code == counter)
    return NumberWait(ahead, minutes_for(ahead, wait.seconds, wait.windows), wait)


def live(places: tuple[HallView, ...], *, at: datetime) -> dict[str, int]:
    """How many wait in each hall now: one query for a whole list."""
    rows = Visit.objects.filter(
        region__in={p.region for p in places}, day=day_of(at), state=VisitState.WAITING
    )
    counts: dict[str, int] = {p.code: 0 for p in places}
    for code in rows.values_list("hall", flat=True):
        counts[code] = counts.get(code, 0) + 1
    return counts
