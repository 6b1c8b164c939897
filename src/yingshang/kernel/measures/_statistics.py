"""The statistics a promise may have, over whole numbers, the missing left out and counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from yingshang.kernel.measures._units import UnitMismatch, unit_of
from yingshang.kernel.measures._value import Value, divide

__all__ = ["STATISTICS", "combine", "summarise"]

STATISTICS = {
    "each": "每一件",
    "max": "最长（最大）",
    "mean": "平均",
    "median": "中位数",
    "share": "占比",
    "count": "数量",
    "amount": "金额",
    "change": "增减幅度",
    "formula": "按算式",
}
# A rise or fall is said by whoever knows the year before; it is not made from this year's cases.
# What a formula says is not one of these either.
_NOT_MADE = ("change", "formula")


def summarise(
    statistic: str, numbers: Iterable[int | bool | None], unit: str, mark: str = "measured"
) -> Value:
    """One Value from the cases' own numbers (yes/no for a share), in any order.

    each and max: the largest, for "every case within 2 days" is kept exactly when the
    largest is. mean: sum ÷ count. median: the middle, of two middles the mean. share: the
    yes over the known. count: the yes. amount: the sum. A case without a number is
    skipped and counted; none at all is missing.
    """
    if statistic in _NOT_MADE:
        raise ValueError(f"a {statistic} cannot be made from one period's cases")
    if statistic not in STATISTICS:
        raise ValueError(f"unknown statistic {statistic!r}: one of {', '.join(STATISTICS)}")
    given = list(numbers)
    known = sorted(int(number) for number in given if number is not None)
    skipped = len(given) - len(known)
    if not known and statistic not in ("count", "amount"):
        return Value(None, unit, None, 0, mark, "没有可统计的办件", skipped)
    if statistic in ("mean", "share"):
        return Value.ratio(sum(known), len(known), unit, mark, skipped)
    if statistic in ("count", "amount"):
        return Value(Decimal(sum(known)), unit, sum(known), len(known), mark, "", skipped)
    picked = Decimal(known[-1]) if statistic in ("each", "max") else _median(known)
    return Value(picked, unit, None, len(known), mark, "", skipped)


def _median(known: Sequence[int]) -> Decimal:
    low, high = known[(len(known) - 1) // 2], known[len(known) // 2]
    return divide(low + high, 2)


def combine(statistic: str, values: Sequence[Value]) -> Value:
    """One Value for several districts or months: integers summed first, divided last.

    A median cannot be combined, nor can values of different units or marks: ValueError
    (UnitMismatch). One missing part makes the whole missing, and the reason says how many.
    """
    if not values:
        raise ValueError("nothing to combine")
    first = values[0]
    for other in values[1:]:
        if unit_of(other.unit) != unit_of(first.unit):
            raise UnitMismatch(unit_of(first.unit), unit_of(other.unit))
        if other.mark != first.mark:
            raise ValueError("measured, returned and reported values are never mixed")
    gaps = [one.reason for one in values if one.value is None]
    if gaps:
        reason = f"{len(values)} 个部分中有 {len(gaps)} 个缺数据（{gaps[0]}）"
        return Value.missing(first.unit, reason, first.mark)
    if statistic in ("mean", "share"):
        above = sum(one.numerator or 0 for one in values)
        below = sum(one.denominator or 0 for one in values)
        return Value.ratio(above, below, first.unit, first.mark)
    below = sum(one.denominator or 0 for one in values)
    known = [one.value for one in values if one.value is not None]
    if statistic in ("each", "max"):
        return Value(max(known), first.unit, None, below, first.mark)
    if statistic in ("count", "amount"):
        total = sum(known, Decimal(0))
        return Value(total, first.unit, int(total), below, first.mark)
    raise ValueError(f"a {statistic} cannot be combined from parts: recompute it from the cases")
