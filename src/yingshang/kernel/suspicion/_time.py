"""Moments on the axis of office time: 12.5 is noon of the day after twelve worked days."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from math import ceil

from yingshang.kernel.worktime import CST, Calendar, to_cst

__all__ = ["OfficeTime"]


class OfficeTime:
    """Distances that a night, a weekend or a holiday does not lengthen; in working days."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._opens = _minutes(calendar.opens)
        self._length = _minutes(calendar.closes) - self._opens
        self._days: dict[int, tuple[int, bool]] = {}

    def _day(self, ordinal: int) -> tuple[int, bool]:
        known = self._days.get(ordinal)
        if known is None:
            before = self.calendar.number(ordinal - 1)
            known = self._days[ordinal] = (before, self.calendar.number(ordinal) > before)
        return known

    def at(self, moment: datetime) -> float:
        """The place of a moment on the axis."""
        local = to_cst(moment)
        before, worked = self._day(local.toordinal())
        if not worked:
            return float(before)
        minute = local.hour * 60 + local.minute + local.second / 60
        return before + min(1.0, max(0.0, (minute - self._opens) / self._length))

    def moment(self, place: float) -> datetime:
        """The moment at a place of the axis; a whole number is the close of that working day."""
        number = ceil(place)
        day = date.fromordinal(self.calendar.nth(number))
        minute = self._opens + (place - number + 1) * self._length
        return datetime(day.year, day.month, day.day, tzinfo=CST) + timedelta(minutes=minute)

    def between(self, since: datetime, until: datetime) -> float:
        """Working days from `since` to `until`; negative where `until` is earlier."""
        return self.at(until) - self.at(since)

    def in_office(self, moment: datetime, slack: int = 30) -> bool:
        """Whether offices are open, give or take `slack` minutes."""
        local = to_cst(moment)
        minute = local.hour * 60 + local.minute - self._opens
        return self._day(local.toordinal())[1] and -slack <= minute <= self._length + slack

    def workday(self, moment: datetime) -> int:
        """The running number of the working day of a moment (of the last one before, if none)."""
        before, worked = self._day(to_cst(moment).toordinal())
        return before + worked

    def from_month_end(self, moment: datetime) -> int:
        """0 on the last working day of the month (and after it), 1 on the day before it …"""
        local = to_cst(moment)
        following = date(local.year + local.month // 12, local.month % 12 + 1, 1)
        return self.calendar.number(following.toordinal() - 1) - self.workday(moment)


def _minutes(time: object) -> int:
    return getattr(time, "hour", 0) * 60 + getattr(time, "minute", 0)
