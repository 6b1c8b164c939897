"""Where the time went: every minute and every working day of a clock is somebody's.

The rule, so that the parts add up exactly to the whole:

- Minutes. At each instant the time belongs to the pause that stands (the one that began first,
  where several do), else in equal shares to all who hold an open step, else to nobody. Shares are
  exact fractions; at the end they are rounded to whole minutes by the largest remainder (ties: who
  came first), so their sum is the whole, and none is off by a minute.
- Working days. The whole is the working days after the start through the end. A day that a pause
  touches is the pause's (it is not counted by the law either); any other day is the one's who held
  most of its opening hours (ties: who came first that day). What the pauses do not take is thus
  exactly what `used` counts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import pairwise

from ._calendar import CST, Calendar, to_cst
from ._span import Pause, day_span

__all__ = ["NOBODY", "Held", "Share", "attribute"]

NOBODY = ""
_MINUTE = timedelta(minutes=1)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Held:
    """`holder` has the time from `since` up to, not including, `until` (None: still). `stops`:
    a pause; its holder (the applicant, a special procedure) goes before all who work."""

    holder: str
    since: datetime
    until: datetime | None = None
    stops: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """What one holder took of the whole."""

    holder: str
    minutes: int
    workdays: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of time in which the same holders hold."""

    since: datetime
    until: datetime
    holders: tuple[str, ...]


def attribute(
    calendar: Calendar,
    start: datetime,
    end: datetime,
    held: Iterable[Held],
    *,
    count_from: str = "next_day",
) -> tuple[Share, ...]:
    """Divide the time from `start` to `end` among its holders, in order of appearance.

    The minutes add up to the whole minutes between the two instants, the workdays to the working
    days after the day of `start` (with it, for 'same_day') through the day of `end`. Time that
    nobody holds is NOBODY's. ValueError where the end is before the start.
    """
    start, end = to_cst(start), to_cst(end)
    if end < start:
        raise ValueError("结束时间不能早于开始时间。")
    spans = [Held(h.holder, to_cst(h.since), h.until and to_cst(h.until), h.stops) for h in held]
    pieces = _pieces(start, end, spans)
    minutes = _minutes(pieces, (end - start) // _MINUTE)
    workdays = _workdays(calendar, start, end, pieces, spans, count_from)
    holders = dict.fromkeys([*minutes, *workdays])
    return tuple(
        Share(holder, minutes.get(holder, 0), workdays.get(holder, 0))
        for holder in holders
        if minutes.get(holder) or workdays.get(holder)
    )


def _pieces(start: datetime, end: datetime, spans: Sequence[Held]) -> list[_Piece]:
    """Cut [start, end) wherever a holder changes."""
    cuts = {start, end}
    for span in spans:
        cuts |= {moment for moment in (span.since, span.until) if moment and start < moment < end}
    edges = sorted(cuts)
    return [_Piece(since, until, _holding(spans, since)) for since, until in pairwise(edges)]


def _holding(spans: Sequence[Held], at: datetime) -> tuple[str, ...]:
    """Who has the time at an instant."""
    now = [span for span in spans if span.since <= at and not (span.until and span.until <= at)]
    stopping = [span for span in now if span.stops]
    if stopping:
        return (min(stopping, key=lambda span: span.since).holder,)
    return tuple(dict.fromkeys(span.holder for span in now)) or (NOBODY,)


def _minutes(pieces: Iterable[_Piece], whole: int) -> dict[str, int]:
    """Whole minutes by holder; they add up to `whole`."""
    exact: dict[str, Fraction] = {}
    for piece in pieces:
        length = (piece.until - piece.since) // _MICROSECOND
        for holder in piece.holders:
            share = Fraction(length, 60_000_000 * len(piece.holders))
            exact[holder] = exact.get(holder, Fraction()) + share
    parts = {holder: int(share) for holder, share in exact.items()}
    missing = whole - sum(parts.values())
    order = sorted(exact, key=lambda holder: parts[holder] - exact[holder])
    for holder in order[:missing]:
        parts[holder] += 1
    return parts


def _workdays(
    calendar: Calendar,
    start: datetime,
    end: datetime,
    pieces: Sequence[_Piece],
    spans: Sequence[Held],
    count_from: str,
) -> dict[str, int]:
    """Working days by holder; they add up to the working days of the whole."""
    parts: dict[str, int] = {}
    stops = _stopped_days(spans)
    first = start.toordinal() + (count_from == "next_day")
    number, last = calendar.number(first - 1), calendar.number(end.toordinal())
    at = 0
    while number < last:
        number += 1
        ordinal = calendar.nth(number)
        holder = next((who for who, begin, stop in stops if begin <= ordinal <= stop), None)
        if holder is None:
            midnight = datetime.combine(date.fromordinal(ordinal), time(), CST)
            while at < len(pieces) - 1 and pieces[at].until <= midnight:
                at += 1
            holder = _day_holder(calendar, midnight, pieces[at:])
        parts[holder] = parts.get(holder, 0) + 1
    return parts


def _stopped_days(spans: Iterable[Held]) -> list[tuple[str, int, int]]:
    """(holder, first day, last day) of the pauses that are not empty, the earliest first."""
    touched = []
    for span in sorted(spans, key=lambda span: span.since):
        if span.stops and (days := day_span(Pause(span.since, span.until, span.holder))):
            touched.append((span.holder, *days))
    return touched


def _day_holder(calendar: Calendar, midnight: datetime, pieces: Sequence[_Piece]) -> str:
    """Who held most of a working day's opening hours; outside of them, most of the day."""
    opens, closes = calendar.opening(midnight.date())
    day = midnight.date()
    windows = (
        (datetime.combine(day, opens, CST), datetime.combine(day, closes, CST)),
        (midnight, midnight + timedelta(days=1)),
    )
    for begin, stop in windows:
        took: dict[str, Fraction] = {}
        for piece in pieces:
            if piece.since >= stop:
                break
            length = (min(piece.until, stop) - max(piece.since, begin)) // _MICROSECOND
            if length > 0:
                for holder in piece.holders:
                    share = Fraction(length, len(piece.holders))
                    took[holder] = took.get(holder, Fraction()) + share
        if took:
            return max(took, key=lambda holder: took[holder])
    return pieces[-1].holders[0] if pieces else NOBODY
