"""How sure the reading of one task is, and why not, for the desk that shows the unsure first."""

import re
from dataclasses import dataclass, replace

from ._deadlines import Deadline
from ._model import Target
from ._outline import Node
from ._text import Flat
from ._units import Units

__all__ = ["CODES", "UNBOUND", "Seen", "capped", "confidence_of", "doubts_of"]

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
    "items-inside": 0.8,
    "title-odd": 0.8,
    "only-task": 0.8,
    "cells-left": 0.75,
}
# where one of these is seen, the bounds of the task may be wrong, and then its figures are not its
UNBOUND = frozenset(
    (
        "title-cut",
        "numbering-broken",
        "number-lost",
        "table-without-heading",
        "units-absent",
        "deadline-unclear",
        "long",
        "items-inside",
        "title-odd",
        "only-task",
        "cells-left",
    )
)
_MOST_SURE = 0.85
_MANY = 8  # figures in one task
_ITEM = re.compile(
    r"[。;)\]】 ](?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,2}\)"
    r"|\d{1,2}[.、](?!\d))(?=[“\"《\u4e00-\u9fff])"
)
_TITLED = re.compile(r"[^。:,;()\d]{4,20}。(?=[^\n]{16})")
_RUN_ON = re.compile(r"。(?=[^。:,;()\d、]{4,14}。[^\n。]{16})")
_SEVERAL = 2
# strokes and wide gaps of a table that was not read as one
_CELLS = re.compile(r"\||[^ \n] {4,}[^ \n]{2,30} {4,}[^ \n]")
_ODD = re.compile(
    r"(?:总体(?:要求|思路|目标)|指导思想|基本原则|工作原则|(?:工作|主要|发展|行动)目标(?!任务)|组织(?:保障|领导|实施)"
    r"|保障措施|工作要求|(?:任务|项目|事项)(?:编号|名称|内容)|序号|附件)"
)
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
    alone: bool = False  # no other task was read
    figures: int = 0


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
    long = sum([len(piece.text) for piece in seen.node.pieces()]) > _LONG
    if long or seen.figures > _MANY:
        found.append("long")
    if seen.node.cells is None and _holds_items(seen.node, seen.units):
        found.append("items-inside")
    if seen.node.own and _ODD.match(seen.node.own[0].text):
        found.append("title-odd")
    if seen.node.cells is None and any(map(_gapped, seen.node.own)):
        found.append("cells-left")
    if seen.alone:
        found.append("only-task")
    return tuple(found)


def _gapped(piece: Flat) -> bool:
    return ("|" in piece.text or "    " in piece.text) and bool(_CELLS.search(piece.text))


def _holds_items(node: Node, units: Units) -> bool:
    """Whether its own paragraphs hold numbers of items, or look each like an item with a title."""
    lent = "inherited" in units.how or not units.named
    most = _SEVERAL - lent  # short sentences; fewer where no units of its own close the task
    for piece in node.own:
        text = piece.text
        if _ITEM.search(text, 7) or (
            text.count("。") > most + 1 and len(_RUN_ON.findall(text)) > most
        ):
            return True
    return (
        len(node.own) > _SEVERAL
        and sum([_TITLED.match(piece.text) is not None for piece in node.own[1:]]) >= _SEVERAL
    )


def capped(doubts: tuple[str, ...], targets: tuple[Target, ...]) -> tuple[Target, ...]:
    """Where the bounds of a task are in doubt, none of its figures is beyond doubt."""
    if UNBOUND.isdisjoint(doubts):
        return targets
    return tuple([replace(one, confidence=min(one.confidence, _MOST_SURE)) for one in targets])


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
