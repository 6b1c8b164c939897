"""Units that one place names for several tasks."""

from ._deadlines import read_deadline
from ._outline import FIELD, Node
from ._units import Units, find_fields

__all__ = ["as_usual", "lent", "share_of_last"]


def share_of_last(nodes: list[Node], read: list[Units], given: str, year: int | None) -> None:
    """Fields that close each part, behind its last item, speak for all items of the part.

    So they do where several parts have several items, and in each the last alone names units, on a
    line of its own.
    """
    parts: dict[int, list[int]] = {}
    for place, node in enumerate(nodes):
        if node.parent is not None and node.cells is None:
            parts.setdefault(id(node.parent), []).append(place)
    several = [places for places in parts.values() if len(places) > 1]
    if len(several) < 2 or len(several) < len(parts) - 1:
        return
    for *before, last in several:
        own = nodes[last].own
        alone = len(own) > 1 and not find_fields(own[0].text) and FIELD.match(own[-1].text)
        if not alone or not read[last].named or any(read[place].named for place in before):
            return
    for *before, last in several:
        flat = nodes[last].own[-1]
        said = read_deadline(flat.text, flat.printed(given), year)
        for place in before:
            read[place] = lent(read[last])
            read[place].by = said if said.words else None


def lent(units: Units) -> Units:
    """The same units, given on to another task."""
    return Units(
        list(units.lead), list(units.responsible), list(units.cooperating), list(units.generic),
        units.open_ended, [], {*units.how, "inherited"}, units.by,
    )  # fmt: skip


def as_usual(read: list[Units]) -> None:
    """Where a paper names its bodies in brackets without a role throughout, no role was lost."""
    bare = [units for units in read if "bare" in units.how]
    if len(bare) >= 3 and len(bare) * 5 >= len(read) * 3:
        for units in bare:
            units.how.discard("bare")
