"""Steps of a case as rounds: what may run side by side stands in one round."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

__all__ = ["Card", "Round", "lanes"]


@dataclass(frozen=True)
class Card:
    """A step, and whether it is the viewer's own to do."""

    step: Any
    mine: bool


class Round(list[Card]):
    """What may run side by side."""

    @property
    def units(self) -> int:
        """How many units do it: the steps of one unit are no joint work."""
        return len({card.step.unit for card in self})


def lanes(steps: Iterable[Any], unit: str | None) -> list[Round]:
    """Rounds from left to right: a step stands one round after the latest that it waits for."""
    round_of: dict[str, int] = {}
    found: dict[int, Round] = {}
    for step in steps:  # in the item's order, where nothing comes before what it waits for
        place = 1 + max((round_of.get(code, -1) for code in step.after), default=-1)
        round_of[step.code] = place
        card = Card(step, step.state == "open" and bool(unit) and step.unit == unit)
        found.setdefault(place, Round()).append(card)
    return [found[number] for number in sorted(found)]
