"""The shape of a log: cases, variants, what follows what, throughput."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
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
    ``single`` is how many cases have only one."""

    cases: int = 0
    events: int = 0
    activities: Counter[str] = field(default_factory=Counter)
    variants: Counter[tuple[str, ...]] = field(default_factory=Counter)
    starts: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    follows: Counter[tuple[str, str]] = field(default_factory=Counter)
    durations: tuple[int, ...] = ()
    single: int = 0
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
    case need not stand together. A variant is the sequence of a case's activities."""
    traces: dict[str, list[tuple[int, str]]] = {}
    for event in events:
        traces.setdefault(event.case, []).append((event.at, event.activity))
    variants: Counter[tuple[str, ...]] = Counter()
    durations = []
    for trace in traces.values():
        trace.sort(key=_time)  # stable: ties as in the file
        variants[tuple([activity for _at, activity in trace])] += 1
        if len(trace) > 1:
            durations.append(trace[-1][0] - trace[0][0])
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
    return Summary(
        cases=len(traces),
        events=activities.total(),
        activities=activities,
        variants=variants,
        starts=starts,
        ends=ends,
        follows=follows,
        durations=tuple(durations),
        single=len(traces) - len(durations),
        first=min((trace[0][0] for trace in traces.values()), default=None),
        last=max((trace[-1][0] for trace in traces.values()), default=None),
    )


def _time(event: tuple[int, str]) -> int:
    return event[0]
