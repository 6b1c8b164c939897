"""Numbers and promises as a person writes them."""

from decimal import Decimal

__all__ = ["number", "promise_text"]

_SIGNS = {"<=": "≤", ">=": "≥", "=": "", "<": "<", ">": ">", "increase": "↑", "decrease": "↓"}


def number(value: Decimal | float | None) -> str:
    """A number without trailing zeros or exponent; '' for None."""
    if value is None:
        return ""
    text = format(Decimal(str(value)).quantize(Decimal("0.0001")).normalize(), "f")
    return "0" if text == "-0" else text


def promise_text(
    comparator: str, value: Decimal, unit: str, *, value_max: Decimal | None = None
) -> str:
    """The promised level in short: ``≤ 2 工作日``."""
    amount = number(value) if value_max is None else f"{number(value)}–{number(value_max)}"
    return " ".join(part for part in (_SIGNS.get(comparator, comparator), amount, unit) if part)
