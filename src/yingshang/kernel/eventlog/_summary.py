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

    Taken one by one and kept as two numbers each: a log of millions fits into memory.
    """
    numbers: dict[str, int] = {}
    traces: dict[str, array[int]] = {}
    for case, activity, at, _resource in events:
        trace = traces.get(case)
        if trace is None:
            trace = traces[case] = array("q")
        trace.append(at)
        trace.append(numbers.setdefault(activity, len(numbers)))
    names = tuple(numbers)
    paths: Counter[tuple[int, ...]] = Counter()
    durations = array("q")
    twins, turned, first, last = 0, 0, None, None
    for trace in traces.values():
        came = list(zip(trace[::2], trace[1::2], strict=True))
        rows = sorted(came, key=_time)  # ties as in the file
        turned += rows != came
        paths[tuple([number for _at, number in rows])] += 1
        start, end = rows[0][0], rows[-1][0]
        first = start if first is None or start < first else first
        last = end if last is None or end > last else last
        if len(rows) > 1:
            durations.append(end - start)
            twins += len(rows) - len(set(rows))
    return _counted(
        Counter({tuple(names[one] for one in path): n for path, n in paths.items()}),
        Summary(
            cases=len(traces),
            durations=tuple(durations),
            single=len(traces) - len(durations),
            twins=twins,
            turned=turned,
            first=first,
            last=last,
        ),
    )


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
