"""Where a clerk sits today: hall, counter, window. Kept in the signed session, chosen once."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from yingshang.city.accounts.kinds import Actor
from yingshang.city.halls import service as desks

__all__ = ["Place", "own_halls", "place_of", "seat"]

KEY = "window"


@dataclass(frozen=True)
class Place:
    hall: desks.HallView
    counter: desks.CounterView
    window: str


def own_halls(actor: Actor) -> list[desks.HallView]:
    """The halls in which this clerk may work."""
    every = desks.halls(region=actor.region[:4] + "00", on=timezone.localdate())
    return [h for h in every if desks.may_work(actor, h)]


def place_of(request: HttpRequest, actor: Actor) -> Place | None:
    """What was chosen, as long as it is declared; None before anything was."""
    kept: Any = request.session.get(KEY) or {}
    for hall in own_halls(actor):
        if hall.code != kept.get("hall"):
            continue
        for counter in hall.counters:
            if counter.code == kept.get("counter") and kept.get("window") in counter.windows:
                return Place(hall, counter, kept["window"])
    return None


def seat(request: HttpRequest, actor: Actor, text: str) -> bool:
    """Sit down at "hall/counter/window"; False where there is no such window."""
    hall, _slash, rest = text.partition("/")
    counter, _slash, window = rest.partition("/")
    request.session[KEY] = {"hall": hall, "counter": counter, "window": window}
    return place_of(request, actor) is not None
