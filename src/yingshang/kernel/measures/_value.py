"""One measured, returned or reported number, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

__all__ = ["MARKS", "Value", "divide"]

MARKS = {"measured": "办件实测", "returned": "系统回传", "reported": "部门自报"}

_STEP = Decimal("0.0001")


@dataclass(frozen=True)
class Value:
    """``value`` in ``unit``; None is missing and ``reason`` says why.

    numerator and denominator are integers: a share counts cases, a mean sums whole days
    over ``denominator`` cases; a median or maximum has no numerator, only the number of
    cases it was taken from. ``skipped`` counts cases whose own value is missing.
    """

    value: Decimal | None
    unit: str
    numerator: int | None = None
    denominator: int | None = None
    mark: str = "measured"
    reason: str = ""
    skipped: int = 0

    def __post_init__(self) -> None:
        if self.mark not in MARKS:
            raise ValueError(f"unknown mark {self.mark!r}: one of {', '.join(MARKS)}")
        if (self.value is None) != bool(self.reason):
            raise ValueError("a missing value has a reason, a present one has none")

    @classmethod
    def missing(cls, unit: str, reason: str, mark: str = "measured") -> Value:
        return cls(None, unit, mark=mark, reason=reason)

    @classmethod
    def ratio(
        cls, numerator: int, denominator: int, unit: str, mark: str = "measured", skipped: int = 0
    ) -> Value:
        """numerator ÷ denominator, times 100 where the unit is %; 0 ÷ 0 is missing."""
        if denominator == 0:
            return cls(None, unit, numerator, 0, mark, "没有可统计的办件", skipped)
        value = divide(numerator * (100 if unit == "%" else 1), denominator)
        return cls(value, unit, numerator, denominator, mark, "", skipped)


def divide(numerator: int, denominator: int) -> Decimal:
    """The quotient of two integers to four decimals, halves away from zero."""
    return (Decimal(numerator) / Decimal(denominator)).quantize(_STEP, ROUND_HALF_UP)
