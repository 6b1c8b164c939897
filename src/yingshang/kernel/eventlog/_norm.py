"""A log beside a norm: which cases keep to a declared order, and working beside waiting time."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Fault", "Replay", "Worked", "replay", "worked"]


@dataclass(frozen=True, order=True)
class Fault:
    """``kind``: skipped (the norm has it, the path doesn't), extra (not in the norm), again (more
    often than in the norm), order (done, but out of the norm's order; before ``other``)."""

    kind: str
    activity: str
    other: str = ""


@dataclass(frozen=True)
class Replay:
    """``fitting`` of ``cases`` took exactly the norm's way; ``faults``: in how many cases."""

    cases: int
    fitting: int
    faults: tuple[tuple[Fault, int], ...]


def replay(variants: Mapping[tuple[str, ...], int], norm: Sequence[str]) -> Replay:
    """Lay every way (with its number of cases) beside the norm, a sequence of activities."""
    found: Counter[Fault] = Counter()
    fitting = 0
    for path, cases in variants.items():
        own = faults(path, norm)
        fitting += cases * (not own)
        for one in own:
            found[one] += cases
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return Replay(sum(variants.values()), fitting, tuple(ordered))


def faults(path: Sequence[str], norm: Sequence[str]) -> tuple[Fault, ...]:
    """How one path strays. Out of order are as few as possible: those outside the longest part
    that stands in the norm's order."""
    allowed = Counter(norm)
    happened = Counter(path)
    found = [Fault("skipped", one) for one in allowed if happened[one] < allowed[one]]
    found += [Fault("extra", one) for one in happened if one not in allowed]
    found += [Fault("again", one) for one, n in allowed.items() if happened[one] > n]
    places: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(norm):
        places[one].append(number)
    taken: Counter[str] = Counter()
    order, names = [], []
    for one in path:
        if taken[one] < allowed[one]:
            order.append(places[one][taken[one]])
            names.append(one)
            taken[one] += 1
    kept = _rising(order)
    found += [Fault("order", name) for at, name in enumerate(names) if at not in kept]
    return tuple(dict.fromkeys(found))


def _rising(numbers: Sequence[int]) -> set[int]:
    """Places of a longest rising part."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        at = bisect_left(tails, number)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [number]
        ends[at : at + 1] = [place]
    kept, place = set(), ends[-1] if ends else -1
    while place >= 0:
        kept.add(place)
        place = before[place]
    return kept


@dataclass(frozen=True)
class Worked:
    """Minutes of one activity over its ``count`` starts with their completes: at work, and before
    that since the last complete of the case. ``unpaired`` have only one of the two."""

    activity: str
    count: int
    working: int
    waiting: int
    unpaired: int


def worked(
    events: Iterable[tuple[str, str, int, str]], elapsed: Callable[[int, int], int]
) -> tuple[Worked, ...]:
    """Of (case, activity, at, transition), ordered by case and time; the first start meets the
    first complete of its activity. Empty where no start has a complete: then it cannot be told."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    holder: str | None = None
    open_: dict[str, list[int]] = {}
    last: int | None = None
    for case, activity, at, transition in events:
        if case != holder:
            _unpaired(sums, open_)
            holder, open_, last = case, {}, None
        if transition == "start":
            open_.setdefault(activity, []).append(at)
            if last is not None:
                sums[activity][2] += elapsed(last, at)
        elif transition == "complete":
            last = at
            row = sums[activity]
            if open_.get(activity):
                row[0] += 1
                row[1] += elapsed(open_[activity].pop(0), at)
            else:
                row[3] += 1
    _unpaired(sums, open_)
    if not any(row[0] for row in sums.values()):
        return ()
    rows = [Worked(name, *row) for name, row in sums.items()]
    return tuple(sorted(rows, key=lambda one: (-one.working - one.waiting, one.activity)))


def _unpaired(sums: dict[str, list[int]], open_: Mapping[str, list[int]]) -> None:
    for name, starts in open_.items():
        sums[name][3] += len(starts)
