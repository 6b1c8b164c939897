"""The month in which an indicator's cases began: where they began in the middle of it, it is short.

One rule for tables, charts, trends and open data (docs/decisions/open-data.md): the month of the
first case is whole where that case came on the month's third working day or before it (on the first
ones perhaps nobody came); else it says less than the others, like the month that is not over.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from yingshang.adapters.lake import Lake
from yingshang.city.definitions import service as definitions
from yingshang.city.indicators._definition import Definition
from yingshang.city.indicators._periods import month_of
from yingshang.city.indicators.kinds import DefinitionView

__all__ = ["RULE", "SHORT", "began", "short_month"]

SHORT = "不满一月：这个月中途才开始有办件"
RULE = (
    "只公开满一个月的数：没有过完的月份不列；"
    "第一件办件晚于当月第三个工作日的那个月，不满一月，不给数。"
)
WORKDAYS = 3
ALL = ""  # in the place of an item
_OF_CASES = ("cases", "steps", "ratings")


def began(lake: Lake) -> dict[str, str]:
    """Item → the day of its first case, ``ALL`` → the first of any."""
    rows = lake.run("SELECT item, min(submitted_at) FROM cases GROUP BY item")
    found = {item: first.date().isoformat() for item, first in rows if first is not None}
    return {ALL: min(found.values()), **found} if found else {}


def short_month(
    one: Definition | DefinitionView, view: str, facts: Mapping[str, Any] | None, region: str
) -> str:
    """``2025-11`` where the indicator's first month is short, else ''. ``facts``: of the run."""
    days = (facts or {}).get("cases", {}).get("began", {})
    said = days.get(one.item or ALL, "")
    if not said or view not in _OF_CASES:
        return ""
    day = date.fromisoformat(said)
    before = day.replace(day=1) - timedelta(days=1)
    third = definitions.calendar(region).add_workdays(before, WORKDAYS)
    return "" if day <= third else month_of(day)
