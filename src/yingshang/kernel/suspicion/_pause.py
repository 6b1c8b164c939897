"""A clock stopped just before it would have been missed (Administrative Licensing Law, art. 45).

Stopping it is lawful for eight procedures, if the applicant is told in writing how long it takes.
What speaks: no time was left, nobody was told, nothing was examined meanwhile, the decision came
at once afterwards, and without the stop the promise would have been missed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Literal

from yingshang.kernel.suspicion._facts import Act, CaseFacts
from yingshang.kernel.suspicion._rhythm import Rhythm
from yingshang.kernel.suspicion._weigh import Signal, Weights

__all__ = ["KIND", "pause_signals", "time_left"]

KIND = "pause-before-breach"
_NUMBER = re.compile(r"\d+")
WORK = frozenset({"step-done", "step-checked", "supplied", "noted", "hearing-held"})


def time_left(case: CaseFacts, pause: Act, rhythm: Rhythm) -> float | None:
    """Working days left of the promise when the clock was stopped; None without a promise."""
    time, begun = rhythm.time, case.first("accepted")
    if begun is None:
        return None
    spans = [(a, b) for a, b in _spans(case) if a.seq != pause.seq]
    if case.limit is not None:
        stopped = sum(
            time.between(a.at, b.at) for a, b in spans if a.seq < pause.seq and b is not None
        )
        more = sum(
            int(act.data.get("workdays", 0)) for act in case.all("extended") if act.seq < pause.seq
        )
        end = time.workday(begun.at) + case.limit + more + stopped
        return end - time.at(pause.at)
    own_end = _end_of(case, pause)
    if case.due_at is None or own_end is None:
        return None
    later = sum(time.between(a.at, b.at) for a, b in spans if a.seq > pause.seq and b is not None)
    return time.between(own_end.at, case.due_at) - later


def _spans(case: CaseFacts) -> Iterator[tuple[Act, Act | None]]:
    """Special procedures and their ends, in order."""
    for act in case.all("paused"):
        if act.data.get("kind") != "correction":
            yield act, _end_of(case, act)


def _end_of(case: CaseFacts, pause: Act) -> Act | None:
    return next((a for a in case.acts if a.name == "resumed" and a.seq > pause.seq), None)


def pause_signals(
    case: CaseFacts, pause: Act, rhythm: Rhythm, weights: Weights
) -> tuple[list[Signal], dict[str, Any]]:
    """What speaks for and against one stop, and the moments for its picture."""
    left = time_left(case, pause, rhythm)
    if left is None:
        return [], {}
    own = (pause.seq,)
    end = _end_of(case, pause)
    signals = [
        *_when(case, left, own, weights),
        *_told(case, pause, end, rhythm),
        *_meanwhile(case, pause, end, rhythm, weights),
        *_habits(case, pause, rhythm, weights),
    ]
    ended = case.last(("decided",))
    if end is not None and ended is not None and ended.seq > end.seq:
        signals += _afterwards(case, pause, end, ended, left, rhythm)
    begun = case.first("accepted")
    drawn = {
        "accepted": begun.at if begun else None,
        "paused": pause.at,
        "resumed": end.at if end else None,
        "decided": ended.at if ended else None,
        "due_then": rhythm.time.moment(rhythm.time.at(pause.at) + left),
        "due": case.due_at,
        "left": round(left, 2),
    }
    return signals, drawn


def _when(case: CaseFacts, left: float, own: tuple[int, ...], weights: Weights) -> Iterator[Signal]:
    values = {"left": _days(left)}
    if left < 0:
        yield Signal("after-breach", values, own)
    elif left <= weights.param("last_moment_days"):
        yield Signal("last-moment", values, own)
    elif left <= weights.param("near_days"):
        yield Signal("near-due", values, own)
    elif case.limit is not None and left <= case.limit * weights.param("late_share"):
        yield Signal("late-in-term", values, own)
    else:
        yield Signal("in-good-time", values, own)


def _told(case: CaseFacts, pause: Act, end: Act | None, rhythm: Rhythm) -> Iterator[Signal]:
    """Whether the applicant was told in writing, in time, and for how long (art. 45)."""
    notice, expected = _notice(case, pause)
    if notice is None:
        yield Signal("no-notice", {}, (pause.seq,))
    elif notice is True or rhythm.time.between(pause.at, notice) <= 1:
        yield Signal("told-in-time", {}, (pause.seq,))
    else:
        yield Signal("told-late", {"days": _days(rhythm.time.between(pause.at, notice))})
    if pause.data.get("counterpart"):
        yield Signal("counterpart-named", {}, (pause.seq,))
    else:
        yield Signal("no-counterpart", {}, (pause.seq,))
    if expected is None:
        yield Signal("no-expected-time", {}, (pause.seq,))
    elif end is not None:
        took = rhythm.time.between(pause.at, end.at)
        if abs(took - expected) <= max(2.0, expected * 0.5):
            yield Signal("as-expected", {"expected": expected, "took": _days(took)}, (end.seq,))


def _notice(case: CaseFacts, pause: Act) -> tuple[datetime | Literal[True] | None, int | None]:
    """When the written notice went out (True: some time, in the act itself) and its days."""
    notice: datetime | Literal[True] | None = None
    expected: int | None = None
    for key, value in _flat(pause.data):
        if value in (None, "", False, 0):
            continue
        if key.startswith(("notice", "told", "informed")):
            notice = _moment(value) or notice or True
        if key.startswith(("expected", "days")) and (found := _NUMBER.search(str(value))):
            expected = int(found[0])
    if notice is None:
        near = (a for a in case.acts if a.name in ("noted", "notice-sent") and a.said)
        for act in near:
            hours = (act.at - pause.at).total_seconds() / 3600
            if act.said and "notice" in act.said.marks and -72 <= hours <= 240:
                notice = act.at
                break
    if notice is None and pause.said and "notice" in pause.said.marks:
        notice = True
    return notice, expected


def _flat(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in data.items():
        if isinstance(value, Mapping):
            yield key, bool(value)
            for inner, one in value.items():
                yield f"{key}-{inner}", one
                yield inner, one
        else:
            yield key, value


def _moment(value: Any) -> datetime | None:
    try:
        read = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return read if read.tzinfo else None


def _says_little(note: Act, weights: Weights) -> bool:
    return note.said is None or note.said.length < weights.param("short_note")


def _meanwhile(
    case: CaseFacts, pause: Act, end: Act | None, rhythm: Rhythm, weights: Weights
) -> Iterator[Signal]:
    """Traces of an examination while the clock stood, or with its end."""
    until = end.seq if end else case.acts[-1].seq + 1
    traces = [a for a in case.acts if pause.seq < a.seq < until and a.name in WORK]
    bare = [a for a in traces if a.name == "noted" and _says_little(a, weights)]
    if len(traces) > len(bare):
        yield Signal("examined", {"n": len(traces)}, tuple(a.seq for a in traces))
    elif bare:
        yield Signal("bare-trace", {"n": len(bare)}, tuple(a.seq for a in bare))
    elif end is not None and (end.said or set(end.data) - {"kind", "channel"}):
        yield Signal("examined", {"n": 1}, (end.seq,))
    elif end is not None:
        yield Signal("nothing-examined", {}, (pause.seq, end.seq))
    done = {a.data.get("step") for a in case.acts if a.name == "step-done" and a.seq < pause.seq}
    opened = {
        a.data.get("step") for a in case.acts if a.name == "step-opened" and a.seq < pause.seq
    }
    if opened and not opened - done:
        yield Signal("work-was-done", {}, (pause.seq,))
    staff = [a for a in case.acts if a.staff and a.seq < pause.seq and a.at < pause.at]
    if staff and case.limit:
        idle = rhythm.time.between(staff[-1].at, pause.at)
        if idle >= max(1.0, case.limit * 0.4):
            yield Signal("idle-before", {"days": _days(idle)}, (staff[-1].seq, pause.seq))


def _afterwards(
    case: CaseFacts, pause: Act, end: Act, ended: Act, left: float, rhythm: Rhythm
) -> Iterator[Signal]:
    wait = rhythm.time.between(end.at, ended.at)
    took = rhythm.time.between(pause.at, end.at)
    values = {"days": _days(wait), "took": _days(took)}
    worked = any(a.name == "step-done" and end.seq < a.seq < ended.seq for a in case.acts)
    if wait <= 0.15:
        yield Signal("decided-at-once", values, (end.seq, ended.seq))
    elif wait <= 1 and not worked:
        yield Signal("decided-soon", values, (end.seq, ended.seq))
    if took + wait > max(left, 0) + 0.01:
        yield Signal("saved-the-promise", values, (pause.seq, ended.seq))
    else:
        yield Signal("nothing-gained", values, (pause.seq, ended.seq))


def _habits(case: CaseFacts, pause: Act, rhythm: Rhythm, weights: Weights) -> Iterator[Signal]:
    mine = rhythm.pauses.get(pause.by, ())
    if len(mine) >= weights.param("habit_least"):
        near = _near(pause.by, rhythm, weights)
        if near / len(mine) >= weights.param("habit_share"):
            yield Signal("habit-of-officer", {"near": near, "all": len(mine)})
        elif near / len(mine) <= weights.param("rare_share"):
            yield Signal("rare-for-officer", {"near": near, "all": len(mine)})
    share = rhythm.item_pauses.get(case.item, 0.0)
    if share >= weights.param("usual_share"):
        yield Signal("usual-for-item", {"percent": round(share * 100)})
    said = pause.said
    if said and said.length < weights.param("short_reason"):
        yield Signal("short-reason", {"n": said.length}, (pause.seq,))
    if said and rhythm.phrases.get((pause.by, said.digest), 0) >= weights.param("same_words"):
        yield Signal("same-words", {"n": rhythm.phrases[pause.by, said.digest]}, (pause.seq,))


def _near(officer: str, rhythm: Rhythm, weights: Weights) -> int:
    """How many stops of the officer came when no time was left; counted once an officer."""
    known: int | None = rhythm.memo.get(("near", officer))
    if known is None:
        lefts = (time_left(case, act, rhythm) for case, act in rhythm.pauses.get(officer, ()))
        most = weights.param("near_days")
        known = rhythm.memo["near", officer] = sum(
            left is not None and left <= most for left in lefts
        )
    return known


def _days(value: float) -> str:
    """Working days as people say them: 0.3, 2; less than a tenth is said so."""
    if 0 < value < 0.05:
        return "不到 0.1"
    return f"{value:.1f}".rstrip("0").rstrip(".").replace("-0", "0") or "0"
