"""The same law, written a second time as plainly as possible: one day (or minute) at a time.

Shares nothing with the kernel: its working days come from the chinesecalendar package, pauses are
asked for every single day, nothing is added up. Slow, and meant to be.
"""

from datetime import date, datetime, timedelta
from functools import cache

import chinese_calendar

DAY = timedelta(days=1)
STEP = timedelta(minutes=30)


@cache
def is_workday(day: date) -> bool:
    if 2018 <= day.year <= 2026:
        return chinese_calendar.is_workday(day)
    return day.weekday() < 5


def is_paused(day: date, pauses: list[tuple[datetime, datetime | None]]) -> bool:
    """True when any part of the day lies inside a pause."""
    for since, until in pauses:
        begins = datetime.combine(day, datetime.min.time(), since.tzinfo)
        if since < begins + DAY and (until is None or until > begins) and until != since:
            return True
    return False


def last_day(start: date, value: int, unit: str, count_from: str, pauses: list) -> date:
    """Last day of a limit of workdays, days or months (none that an open pause holds)."""
    paused = paused_days(pauses)
    if value == 0:
        day = start
        while not is_workday(day) or day in paused:
            day += DAY
        return day
    day = start - DAY if count_from == "same_day" else start
    if unit == "month":
        value, unit = (month_end(start, value, count_from) - day).days, "day"
    while value:
        day += DAY
        if (unit == "day" or is_workday(day)) and day not in paused:
            value -= 1
    while not is_workday(day) or day in paused:
        day += DAY
    return day


def paused_days(pauses: list) -> set[date]:
    """Every day that some part of a pause lies in, written down one by one; an open pause is
    followed for two years."""
    days = set()
    for since, until in pauses:
        until, day = until or since + 730 * DAY, since.date()
        while until > since and datetime.combine(day, datetime.min.time(), since.tzinfo) < until:
            days.add(day)
            day += DAY
    return days


def last_day_of_all(start: date, legs: list, count_from: str, pauses: list) -> date:
    """Last day of a limit and its extensions: those of one unit are one longer limit, one of
    another unit runs from the day on which the time before it ended."""
    runs: list[list] = []
    for value, unit in legs:
        if runs and runs[-1][1] == unit:
            runs[-1][0] += value
        elif value or not runs:
            runs.append([value, unit])
    day = start
    for n, (value, unit) in enumerate(runs):
        day = last_day(day, value, unit, count_from if n == 0 else "next_day", pauses)
    return day


def month_end(start: date, months: int, count_from: str) -> date:
    """Walk month by month to the month of the end, then look for the corresponding date."""
    year, month = start.year, start.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for day in range(start.day, 0, -1):
        try:
            end = date(year, month, day)
        except ValueError:
            continue
        return end - DAY if count_from == "same_day" and day == start.day else end
    raise AssertionError


def last_instant(start: datetime, hours: int, pauses: list) -> datetime:
    """End of a limit in hours; every time must lie on the half hour."""
    now, left = start, timedelta(hours=hours)
    while left:
        if not any(since <= now and (until is None or now < until) for since, until in pauses):
            left -= STEP
        now += STEP
    return now
