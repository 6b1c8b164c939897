"""Cases handled on paper or by word of mouth and written into the system afterwards, dated back.

Outages are honest: what was received on pre-numbered paper and entered later, with a scan and a
second signature, is not suspected for that. What speaks: entered days after the date it bears,
no paper, nobody else in trouble at that time, on time by its date but late by its entry, and a
whole life written down in one go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yingshang.kernel.suspicion._facts import Act, CaseFacts
from yingshang.kernel.suspicion._rhythm import Rhythm
from yingshang.kernel.suspicion._weigh import Signal, Weights

__all__ = ["KIND", "Outages", "backdate_signals", "late_acts", "outages_of"]

KIND = "back-dated"


def lag(act: Act, rhythm: Rhythm) -> float:
    """Working days from the date an act bears to the day it was written down."""
    return rhythm.time.between(act.at, act.entered_at) if act.entered_at else 0.0


def late_acts(case: CaseFacts, rhythm: Rhythm, weights: Weights) -> list[Act]:
    """Acts that were written down noticeably later than they are dated."""
    least = weights.param("lag_days")
    return [a for a in case.acts if a.entered_at is not None and lag(a, rhythm) >= least]


@dataclass(frozen=True)
class Outages:
    """Who entered cases of which worked day later: by unit and day, the officers."""

    by_day: Mapping[int, frozenset[str]]
    papers: Mapping[int, int]  # worked day → cases with a paper receipt


def outages_of(cases: Sequence[CaseFacts], rhythm: Rhythm, weights: Weights) -> Outages:
    """Days whose cases several people entered later: the system, not a person, was the cause."""
    by_day: dict[int, set[str]] = {}
    papers: dict[int, int] = {}
    for case in cases:
        late = late_acts(case, rhythm, weights)
        if not late:
            continue
        day = rhythm.time.workday(late[0].at)
        by_day.setdefault(day, set()).update(a.by for a in late if a.staff)
        if paper_of(case):
            papers[day] = papers.get(day, 0) + 1
    return Outages({day: frozenset(found) for day, found in by_day.items()}, papers)


def is_complete(paper: Mapping[str, Any]) -> bool:
    """A number, a scan and a second signature: what an outage's receipt must have."""
    signers = {
        str(value)
        for key, value in paper.items()
        if value and key.startswith(("second", "signed_by"))
    }
    return bool(signers - {paper.get("entered_by")}) and bool(paper.get("scan"))


def paper_of(case: CaseFacts) -> Mapping[str, Any] | None:
    """What is recorded of a paper receipt; {} for one without particulars, None for none."""
    for act in case.acts:
        for key, value in act.data.items():
            if key.startswith(("paper", "outage")) and value not in (None, "", False):
                return value if isinstance(value, Mapping) else {"no": value}
    return None


def backdate_signals(
    case: CaseFacts, late: list[Act], rhythm: Rhythm, outages: Outages, weights: Weights
) -> tuple[list[Signal], dict[str, Any]]:
    """What speaks for and against a case having been dated back."""
    longest = max(lag(a, rhythm) for a in late)
    values = {"days": _tenth(longest), "n": len(late), "all": len(case.acts)}
    seqs = tuple(a.seq for a in late)
    code = "entered-days-later" if longest >= weights.param("lag_long") else "entered-later"
    signals = [
        Signal(code, values, seqs),
        *_paper(case, rhythm, outages, late, weights),
        *_motive(case, late, rhythm),
        *_life(case, late, rhythm, weights),
    ]
    drawn = {
        "acts": [(a.name, a.at, a.entered_at) for a in late][:40],
        "due": case.due_at,
    }
    return signals, drawn


def _paper(
    case: CaseFacts, rhythm: Rhythm, outages: Outages, late: list[Act], weights: Weights
) -> Iterator[Signal]:
    paper = paper_of(case)
    day = rhythm.time.workday(late[0].at)
    if paper is None:
        yield Signal("no-paper", {}, (late[0].seq,))
    else:
        code = "paper-complete" if is_complete(paper) else "paper-bare"
        yield Signal(code, {"no": paper.get("number", paper.get("no", ""))})
        received = case.first("submitted")
        if received is not None and received not in late:
            yield Signal("paper-not-of-receipt", {}, (received.seq,))
    marked = [a.seq for a in case.acts if a.said and "outage" in a.said.marks]
    if marked:
        yield Signal("outage-noted", {}, tuple(marked))
    others = outages.by_day.get(day, frozenset()) - {a.by for a in case.acts}
    if len(others) >= weights.param("others_least"):
        yield Signal("others-too", {"n": len(others)})
    elif not others:
        yield Signal("nobody-else", {})


def _motive(case: CaseFacts, late: list[Act], rhythm: Rhythm) -> Iterator[Signal]:
    """On time by its date and late by its entry: somebody gained by the date."""
    decided = case.last(("decided",))
    if decided is None or case.due_at is None:
        return
    written = decided.entered_at or decided.at
    if decided.at <= case.due_at < written:
        yield Signal("on-time-by-date-only", {}, (decided.seq,))
    elif decided.entered_at and written <= case.due_at:
        yield Signal("on-time-anyway", {}, (decided.seq,))


def _life(case: CaseFacts, late: list[Act], rhythm: Rhythm, weights: Weights) -> Iterator[Signal]:
    entries = sorted(a.entered_at for a in late if a.entered_at)
    minutes = (entries[-1] - entries[0]).total_seconds() / 60
    spread = rhythm.time.between(late[0].at, late[-1].at)
    if len(late) >= 3 and minutes <= weights.param("one_go_minutes") and spread >= 0.5:
        values = {"n": len(late), "minutes": round(minutes), "days": _tenth(spread)}
        yield Signal("written-in-one-go", values, tuple(a.seq for a in late))
    if any(a.name == "decided" for a in late):
        yield Signal("decision-dated-back", {}, tuple(a.seq for a in late if a.name == "decided"))
    elif all(a.name in ("submitted", "accepted", "step-opened") for a in late):
        yield Signal("only-receipt", {}, tuple(a.seq for a in late))
    else:
        yield Signal("decided-in-time", {})
    night = [a for a in late if a.entered_at and not rhythm.time.in_office(a.entered_at)]
    if night:
        yield Signal("entered-out-of-hours", {"n": len(night)}, tuple(a.seq for a in night))
    odd = [a for a in late if a.staff and not rhythm.time.in_office(a.at)]
    if odd:
        yield Signal("dated-out-of-hours", {"n": len(odd)}, tuple(a.seq for a in odd))


def moment_of(late: list[Act]) -> datetime:
    """The day the case was written down."""
    return max(a.entered_at for a in late if a.entered_at)


def _tenth(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
