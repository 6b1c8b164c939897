"""Where the time of an item's cases goes: the ways they really take, in working time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from secrets import token_bytes
from typing import IO, Any

from yingshang.adapters.logs import OutEvent, write_ocel, write_xes
from yingshang.city.accounts import service as accounts
from yingshang.city.cases import service as cases
from yingshang.city.cases.events import EVENT_LABELS
from yingshang.city.cases.service import LogRow
from yingshang.city.catalog import service as catalog
from yingshang.city.definitions import service as definitions
from yingshang.city.indicators._periods import as_day
from yingshang.kernel.eventlog import Deviation, LogEvent, ProcessMap, discover, strays
from yingshang.kernel.worktime import CST, Calendar

__all__ = ["Process", "Stray", "export_log", "process"]

MINUTE = 60_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=CST)
DONE = "step-done"


@dataclass(frozen=True)
class Stray:
    """One kind of straying from the declared flow, and in how many cases."""

    deviation: Deviation
    cases: int
    examples: tuple[str, ...]  # refs


@dataclass(frozen=True)
class Process:
    """The map of the ended cases of one item. ``names`` and ``units`` are by activity; minutes
    are of office time by the region's calendar, ``day`` of them a working day. ``open`` cases are
    counted and not mapped."""

    item: str
    name: str
    map: ProcessMap
    names: Mapping[str, str]
    units: Mapping[str, str]
    strays: tuple[Stray, ...]
    conforming: int
    open: int
    day: int


def process(region: str, *, item: str, since: datetime, until: datetime) -> Process:
    """Cases of ``item`` that were submitted in [since, until) and have ended by now.

    Raises accounts.NotVisible where the region has no such item.
    """
    declared = catalog.item(item, region=region, on=as_day(until))
    rows = list(cases.log_rows(region=region, item=item, since=since, until=until))
    ended = [row for row in rows if row.ended]
    clock = WorkingMinutes.of(definitions.calendar(region), since, until)
    found = discover((_event(row) for row in ended), clock.between)
    names = {activity(row): _label(row) for row in rows}
    units = {activity(row): accounts.unit_name(row.unit) for row in rows}
    kept, conforming = _strays(ended, declared.body)
    return Process(
        item=item,
        name=declared.name,
        map=found,
        names=names,
        units=units,
        strays=kept,
        conforming=conforming,
        open=len({row.ref for row in rows if not row.ended}),
        day=clock.day,
    )


def activity(row: LogRow) -> str:
    """`accepted`, `step-done:seal` …"""
    return f"{row.name}:{row.step}" if row.step else row.name


def _label(row: LogRow) -> str:
    if row.name == DONE:
        return row.step_name or row.step
    label = str(EVENT_LABELS.get(row.name, row.name))
    return f"{row.step_name or row.step}（{label}）" if row.step else label


def _event(row: LogRow) -> LogEvent:
    return LogEvent(row.ref, activity(row), (row.at - EPOCH) // timedelta(microseconds=1))


def _strays(rows: list[LogRow], body: Mapping[str, Any]) -> tuple[tuple[Stray, ...], int]:
    """What strays from the flow that the item declares, the most frequent first."""
    must: dict[str, list[str]] = {name: [] for name in EVENT_LABELS}
    steps = {step["code"]: step for step in body.get("steps", ())}
    needed = []
    for code, step in steps.items():
        for name in (DONE, "step-checked", "step-opened"):
            must[f"{name}:{code}"] = [f"{DONE}:{one}" for one in step.get("after", ())]
        if not step.get("when") and not step.get("optional"):
            needed.append(f"{DONE}:{code}")
    must["decided"] = ["accepted", *(f"{DONE}:{code}" for code in steps)]
    paths: dict[str, list[str]] = {}
    for row in rows:
        paths.setdefault(row.ref, []).append(activity(row))
    found: Counter[Deviation] = Counter()
    examples: dict[Deviation, list[str]] = {}
    conforming = 0
    for ref, path in paths.items():
        granted = "decided" in path
        own = strays(path, must, ended=granted, needed=needed if granted else ())
        # asking twice is rework, shown by the map, not a breach of the flow
        own = tuple(d for d in own if d.kind != "twice" or d.activity.startswith(DONE))
        conforming += not own
        for one in own:
            found[one] += 1
            examples.setdefault(one, []).append(ref)
    return tuple(
        Stray(one, n, tuple(examples[one][:5])) for one, n in found.most_common()
    ), conforming


class WorkingMinutes:
    """Office minutes between two instants, from sums per day: adds up over any chain of events."""

    def __init__(self, first: date, opens: list[int], closes: list[int]) -> None:
        self.first, self.opens, self.closes = first.toordinal(), opens, closes
        self.before = [0]
        lengths = [end - start for start, end in zip(opens, closes, strict=True) if end > start]
        self.day = max(set(lengths), key=lengths.count) if lengths else 8 * 60
        for start, end in zip(opens, closes, strict=True):
            self.before.append(self.before[-1] + end - start)

    @classmethod
    @lru_cache(maxsize=32)
    def of(cls, calendar: Calendar, since: datetime, until: datetime) -> WorkingMinutes:
        first = as_day(since) - timedelta(days=1)
        opens, closes = [], []
        for number in range((as_day(until) - first).days + 2):
            hours = calendar.hours(first + timedelta(days=number))
            opens.append(hours[0].hour * 60 + hours[0].minute if hours else 0)
            closes.append(hours[1].hour * 60 + hours[1].minute if hours else 0)
        return cls(first, opens, closes)

    def between(self, start: int, end: int) -> int:
        """Whole minutes; both in microseconds since 1970 of China time."""
        return self.upto(end) - self.upto(start)

    def upto(self, at: int) -> int:
        days, minute = divmod(at // MINUTE, 24 * 60)
        day = days + EPOCH.toordinal() - self.first
        if day < 0:
            return 0
        if day >= len(self.opens):
            return self.before[-1]
        inside = min(max(minute, self.opens[day]), self.closes[day]) - self.opens[day]
        return self.before[day] + inside


def export_log(
    out: IO[str],
    *,
    region: str,
    since: datetime,
    until: datetime,
    item: str = "",
    form: str = "xes",
) -> tuple[int, int]:
    """Write the facts of a region's cases for other tools; (cases, events).

    ``form`` is `xes` or `ocel`. No names and no free words; officers are opaque marks that hold
    within one export.
    """
    write = {"xes": write_xes, "ocel": write_ocel}[form]
    return write(_out(cases.log_rows(region=region, since=since, until=until, item=item)), out)


def _out(rows: Iterator[LogRow]) -> Iterator[OutEvent]:
    salt = token_bytes(16)
    for row in rows:
        mark = blake2b(row.by.encode(), key=salt, digest_size=6).hexdigest() if row.by else ""
        yield OutEvent(
            case=row.ref,
            activity=_label(row),
            at=row.at,
            group=row.unit,
            resource=mark,
            kind=row.item,
            district=row.district,
            channel=row.channel,
        )
