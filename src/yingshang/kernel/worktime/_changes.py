"""What a later notice changed: the days on which two calendars differ."""

from datetime import date

from ._calendar import Calendar

__all__ = ["changed_days"]


def changed_days(before: Calendar, after: Calendar) -> tuple[date, ...]:
    """Days that are worked in one calendar and not in the other, or announced in only one.

    A clock none of whose days is among them, from its start through its end, cannot move and
    does not change between provisional and settled.
    """
    first = min(before.known_from, after.known_from, *before.exceptions, *after.exceptions)
    last = max(before.known_until, after.known_until, *before.exceptions, *after.exceptions)
    return tuple(
        day
        for day in map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
        if before.is_workday(day) != after.is_workday(day)
        or before.is_known(day) != after.is_known(day)
    )
