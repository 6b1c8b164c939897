"""How tracked tasks stood at an earlier moment: what came later is taken off them, in memory.

What cannot be told from what is kept (who led, a pause that has ended) stays as it is now.
"""

from collections.abc import Sequence
from datetime import datetime

from yingshang.city.accounts.service import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.plans.tracking.kinds import Stage
from yingshang.city.plans.tracking.models import ClosingAsk, ExtensionAsk, Track
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
        later = [one for one in track.asks.all() if _granted_after(one, at)]
        if later:
            track.due_on = later[0].was
        if track.again_on and not _had_come_back(track, at):
            track.again_on = None


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
    elif _signed(track, at):
        track.stage = Stage.WORKING
    else:
        track.stage = Stage.UNSIGNED if track.unit else Stage.UNASSIGNED


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
