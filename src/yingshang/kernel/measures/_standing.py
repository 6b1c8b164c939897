"""Promises of many cities beside each other: who promises most, who stands where, what moved.

Like is ranked with like only: the same part, the same kind of unit (working days are never days),
the same statistic, a level with a level and a fall with a fall. What is not alike has no place but
an interval of places, since it may stand anywhere that nothing rules out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from yingshang.kernel.measures._gap import Trend, trend
from yingshang.kernel.measures._units import convert, unit_of

__all__ = [
    "Kind",
    "Place",
    "Pledge",
    "Rung",
    "as_strong",
    "best_by_year",
    "common_kind",
    "kind_of",
    "level",
    "path",
    "places",
    "rungs",
    "strength",
]

# 20个 and 15项 of the same metric count the same things.
_PIECES = {"other:个": "pieces", "count:项": "pieces", "step": "pieces"}
_SAME_STATISTIC = {"each": "max"}  # every case within 2 days, and the longest 2 days, are one
_WRONG_WAY = {"down": (">=", ">"), "up": ("<=", "<")}
_DAY = unit_of("天").factor


@dataclass(frozen=True)
class Pledge:
    """One promise of one city; ``key`` is whatever the caller knows it by."""

    city: str
    comparator: str
    value: Decimal
    unit: str
    year: int | None = None
    statistic: str = ""
    part: str = ""
    value_max: Decimal | None = None
    key: int = 0


@dataclass(frozen=True, order=True)
class Kind:
    """What decides whom a promise is ranked with. ``loose``: it bounds the wrong end (a time
    of at least 2 days), so that it promises nothing that could be ranked."""

    part: str
    dimension: str
    statistic: str
    growth: bool
    loose: bool


@dataclass(frozen=True)
class Place:
    """``low`` … ``high``: the places that are possible; one place where both are equal.
    ``shared``: another city stands on the very same level."""

    low: int
    high: int
    shared: bool = False

    @property
    def sure(self) -> bool:
        return self.low == self.high


@dataclass(frozen=True)
class Rung:
    """What it takes to stand ``rank``-th: this ``level``, ``gap`` away, both in ``unit``."""

    rank: int
    cities: tuple[str, ...]
    level: Decimal
    gap: Decimal
    unit: str


def kind_of(one: Pledge, direction: str) -> Kind:
    """``direction``: down (less is better) or up."""
    if direction not in _WRONG_WAY:
        raise ValueError(f"unknown direction {direction!r}: down or up")
    dimension = unit_of(one.unit).dimension
    return Kind(
        one.part,
        _PIECES.get(dimension, dimension),
        _SAME_STATISTIC.get(one.statistic, one.statistic),
        one.comparator in ("increase", "decrease"),
        one.comparator in _WRONG_WAY[direction],
    )


def level(one: Pledge, direction: str) -> Decimal:
    """The level that is surely promised, in its own unit: of 2 to 3 days, 3; of 90—95 %, 90."""
    ends = [one.value] if one.value_max is None else [one.value, one.value_max]
    rising = direction == "up" or one.comparator in ("increase", "decrease")
    return min(ends) if rising else max(ends)


def strength(one: Pledge, direction: str) -> tuple[Decimal, int]:
    """Sorts promises of one kind, the strongest first; under 2 is stronger than 2 at most."""
    base = level(one, direction) * unit_of(one.unit).factor
    rising = direction == "up" or one.comparator in ("increase", "decrease")
    return (-base if rising else base), (0 if one.comparator in ("<", ">") else 1)


def as_strong(one: Pledge, other: Pledge, direction: str) -> bool:
    """Whether ``one`` surely promises no less than ``other``.

    Across kinds there is one sure case: what is done within three days is done within three
    working days; the reverse holds for nobody.
    """
    return _as_strong(one, kind_of(one, direction), other, kind_of(other, direction), direction)


def _as_strong(one: Pledge, mine: Kind, other: Pledge, theirs: Kind, direction: str) -> bool:
    if theirs.loose and not mine.loose:
        return mine == Kind(theirs.part, theirs.dimension, theirs.statistic, theirs.growth, False)
    if mine == theirs:
        return not mine.loose and strength(one, direction) <= strength(other, direction)
    days = Kind(theirs.part, "elapsed", theirs.statistic, False, False)
    if theirs.dimension == "workday" and mine == days and direction == "down":
        return level(one, direction) * unit_of(one.unit).factor <= (
            level(other, direction) * unit_of(other.unit).factor * _DAY
        )
    return False


def places(pledges: Sequence[Pledge], direction: str) -> dict[str, Place]:
    """City → its possible places; one pledge a city. Equal levels share the better place."""
    found = {}
    kinds = [kind_of(one, direction) for one in pledges]
    for one, own in zip(pledges, kinds, strict=True):
        better = equal = open_ = 0
        for other, kind in zip(pledges, kinds, strict=True):
            if other.city == one.city:
                continue
            mine = _as_strong(one, own, other, kind, direction)
            theirs = _as_strong(other, kind, one, own, direction)
            better += theirs and not mine
            equal += mine and theirs
            open_ += not mine and not theirs
        found[one.city] = Place(1 + better, 1 + better + open_, bool(equal))
    return found


def common_kind(pledges: Iterable[Pledge], direction: str) -> Kind | None:
    """The kind that most cities promise in; of the whole before parts, levels before falls."""
    cities = {(one.city, kind_of(one, direction)) for one in pledges}
    counted = Counter(kind for _city, kind in cities if not kind.loose)
    order = sorted(counted, key=lambda k: (bool(k.part), -counted[k], k.growth, k))
    return order[0] if order else None


def best_by_year(
    pledges: Iterable[Pledge], kind: Kind, direction: str
) -> dict[int, tuple[Pledge, ...]]:
    """Year → the strongest promises of that kind made for it, all that share the level."""
    found: dict[int, list[Pledge]] = {}
    for one in pledges:
        if one.year is not None and kind_of(one, direction) == kind:
            found.setdefault(one.year, []).append(one)
    best = {}
    for year in sorted(found):
        top = min(strength(one, direction) for one in found[year])
        best[year] = tuple(one for one in found[year] if strength(one, direction) == top)
    return best


def path(
    pledges: Iterable[Pledge], kind: Kind, direction: str, unit: str, years: Sequence[int]
) -> tuple[tuple[Decimal | None, ...], Trend]:
    """A city's levels over the years in one unit (None = it promised nothing of this kind)."""
    strongest: Mapping[int, tuple[Pledge, ...]] = best_by_year(pledges, kind, direction)
    levels = tuple(
        convert(level(strongest[year][0], direction), strongest[year][0].unit, unit)
        if year in strongest
        and unit_of(strongest[year][0].unit).dimension == unit_of(unit).dimension
        else None
        for year in years
    )
    lower = direction == "down" and not kind.growth
    return levels, trend(levels, "lower" if lower else "higher")


def rungs(mine: Pledge, others: Sequence[Pledge], direction: str) -> list[Rung]:
    """What it takes to climb: every level above ours, the next one first, the best one last.

    Only promises of our own kind are climbed to. To reach a level is to share its place.
    """
    kind = kind_of(mine, direction)
    alike = [
        one
        for one in others
        if one.city != mine.city
        and kind_of(one, direction) == kind
        and unit_of(one.unit).dimension == unit_of(mine.unit).dimension
    ]
    own = strength(mine, direction)
    ahead = sorted({strength(one, direction) for one in alike if strength(one, direction) < own})
    climbed = []
    for rank_key in reversed(ahead):
        there = [one for one in alike if strength(one, direction) == rank_key]
        reached = convert(level(there[0], direction), there[0].unit, mine.unit)
        climbed.append(
            Rung(
                1 + sum(strength(one, direction) < rank_key for one in alike),
                tuple(sorted(one.city for one in there)),
                reached,
                abs(level(mine, direction) - reached),
                mine.unit,
            )
        )
    return climbed
