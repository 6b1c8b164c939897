"""The shape of a log: cases, variants, what follows what, throughput."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median
from typing import NamedTuple

__all__ = ["LogEvent", "Summary", "summarise"]

_HOUR = 3_600_000_000
PARTS = 64  # of a log of millions, so that one part with all its objects is small


class LogEvent(NamedTuple):
    """One event. ``at`` is microseconds since 1970-01-01T00:00 (of UTC, or of the log's own
    clock where it names no zone); it may be negative."""

    case: str
    activity: str
    at: int
    resource: str = ""


@dataclass(frozen=True)
class Summary:
    """Counts over a whole log. Durations are microseconds from the first event of a case to its
    last, one per case of at least two events: a single event spans nothing that could be measured.
    ``single`` is how many cases have only one; ``twins`` how many events repeat another one of
    their case, instant and activity: counted like all, since nobody knows that they are wrong;
    ``turned`` in how many cases the events did not stand in the order of their times."""

    cases: int = 0
    events: int = 0
    activities: Counter[str] = field(default_factory=Counter)
    variants: Counter[tuple[str, ...]] = field(default_factory=Counter)
    starts: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    follows: Counter[tuple[str, str]] = field(default_factory=Counter)
    durations: tuple[int, ...] = ()
    single: int = 0
    twins: int = 0
    turned: int = 0
    first: int | None = None
    last: int | None = None

    @property
    def median_throughput_hours(self) -> float | None:
        """Median over the cases of at least two events; None where there is none."""
        return median(self.durations) / _HOUR if self.durations else None

    @property
    def median_all_hours(self) -> float | None:
        """The same with single-event cases as 0, which is how pm4py counts."""
        every = (*self.durations, *[0] * self.single)
        return median(every) / _HOUR if every else None


def summarise(events: Iterable[LogEvent]) -> Summary:
    """Count a log. Events of a case are ordered by time, ties as they came; the events of one
    case need not stand together. A variant is the sequence of a case's activities.

    Taken one by one; what is kept of each are twenty bytes, in which a case is a hash of its name
    (64 bits, salted anew in each process: two cases of a million take one for another about once
    in forty million logs). The cases are put together a part of them at a time.
    """
    numbers: dict[str, int] = {}
    parts = [_Part() for _ in range(PARTS)]
    for case, activity, at, _resource in events:
        key = hash(case)
        part = parts[key % PARTS]
        part.cases.append(key)
        part.times.append(at)
        part.activities.append(numbers.setdefault(activity, len(numbers)))
    found = _Sums()
    while parts:
        for came in parts.pop().traces():
            found.add(came)
    names = tuple(numbers)
    told = sorted((tuple([names[one] for one in path]), n) for path, n in found.paths.items())
    return _counted(
        Counter(dict(told)),  # by name: what is equally frequent stands in one order, every time
        Summary(
            cases=found.cases,
            durations=tuple(found.durations),
            single=found.cases - len(found.durations),
            twins=found.twins,
            turned=found.turned,
            first=found.first,
            last=found.last,
        ),
    )


class _Part:
    """The events of some of the cases, in the order of the file."""

    __slots__ = ("activities", "cases", "times")

    def __init__(self) -> None:
        self.cases = array("q")
        self.times = array("q")
        self.activities = array("i")

    def traces(self) -> Iterable[list[tuple[int, int]]]:
        """(time, number of activity) of each case's events, as they came."""
        traces: dict[int, list[tuple[int, int]]] = {}
        for key, at, activity in zip(self.cases, self.times, self.activities, strict=True):
            traces.setdefault(key, []).append((at, activity))
        return traces.values()


class _Sums:
    """What is counted case by case."""

    def __init__(self) -> None:
        self.paths: Counter[tuple[int, ...]] = Counter()
        self.durations = array("q")
        self.cases = self.twins = self.turned = 0
        self.first: int | None = None
        self.last: int | None = None

    def add(self, came: list[tuple[int, int]]) -> None:
        rows = sorted(came, key=_time)  # ties as in the file
        self.cases += 1
        self.turned += rows != came
        self.paths[tuple([number for _at, number in rows])] += 1
        start, end = rows[0][0], rows[-1][0]
        self.first = start if self.first is None or start < self.first else self.first
        self.last = end if self.last is None or end > self.last else self.last
        if len(rows) > 1:
            self.durations.append(end - start)
            self.twins += len(rows) - len(set(rows))


def _counted(variants: Counter[tuple[str, ...]], sums: Summary) -> Summary:
    activities: Counter[str] = Counter()
    starts: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    follows: Counter[tuple[str, str]] = Counter()
    for variant, times in variants.items():
        starts[variant[0]] += times
        ends[variant[-1]] += times
        for activity in variant:
            activities[activity] += times
        for pair in pairwise(variant):
            follows[pair] += times
    return replace(
        sums,
        events=activities.total(),
        activities=activities,
        variants=variants,
        starts=starts,
        ends=ends,
        follows=follows,
    )


def _time(event: tuple[int, int]) -> int:
    return event[0]
