"""Pauses and extensions of a clock, and the union of pauses.

A pause is a half-open span [since, until) of instants. Counting by days, a day that lies wholly
or partly inside a pause is not counted: the applicant never pays for an hour of waiting, and a
pause of zero length takes nothing. Counting by hours, exactly the paused time is left out.
Overlapping pauses count once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ._calendar import to_cst
from ._limit import Limit

__all__ = ["OPEN", "Extension", "Pause", "paused_days", "paused_instants", "put_off"]

OPEN = 1 << 40
"""The 'last day' (ordinal) of a pause that has not ended."""

_TICK = timedelta(microseconds=1)


@dataclass(frozen=True)
class Pause:
    """The clock stands from `since` up to, not including, `until` (None: still standing).

    `kind` is the legal kind (correction, hearing, expert-review …), `basis` the clause (the
    licensing law's art. 45 …), `cap` the longest it may last, counted from `since`, `expected`
    how long the applicant was told that it takes, `notice` the number of the written notice that
    says so (art. 45), `counterpart` who is waited for.
    """

    since: datetime
    until: datetime | None
    kind: str
    reason: str = ""
    basis: str = ""
    cap: Limit | None = None
    expected: Limit | None = None
    notice: str = ""
    counterpart: str = ""

    def __post_init__(self) -> None:
        if to_cst(self.since) > to_cst(self.until or self.since):
            raise ValueError("暂停的结束时间不能早于开始时间。")


@dataclass(frozen=True)
class Extension:
    """`by` more time, granted by `approver` at `at`. `role`: in what capacity (licensing law
    art. 42: the head of the organ, of the government); `basis`: the clause that lets him."""

    by: Limit
    approver: str
    reason: str
    at: datetime
    role: str = ""
    basis: str = ""


def day_span(pause: Pause) -> tuple[int, int] | None:
    """First and last day (ordinals, inclusive) that a pause touches; None when it is empty."""
    first = to_cst(pause.since).toordinal()
    if pause.until is None:
        return first, OPEN
    if pause.until <= pause.since:
        return None
    return first, (to_cst(pause.until) - _TICK).toordinal()


def paused_days(pauses: Iterable[Pause]) -> list[tuple[int, int]]:
    """The union of pauses as disjoint ascending (first, last) ordinals; last may be OPEN."""
    union: list[tuple[int, int]] = []
    for first, last in sorted(span for pause in pauses if (span := day_span(pause))):
        if union and first <= union[-1][1] + 1:
            union[-1] = union[-1][0], max(last, union[-1][1])
        else:
            union.append((first, last))
    return union


def paused_instants(pauses: Iterable[Pause]) -> list[tuple[datetime, datetime | None]]:
    """The union of pauses as disjoint ascending spans of instants; the last may be open."""
    union: list[tuple[datetime, datetime | None]] = []
    for pause in sorted(pauses, key=lambda pause: to_cst(pause.since)):
        since, until = to_cst(pause.since), pause.until and to_cst(pause.until)
        if until == since:
            continue
        if not union or (union[-1][1] is not None and since > union[-1][1]):
            union.append((since, until))
        elif union[-1][1] is not None and (until is None or until > union[-1][1]):
            union[-1] = union[-1][0], until
    return union


def put_off(day: date, start: date, pauses: Iterable[Pause]) -> date:
    """A last day that somebody named on `start`, later by the days of pauses that have ended: what
    was left of the time when a pause began is left when it ends. A pause that begins after the day
    moves it no more."""
    end = day.toordinal()
    for first, last in paused_days(one for one in pauses if one.until is not None):
        if first > end:
            break
        end += max(last - max(first, start.toordinal() + 1) + 1, 0)
    return date.fromordinal(end)
