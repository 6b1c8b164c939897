"""Cases closed in a heap at the end of a month, so that the month's figures look well.

A heap alone says little: limits fall due at month ends, people come back from leave, committees
meet. What speaks: decisions every minute, work on the case missing or done in the same minutes,
no pressure of time on just these cases, and work that goes on after the "end".
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from yingshang.kernel.suspicion._facts import Act, CaseFacts
from yingshang.kernel.suspicion._rhythm import Rhythm, Session
from yingshang.kernel.suspicion._weigh import Signal, Weights

__all__ = ["KIND", "bulk_signals"]

KIND = "bulk-closing"
GOES_ON = frozenset({"reopened", "step-opened", "step-done", "step-checked", "supplied", "noted"})


def bulk_signals(
    case: CaseFacts, decided: Act, rhythm: Rhythm, weights: Weights
) -> tuple[list[Signal], dict[str, Any]]:
    """What speaks for and against one decision being part of a heap."""
    session = rhythm.session_of.get((case.ref, decided.seq))
    if session is None or len(session.decisions) < weights.param("heap_least"):
        return [], {}
    signals = [
        *_heap(session, decided, rhythm, weights),
        *_officer(session, decided, rhythm, weights),
        *_work(case, decided, session, rhythm, weights),
        *_pressure(case, decided, session, rhythm, weights),
        *_company(case, decided, rhythm, session, weights),
    ]
    drawn = {
        "minutes": [
            round((one.act.at - session.begins).total_seconds() / 60, 1)
            for one in session.decisions
        ],
        "mine": round((decided.at - session.begins).total_seconds() / 60, 1),
        "begins": session.begins,
        "usual": rhythm.usual_day(decided.by),
        "refs": [one.case.ref for one in session.decisions][:200],
    }
    return signals, drawn


def _heap(session: Session, decided: Act, rhythm: Rhythm, weights: Weights) -> Iterator[Signal]:
    count, own = len(session.decisions), (decided.seq,)
    minutes = (session.ends - session.begins).total_seconds() / 60
    values = {"n": count, "minutes": round(minutes), "pace": round(session.pace, 1)}
    yield Signal("large-heap" if count >= weights.param("heap_large") else "heap", values, own)
    if session.pace <= weights.param("pace_fast"):
        yield Signal("fast", values, own)
    elif session.pace >= weights.param("pace_slow"):
        yield Signal("unhurried", values, own)
    left = rhythm.time.from_month_end(decided.at)
    if left <= weights.param("month_end_days") - 1:
        yield Signal("month-end", {"left": left}, own)
    else:
        yield Signal("not-month-end", {"left": left}, own)
    if not rhythm.time.in_office(decided.at):
        yield Signal("after-hours", {}, own)


def _officer(session: Session, decided: Act, rhythm: Rhythm, weights: Weights) -> Iterator[Signal]:
    """This heap against the officer's own days."""
    count, usual = len(session.decisions), rhythm.usual_day(session.officer)
    if usual and count >= usual * weights.param("times_usual"):
        yield Signal("unlike-usual", {"n": count, "usual": round(usual, 1)})
    elif usual and count <= usual * weights.param("like_usual"):
        yield Signal("like-usual", {"n": count, "usual": round(usual, 1)})
    away, gap = rhythm.away_before(session.officer, rhythm.time.workday(session.begins))
    if away >= max(weights.param("away_days"), 3 * gap):
        yield Signal("was-away", {"days": away})
    elsewhere = sum(size >= count / 2 for size in _elsewhere(session.officer, rhythm, weights))
    if elsewhere >= 2:
        yield Signal("heaps-elsewhere", {"n": elsewhere})


def _elsewhere(officer: str, rhythm: Rhythm, weights: Weights) -> list[int]:
    """Sizes of the officer's heaps away from month ends; worked out once an officer."""
    known: list[int] | None = rhythm.memo.get(("elsewhere", officer))
    if known is None:
        least, days = weights.param("heap_least"), weights.param("month_end_days")
        known = rhythm.memo["elsewhere", officer] = [
            len(one.decisions)
            for one in rhythm.sessions[officer]
            if len(one.decisions) >= least and rhythm.time.from_month_end(one.begins) >= days
        ]
    return known


def _work(
    case: CaseFacts, decided: Act, session: Session, rhythm: Rhythm, weights: Weights
) -> Iterator[Signal]:
    """The work before and after the decision."""
    before = [a for a in case.acts if a.seq < decided.seq]
    done = [a for a in before if a.name in ("step-done", "step-checked")]
    begun = case.first("accepted")
    eve = session.begins - timedelta(minutes=weights.param("same_minutes"))
    late = [a for a in done if a.at >= eve]
    if done and len(late) == len(done):
        yield Signal("work-in-same-minutes", {"n": len(late)}, tuple(a.seq for a in late))
    elif late:
        yield Signal("last-work-in-same-minutes", {"n": len(late)}, tuple(a.seq for a in late))
    elif done:
        days = rhythm.time.between(done[-1].at, decided.at)
        yield Signal("work-earlier", {"days": _tenth(days)}, (done[-1].seq,))
    elif not case.instant:
        yield Signal("no-work", {}, (decided.seq,))
    yield from _together(late)
    arrived = case.first("submitted") or begun
    if arrived and decided.at - arrived.at <= timedelta(hours=2):
        yield Signal("on-the-spot", {}, (arrived.seq, decided.seq))
    elif begun:
        took, usual = rhythm.time.between(begun.at, decided.at), rhythm.item_days.get(case.item)
        values = {"took": _tenth(took), "usual": _tenth(usual or 0)}
        if usual and usual >= 1 and took <= usual * weights.param("hasty_share"):
            yield Signal("hasty", values, (begun.seq, decided.seq))
    after = [
        a
        for a in case.acts
        if a.seq > decided.seq and a.name in GOES_ON and a.at > decided.at + timedelta(hours=2)
    ]
    if any(a.name == "reopened" for a in after):
        yield Signal("reopened", {}, tuple(a.seq for a in after if a.name == "reopened"))
    elif after:
        yield Signal("work-after-end", {"n": len(after)}, tuple(a.seq for a in after))
    said = decided.said or (done[-1].said if done else None)
    if said and said.digest and _same_words(session, said.digest) >= weights.param("same_share"):
        yield Signal("same-words", {"n": len(session.decisions)}, (decided.seq,))
    if case.rating and case.rating.level <= 2:
        yield Signal("complained", {"level": case.rating.level})


def _together(late: list[Act]) -> Iterator[Signal]:
    """Several people who sign one case in the same minutes sat at one table."""
    people = {a.by for a in late}
    if len(people) >= 3:
        yield Signal("several-together", {"n": len(people)}, tuple(a.seq for a in late))


def _same_words(session: Session, digest: str) -> float:
    same = 0
    for one in session.decisions:
        words = [a.said.digest for a in one.case.acts if a.said and a.by == session.officer]
        same += digest in words
    return same / len(session.decisions)


def _pressure(
    case: CaseFacts, decided: Act, session: Session, rhythm: Rhythm, weights: Weights
) -> Iterator[Signal]:
    """Whether the limits themselves ask for these decisions on this day."""
    if case.instant:
        yield Signal("instant-item", {}, (decided.seq,))
    if case.due_at is not None:
        left = rhythm.time.between(decided.at, case.due_at)
        values = {"left": _tenth(left)}
        if left < -0.01:
            yield Signal("was-overdue", values, (decided.seq,))
        elif left <= weights.param("due_days"):
            yield Signal("due-now", values, (decided.seq,))
        else:
            yield Signal("not-due", values, (decided.seq,))
    dues = [
        rhythm.time.between(one.act.at, one.case.due_at)
        for one in session.decisions
        if one.case.due_at is not None
    ]
    if dues:
        share = sum(-0.01 <= left <= weights.param("due_days") for left in dues) / len(dues)
        if share >= weights.param("due_share"):
            yield Signal("heap-falls-due", {"percent": round(share * 100)})


def _company(
    case: CaseFacts, decided: Act, rhythm: Rhythm, session: Session, weights: Weights
) -> Iterator[Signal]:
    """A meeting decides for many at once: it is recorded, and others take part."""
    meeting = [a for a in case.acts if a.said and "meeting" in a.said.marks]
    keyed = [a for a in case.acts if any(k.startswith(("meeting", "joint")) for k in a.data)]
    if meeting or keyed:
        yield Signal("meeting", {}, tuple(a.seq for a in (meeting or keyed)))
    starts, span = _starts(rhythm, weights), timedelta(minutes=30)
    near = slice(
        bisect_left(starts, (session.begins - span, "")),
        bisect_right(starts, (session.begins + span, "\uffff")),
    )
    others = {who for _begins, who in starts[near]} - {session.officer}
    if len(others) >= 2:
        yield Signal("others-too", {"n": len(others)})


def _starts(rhythm: Rhythm, weights: Weights) -> list[tuple[datetime, str]]:
    """When heaps begin and whose they are, in order of time; worked out once."""
    known: list[tuple[datetime, str]] | None = rhythm.memo.get("starts")
    if known is None:
        least = weights.param("heap_least")
        known = rhythm.memo["starts"] = sorted(
            (one.begins, who)
            for who, rows in rhythm.sessions.items()
            for one in rows
            if len(one.decisions) >= least
        )
    return known


def _tenth(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
