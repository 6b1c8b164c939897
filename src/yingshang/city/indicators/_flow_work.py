"""Cases laid beside a declared flow one by one, and what is summed up over them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from yingshang.city.accounts import service as accounts
from yingshang.city.indicators.log_steps import steps_of
from yingshang.city.logflows.service import EXTRA, IGNORED, FlowView
from yingshang.kernel.eventlog import (
    ACCEPT,
    DECIDE,
    Aligned,
    DeclaredFlow,
    Fault,
    FlowStep,
    align,
)
from yingshang.kernel.worktime import CST, Calendar, Limit, due

__all__ = ["Event", "FlowCase", "FlowMoment", "FlowWork", "StepSum", "UnitSum"]

_EPOCH = datetime(1970, 1, 1, tzinfo=CST)
Event = tuple[str, int, str, str]  # activity, at, resource, step


@dataclass
class StepSum:
    """One declared step over all cases. ``late`` of ``judged`` took longer than ``limit``, from
    the end of the steps before it; ``middle`` and ``slow`` are office minutes of that span."""

    code: str
    name: str
    unit: str
    limit: Limit | None
    needed: bool
    told: bool
    done: int = 0
    skipped: int = 0
    early: int = 0
    again: int = 0
    judged: int = 0
    late: int = 0
    spans: list[int] = field(default_factory=list, repr=False)

    @property
    def middle(self) -> float | None:
        return median(self.spans) if self.spans else None

    @property
    def slow(self) -> int | None:
        return sorted(self.spans)[int(0.9 * (len(self.spans) - 1))] if self.spans else None


@dataclass(frozen=True)
class UnitSum:
    """The steps of one unit together."""

    name: str
    steps: tuple[str, ...]
    done: int
    judged: int
    late: int
    skipped: int
    early: int


@dataclass(frozen=True)
class FlowMoment:
    """One event of a case as it was laid beside the flow; ``place``: kept, order, again, extra or
    ignored. ``late``: past the step's limit; ``until``: when that ended."""

    at: datetime
    activity: str
    resource: str
    step: str
    place: str
    late: bool
    until: datetime | None


@dataclass(frozen=True)
class FlowCase:
    """One case: how well it fits, what strays, which steps were late."""

    ref: str
    fitness: float
    faults: tuple[Fault, ...]
    late: tuple[str, ...]
    minutes: int


class FlowWork:
    """The flow as confirmed, and what is summed up over the cases."""

    def __init__(
        self, body: Mapping[str, Any], kept: FlowView, calendar: Calendar, region: str
    ) -> None:
        self.calendar = calendar
        self.between: Callable[[int, int], int] = lambda start, end: 0
        steps = {step["code"]: step for step in body.get("steps", ())}
        told = set(kept.steps.values())
        in_flow = told | set(kept.counted)
        self.flow = DeclaredFlow(_flow_steps(steps, in_flow))
        self.known: dict[tuple[str, ...], Aligned] = {}
        self.faults: Counter[Fault] = Counter()
        self.extras: Counter[str] = Counter()
        self.sums = {
            code: _sum(code, name, steps.get(code, {}), code in in_flow, region)
            for code, name in steps_of(body).items()
            if code in in_flow or code in steps
        }

    def declared(self) -> frozenset[tuple[str, str]]:
        """Pairs that may follow each other: one comes before the other, or none of the two."""
        codes, before = list(self.flow.steps), self.flow.before
        return frozenset(
            (one, two) for one in codes for two in codes if one != two and two not in before[one]
        )

    def aligned(self, trace: Sequence[Event]) -> Aligned:
        path = tuple(
            step if step != EXTRA else activity
            for activity, _at, _who, step in trace
            if step != IGNORED
        )
        if path not in self.known:
            self.known[path] = align(path, self.flow)
        return self.known[path]

    def take(self, ref: str, trace: Sequence[Event]) -> FlowCase:
        found = self.aligned(trace)
        for one in found.faults:
            self.faults[one] += 1
            if one.activity in self.sums:
                own = self.sums[one.activity]
                own.skipped += one.kind in ("skipped", "missing")
                own.early += one.kind == "order"
                own.again += one.kind == "again"
        for activity, _at, _who, step in trace:
            if step not in self.flow.steps and step != IGNORED:
                self.extras[activity] += 1
        late = []
        for code, start, at, _end, over in self._spans(trace):
            own = self.sums[code]
            own.done += 1
            own.spans.append(self.between(start, at))
            if over is not None:
                own.judged += 1
                own.late += over
                if over:
                    late.append(code)
        minutes = self.between(trace[0][1], trace[-1][1])
        return FlowCase(ref, found.fitness, found.faults, tuple(late), minutes)

    def _spans(
        self, trace: Sequence[Event]
    ) -> Iterator[tuple[str, int, int, datetime | None, bool | None]]:
        """Of every step done: when it could begin, when it was done, when its limit ended, and
        whether it was over (None without a limit, or in years without a calendar)."""
        done: dict[str, int] = {}
        for _activity, at, _who, step in trace:
            if step in self.flow.steps:
                done.setdefault(step, at)
        for code, at in done.items():
            ends = [done[one] for one in self.flow.before[code] if one in done]
            start = min(max(ends, default=trace[0][1]), at)
            until = self._until(code, start)
            yield code, start, at, until, None if until is None else _moment(at) > until

    def _until(self, code: str, start: int) -> datetime | None:
        limit = self.sums[code].limit
        first = _moment(start)
        if limit is None or not self.calendar.is_known(first.date()):
            return None
        end = due(self.calendar, first, limit)
        return None if end.provisional else end.at

    def units(self) -> tuple[UnitSum, ...]:
        by: dict[str, list[StepSum]] = defaultdict(list)
        for one in self.sums.values():
            if one.told and one.unit:
                by[one.unit].append(one)
        rows = [
            UnitSum(
                unit,
                tuple(one.name for one in own),
                sum(one.done for one in own),
                sum(one.judged for one in own),
                sum(one.late for one in own),
                sum(one.skipped for one in own),
                sum(one.early for one in own),
            )
            for unit, own in by.items()
        ]
        return tuple(sorted(rows, key=lambda one: (-one.late, -one.skipped, one.name)))

    def moments(self, trace: Sequence[Event]) -> tuple[FlowMoment, ...]:
        places = iter(self.aligned(trace).places)
        over = {(code, at): (until, late) for code, _s, at, until, late in self._spans(trace)}
        rows = []
        for activity, at, who, step in trace:
            place = "ignored" if step == IGNORED else next(places)
            until, late = over.get((step, at), (None, None))
            rows.append(FlowMoment(_moment(at), activity, who, step, place, bool(late), until))
        return tuple(rows)


def _flow_steps(steps: Mapping[str, Mapping[str, Any]], in_flow: set[str]) -> Iterator[FlowStep]:
    """Steps of the log, each after those before it; one that the log is silent about is seen
    through. Acceptance comes before all of them, decision after all."""

    def seen(code: str) -> set[str]:
        if code in in_flow:
            return {code}
        return {x for one in steps.get(code, {}).get("after", ()) for x in seen(one)}

    if ACCEPT in in_flow:
        yield FlowStep(ACCEPT)
    own = [code for code in steps if code in in_flow]
    for code in own:
        after = {x for one in steps[code].get("after", ()) for x in seen(one)}
        if ACCEPT in in_flow:
            after.add(ACCEPT)
        loose = steps[code].get("when") or steps[code].get("optional")
        yield FlowStep(code, tuple(sorted(after)), not loose)
    if DECIDE in in_flow:
        yield FlowStep(DECIDE, tuple(own) or ((ACCEPT,) if ACCEPT in in_flow else ()))


def _sum(code: str, name: str, step: Mapping[str, Any], told: bool, region: str) -> StepSum:
    limit = step.get("limit")
    unit = str(step.get("unit", ""))
    return StepSum(
        code=code,
        name=name,
        unit=accounts.unit_name(unit if "-" in unit else f"{region}-{unit}") if unit else "",
        limit=Limit(
            limit["value"],
            limit["unit"],
            count_from=limit.get("count_from", "next_day"),
            after_hours=limit.get("after_hours", "same_day"),
        )
        if limit
        else None,
        needed=not (step.get("when") or step.get("optional")),
        told=told,
    )


def _moment(at: int) -> datetime:
    try:
        return _EPOCH + timedelta(microseconds=at)
    except OverflowError:
        return (datetime.max if at > 0 else datetime.min).replace(tzinfo=CST)
