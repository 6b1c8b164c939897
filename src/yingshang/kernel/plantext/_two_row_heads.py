"""Headings of columns over two rows: 「责任分工」 above 「牵头单位 | 配合单位」."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from ._columns import UNIT_ROLES, column, header, is_stage
from ._names import units_all
from ._rows import Span
from ._side_by_side import fields_of

__all__ = ["Head", "head_of", "unfolded"]

_LONGEST = 14  # characters of a heading in the second row
_NO_HEADING = re.compile(r"[。;、]|^\(?\d+[.、)]?$")
_RULE = re.compile(r"[-:| ]+")
_LEVEL = re.compile(r"[省市区县镇乡街道直属本级()、部门单位]{2,8}")  # 「市直」, 「县(区)」
_SHARED = re.compile(r"(?:工作|任务|责任|职责)?分工|责任(?:单位|部门|主体)(?:及分工)?|承办单位")


@dataclass(frozen=True, slots=True)
class Head:
    """What the columns are for, where their headings begin, and how many lines they take."""

    roles: list[str]
    places: list[int]
    rows: int = 1


def head_of(
    given: str, folded: str, lines: list[Span], index: int, cells: list[Span]
) -> Head | None:
    """The headings that open on a line; None where it is none. ``cells``: those of the line."""
    below = index + 1
    if below < len(lines) and _RULE.fullmatch(folded, *lines[below]):
        below += 1
    if below < len(lines):
        upper = fields_of(given, folded, lines[index])
        lower = fields_of(given, folded, lines[below]) if len(upper) > 1 else []
        names = _one_row(_texts(folded, upper), _texts(folded, lower)) if lower else []
        roles = header(names) if len(names) >= 3 else []
        if roles:
            last = upper[-1] if len(upper) >= len(lower) else lower[-1]
            places = [cell[0] for cell in [*upper, *[last] * (len(names) - len(upper))]]
            return Head(roles, places, below + 1 - index)
    roles = header([folded[a:b] for a, b in cells])
    return Head(roles, [a for a, _ in cells]) if roles else None


def _texts(folded: str, cells: Sequence[Span]) -> list[str]:
    return ["".join(folded[a:b].split()) for a, b in cells]


def _one_row(upper: list[str], lower: list[str]) -> list[str]:
    """The headings as one row: each below the one that it is part of; empty where the second row
    is none of headings."""
    if not upper[0] or lower[0] not in ("", upper[0]) or not (_heads(upper) and _heads(lower)):
        return []
    above, pairs = "", []
    for over, own in zip_longest(upper, lower, fillvalue=""):
        above = over if over or not own else above
        pairs.append((above, own))
    shared = any(
        over and over == beside and own and next_to and own != over
        for (over, own), (beside, next_to) in pairwise(pairs)
    )
    return [_part(over, own) for over, own in pairs] if shared else []


def _heads(lower: list[str]) -> bool:
    """Whether a row names columns: short words, most of them known, no bodies and no sentences."""
    told = [text for text in lower if text]
    if not told or any(len(text) > _LONGEST or _NO_HEADING.search(text) for text in told):
        return False
    known = [text for text in told if column(text) or is_stage(text) or _LEVEL.fullmatch(text)]
    bodies = [text for text in told if not column(text) and units_all(text, strict=True)]
    return not bodies and len(known) * 2 >= len(told)


def _part(over: str, own: str) -> str:
    """The heading that says most of a column: its own, or the one that it is part of."""
    if not own or own == over:
        return over
    of, above = column(own), column(over)
    if above == "skip" or (above in ("lead", "cooperating") and of == "responsible"):
        return over
    if of or is_stage(own):
        return own
    if column(over + own):
        return over + own
    return over if above else own


def unfolded(names: list[str]) -> list[str]:
    """Headings one below the other: those of a second row stand behind all of the first."""
    roles = [column(name) for name in names]
    first = len(names)
    while first and roles[first - 1] in UNIT_ROLES:
        first -= 1
    if first < len(names) and "分工" in names[first]:
        return names[:first] + names[first + 1 :] if len(names) - first > 2 else names
    shared = [place for place in range(first) if _SHARED.fullmatch(names[place])]
    if len(shared) != 1 or len(set(roles[first:])) < 2:
        return names
    (place,) = shared
    return [*names[:place], *names[first:], *names[place + 1 : first]]
