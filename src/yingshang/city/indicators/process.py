"""Where the time of an item's cases goes: the ways they really take, in working time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
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
from yingshang.city.indicators._kept import Kept
from yingshang.city.indicators._newest import item_key
from yingshang.city.indicators._periods import as_day
from yingshang.kernel.eventlog import Deviation, LogEvent, ProcessMap, discover, strays
from yingshang.kernel.worktime import CST, Calendar

__all__ = ["Process", "Stray", "export_log", "process"]

MINUTE = 60_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=CST)
DONE = "step-done"
_MICRO = timedelta(microseconds=1)


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

    def reckon() -> Process:
        return _reckoned(region, declared, since, until)

    key = item_key(region, item, since, until)
    found = reckon() if key is None else _kept.get(key, reckon)
    units = {name: accounts.unit_name(code) for name, code in found.units.items()}
    names = {name: _words(name, step) for name, step in found.names.items()}
    return replace(found, names=names, units=units)


_kept: Kept[Process] = Kept(32)


def _reckoned(region: str, declared: catalog.ItemView, since: datetime, until: datetime) -> Process:
    """``units`` by their codes, of ``names`` what the item calls the step: what is kept speaks no
    reader's language."""
    clock = WorkingMinutes.of(definitions.calendar(region), since, until)
    names: dict[str, str] = {}
    units: dict[str, str] = {}
    events: list[LogEvent] = []
    paths: dict[str, list[str]] = {}
    running = set()
    for row in cases.log_rows(region=region, item=declared.code, since=since, until=until):
        name = activity(row)
        if name not in names:
            names[name], units[name] = row.step_name or row.step, row.unit
        if row.ended:
            events.append(LogEvent(row.ref, name, micros(row.at)))
            paths.setdefault(row.ref, []).append(name)
        else:
            running.add(row.ref)
    kept, conforming = _strays(paths, declared.body)
    return Process(
        item=declared.code,
        name=declared.name,
        map=discover(events, clock.between),
        names=names,
        units=units,
        strays=kept,
        conforming=conforming,
        open=len(running),
        day=clock.day,
    )


def activity(row: LogRow) -> str:
    """`accepted`, `step-done:seal` …"""
    return f"{row.name}:{row.step}" if row.step else row.name


def micros(at: datetime) -> int:
    """Microseconds since 1970 of China time."""
    return (at - EPOCH) // _MICRO


def _words(name: str, step: str) -> str:
    """An activity in the reader's language; ``step``: what the item calls its step, '' = none."""
    event = name.partition(":")[0]
    if event == DONE:
        return step
    label = str(EVENT_LABELS.get(event, event))
    return f"{step}（{label}）" if step else label


def _strays(
    paths: Mapping[str, list[str]], body: Mapping[str, Any]
) -> tuple[tuple[Stray, ...], int]:
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
    known: dict[tuple[str, ...], tuple[Deviation, ...]] = {}
    found: Counter[Deviation] = Counter()
    examples: dict[Deviation, list[str]] = {}
    conforming = 0
    for ref, path in paths.items():
        own = known.get(way := tuple(path))
        if own is None:  # few ways, many cases
            granted = "decided" in path
            own = strays(path, must, ended=granted, needed=needed if granted else ())
            # asking twice is rework, shown by the map, not a breach of the flow
            own = tuple(d for d in own if d.kind != "twice" or d.activity.startswith(DONE))
            known[way] = own
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
            activity=_words(row.name, row.step_name or row.step),
            at=row.at,
            group=row.unit,
            resource=mark,
            kind=row.item,
            district=row.district,
            channel=row.channel,
        )
