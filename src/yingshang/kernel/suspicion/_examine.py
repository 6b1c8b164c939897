"""Facts in, grounds out: every pause, decision, late entry and rating is weighed on its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from yingshang.kernel.suspicion import _backdate, _bulk, _pause, _rating
from yingshang.kernel.suspicion._device import devices_of, officer_of
from yingshang.kernel.suspicion._facts import CaseFacts
from yingshang.kernel.suspicion._rhythm import Rhythm, rhythm_of
from yingshang.kernel.suspicion._time import OfficeTime
from yingshang.kernel.suspicion._weigh import Finding, Signal, Weights, weighed
from yingshang.kernel.worktime import Calendar

__all__ = ["KINDS", "examine"]

KINDS = (_pause.KIND, _bulk.KIND, _backdate.KIND, _rating.KIND)
Weighing = Mapping[str, Weights]


def examine(
    cases: Sequence[CaseFacts],
    *,
    calendar: Calendar,
    weights: Weighing,
    terminals: Mapping[str, str],
    all_scores: bool = False,
) -> Iterator[Finding]:
    """Every ground to look at a case, in the order of the cases.

    `terminals`: kind of each device that the city set up. `all_scores` hands out what stays below
    the threshold too (to look at the weights, never to show). A kind without weights is left out.
    """
    time = OfficeTime(calendar)
    bulk = weights.get(_bulk.KIND)
    rhythm = rhythm_of(cases, time, break_minutes=bulk.param("break_minutes") if bulk else 10)
    for found in _all(cases, rhythm, weights, terminals):
        if all_scores or found.score >= weights[found.kind].threshold:
            yield found


def _all(
    cases: Sequence[CaseFacts], rhythm: Rhythm, weights: Weighing, terminals: Mapping[str, str]
) -> Iterator[Finding]:
    back, rate = weights.get(_backdate.KIND), weights.get(_rating.KIND)
    outages = _backdate.outages_of(cases, rhythm, back) if back else None
    devices = devices_of(cases, terminals) if rate else {}
    for case in cases:
        yield from _acts(case, rhythm, weights)
        if back and outages:
            late = _backdate.late_acts(case, rhythm, back)
            if late:
                signals, drawn = _backdate.backdate_signals(case, late, rhythm, outages, back)
                at = _backdate.moment_of(late)
                yield _found(back, case, late[-1].by, at, signals, drawn)
        if rate and case.rating:
            device = devices.get(case.rating.device)
            signals, drawn = _rating.rating_signals(case, case.rating, device, rhythm, rate)
            officer = officer_of(case)
            yield _found(rate, case, officer, case.rating.at, signals, drawn)


def _acts(case: CaseFacts, rhythm: Rhythm, weights: Weighing) -> Iterator[Finding]:
    stop, heap = weights.get(_pause.KIND), weights.get(_bulk.KIND)
    for act in case.acts:
        if act.name == "paused" and stop and act.data.get("kind") != "correction":
            signals, drawn = _pause.pause_signals(case, act, rhythm, stop)
            if signals:
                yield _found(stop, case, act.by, act.at, signals, drawn)
        elif act.name == "decided" and heap and act.staff:
            signals, drawn = _bulk.bulk_signals(case, act, rhythm, heap)
            if signals:
                yield _found(heap, case, act.by, act.at, signals, drawn)


def _found(
    weights: Weights,
    case: CaseFacts,
    officer: str,
    at: datetime,
    signals: list[Signal],
    drawn: Mapping[str, Any],
) -> Finding:
    score, reasons = weighed(weights, signals)
    return Finding(
        kind=weights.kind,
        ref=case.ref,
        unit=case.unit,
        officer=officer,
        at=at,
        score=score,
        reasons=tuple(r for r in reasons if r.weight > 0),
        against=tuple(r for r in reasons if r.weight < 0),
        seqs=tuple(sorted({seq for r in reasons if r.weight > 0 for seq in r.seqs})),
        drawn=drawn,
    )
