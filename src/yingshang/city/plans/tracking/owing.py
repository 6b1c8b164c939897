"""Which reports a task owes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from yingshang.city.definitions import service as definitions
from yingshang.city.plans.tracking.models import Track
from yingshang.city.plans.tracking.periods import NEVER, Period, owed, period_of
from yingshang.city.plans.tracking.resting import days_after, pauses_of
from yingshang.kernel.worktime import put_off, to_cst

__all__ = ["missing", "next_due", "owed_by", "unasked"]


def _spans(track: Track) -> list[tuple[date, date | None]]:
    return [
        (date.fromisoformat(start), date.fromisoformat(end) if end else None)
        for start, end in (*track.pauses, *track.rests)
    ]


def owed_by(track: Track, day: date) -> list[Period]:
    """Every period to be reported on from the day it was sent through `day`. Nothing is owed of a
    period that ended while the task was suspended, waited for its closing, or was closed. Where
    the rhythm was changed, what had ended by then stays owed as it was; what ran is owed in the
    new one. That in which it was sent is owed where enough of it was left, in any rhythm. Where the
    task rested before a report was due, it is due so much later."""
    since, found = to_cst(track.sent_at).date(), list[Period]()
    for every, changed in track.rhythms:
        until = date.fromisoformat(changed)
        before = _owed(track, every, since, min(day, until - date.resolution))
        found += [one for one in before if one.last < until]
        since = until
    found += _owed(track, track.every, since, day)
    pauses = pauses_of(track)
    asked = [one for one in found if not _too_short(track, one)]
    return [replace(one, due_on=put_off(one.due_on, one.last, pauses)) for one in asked]


def _too_short(track: Track, period: Period) -> bool:
    """Whether the period in which the task was sent had too few days left to be reported on."""
    sent = to_cst(track.sent_at).date()
    return period.first <= sent and (period.last - sent).days < track.first_after_days


def _owed(track: Track, every: str, since: date, until: date) -> Iterator[Period]:
    return owed(
        every,
        since=since,
        until=until,
        calendar=definitions.calendar(track.region),
        due_workdays=track.due_workdays,
        pauses=_spans(track),
    )


def unasked(track: Track, key: str, day: date) -> bool:
    """Whether a report written on a day was nobody's wish, in the rhythm of that day: of what is
    never reported on, or of the first days, which are too few. What was owed of before stays."""
    past = [every for every, until in track.rhythms if day < date.fromisoformat(until)]
    every = past[0] if past else track.every
    if every == NEVER:
        return all(one.key != key for one in owed_by(track, day))
    since = to_cst(track.sent_at).date()
    first = period_of(every, since, definitions.calendar(track.region), track.due_workdays)
    return key == first.key and _too_short(track, first)


def missing(track: Track, day: date, reported: set[str]) -> list[Period]:
    """Owed, past their due day, and not there; oldest first. On no day of a rest is one late."""
    found = [one for one in owed_by(track, day) if one.key not in reported]
    return [one for one in found if days_after(track, one.due_on, day)]


def next_due(track: Track, day: date, reported: set[str]) -> Period | None:
    """The next report to write: the oldest that is owed and not there, else that of the period
    after the running one; None where none is ever owed."""
    open_ = [one for one in owed_by(track, day) if one.key not in reported]
    if open_ or track.every == NEVER:
        return open_[0] if open_ else None
    calendar = definitions.calendar(track.region)
    running = period_of(track.every, day, calendar, track.due_workdays)
    after = running.last + date.resolution
    return period_of(track.every, after, calendar, track.due_workdays)
