"""Months of the city, and the part of them that is already known."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yingshang.kernel.worktime import to_cst

__all__ = ["MONTHS_BACK", "Period", "as_day", "due_in", "month_of", "months", "periods", "said_in"]

MONTHS_BACK = 36


@dataclass(frozen=True)
class Period:
    """Half open [since, until) in naive China standard time; ``last`` is the last day in it."""

    kind: str
    name: str
    since: datetime
    until: datetime
    last: date


def as_day(at: date | datetime) -> date:
    """The day of the city on which an instant falls."""
    return to_cst(at).date() if isinstance(at, datetime) else at


def month_of(day: date) -> str:
    return f"{day.year:04d}-{day.month:02d}"


_LENGTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_SAID = {
    "quarter": "按季报，填在 3、6、9、12 月",
    "half": "按半年报，填在 6、12 月",
    "year": "按年报，填在 12 月",
}


def due_in(every: str, month: str) -> bool:
    """Whether a figure of that rhythm belongs into a month (``2026-03``), the period's last."""
    return int(month[5:7]) % _LENGTHS[every] == 0


def said_in(every: str) -> str:
    """In which months it is reported, in words; '' for every month."""
    return _SAID.get(every, "")


def months(first: date, last: date) -> Iterator[date]:
    """The first day of every month from ``first``'s to ``last``'s."""
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        yield date(year, month, 1)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def periods(first: date, as_of: datetime) -> list[Period]:
    """Every month from ``first`` to ``as_of``, and the year to the end of each of them.

    The last ones end at ``as_of``: a value never knows more than was known then.
    """
    end = to_cst(as_of).replace(tzinfo=None)
    floor = date(end.year - MONTHS_BACK // 12, end.month, 1)
    found = []
    for start in months(max(first, floor), end.date()):
        following = (start + timedelta(days=32)).replace(day=1)
        until = min(datetime(following.year, following.month, 1), end)
        since = datetime(start.year, start.month, 1)
        last = (until - timedelta(microseconds=1)).date()
        name = month_of(start)
        found.append(Period("month", name, since, until, last))
        found.append(Period("year", name, since.replace(month=1), until, last))
    return found
