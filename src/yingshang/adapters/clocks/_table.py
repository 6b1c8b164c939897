"""A calendar as arrays by day (days since 1970), built once and kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from yingshang.kernel.worktime import Calendar

__all__ = ["DAY", "DayTable", "day_table"]

DAY = 86_400_000_000
"""Ticks of a day."""
_EPOCH = date(1970, 1, 1).toordinal()
_FIRST, _LAST = date(1950, 1, 1).toordinal() - _EPOCH, date(2250, 1, 1).toordinal() - _EPOCH

Days = NDArray[np.int32]


@dataclass(frozen=True)
class DayTable:
    """Running numbers of workdays and hours. Index of a day: day - `first`; of a running number:
    number - `before` - 1. `known`: first and last announced day."""

    first: int
    last: int
    before: int
    through: Days
    workdays: Days
    is_open: NDArray[np.bool_]
    opens: NDArray[np.int64]
    closes: NDArray[np.int64]
    next_open: Days
    known: tuple[int, int]

    def number(self, day: Days) -> Days:
        """Workdays through a day; days outside of the table count as its edges."""
        return self.through.take(day - self.first, mode="clip")

    def nth(self, number: Days) -> Days:
        """The workday with a running number."""
        return self.workdays.take(number - (self.before + 1), mode="clip")


@lru_cache(maxsize=64)
def day_table(calendar: Calendar) -> DayTable:
    """The arrays of a calendar from 1950 to 2250; rows beyond are left to the kernel."""
    days = np.arange(_FIRST, _LAST + 1, dtype=np.int32)
    worked = (days + _EPOCH - 1) % 7 < 5
    for day, is_worked in calendar.exceptions.items():
        worked[day.toordinal() - _EPOCH - _FIRST] = is_worked
    before = calendar.number(_FIRST + _EPOCH - 1)
    through = (before + np.cumsum(worked)).astype(np.int32)
    is_open, opens, closes = _hours(calendar, worked)
    return DayTable(
        _FIRST,
        _LAST,
        before,
        through,
        days[worked],
        is_open,
        opens,
        closes,
        _next_open(days, is_open),
        (calendar.known_from.toordinal() - _EPOCH, calendar.known_until.toordinal() - _EPOCH),
    )


def _hours(
    calendar: Calendar, worked: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], NDArray[np.int64], NDArray[np.int64]]:
    """Open or not, opening and closing time of each day in ticks since midnight."""
    opens = np.full(len(worked), _tick(calendar.opens), np.int64)
    closes = np.full(len(worked), _tick(calendar.closes), np.int64)
    is_open = worked.copy()
    if calendar.office is not None:
        for index in range(len(worked)):
            hours = calendar.hours(date.fromordinal(index + _FIRST + _EPOCH))
            is_open[index] = hours is not None
            if hours is not None:
                opens[index], closes[index] = _tick(hours[0]), _tick(hours[1])
    return is_open, opens, closes


def _next_open(days: Days, is_open: NDArray[np.bool_]) -> Days:
    """The first open day after each day (the table's end where there is none)."""
    open_days = np.append(days[is_open], np.int32(_LAST))
    after = np.searchsorted(open_days, days, side="right")
    return open_days[np.minimum(after, len(open_days) - 1)]


def _tick(moment: time) -> int:
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
    return seconds * 1_000_000 + moment.microsecond
