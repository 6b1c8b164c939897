"""Ratings given by staff on their own devices instead of by the applicant (rules of 好差评).

A clerk may help an old person press the button, a kiosk in the hall serves everybody, an agent
rates for many clients from one office. What speaks: a device known as a work station, praise for
one officer only, minutes after the decision, one after another, for people who never came in.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from statistics import median
from typing import Any

from yingshang.kernel.suspicion._facts import CaseFacts, RatingFacts
from yingshang.kernel.suspicion._rhythm import Rhythm
from yingshang.kernel.suspicion._weigh import Signal, Weights

__all__ = ["KIND", "Device", "devices_of", "officer_of", "rating_signals"]

KIND = "staff-rating"
ONLINE = frozenset({"web", "mobile"})


@dataclass(frozen=True)
class Device:
    """What was rated on one device."""

    digest: str
    terminal: str  # "" unknown, else what the register says: desk | window | kiosk
    moments: tuple[datetime, ...]
    levels: tuple[int, ...]
    parties: int
    officers: Counter[str]
    units: Counter[str]
    raters: int
    openers: int
    gap: float  # median minutes between one rating and the next of the same day
    busiest: int  # most ratings of one day


def officer_of(case: CaseFacts) -> str:
    """Who the praise is for: whoever decided, else whoever accepted."""
    act = case.last(("decided", "accepted"))
    return act.by if act else ""


def devices_of(cases: Sequence[CaseFacts], terminals: Mapping[str, str]) -> dict[str, Device]:
    """Every device that ratings came from."""
    rows: dict[str, list[tuple[CaseFacts, RatingFacts]]] = defaultdict(list)
    for case in cases:
        if case.rating and case.rating.device:
            rows[case.rating.device].append((case, case.rating))
    return {digest: _device(digest, found, terminals) for digest, found in rows.items()}


def _device(
    digest: str, rows: list[tuple[CaseFacts, RatingFacts]], terminals: Mapping[str, str]
) -> Device:
    rows.sort(key=lambda row: row[1].at)
    moments = tuple(rating.at for _case, rating in rows)
    gaps = [(b - a).total_seconds() / 60 for a, b in pairwise(moments) if a.date() == b.date()]
    return Device(
        digest=digest,
        terminal=terminals.get(digest, ""),
        moments=moments,
        levels=tuple(rating.level for _case, rating in rows),
        parties=len({case.party for case, _r in rows}),
        officers=Counter(officer_of(case) for case, _r in rows),
        units=Counter(case.unit for case, _r in rows),
        raters=len({rating.by for _case, rating in rows}),
        openers=len({case.opened_by for case, _r in rows}),
        gap=median(gaps) if gaps else 0.0,
        busiest=max(Counter(m.date() for m in moments).values()),
    )


def rating_signals(
    case: CaseFacts, rating: RatingFacts, device: Device | None, rhythm: Rhythm, weights: Weights
) -> tuple[list[Signal], dict[str, Any]]:
    """What speaks for and against one rating having been given by staff."""
    signals = list(_rating(case, rating, rhythm, weights))
    if device is not None:
        signals += _source(case, rating, device, weights)
    ended = case.last(("decided",))
    drawn = {
        "decided": ended.at if ended else None,
        "rated": rating.at,
        "moments": list(device.moments)[:200] if device else [],
        "levels": list(device.levels)[:200] if device else [],
        "ratings": len(device.moments) if device else 1,
        "parties": device.parties if device else 1,
        "officers": len(device.officers) if device else 1,
    }
    return signals, drawn


def _rating(
    case: CaseFacts, rating: RatingFacts, rhythm: Rhythm, weights: Weights
) -> Iterator[Signal]:
    staff = {act.by for act in case.acts if act.staff}
    ended = case.last(("decided",))
    if rating.by in staff and rating.by != case.party:
        yield Signal("rated-by-officer", {})
    if rating.level <= 3:
        yield Signal("not-praise", {"level": rating.level})
    if ended is not None:
        minutes = (rating.at - ended.at).total_seconds() / 60
        values = {"minutes": round(minutes)}
        if minutes <= weights.param("at_once_minutes"):
            yield Signal("at-once", values, (ended.seq,))
        elif minutes >= weights.param("later_minutes"):
            yield Signal("days-later", {"days": round(minutes / 1440, 1)}, (ended.seq,))
    if rhythm.time.in_office(rating.at, slack=0):
        yield Signal("in-office-hours", {})
    else:
        yield Signal("out-of-hours", {})
    if case.channel == "window":
        yield Signal("came-in", {})


def _source(
    case: CaseFacts, rating: RatingFacts, device: Device, weights: Weights
) -> Iterator[Signal]:
    count = len(device.moments)
    values = {"n": count, "parties": device.parties, "digest": device.digest[:8]}
    if device.terminal == "kiosk":
        yield Signal("kiosk", values)
    elif device.terminal == "window":
        yield Signal("window-terminal", values)
    elif device.terminal or device.digest in _worked_on(case):
        yield Signal("staff-terminal", values)
    if device.parties >= weights.param("many_parties"):
        yield Signal("many-parties", values)
    elif device.parties <= 2:
        yield Signal("own-device", values)
    praise = sum(level == 5 for level in device.levels) / count
    if count >= weights.param("praise_least") and praise >= weights.param("praise_share"):
        yield Signal("all-praise", values)
    elif count >= weights.param("praise_least") and min(device.levels) <= 3:
        yield Signal("mixed-levels", values)
    yield from _for_whom(case, device, values, weights)
    yield from _in_a_row(rating, device, weights)
    if (
        not device.terminal
        and count >= 3
        and (device.raters == 1 or device.openers == 1)
        and device.parties >= 2
    ):
        yield Signal("one-agent", values)


def _worked_on(case: CaseFacts) -> set[str]:
    """Devices from which the offices themselves worked on the case."""
    return {str(act.data["device"]) for act in case.acts if act.staff and "device" in act.data}


def _for_whom(
    case: CaseFacts, device: Device, values: Mapping[str, Any], weights: Weights
) -> Iterator[Signal]:
    """Praise for one officer is odd where many serve; a kiosk serves all."""
    if device.parties < 3:
        return
    who, most = device.officers.most_common(1)[0]
    share = most / sum(device.officers.values())
    if share >= weights.param("one_officer_share") and who == officer_of(case):
        yield Signal("one-officer", {**values, "percent": round(share * 100)})
    elif len(device.officers) >= 3 and share <= weights.param("spread_share"):
        yield Signal("many-officers", {**values, "officers": len(device.officers)})
    if case.channel in ONLINE:
        yield Signal("never-came-in", {})


def _in_a_row(rating: RatingFacts, device: Device, weights: Weights) -> Iterator[Signal]:
    limit = weights.param("row_minutes") * 60
    near = sum(abs((moment - rating.at).total_seconds()) <= limit for moment in device.moments)
    if near >= weights.param("row_least"):
        values = {"n": near, "minutes": round(weights.param("row_minutes"))}
        yield Signal("in-a-row", values)
    elif near == 1:
        yield Signal("alone", {})
