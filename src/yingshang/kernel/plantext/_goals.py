"""What a plan commits to as a whole: the figures of its 总体目标, 工作目标, 主要目标.

They belong to no task, but they must not vanish: each is a target of the plan, with the sentence
it stands in, so that a person can give it to a task or keep it as one of the whole.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from ._deadlines import dates
from ._model import Target
from ._outline import Node, role
from ._targets import find_targets
from ._text import Flat

__all__ = ["goals_of"]

_GOAL = re.compile(r"目标|愿景|目的")
# 「工作目标:到2025年…」, before the first number or without one
_STATED = re.compile(r"(?:[一-龥]{0,6}目标)(?:[:。 \n]|(?=到?20\d\d年|力争|通过))")
# parts that may say by when how far the whole is to come: 「总体要求 … 到2027年底,满意度达到95%」
_MAY_STATE = re.compile(r"总体(?:要求|思路|安排|考虑)|工作思路|^总则")
_ENDS = "。;!?\n"
_LONG = 400


def goals_of(
    root: Node, taken: set[int], before: Iterable[Flat], given: str, year: int | None
) -> list[Target]:
    """The targets of the parts that state aims and are no tasks, in order."""
    found: list[Target] = []
    for title, flat, above in (*_stated(list(before)), *_parts(root, taken)):
        until = _until(above, year)
        told = ""
        dated = _GOAL.search(title) is None and _MAY_STATE.search(title) is not None
        for one in find_targets(flat, given, title, (), year):
            if dated and one.by is None:
                continue
            told = told if one.metric == title else one.metric
            one = replace(one, metric=told or title, by=one.by or until)
            found.append(_whole(one, flat, given))
    return found


def _until(above: str, year: int | None) -> date | None:
    """By when, where the part above says it for all below: 「到2025年,形成…格局:」."""
    bound = [by.day for by in dates(above, year) if by.binding]
    return max(bound) if bound else None


def _parts(root: Node, taken: set[int]) -> Iterator[tuple[str, Flat, str]]:
    """Title and text of each part that states aims, below the parts that do."""
    for top in root.children:
        yield from _below(top, taken, "", stating=False)


def _below(
    node: Node, taken: set[int], above: str, *, stating: bool
) -> Iterator[tuple[str, Flat, str]]:
    if id(node) in taken:
        return
    stating = stating or (role(node) == "aims" and _GOAL.search(node.head) is not None)
    own = Flat.join(node.own)
    may = role(node) == "aims" and _MAY_STATE.search(node.head) is not None
    if (stating or may) and node.cells is None and own.text:
        yield node.head, own, above
    for child in node.children:
        yield from _below(child, taken, own.text, stating=stating)


def _stated(before: list[Flat]) -> Iterator[tuple[str, Flat, str]]:
    """Aims before the first numbered part: a line that says so, and the text behind it."""
    for place, flat in enumerate(before):
        if not _STATED.match(flat.text):
            continue
        behind = before[place + 1 : place + 2]
        if "。" not in flat.text and len(flat.text) <= 12:
            yield from ((flat.text, piece, "") for piece in behind)
        else:
            yield "", flat, ""


def _whole(target: Target, flat: Flat, given: str) -> Target:
    """The target with the sentence that it stands in."""
    place = _index(flat, target.offsets[0])
    start = max(flat.text.rfind(sign, 0, place) for sign in _ENDS) + 1
    ends = [at + 1 for sign in _ENDS if (at := flat.text.find(sign, place)) >= 0]
    span = flat.span(max(start, place - _LONG), min([*ends, len(flat.text), place + _LONG]))
    span = min(span[0], target.offsets[0]), max(span[1], target.offsets[1])
    return replace(target, sentence=given[slice(*span)].strip(), sentence_span=span)


def _index(flat: Flat, offset: int) -> int:
    """Which character of the text stands for a place of the given one."""
    here = 0
    for start, end in flat.runs:
        if offset < end:
            return here + max(0, offset - start)
        here += end - start
    return here
