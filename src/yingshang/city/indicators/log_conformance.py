"""Cases of another system beside the declared flow of an item: what they leave out, add, turn round
and let lie, by step, by unit, by case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from statistics import fmean
from typing import Any

from django.db.models import QuerySet

from yingshang.city.accounts.kinds import Actor
from yingshang.city.catalog import service as catalog
from yingshang.city.definitions import service as definitions
from yingshang.city.indicators._flow_work import (
    Event,
    FlowCase,
    FlowMoment,
    FlowWork,
    StepSum,
    UnitSum,
)
from yingshang.city.indicators._log_models import LoggedEvent
from yingshang.city.indicators.log_analysis import SourceRow, office_clock, sampled
from yingshang.city.indicators.log_steps import own_source, steps_of
from yingshang.city.logflows import service as logflows
from yingshang.city.logflows.service import EXTRA, FlowView
from yingshang.kernel.eventlog import Edge, Fault, LogEvent, discover

__all__ = ["BesideFlow", "FlowCase", "FlowMoment", "StepSum", "UnitSum", "beside_flow"]

_SHIFT = 8 * 3_600_000_000
LISTED = 50  # cases named for one fault


@dataclass(frozen=True)
class BesideFlow:
    """All cases of one kind of a source beside an item's flow. ``faults`` with their cases and
    some of them; ``extras``: activities that are no step, with their events; ``untold``: declared
    steps that the log doesn't tell of and that are not judged. ``listed``: the cases asked for,
    else those that fit least. ``way`` is the map over steps. Of a large source each ``every``-th
    case is laid beside."""

    source: SourceRow
    kinds: tuple[tuple[str, int], ...]
    kind: str
    item: str
    name: str
    confirmed_at: datetime
    names: Mapping[str, str]
    cases: int
    fitting: int
    fitness: float
    late: int
    judged: int
    calendar: bool
    day: int
    every: int
    steps: tuple[StepSum, ...]
    units: tuple[UnitSum, ...]
    faults: tuple[tuple[Fault, int], ...]
    extras: tuple[tuple[str, int], ...]
    untold: tuple[str, ...]
    way: tuple[Edge, ...]
    declared: frozenset[tuple[str, str]]
    places: Mapping[str, float]
    listed: tuple[FlowCase, ...]
    moments: tuple[FlowMoment, ...]


def beside_flow(
    actor: Actor,
    *,
    region: str,
    source: int,
    on: date,
    kind: str | None = None,
    asked: tuple[str, str] | None = None,
    ref: str = "",
) -> BesideFlow | None:
    """None where nobody has confirmed yet which activity is which step.

    ``asked`` (kind of fault, "lacks" or "late"; step) lists the cases that have it; ``ref`` gives
    the events of one. Raises NotVisible.
    """
    row = own_source(actor, region, source)
    kinds = logflows.kind_counts(source=source)
    told = [name for name, _n in kinds] or [""]
    chosen = kind if kind in told else told[0]
    kept = logflows.flow_of(source=source, kind=chosen)
    if kept is None:
        return None
    item = catalog.item(kept.item, region=region, on=on)
    work = FlowWork(item.body, kept, definitions.calendar(region), region)
    refs = logflows.refs_of(source=source, kind=chosen) if chosen else None
    held, nth = sampled(source)
    traces = dict(_traces(held, kept, refs))
    every = [at for trace in traces.values() for _a, at, _r, _s in trace]
    work.between, day, known = office_clock(region, (min(every), max(every)) if every else None)
    found = [work.take(one, trace) for one, trace in traces.items()]
    shown = [one for one in found if asked is None or _has(one, asked)]
    shown.sort(key=lambda one: (one.fitness, -len(one.late), one.ref))
    return BesideFlow(
        source=row,
        kinds=kinds,
        kind=chosen,
        item=kept.item,
        name=item.name,
        confirmed_at=kept.confirmed_at,
        names=steps_of(item.body),
        calendar=known,
        day=day,
        every=nth,
        listed=tuple(shown[:LISTED]),
        moments=work.moments(traces[ref]) if ref in traces else (),
        **_summed(work, found),
        **_walked(work, traces),
    )


def _summed(work: FlowWork, found: list[FlowCase]) -> dict[str, Any]:
    return {
        "cases": len(found),
        "fitting": sum(not one.faults for one in found),
        "fitness": fmean(one.fitness for one in found) if found else 1.0,
        "late": sum(bool(one.late) for one in found),
        "judged": sum(one.judged for one in work.sums.values()),
        "steps": tuple(work.sums.values()),
        "units": work.units(),
        "faults": tuple(sorted(work.faults.items(), key=lambda pair: (-pair[1], pair[0]))),
        "extras": tuple(work.extras.most_common(20)),
        "untold": tuple(one.code for one in work.sums.values() if not one.told),
    }


def _walked(work: FlowWork, traces: Mapping[str, list[Event]]) -> dict[str, Any]:
    """The map over steps alone."""
    events = (
        LogEvent(ref, step, at)
        for ref, trace in traces.items()
        for _activity, at, _who, step in trace
        if step in work.flow.steps
    )
    way = discover(events, work.between)
    return {
        "way": way.edges,
        "declared": work.declared(),
        "places": {node.activity: node.place for node in way.nodes},
    }


def _has(case: FlowCase, asked: tuple[str, str]) -> bool:
    kind, step = asked
    if kind == "late":
        return step in case.late if step else bool(case.late)
    kinds = ("skipped", "missing") if kind == "lacks" else (kind,)
    return any(one.kind in kinds and step in ("", one.activity) for one in case.faults)


def _traces(
    held: QuerySet[LoggedEvent], kept: FlowView, refs: frozenset[str] | None
) -> Iterator[tuple[str, list[Event]]]:
    """Cases with their events in order; where a log tells both, starts are left out."""
    states = set(held.values_list("transition", flat=True).distinct())
    if {"start", "complete"} <= states:
        held = held.filter(transition="complete")
    rows = held.order_by("case_id", "at", "pk").values_list(
        "case__ref", "activity", "at", "resource"
    )
    for ref, own in groupby(rows.iterator(), key=lambda row: row[0]):
        if refs is None or ref in refs:
            yield (
                ref,
                [
                    (activity, at + _SHIFT, who, kept.steps.get(activity, EXTRA))
                    for _ref, activity, at, who in own
                ],
            )
