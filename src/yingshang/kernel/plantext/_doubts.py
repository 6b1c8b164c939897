"""How sure the reading of one task is, and why not, for the desk that shows the unsure first."""

from dataclasses import dataclass

from ._deadlines import Deadline
from ._outline import Node
from ._units import Units

__all__ = ["CODES", "Seen", "confidence_of", "doubts_of"]

# what each doubt leaves of the confidence
CODES = {
    "units-absent": 0.7,
    "units-inherited": 0.85,
    "units-in-prose": 0.85,
    "role-by-position": 0.95,
    "role-by-mark": 0.95,
    "role-lost": 0.75,
    "title-cut": 0.8,
    "deadline-from-text": 0.95,
    "deadline-unclear": 0.8,
    "numbering-broken": 0.85,
    "number-lost": 0.75,
    "table-without-heading": 0.7,
    "ocr-repaired": 0.8,
    "long": 0.9,
}
_WAYS = {
    "inherited": "units-inherited",
    "prose": "units-in-prose",
    "position": "role-by-position",
    "mark": "role-by-mark",
    "bare": "role-lost",
}
_LONG = 1500


@dataclass(slots=True)
class Seen:
    """What is known when a task has been read."""

    node: Node
    before: Node | None
    units: Units
    deadline: Deadline
    titled: bool
    usual: bool
    mended: bool


def doubts_of(seen: Seen) -> tuple[str, ...]:
    """The doubts about one task, in the order of the table."""
    found: list[str] = []
    if seen.usual and not seen.units.named and not seen.units.generic:
        found.append("units-absent")
    if seen.units.how:
        found += [code for way, code in _WAYS.items() if way in seen.units.how]
    if not seen.titled:
        found.append("title-cut")
    deadline = seen.deadline
    if deadline.day is not None and not deadline.field:
        found.append("deadline-from-text")
    if deadline.field and deadline.day is None and not deadline.lasting:
        found.append("deadline-unclear")
    if _broken(seen.node, seen.before):
        found.append("numbering-broken")
    if seen.node.lost:
        found.append("number-lost")
    if not seen.node.headed:
        found.append("table-without-heading")
    if seen.mended:
        found.append("ocr-repaired")
    if sum([len(piece.text) for piece in seen.node.pieces()]) > _LONG:
        found.append("long")
    return tuple(found)


def confidence_of(doubts: tuple[str, ...]) -> float:
    """0..1: what the doubts leave."""
    sure = 0.97
    for code in doubts:
        sure *= CODES[code]
    return round(sure, 2)


def _broken(node: Node, before: Node | None) -> bool:
    """A number that neither opens a part nor goes on from the one before."""
    if node.lost or not node.no or node.number in (0, 1) or before is None:
        return False
    if before.level != node.level:
        return node.parent is before.parent
    return node.number != before.number + 1
