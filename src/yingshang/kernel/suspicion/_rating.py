"""Ratings given by staff on their own devices instead of by the applicant (rules of 好差评).

A clerk may help an old person press the button, a kiosk in the hall serves everybody, an agent
rates for many clients from one office. What speaks: a device known as a work station, many
accounts on one private phone, praise for one or two officers only, minutes after the decision,
one after another, for people who never came in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from yingshang.kernel.suspicion._device import Device, Use, came_in, is_quick, officer_of
from yingshang.kernel.suspicion._facts import CaseFacts, RatingFacts
from yingshang.kernel.suspicion._rhythm import Rhythm
from yingshang.kernel.suspicion._weigh import Signal, Weights

__all__ = ["KIND", "rating_signals"]

KIND = "staff-rating"


def rating_signals(
    case: CaseFacts, rating: RatingFacts, device: Device | None, rhythm: Rhythm, weights: Weights
) -> tuple[list[Signal], dict[str, Any]]:
    """What speaks for and against one rating having been given by staff."""
    signals = list(_rating(case, rating, rhythm, weights))
    if device is not None:
        signals += _device(case, rating, device, weights)
        signals += _company(case, rating, device, weights)
    ended = case.last(("decided",))
    day = [use for use in device.uses if use.at.date() == rating.at.date()] if device else []
    drawn = {
        "decided": ended.at if ended else None,
        "rated": rating.at,
        "moments": [use.at for use in day][:60],
        "ratings": len(device.uses) if device else 1,
        "parties": device.parties if device else 1,
        "officers": len({use.officer for use in device.uses}) if device else 1,
    }
    return signals, drawn


def _rating(
    case: CaseFacts, rating: RatingFacts, rhythm: Rhythm, weights: Weights
) -> Iterator[Signal]:
    """The rating by itself: by whom, how good, when."""
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
        elif is_quick(case, rating):
            yield Signal("soon", values, (ended.seq,))
        elif minutes >= weights.param("later_minutes"):
            yield Signal("days-later", {"days": round(minutes / 1440, 1)}, (ended.seq,))
    if rhythm.time.in_office(rating.at, slack=0):
        yield Signal("in-office-hours", {})
    else:
        yield Signal("out-of-hours", {})
    if came_in(case):
        yield Signal("came-in", {})


def _device(
    case: CaseFacts, rating: RatingFacts, device: Device, weights: Weights
) -> Iterator[Signal]:
    """What kind of device it is, and how many people it speaks for."""
    count = len(device.uses)
    values = {"n": count, "parties": device.parties, "raters": device.raters}
    if device.terminal == "kiosk":
        yield Signal("kiosk", values)
    elif device.terminal == "window":
        yield Signal("window-terminal", values)
    elif device.terminal or device.digest in _worked_on(case):
        yield Signal("staff-terminal", values)
    elif device.raters >= weights.param("many_raters"):
        yield Signal("many-raters", values)
    elif count >= 3 and device.raters == 1 and device.parties >= 2:
        yield Signal("one-agent", values)
    if device.parties >= weights.param("many_parties"):
        yield Signal("many-parties", values)
    elif device.parties <= 2:
        yield Signal("own-device", values)
    limit = weights.param("row_minutes") * 60
    near = sum(abs((use.at - rating.at).total_seconds()) <= limit for use in device.uses)
    if near >= weights.param("row_least"):
        yield Signal("in-a-row", {"n": near, "minutes": round(weights.param("row_minutes"))})


def _worked_on(case: CaseFacts) -> set[str]:
    """Devices from which the offices themselves worked on the case."""
    return {str(act.data["device"]) for act in case.acts if act.staff and "device" in act.data}


def _company(
    case: CaseFacts, rating: RatingFacts, device: Device, weights: Weights
) -> Iterator[Signal]:
    """What the ratings like this one on the device have in common."""
    like = device.like(case, rating)
    absent = sum(use.quick and use.absent for use in device.uses)
    if device.terminal and is_quick(case, rating) and not came_in(case):
        yield Signal("absent-yet-here", {})
        if absent >= weights.param("few_least"):
            yield Signal("absent-often", {"n": absent})
    if len(like) < weights.param("few_least"):
        return
    yield from _levels(like, weights)
    yield from _officers(case, like, device, weights)
    quick = sum(use.quick for use in like) / len(like)
    if not device.shared and quick >= weights.param("quick_share"):
        yield Signal("mostly-at-once", {"percent": round(quick * 100)})


def _levels(like: list[Use], weights: Weights) -> Iterator[Signal]:
    praise = sum(use.level == 5 for use in like) / len(like)
    if praise >= weights.param("praise_share"):
        yield Signal("all-praise", {"n": len(like)})
    elif min(use.level for use in like) <= 3:
        yield Signal("mixed-levels", {"n": len(like)})


def _officers(
    case: CaseFacts, like: list[Use], device: Device, weights: Weights
) -> Iterator[Signal]:
    """Praise for one or two officers is odd where many serve."""
    officers = Counter(use.officer for use in like)
    top = officers.most_common(2)
    share = sum(count for _who, count in top) / len(like)
    values = {"n": len(like), "percent": round(share * 100), "officers": len(officers)}
    if share >= weights.param("few_share") and officer_of(case) in dict(top):
        yield Signal("few-officers", values)
    elif len(officers) >= 4 and share <= weights.param("spread_share"):
        yield Signal("many-officers-hall" if device.shared else "many-officers", values)
