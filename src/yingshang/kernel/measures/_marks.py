"""Marks of a yearly appraisal by published weights: exact until they are printed.

What there was nothing to count of is missing: it earns nothing and costs nothing. The score is
then of the weights that could be counted, put to 100, and says of how many points that was.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

__all__ = ["MarkItem", "MarkScore", "MarkTotal", "mark", "printed", "ranks", "total", "weights_sum"]

FULL = Fraction(100)


@dataclass(frozen=True)
class MarkItem:
    """One item with its weight in points of 100.

    way: ``share`` (the weight times good of all) or ``deduct`` (the weight less ``each`` for
    every one that is not good, down to nothing).
    """

    code: str
    weight: Fraction
    way: str = "share"
    each: Fraction = Fraction(0)


@dataclass(frozen=True)
class MarkScore:
    """What one item came to. ``points`` None: there was nothing to count."""

    code: str
    points: Fraction | None
    good: int
    of: int
    small: bool  # counted over so few that one more or less says little


@dataclass(frozen=True)
class MarkTotal:
    """The whole. ``score`` None: no item could be counted. ``weighed``: of how many points."""

    score: Fraction | None
    base: Fraction | None
    weighed: Fraction
    plus: Fraction
    minus: Fraction


def weights_sum(items: Iterable[MarkItem]) -> Fraction:
    return sum((one.weight for one in items), Fraction(0))


def mark(item: MarkItem, good: int, of: int, *, small: int = 0) -> MarkScore:
    """One item's points; ``small``: fewer than so many are marked. ValueError: not a tally."""
    if not 0 <= good <= of:
        raise ValueError(f"{good} of {of} is not a tally")
    if of == 0:
        return MarkScore(item.code, None, good, of, False)
    if item.way == "deduct":
        points = max(Fraction(0), item.weight - item.each * (of - good))
    else:
        points = item.weight * Fraction(good, of)
    return MarkScore(item.code, points, good, of, of < small)


def total(
    items: Sequence[MarkItem],
    scores: Mapping[str, MarkScore],
    *,
    plus: Fraction = Fraction(0),
    minus: Fraction = Fraction(0),
) -> MarkTotal:
    """Points of the items that were counted, put to 100, and what is added and taken; not below
    nothing."""
    counted = [one for one in items if one.code in scores and scores[one.code].points is not None]
    weighed = weights_sum(counted)
    if not weighed:
        return MarkTotal(None, None, weighed, plus, minus)
    earned = sum((scores[one.code].points or Fraction(0) for one in counted), Fraction(0))
    base = earned * FULL / weighed
    return MarkTotal(max(Fraction(0), base + plus - minus), base, weighed, plus, minus)


def printed(value: Fraction, places: int = 2) -> Decimal:
    """As it is printed: half up, from the exact value."""
    shifted = value * 10**places
    whole, rest = divmod(shifted.numerator, shifted.denominator)
    if 2 * rest >= shifted.denominator:
        whole += 1
    return Decimal(whole).scaleb(-places).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def ranks(scores: Sequence[Decimal | None]) -> list[int | None]:
    """Places, best first: equals share one and the next is left out; who has no score has no
    place. Give the printed scores, so that what reads the same ranks the same."""
    known = [one for one in scores if one is not None]
    return [None if one is None else 1 + sum(other > one for other in known) for one in scores]
