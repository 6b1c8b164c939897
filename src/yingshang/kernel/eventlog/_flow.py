"""A case beside a declared flow, whose steps may run side by side and may be left out.

The optimal alignment (van der Aalst, Adriansyah, van Dongen, 2012: every move of the log alone and
every step of the flow alone costs one), found without searching a state space: two events cannot
both be kept where the later one's step is due before the earlier one's, or is the same. "Later and
due before" is transitive, so the events worth keeping are a heaviest antichain of an order, which
is a matching (Dilworth; Fulkerson 1956). An event of a needed step saves two moves, of one that may
be left out one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from yingshang.kernel.eventlog._norm import Fault

__all__ = ["Aligned", "DeclaredFlow", "FlowStep", "align"]


@dataclass(frozen=True)
class FlowStep:
    """``after``: the steps that must be done before. One that is not ``needed`` (its condition may
    not be met) holds nothing up and is no fault where it is missing."""

    code: str
    after: tuple[str, ...] = ()
    needed: bool = True


class DeclaredFlow:
    """The steps, with all that must come before each, however far. ValueError for a ring."""

    def __init__(self, steps: Iterable[FlowStep]) -> None:
        self.steps: Mapping[str, FlowStep] = {step.code: step for step in steps}
        self.needed = sum(step.needed for step in self.steps.values())
        self.before: dict[str, frozenset[str]] = {}
        for code in self.steps:
            self._reach(code, ())

    def _reach(self, code: str, way: tuple[str, ...]) -> frozenset[str]:
        if code in way:
            raise ValueError(f"the flow runs in a ring through {code}")
        if code not in self.before:
            found: set[str] = set()
            for other in self.steps[code].after:
                if other in self.steps:
                    found |= {other} | self._reach(other, (*way, code))
            self.before[code] = frozenset(found)
        return self.before[code]


@dataclass(frozen=True)
class Aligned:
    """``moves``: events and needed steps that stand alone; ``fitness`` is 1 where there is none
    and 0 where nothing agrees. ``places``: of each event kept, order, again or extra. Faults:
    skipped (a later step was done), missing (the case goes no further), extra, again, order (the
    activity came before ``other``, which is due first)."""

    moves: int
    fitness: float
    places: tuple[str, ...]
    faults: tuple[Fault, ...]

    @property
    def fits(self) -> bool:
        return not self.moves


def align(path: Sequence[str], flow: DeclaredFlow) -> Aligned:
    """Lay a path of step codes beside the flow; what is no code of it is an extra event."""
    known = [at for at, code in enumerate(path) if code in flow.steps]
    kept = _kept(path, known, flow)
    places = ["extra"] * len(path)
    held = {path[at] for at in kept}
    for at in known:
        places[at] = "kept" if at in kept else "again" if path[at] in held else "order"
    needed = sum(flow.steps[code].needed for code in held)
    moves = len(path) - len(kept) + flow.needed - needed
    most = len(path) + flow.needed
    return Aligned(
        moves,
        1 - moves / most if most else 1.0,
        tuple(places),
        tuple(dict.fromkeys((*_left_out(path, flow), *_strayed(path, places, kept, flow)))),
    )


def _left_out(path: Sequence[str], flow: DeclaredFlow) -> list[Fault]:
    happened = set(path) & flow.steps.keys()
    passed = {code for one in happened for code in flow.before[one]}
    return [
        Fault("skipped" if code in passed else "missing", code)
        for code, step in flow.steps.items()
        if step.needed and code not in happened
    ]


def _strayed(
    path: Sequence[str], places: Sequence[str], kept: Iterable[int], flow: DeclaredFlow
) -> list[Fault]:
    found = []
    for at, place in enumerate(places):
        if place == "order":
            for other in sorted(kept):
                first, last = (path[other], path[at]) if at < other else (path[at], path[other])
                if first in flow.before[last]:
                    found.append(Fault("order", last, first))
                    break
        elif place != "kept":
            found.append(Fault(place, path[at]))
    return found


def _kept(path: Sequence[str], known: Sequence[int], flow: DeclaredFlow) -> frozenset[int]:
    """The heaviest antichain: places of the events that agree with the flow."""
    nodes = [at for at in known for _copy in range(1 + flow.steps[path[at]].needed)]
    if _straight(path, known, flow):
        return frozenset(known)
    follows = [
        [
            two
            for two, later in enumerate(nodes)
            if at < later and (path[later] == path[at] or path[later] in flow.before[path[at]])
        ]
        for at in nodes
    ]
    into, out = _matched(follows)
    reached = _reached(follows, into, out)
    heads = {two for one in reached for two in follows[one]}
    return frozenset(nodes[one] for one in reached if one not in heads)


def _straight(path: Sequence[str], known: Sequence[int], flow: DeclaredFlow) -> bool:
    """Nothing stands after what it is due before: most cases."""
    seen: set[str] = set()
    barred: set[str] = set()
    for at in known:
        code = path[at]
        if code in seen or code in barred:
            return False
        seen.add(code)
        barred |= flow.before[code]
    return True


def _matched(follows: Sequence[Sequence[int]]) -> tuple[dict[int, int], dict[int, int]]:
    """A largest matching, grown path by path: (tail of each head, head of each tail)."""
    into: dict[int, int] = {}
    out: dict[int, int] = {}
    for start in range(len(follows)):
        came: dict[int, int] = {}
        todo = deque([start])
        end = -1
        while todo and end < 0:
            one = todo.popleft()
            for two in follows[one]:
                if two not in came:
                    came[two] = one
                    if two not in into:
                        end = two
                        break
                    todo.append(into[two])
        while end >= 0:
            one = came[end]
            before = out.get(one, -1)
            into[end], out[one] = one, end
            end = before
    return into, out


def _reached(
    follows: Sequence[Sequence[int]], into: Mapping[int, int], out: Mapping[int, int]
) -> set[int]:
    """Tails that alternate from an unmatched one (König)."""
    todo = [one for one in range(len(follows)) if one not in out]
    reached = set(todo)
    while todo:
        for two in follows[todo.pop()]:
            tail = into.get(two, -1)
            if tail >= 0 and tail not in reached:
                reached.add(tail)
                todo.append(tail)
    return reached
