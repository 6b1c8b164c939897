"""How tracked tasks stood at an earlier moment: what came later is taken off them, in memory.

What cannot be told from what is kept (who led) stays as it is now.
"""

from collections.abc import Sequence
from datetime import date, datetime

from yingshang.city.accounts.service import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.plans.tracking.kinds import Stage
from yingshang.city.plans.tracking.models import ClosingAsk, ExtensionAsk, Track
from yingshang.city.plans.tracking.resting import rested_to, rests_since
from yingshang.kernel.worktime import to_cst

__all__ = ["take_back"]

MOVED = (Stage.WORKING, Stage.ASKED, Stage.VERIFIED, Stage.CLOSED, Stage.ENDED)


def take_back(tracks: Sequence[Track], at: datetime) -> None:
    """Requests to close, closings, endings, longer terms and corrections that came after it."""
    ended = _ended(tracks, at)
    for track in tracks:
        for report in track.reports.all():
            report.rewind(at)
        over = ended.get(track.ref, track.closed_at)
        moved = track.stage in MOVED or (track.stage == Stage.UNSIGNED and track.closings.all())
        if moved and (over is None or over > at):  # sent back, it is to be signed for again
            _reopen(track, at)
        _days(track, at)


def _days(track: Track, at: datetime) -> None:
    """Its day then: what was granted later, and what it rested later, is taken off."""
    due, pauses, day = track.due_on, track.pauses, to_cst(at).date()
    later = [one for one in track.asks.all() if _granted_after(one, at)]
    plain = _before(track, later[0]) if later else due
    if later:
        track.due_on = plain or later[0].was
    track.pauses = _cut(pauses, day)
    if (track.due_on, track.pauses) != (due, pauses):
        then = rested_to(track) if plain else None
        track.again_on = then if then != track.due_on else None
    elif track.again_on and not _had_come_back(track, at):
        track.again_on = None
    if rests_since(track) and track.stage in (Stage.WORKING, Stage.UNSIGNED):
        track.stage = Stage.SUSPENDED
    elif track.stage == Stage.SUSPENDED and not rests_since(track):
        track.stage = _at_work(track, at)


def _before(track: Track, ask: ExtensionAsk) -> date | None:
    """The day from which it had the one that was to be extended by its rests; None where that came
    about in another way."""
    state = ExtensionAsk.State.GRANTED
    granted = [one.until for one in track.asks.all() if one.state == state and one.pk < ask.pk]
    now = track.due_on, track.pauses
    track.due_on = granted[-1] if granted else track.first_due_on
    track.pauses = _cut(track.pauses, to_cst(ask.asked_at).date())
    found = track.due_on if rested_to(track) == ask.was else None
    track.due_on, track.pauses = now
    return found


def _cut(pauses: list[list[str | None]], day: date) -> list[list[str | None]]:
    """As they were on a day: what began later is away, what ended later still ran."""
    known = day.isoformat()
    return [
        [first, last if last is not None and last <= known else None]
        for first, last in pauses
        if first is not None and first <= known
    ]


def _ended(tracks: Sequence[Track], at: datetime) -> dict[str, datetime | None]:
    refs = [track.ref for track in tracks if track.stage == Stage.ENDED]
    rows = cases.by_refs(SYSTEM, refs, at=at) if refs else ()
    return {row.ref: row.decided_at or row.closed_at for row in rows}


def _reopen(track: Track, at: datetime) -> None:
    asked = [one for one in track.closings.all() if one.asked_at <= at]
    last = asked[-1] if asked else None
    waits = last is not None and (last.verified_at is None or last.verified_at > at)
    passed = last is not None and not waits and _rested(track, last, at)
    track.closed_at, track.override_reason = None, ""
    track.asked_at = last.asked_at if last is not None and (waits or passed) else None
    if waits:
        track.stage = Stage.ASKED
    elif passed:
        track.stage = Stage.VERIFIED
    else:
        track.stage = _at_work(track, at)


def _at_work(track: Track, at: datetime) -> Stage:
    if _signed(track, at):
        return Stage.WORKING
    return Stage.UNSIGNED if track.unit else Stage.UNASSIGNED


def _signed(track: Track, at: datetime) -> bool:
    """Whether the unit had signed for it; what it asked to close before it signed anew, it had
    signed for before."""
    signed = track.signed_at
    if signed is not None and signed <= at:
        return True
    later = (one.asked_at for one in track.closings.all() if one.asked_at > at)
    return any(signed is None or asked < signed for asked in later)


def _rested(track: Track, last: ClosingAsk, at: datetime) -> bool:
    """Whether what was verified had not been sent back, or opened again, by that day."""
    if not track.rests:  # of before rests were kept
        return last.state == ClosingAsk.State.PASSED
    day = to_cst(at).date().isoformat()
    return any(since <= day and (until is None or day < until) for since, until in track.rests)


def _had_come_back(track: Track, at: datetime) -> bool:
    """Whether it had been sent back, opened again or gone on after a rest by that day; before, its
    new day was none."""
    day = to_cst(at).date().isoformat()
    ends = [until for _since, until in (*track.rests, *track.pauses)]
    return any(until is not None and until <= day for until in ends)


def _granted_after(one: ExtensionAsk, at: datetime) -> bool:
    granted = one.state == ExtensionAsk.State.GRANTED
    return granted and one.ruled_at is not None and one.ruled_at > at
