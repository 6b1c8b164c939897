"""What the log of another system shows: its ways, where the time goes, how it keeps to a norm."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Count, QuerySet
from django.db.models.functions import Mod

from yingshang.city.accounts.kinds import Actor, NotVisible
from yingshang.city.definitions import service as definitions
from yingshang.city.indicators._log_models import LoggedCase, LoggedEvent, LogSource
from yingshang.city.indicators.process import WorkingMinutes
from yingshang.kernel.eventlog import (
    LogEvent,
    ProcessMap,
    Replay,
    Saving,
    Worked,
    discover,
    halve,
    replay,
    worked,
)
from yingshang.kernel.eventlog import faults as faults_of
from yingshang.kernel.worktime import CST

__all__ = [
    "Logged",
    "LoggedMoment",
    "SourceRow",
    "log_analysis",
    "log_sources",
    "logged_case",
    "office_clock",
    "sampled",
]

_EPOCH = datetime(1970, 1, 1, tzinfo=CST)
_SHIFT = 8 * 3_600_000_000
MINUTE = 60_000_000
DAY = 24 * 60
EXAMPLES = 5
MOST_EVENTS = 200_000  # looked at for a page


@dataclass(frozen=True)
class SourceRow:
    """One source of logs, with what was taken over from it."""

    id: int
    name: str
    region: str
    files: int
    cases: int


@dataclass(frozen=True)
class Handler:
    """Who (a person, a unit, a system) has how many events, and how long a case waited for them:
    minutes since the event before, the median."""

    name: str
    events: int
    middle: float


@dataclass(frozen=True)
class Logged:
    """``calendar``: minutes are office time and ``day`` of them a working day; else they are
    plain ones and a day has 1440. ``only_complete``: the map leaves starts out. ``norm`` is what
    cases were laid beside, ``examples`` numbers of cases by fault. ``worked`` is empty where the
    log doesn't tell starts from completes. ``savings``: what would halve the time. Of a large one
    each ``every``-th case is seen."""

    source: SourceRow
    map: ProcessMap
    calendar: bool
    day: int
    first: datetime | None
    last: datetime | None
    only_complete: bool
    worked: tuple[Worked, ...]
    handlers: tuple[Handler, ...]
    norm: tuple[str, ...]
    replay: Replay | None
    examples: dict[tuple[str, str], tuple[str, ...]]
    every: int
    savings: tuple[Saving, ...]


@dataclass(frozen=True)
class LoggedMoment:
    """One event of a logged case."""

    at: datetime
    activity: str
    resource: str
    transition: str


def log_sources(actor: Actor, *, region: str) -> list[SourceRow]:
    """The sources of a region, for those who oversee it: a log names who handled what."""
    if not actor.oversees or actor.region != region:
        return []
    rows = LogSource.objects.filter(region=region).annotate(
        files=Count("imports", distinct=True), held=Count("cases", distinct=True)
    )
    return [SourceRow(r.pk, r.name, r.region, r.files, r.held) for r in rows.order_by("name")]


def log_analysis(
    actor: Actor, *, region: str, source: int, norm: Sequence[str] = (), way: int | None = None
) -> Logged:
    """Everything of one source. Cases are laid beside ``norm``, or the ``way``-th most frequent
    variant. Raises NotVisible."""
    row = next((one for one in log_sources(actor, region=region) if one.id == source), None)
    if row is None:
        raise NotVisible
    rows, every = sampled(source)
    held = list(
        rows.order_by("case_id", "at", "pk").values_list(
            "case__ref", "activity", "at", "resource", "transition"
        )
    )
    states = {transition for *_rest, transition in held}
    only = "complete" in states and "start" in states
    kept = [
        LogEvent(ref, activity, at + _SHIFT, resource)
        for ref, activity, at, resource, transition in held
        if not only or transition == "complete"
    ]
    times = [one.at for one in kept]
    between, day, known = office_clock(region, (min(times), max(times)) if times else None)
    found = discover(kept, between)
    if way is not None and 0 <= way < len(found.variants):
        norm = found.variants[way].path
    told = replay({one.path: one.cases for one in found.variants}, norm) if norm else None
    moments = (
        (ref, activity, at + _SHIFT, transition) for ref, activity, at, _who, transition in held
    )
    return Logged(
        source=row,
        map=found,
        calendar=known,
        day=day,
        first=_moment(min(one.at for one in kept)) if kept else None,
        last=_moment(max(one.at for one in kept)) if kept else None,
        only_complete=only,
        worked=worked(moments, between) if only else (),
        handlers=_handlers(kept, between),
        norm=tuple(norm),
        replay=told,
        examples=_examples(kept, norm) if norm else {},
        every=every,
        savings=halve(found),
    )


def logged_case(
    actor: Actor, *, region: str, source: int, ref: str
) -> tuple[SourceRow, tuple[LoggedMoment, ...]]:
    """The events of one case, in their order. Raises NotVisible."""
    row = next((one for one in log_sources(actor, region=region) if one.id == source), None)
    case = LoggedCase.objects.filter(source=source, ref=ref).first()
    if row is None or case is None:
        raise NotVisible
    return row, tuple(
        LoggedMoment(_moment(one.at + _SHIFT), one.activity, one.resource, one.transition)
        for one in case.events.order_by("at", "pk")
    )


def sampled(source: int) -> tuple[QuerySet[LoggedEvent], int]:
    """The events of a source; of a large one those of each n-th case, and n: a page has to come
    within seconds, and shares and medians of so many cases are sure to a tenth of a per cent."""
    rows = LoggedEvent.objects.filter(case__source=source)
    every = 1 + rows.count() // MOST_EVENTS
    if every == 1:
        return rows, 1
    return rows.annotate(nth=Mod("case_id", every)).filter(nth=0), every


def office_clock(
    region: str, span: tuple[int, int] | None
) -> tuple[Callable[[int, int], int], int, bool]:
    """(minutes between two instants, minutes of a day, whether by the region's calendar) for
    events from first to last, microseconds of China time."""
    if span is None:
        return _plain, DAY, False
    calendar = definitions.calendar(region)
    first, last = _moment(span[0]), _moment(span[1])
    if first.date() < calendar.known_from or last.date() > calendar.known_until:
        return _plain, DAY, False
    clock = WorkingMinutes.of(calendar, first, last + timedelta(days=1))
    return clock.between, clock.day, True


def _plain(start: int, end: int) -> int:
    return (end - start) // MINUTE


def _moment(at: int) -> datetime:
    """The end of all calendars for what lies beyond it: 9999-12-31T23:59Z is a usual “never”."""
    try:
        return _EPOCH + timedelta(microseconds=at)
    except OverflowError:
        return (datetime.max if at > 0 else datetime.min).replace(tzinfo=CST)


def _handlers(
    events: Sequence[LogEvent], between: Callable[[int, int], int]
) -> tuple[Handler, ...]:
    counts: Counter[str] = Counter()
    waits: dict[str, list[int]] = defaultdict(list)
    before: LogEvent | None = None
    for one in events:
        if one.resource:
            counts[one.resource] += 1
            if before is not None and before.case == one.case:
                waits[one.resource].append(between(before.at, one.at))
        before = one
    return tuple(
        Handler(name, n, median(waits[name]) if waits[name] else 0)
        for name, n in counts.most_common(10)
    )


def _examples(
    events: Sequence[LogEvent], norm: Sequence[str]
) -> dict[tuple[str, str], tuple[str, ...]]:
    paths: dict[str, list[str]] = {}
    for one in events:
        paths.setdefault(one.case, []).append(one.activity)
    known: dict[tuple[str, ...], tuple[tuple[str, str], ...]] = {}
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for ref, path in paths.items():
        way = tuple(path)
        if way not in known:
            known[way] = tuple((one.kind, one.activity) for one in faults_of(way, norm))
        for key in known[way]:
            if len(found[key]) < EXAMPLES:
                found[key].append(ref)
    return {key: tuple(refs) for key, refs in found.items()}
