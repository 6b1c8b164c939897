"""The ways that cases really take, and where their time goes: a directly-follows map.

Times are whatever `elapsed` measures, in whole minutes: summed as integers, divided last.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil
from statistics import median

from yingshang.kernel.eventlog._summary import LogEvent

__all__ = ["Deviation", "Edge", "Node", "ProcessMap", "Variant", "discover", "strays"]

MINUTE = 60_000_000


@dataclass(frozen=True)
class Node:
    """One activity: how often, in how many cases, in how many of them more than once."""

    activity: str
    count: int
    cases: int
    repeated: int
    place: float  # mean position within its cases, 0 the first event, 1 the last


@dataclass(frozen=True)
class Edge:
    """One activity directly after another. ``total``, ``quick``, ``middle`` and ``slow`` (the 25th
    of 100, the median, the 90th) are minutes between the two; ``spare`` and ``more``: what would
    be saved in all if none took longer than ``middle``, or than ``quick``."""

    before: str
    after: str
    count: int
    cases: int
    total: int
    middle: float
    slow: int
    quick: int = 0
    spare: int = 0
    more: int = 0


@dataclass(frozen=True)
class Variant:
    """One sequence of activities, with its cases and their median minutes."""

    path: tuple[str, ...]
    cases: int
    middle: float


@dataclass(frozen=True)
class ProcessMap:
    """All of it, the most frequent first."""

    cases: int
    events: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    variants: tuple[Variant, ...]
    middle: float | None  # median minutes of a case of at least two events
    total: int  # minutes of all cases together

    def bottlenecks(self, most: int = 5) -> tuple[Edge, ...]:
        """The transitions in which most of all the time goes."""
        return tuple(sorted(self.edges, key=lambda e: (-e.total, e.before, e.after))[:most])

    def covering(self, share: float) -> int:
        """How many variants, the most frequent first, cover this share of the cases."""
        seen = 0
        for number, variant in enumerate(self.variants, 1):
            seen += variant.cases
            if seen >= share * self.cases:
                return number
        return len(self.variants)

    def of_ways(self, most: int) -> ProcessMap:
        """The same with only the ``most`` frequent variants: what they count, exactly; how long
        a transition takes stays what it is over all cases."""
        if most >= len(self.variants):
            return self
        ways = self.variants[:most]
        counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        pairs: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
        for way in ways:
            for name, n in Counter(way.path).items():
                row = counts[name]
                row[0] += n * way.cases
                row[1] += way.cases
                row[2] += way.cases * (n > 1)
            for pair, n in Counter(pairwise(way.path)).items():
                pairs[pair][0] += n * way.cases
                pairs[pair][1] += way.cases
        nodes = [
            replace(one, count=own[0], cases=own[1], repeated=own[2])
            for one in self.nodes
            if (own := counts.get(one.activity))
        ]
        edges = [
            replace(one, count=pairs[key][0], cases=pairs[key][1])
            for one in self.edges
            if (key := (one.before, one.after)) in pairs
        ]
        return replace(
            self,
            cases=sum(way.cases for way in ways),
            events=sum(node.count for node in nodes),
            nodes=tuple(sorted(nodes, key=lambda n: (-n.count, n.activity))),
            edges=tuple(sorted(edges, key=lambda e: (-e.count, e.before, e.after))),
            variants=ways,
        )


@dataclass(frozen=True)
class Deviation:
    """How a path strays from what is declared. ``kind``: early (before what it must follow),
    twice, foreign (not declared), missing (the case ended without it)."""

    kind: str
    activity: str
    other: str = ""


def _plain(start: int, end: int) -> int:
    return (end - start) // MINUTE


def discover(events: Iterable[LogEvent], elapsed: Callable[[int, int], int] = _plain) -> ProcessMap:
    """The map of a log. ``elapsed(start, end)`` in microseconds gives whole minutes, ordinary
    ones unless told otherwise (working time by a calendar, say); it must add up over a case."""
    traces: dict[str, list[tuple[int, str]]] = {}
    for event in events:
        traces.setdefault(event.case, []).append((event.at, event.activity))
    places: dict[str, list[float]] = defaultdict(list)
    within: dict[str, int] = defaultdict(int)
    repeated: dict[str, int] = defaultdict(int)
    between: dict[tuple[str, str], list[int]] = defaultdict(list)
    holders: dict[tuple[str, str], int] = defaultdict(int)
    paths: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for trace in traces.values():
        trace.sort(key=_time)
        path = tuple([activity for _at, activity in trace])
        paths[path].append(elapsed(trace[0][0], trace[-1][0]))
        for number, activity in enumerate(path):
            places[activity].append(number / max(1, len(path) - 1))
        for activity in set(path):
            within[activity] += 1
            repeated[activity] += path.count(activity) > 1
        for (start, before), (end, after) in pairwise(trace):
            between[before, after].append(elapsed(start, end))
        for pair in set(pairwise(path)):
            holders[pair] += 1
    nodes = [
        Node(name, len(at), within[name], repeated[name], sum(at) / len(at))
        for name, at in places.items()
    ]
    edges = [_edge(pair, spent, holders[pair]) for pair, spent in between.items()]
    variants = [Variant(path, len(spent), median(spent)) for path, spent in paths.items()]
    spans = [one for path, spent in paths.items() if len(path) > 1 for one in spent]
    return ProcessMap(
        cases=len(traces),
        events=sum(node.count for node in nodes),
        nodes=tuple(sorted(nodes, key=lambda n: (-n.count, n.activity))),
        edges=tuple(sorted(edges, key=lambda e: (-e.count, e.before, e.after))),
        variants=tuple(sorted(variants, key=lambda v: (-v.cases, v.path))),
        middle=median(spans) if spans else None,
        total=sum(spans),
    )


def strays(
    path: Iterable[str],
    must_follow: Mapping[str, Iterable[str]],
    *,
    ended: bool,
    needed: Iterable[str] = (),
) -> tuple[Deviation, ...]:
    """Where one path strays from the declared flow.

    ``must_follow`` names for each declared activity what has to stand before it; what did not
    happen at all (a step whose condition was not met) holds nothing up. ``needed`` must all stand
    in a path that has ``ended``.
    """
    order = list(path)
    happened = set(order)
    seen: set[str] = set()
    found = []
    for activity in order:
        if activity not in must_follow:
            found.append(Deviation("foreign", activity))
        if activity in seen:
            found.append(Deviation("twice", activity))
        for other in must_follow.get(activity, ()):
            if other in happened and other not in seen:
                found.append(Deviation("early", activity, other))
        seen.add(activity)
    if ended:
        found += [Deviation("missing", one) for one in needed if one not in happened]
    return tuple(dict.fromkeys(found))


def _time(event: tuple[int, str]) -> int:
    return event[0]


def _edge(pair: tuple[str, str], spent: list[int], cases: int) -> Edge:
    """The 25th and the 90th of 100 are the nearest ones that were measured."""
    spent.sort()
    last, middle = len(spent) - 1, median(spent)
    quick, slow = spent[int(0.25 * last)], spent[min(last, int(0.9 * len(spent)))]
    most = ceil(middle)
    spare, more = (sum(one - cap for one in spent if one > cap) for cap in (most, quick))
    return Edge(*pair, len(spent), cases, sum(spent), middle, slow, quick, spare, more)
