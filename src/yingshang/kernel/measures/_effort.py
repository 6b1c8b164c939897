"""What a level would take of our own cases: how many of them would have to be quicker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

__all__ = ["Effort", "effort", "share_effort"]


@dataclass(frozen=True)
class Effort:
    """Of ``total`` cases ``over`` stand beyond the level; at least ``change`` of them must come
    down to it before the statistic meets it (0: it is met). ``now`` is the statistic today."""

    total: int
    over: int
    change: int
    now: Decimal | None


def effort(cases: Mapping[int, int], level: Decimal, statistic: str) -> Effort:
    """``cases``: time used → how many cases. The longest come down to the level first, which
    is the least number of cases that suffices. each, max, mean and median; less is better."""
    counts = {value: number for value, number in cases.items() if number > 0}
    total = sum(counts.values())
    over = sum(number for value, number in counts.items() if value > level)
    if not total:
        return Effort(0, 0, 0, None)
    if statistic in ("each", "max"):
        return Effort(total, over, over, Decimal(max(counts)))
    if statistic == "mean":
        return Effort(total, over, _mean(counts, total, level), _ratio(counts, total))
    if statistic == "median":
        return Effort(total, over, _median_change(counts, total, level), _median(counts, total))
    raise ValueError(f"no cases come down for a {statistic}")


def share_effort(above: int, below: int, level: Decimal) -> Effort:
    """A share of ``level`` per cent: how many more of the cases must meet the condition."""
    if below <= 0:
        return Effort(0, 0, 0, None)
    wanted = ceil(level * below / 100)
    now = Decimal(above) * 100 / below
    return Effort(below, below - above, max(0, min(wanted, below) - above), now)


def _ratio(counts: Mapping[int, int], total: int) -> Decimal:
    return Decimal(sum(value * number for value, number in counts.items())) / total


def _mean(counts: Mapping[int, int], total: int, level: Decimal) -> int:
    excess = sum(value * number for value, number in counts.items()) - level * total
    changed = 0
    for value in sorted(counts, reverse=True):
        if excess <= 0 or value <= level:
            break
        each = value - level
        taken = min(counts[value], ceil(excess / each))
        changed += taken
        excess -= taken * each
    return changed


def _at(counts: Mapping[int, int], place: int) -> int:
    """The value at a place of the sorted row."""
    seen = 0
    for value in sorted(counts):
        seen += counts[value]
        if place < seen:
            return value
    raise IndexError(place)


def _median(counts: Mapping[int, int], total: int) -> Decimal:
    return Decimal(_at(counts, (total - 1) // 2) + _at(counts, total // 2)) / 2


def _median_change(counts: Mapping[int, int], total: int, level: Decimal) -> int:
    """Of an even number the two middles are averaged, so that one of them may stay above as long
    as the other makes up for it; bringing the upper one down to the level always suffices."""
    if _median(counts, total) <= level:
        return 0
    within = sum(number for value, number in counts.items() if value <= level)
    return total // 2 + 1 - within
