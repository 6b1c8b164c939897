"""A day as a sentence writes it, as the pages beside it do; never 2026-03-06 in one line and
2026年3月6日 in the next."""

from datetime import date, datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yingshang.kernel.worktime import to_cst

__all__ = ["day_words", "moment_words", "month_words", "period_words"]


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


def month_words(period: str, *, running: bool = False) -> str:
    """2026-09: 2026年9月 / Sep 2026; of a year that runs: 2026年1—9月 / Jan–Sep 2026."""
    year, month = map(int, period.split("-")[:2])
    since = running and month > 1
    if (get_language() or "").startswith("en"):
        return f"{'Jan–' if since else ''}{date(year, month, 1):%b} {year}"
    return f"{year}年{'1—' if since else ''}{month}月"


def period_words(key: str) -> str:
    """2026: 2026年; 2026-Q3, 2026-W10: 2026年第3季度, 第10周; 2026-02 and 2026-03-02 as above."""
    year, _dash, rest = key.partition("-")
    if not rest:
        return _("%s年") % year
    if rest.startswith("Q"):
        return _("%(year)s年第%(n)s季度") % {"year": year, "n": rest[1:]}
    if rest.startswith("W"):
        return _("%(year)s年第%(n)d周") % {"year": year, "n": int(rest[1:])}
    return day_words(date.fromisoformat(key)) if "-" in rest else month_words(key)
