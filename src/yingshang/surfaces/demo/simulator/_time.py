"""Office time for the simulator: working days come from the calendar, minutes from chance."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Protocol

from django.utils import timezone


class Calendar(Protocol):
    def is_workday(self, day: date) -> bool: ...
    def add_workdays(self, day: date, n: int) -> date: ...
    def count_workdays(self, after: date, until: date) -> int: ...


def at(day: date, minutes: float) -> datetime:
    """Local time `minutes` after midnight of `day`."""
    start = datetime.combine(day, time(), timezone.get_default_timezone())
    return start + timedelta(minutes=round(minutes))


def office_minute(rng: Random) -> float:
    """A minute of the day between 9:00 and 16:50."""
    return 540 + rng.random() * 470


def arrival(rng: Random, day: date, channel: str, calendar: Calendar) -> datetime:
    """When somebody applies: at the window in office hours, online at any hour people are awake."""
    if channel == "window" or calendar.is_workday(day):
        return at(day, office_minute(rng) if channel == "window" else 420 + rng.random() * 900)
    return at(day, 480 + rng.random() * 780)


def soon(rng: Random, after: datetime, calendar: Calendar, minutes: float) -> datetime:
    """About `minutes` of office time later, never outside office hours."""
    local = timezone.localtime(after)
    day, minute = local.date(), local.hour * 60 + local.minute
    if not calendar.is_workday(day) or minute >= 1010:
        day, minute = calendar.add_workdays(day, 1), 540
    minute = max(minute, 540) + minutes * (0.5 + rng.random())
    while minute >= 1015:
        day, minute = calendar.add_workdays(day, 1), minute - 475
    return at(day, minute)
