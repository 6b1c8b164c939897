"""Steps of a case as rounds: what may run side by side stands in one round."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

__all__ = ["Card", "lanes"]


@dataclass(frozen=True)
class Card:
    """A step, and whether it is the viewer's own to do."""

    step: Any
    mine: bool


def lanes(steps: Iterable[Any], unit: str | None) -> list[list[Card]]:
    """Rounds from left to right: a step stands one round after the latest that it waits for."""
    round_of: dict[str, int] = {}
    found: dict[int, list[Card]] = {}
    for step in steps:  # in the item's order, where nothing comes before what it waits for
        place = 1 + max((round_of.get(code, -1) for code in step.after), default=-1)
        round_of[step.code] = place
        card = Card(step, step.state == "open" and bool(unit) and step.unit == unit)
        found.setdefault(place, []).append(card)
    return [found[number] for number in sorted(found)]
