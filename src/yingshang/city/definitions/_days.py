"""A day as a sentence writes it, as the pages beside it do; never 2026-03-06 in one line and
2026年3月6日 in the next."""

from datetime import date, datetime

from django.utils.translation import get_language

from yingshang.kernel.worktime import to_cst

__all__ = ["day_words", "moment_words"]


def day_words(day: date) -> str:
    """2026年3月6日 / 6 Mar 2026, of a day or of a moment in China's time."""
    if isinstance(day, datetime):
        day = to_cst(day).date()
    if (get_language() or "").startswith("en"):
        return f"{day.day} {day:%b} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"


def moment_words(at: datetime) -> str:
    """2026年3月6日 14:05."""
    return f"{day_words(at)} {to_cst(at):%H:%M}"
