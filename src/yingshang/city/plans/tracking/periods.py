"""Report periods: which are owed, when each is due. Pure arithmetic over a calendar."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from yingshang.city.definitions import service as definitions
from yingshang.kernel.worktime import Calendar

__all__ = ["NEVER", "Period", "month_of", "owed", "period_of"]

NEVER = "never"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """One period of reporting: its key (2026-W10, 2026-03, 2026-Q1), its days, its due day."""

    key: str
    first: date
    last: date
    due_on: date

    @property
    def label(self) -> str:
        return definitions.period_words(self.key)


def month_of(key: str) -> str:
    """The month in which a period ends: 2026-Q1 → 2026-03."""
    year, part = key.split("-")
    if part.startswith("W"):
        return f"{date.fromisocalendar(int(year), int(part[1:]), 7):%Y-%m}"
    return f"{year}-{int(part[1:]) * 3:02d}" if part.startswith("Q") else key


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - DAY


def _span(every: str, day: date) -> tuple[str, date, date]:
    if every == "week":
        first = day - timedelta(days=day.weekday())
        year, week, _day = day.isocalendar()
        return f"{year}-W{week:02d}", first, first + timedelta(days=6)
    if every == "quarter":
        quarter = (day.month + 2) // 3
        last = _month_end(day.year, quarter * 3)
        return f"{day.year}-Q{quarter}", date(day.year, quarter * 3 - 2, 1), last
    return f"{day:%Y-%m}", day.replace(day=1), _month_end(day.year, day.month)


def period_of(every: str, day: date, calendar: Calendar, due_workdays: int) -> Period:
    """The period that a day lies in; due so many working days after its last day."""
    key, first, last = _span(every, day)
    due = calendar.add_workdays(last, due_workdays) if due_workdays else last
    return Period(key, first, last, due)


def owed(
    every: str,
    *,
    since: date,
    until: date,
    calendar: Calendar,
    due_workdays: int,
    pauses: Sequence[tuple[date, date | None]] = (),
) -> Iterator[Period]:
    """Periods to be reported on by a task that runs from `since` through `until`, oldest first.

    One that ended while the task was suspended is not owed. The period of `until` itself is the
    last.
    """
    if every == NEVER or until < since:
        return
    day = since
    while day <= until:
        found = period_of(every, day, calendar, due_workdays)
        day = found.last + DAY
        if any(start <= found.last and (end is None or found.last < end) for start, end in pauses):
            continue
        yield found
