"""Days of a month as plans name them: 「6月10日」, 「6月上旬」, 「十一月底」."""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

__all__ = ["last_day", "month_day"]

_H = "一二三四五六七八九十"
_MONTHS = {name: i for i, name in enumerate((*_H, "十一", "十二"), 1)}


def month_day(match: re.Match[str], year: int) -> date | None:
    text = match["month"]
    month = int(text) if text.isdigit() else _MONTHS.get(text, 0)
    if not 1 <= month <= 12:
        return None
    if match["day"]:
        number = int(match["day"])
        return date(year, month, number) if 1 <= number <= monthrange(year, month)[1] else None
    if match["ten"] in ("上", "中"):
        return date(year, month, 10 if match["ten"] == "上" else 20)
    return last_day(year, month)


@lru_cache(maxsize=256)
def last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
