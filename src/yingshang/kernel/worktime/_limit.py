"""A time limit: how many of which unit, counted from when, on what basis."""

import re
from dataclasses import dataclass, replace

__all__ = ["UNITS", "Limit"]

UNITS = {"workday": "个工作日", "day": "天", "hour": "小时", "month": "个月"}
"""Units of a limit and how they are written behind the number."""

_COUNT_FROM = ("next_day", "same_day")
_AFTER_HOURS = ("same_day", "next_workday")
_SPELLINGS = {
    "workday": "workday|workdays|working day|working days|business days|工作日|个工作日",
    "day": "day|days|calendar day|calendar days|天|日|自然日|个自然日|日历日|个日历日",
    "hour": "hour|hours|h|小时|个小时",
    "month": "month|months|月|个月",
    "year": "year|years|年",
}
_UNIT_OF = {spelling: unit for unit, words in _SPELLINGS.items() for spelling in words.split("|")}
_SHAPE = re.compile(
    r"\s*([0-9０-９]+|[零〇一二两三四五六七八九十百]+)\s*(\D+?)\s*(以?内)?\s*", re.ASCII
)
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}


def _number(text: str) -> int:
    """Read 45, ４５ or 四十五 (up to 999); ValueError for a number that is not written so."""
    if text.isdigit():
        return int(text)
    total, digit = 0, None
    for char in text:
        if char in "十百":
            total += (1 if digit is None else digit) * (10 if char == "十" else 100)
            digit = None
        elif digit in (None, 0):
            digit = _DIGITS[char]
        else:
            raise ValueError(text)
    return total + (digit or 0)


@dataclass(frozen=True)
class Limit:
    """`value` whole units ('workday', 'day', 'hour' or 'month'), value >= 0 (0: the same day).

    `count_from`: civil code art. 201 counts from the next day; a local text may count the day
    itself (含本数). Hours always run from the moment. `after_hours`: 'next_workday' when the
    rule says that what arrives after closing time, or on a day off, arrived on the next workday.
    """

    value: int
    unit: str
    count_from: str = "next_day"
    basis: str = ""
    after_hours: str = "same_day"

    def __post_init__(self) -> None:
        if isinstance(self.value, bool) or not isinstance(self.value, int) or self.value < 0:
            raise ValueError(f"时限必须是不小于零的整数，不能是“{self.value}”。")
        if self.unit not in UNITS:
            raise ValueError(f"时限单位只能是 {'、'.join(UNITS)}，不能是“{self.unit}”。")
        if self.count_from not in _COUNT_FROM:
            raise ValueError(
                f"起算方式只能是 {'、'.join(_COUNT_FROM)}，不能是“{self.count_from}”。"
            )
        if self.after_hours not in _AFTER_HOURS:
            raise ValueError(
                f"下班后收件的算法只能是 {'、'.join(_AFTER_HOURS)}，不能是“{self.after_hours}”。"
            )

    @classmethod
    def parse(cls, text: str) -> "Limit":
        """Read "10 workdays", "5个工作日", "二十天", "24 hours", "3个月", "1年" (12 months).

        ValueError (one sentence) for anything else; half days are not read: write hours.
        """
        match = _SHAPE.fullmatch(text)
        unit = _UNIT_OF.get(" ".join(match[2].lower().split())) if match else None
        try:
            value = _number(match[1]) if match and unit else None
        except ValueError:
            value = None
        if unit is None or value is None:
            raise ValueError(
                f"看不懂时限“{text}”：请写成整数加单位，如“10 workdays”“20天”“24 hours”“3个月”。"
            )
        return cls(value * 12, "month") if unit == "year" else cls(value, unit)

    def counted(self, count_from: str) -> "Limit":
        """The same limit with another first day."""
        return replace(self, count_from=count_from)

    def __str__(self) -> str:
        return f"{self.value}{UNITS[self.unit]}"
