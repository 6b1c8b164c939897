"""The arithmetic of a clock: from the start, over pauses and extensions, to the last day.

Days are ordinals here. Every step is a jump on running numbers, never a walk day by day.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ._calendar import Calendar, to_cst
from ._limit import Limit
from ._span import OPEN, Extension, Pause, paused_days, paused_instants

__all__ = ["Settled", "settle"]

Spans = Sequence[tuple[int, int]]
_TOO_LONG = "期限过长，超出了日历能表示的年份。"


@dataclass(frozen=True)
class Settled:
    """A clock worked out. `received`: when it counts as received; `first`: first day that may
    count; `raw_end`: last day before it moves off a holiday; `end`: the last day; `at`: the
    instant it ends. `raw_end`, `end`, `at` are None while an open pause holds the clock."""

    received: datetime
    first: int
    raw_end: int | None
    end: int | None
    at: datetime | None
    provisional: bool


def received(calendar: Calendar, start: datetime, limit: Limit) -> datetime:
    """When the start counts as received: at the office's next opening where the limit says so."""
    return start if limit.after_hours == "same_day" else calendar.open_from(start)


def _legs(limit: Limit, extensions: Iterable[Extension]) -> list[tuple[int, str]]:
    """The limit and its extensions as runs; those of one unit are added before counting, and an
    extension by nothing is none."""
    legs = [(limit.value, limit.unit)]
    for extension in extensions:
        value, unit = extension.by.value, extension.by.unit
        if unit == legs[-1][1]:
            legs[-1] = legs[-1][0] + value, unit
        elif value:
            legs.append((value, unit))
    return legs


def _same(ordinal: int) -> int:
    """Calendar days are their own running numbers."""
    return ordinal


def advance(
    count: Callable[[int], int], nth: Callable[[int], int], first: int, n: int, spans: Spans
) -> int | None:
    """The n-th counted day from `first` on (n >= 1), leaving out spans; None if one is open."""
    target = count(first - 1) + n
    for begin, end in spans:
        begin = max(begin, first)
        if end < begin:
            continue
        if nth(target) < begin:
            break
        if end >= OPEN:
            return None
        target += count(end) - count(begin - 1)
    return nth(target)


def month_end(start: date, months: int, *, same_day: bool) -> int:
    """Last day of a period of months, civil code art. 202: the corresponding date, or the
    month's end where there is none; counting the start day itself, the day before it."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > date.max.year:
        raise ValueError(_TOO_LONG)
    length = monthrange(year, month + 1)[1]
    corresponding = date(year, month + 1, min(start.day, length)).toordinal()
    return corresponding - (same_day and start.day <= length)


def roll(calendar: Calendar, end: int, spans: Spans) -> int | None:
    """Civil code art. 203: a last day on a holiday moves to the next working day; a day on
    which the clock stands cannot be the last either. None while a pause is open there."""
    while True:
        end = calendar.nth(calendar.number(end - 1) + 1)
        inside = next((last for first, last in spans if first <= end <= last), None)
        if inside is None:
            return end
        if inside >= OPEN:
            return None
        end = inside + 1


def _run_days(
    calendar: Calendar, start: int, leg: tuple[int, str], spans: Spans, same_day: bool
) -> int | None:
    """The last day (before rolling) of a run of workdays, days or months from `start`."""
    value, unit = leg
    first = start if same_day else start + 1
    if unit == "month" and value:
        value = month_end(date.fromordinal(start), value, same_day=same_day) - first + 1
    if not value:
        return start
    count, nth = (calendar.number, calendar.nth) if unit == "workday" else (_same, _same)
    return advance(count, nth, first, value, spans)


def _run_hours(start: datetime, hours: int, pauses: Iterable[Pause]) -> datetime | None:
    """The instant `hours` after `start`, paused time left out; None while a pause is open."""
    try:
        target = start + timedelta(hours=hours)
        for since, until in paused_instants(pauses):
            since = max(since, start)
            if until is not None and until <= since:
                continue
            if target <= since:
                break
            if until is None:
                return None
            target += until - since
    except OverflowError:
        raise ValueError(_TOO_LONG) from None
    return target


def _run(
    calendar: Calendar,
    begun: datetime,
    legs: list[tuple[int, str]],
    pauses: tuple[Pause, ...],
    same_day: bool,
) -> datetime | None:
    """Run the legs one behind the other: the instant reached, the last day not yet rolled off a
    holiday. An extension of another unit runs from the day the limit really ended on, rolled."""
    at, spans = begun, paused_days(pauses)
    for index, leg in enumerate(legs):
        if leg[1] == "hour":
            reached = _run_hours(at, leg[0], pauses)
        else:
            last = _run_days(calendar, at.toordinal(), leg, spans, same_day and index == 0)
            if last is not None and index < len(legs) - 1:
                last = roll(calendar, last, spans)
            reached = None if last is None else calendar.closing(last)
        if reached is None:
            return None
        at = reached
    return at


def settle(
    calendar: Calendar,
    start: datetime,
    limit: Limit,
    pauses: Iterable[Pause] = (),
    extensions: Iterable[Extension] = (),
) -> Settled:
    """Work a clock out; every public answer about it is read from the result."""
    start, pauses = to_cst(start), tuple(pauses)
    begun = received(calendar, start, limit)
    legs, same_day = _legs(limit, extensions), limit.count_from == "same_day"
    first = begun.toordinal() + (not same_day)
    asked = [] if begun is start else [start.toordinal(), begun.toordinal()]
    at = _run(calendar, begun, legs, pauses, same_day)
    if at is None:
        return Settled(begun, first, None, None, None, True)
    raw_end = at.toordinal()
    if legs[-1][1] == "hour":
        return Settled(begun, first, raw_end, raw_end, at, not _all_known(calendar, asked))
    end = roll(calendar, raw_end, paused_days(pauses))
    if end is None:
        return Settled(begun, first, raw_end, None, None, True)
    asked += [first if any(unit == "workday" for _, unit in legs) else raw_end, end]
    known = _all_known(calendar, asked)
    return Settled(begun, first, raw_end, end, calendar.closing(end), not known)


def _all_known(calendar: Calendar, asked: Iterable[int]) -> bool:
    """True when every day that the answer leans on has been announced."""
    first, last = calendar.known_from.toordinal(), calendar.known_until.toordinal()
    return all(first <= ordinal <= last for ordinal in asked)
