"""The lamp of a clock, and the moment from which it warns: one rule for pages and for indexes."""

from datetime import date, datetime, time, timedelta

from ._calendar import CST, Calendar, to_cst
from ._limit import Limit

__all__ = ["lamp", "warn_at"]


def warn_at(
    due_at: datetime,
    *,
    calendar: Calendar | None = None,
    limit: Limit | None = None,
    yellow_percent: int = 20,
    yellow_workdays: int = 1,
) -> datetime:
    """The first instant at which little is left of a clock that ends at `due_at`.

    Little: at most `yellow_percent` of the limit or, except for limits in hours, at most
    `yellow_workdays` working days (as many times 24 hours where no calendar is given). Days
    are whole: the warning begins at midnight. A month is taken as 30 days.
    """
    if limit is not None and limit.unit == "hour":
        return due_at - timedelta(hours=limit.value) * yellow_percent / 100
    last = to_cst(due_at).toordinal()
    share = limit.value * (30 if limit.unit == "month" else 1) if limit else 0
    share = share * yellow_percent // 100
    if calendar is None:
        first, plain = last - share, due_at - timedelta(days=yellow_workdays)
        return min(plain, _midnight(first)) if share else plain
    workdays = yellow_workdays
    if limit is not None and limit.unit == "workday":
        workdays = max(workdays, share)
    # Before a workday is over it is still left: the warning begins on the day with that many left.
    first = calendar.nth(calendar.number(last) - workdays)
    if limit is not None and limit.unit != "workday":
        first = min(first, last - share)
    return _midnight(first)


def _midnight(ordinal: int) -> datetime:
    """The beginning of a day in China."""
    return datetime.combine(date.fromordinal(ordinal), time(), CST)


def lamp(
    now: datetime,
    due_at: datetime | None,
    *,
    calendar: Calendar | None = None,
    limit: Limit | None = None,
    finished_at: datetime | None = None,
    yellow_percent: int = 20,
    yellow_workdays: int = 1,
) -> str:
    """'red' overdue (or finished late), 'yellow' from `warn_at` on, 'green' before it or when
    finished in time, 'grey' without a due date (paused, or no clock)."""
    if due_at is None:
        return "grey"
    if (finished_at or now) > due_at:
        return "red"
    if finished_at is not None:
        return "green"
    warns = warn_at(
        due_at,
        calendar=calendar,
        limit=limit,
        yellow_percent=yellow_percent,
        yellow_workdays=yellow_workdays,
    )
    return "yellow" if now >= warns else "green"
