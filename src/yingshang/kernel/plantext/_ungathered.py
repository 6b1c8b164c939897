"""Items that lost their numbers: paragraphs with their fields, points with their bodies."""

import re
from itertools import pairwise, takewhile

from ._lines import Paragraph
from ._outline import FIELD, Node, heading
from ._text import Flat
from ._units import find_fields, whole_list

__all__ = ["groups_of", "lost", "ungathered"]

_OF_PAPER = re.compile(
    r"^[^,。;:]{4,60}(?:清单|方案|计划|措施|分工|台账|要点|通知|分解|举措)(?:\([^()]*\))?$"
)
_SHORT = re.compile(r"[^,。;:、]{4,18}")


def lost(group: list[Flat], parent: Node | None) -> Node:
    return Node(3, "", heading(group[0].text), group, parent=parent, lost=True)


def groups_of(pieces: list[Flat]) -> list[list[Flat]]:
    """Paragraphs with the fields behind them; a short line opens the next item."""
    groups: list[list[Flat]] = []
    ended = True
    for piece in pieces:
        fielded = bool(FIELD.match(piece.text))
        title = (
            groups
            and len(groups[-1]) == 1
            and "。" not in groups[-1][0].text
            and len(groups[-1][0].text) <= 30
        )
        if groups and (fielded or (title and not ended)):
            groups[-1].append(piece)
        else:
            groups.append([piece])
        ended = "。" in piece.text
    return groups


def ungathered(before: list[Paragraph]) -> list[Node]:
    """Where nothing is numbered at all: the paragraphs that name their units."""
    flats = [part.flat for part in before if not part.footer]
    while flats and _OF_PAPER.search(flats[0].text) and not find_fields(flats[0].text):
        del flats[0]  # the title of the paper is no title of an item
    made = _digested(flats) or [lost(group, None) for group in groups_of(flats)]
    made = [node for node in made if node.held]
    return made if len(made) >= 2 else []


def _digested(flats: list[Flat]) -> list[Node]:
    """One point a line: short headings, what is to be done, and last a line of bodies alone."""
    closes = [place for place, flat in enumerate(flats) if whole_list(flat.text)]
    if len(closes) < 3 or closes[0] < 2:
        return []
    made: list[Node] = []
    part: Node | None = None
    for start, end in pairwise([-1, *closes]):
        group = flats[start + 1 : end + 1]
        heads = list(takewhile(lambda flat: _SHORT.fullmatch(flat.text), group[:-1]))
        if not heads:
            return []
        if len(heads) > 1 and len(heads) == len(group) - 1:
            heads.pop()  # as short as a heading, yet what is to be done
        if len(heads) > 1:
            part = Node(1, "", heads[-2].text, [heads[-2]])
        made.append(lost(group[len(heads) - 1 :], part))
    return made
