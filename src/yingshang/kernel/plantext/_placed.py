"""Rows with fewer cells than columns: which columns have none. A cell that spans two columns is
printed once, and an empty one may not be printed at all."""

import re
from collections.abc import Sequence

from ._cells import BAD, cost_of
from ._columns import SAID, UNIT_ROLES
from ._names import units_all
from ._rows import NUMBER, Span

__all__ = ["persons", "placed"]

_PERSON = re.compile(r"[\u4e00-\u9fff]{2,4}")
# what it costs to think that a row has no cell of a column
_ABSENT = {"no": BAD, "title": 6.0, "lead": 3.0, "responsible": 2.0, "deadline": 1.5, "skip": 0.7}
_OTHER = 0.9
_NONE = ("", "-", "--", "/", "无")


def placed(folded: str, roles: Sequence[str], cells: Sequence[Span]) -> list[str]:
    """The column of each cell, in order; empty where no way is at all likely."""
    texts = [folded[slice(*cell)].strip() for cell in cells]
    ways: dict[int, tuple[float, tuple[str, ...]]] = {0: (0.0, ())}
    for role in roles:
        further: dict[int, tuple[float, tuple[str, ...]]] = {}
        for count, (cost, names) in ways.items():
            trials = [(count, cost + _ABSENT.get(role, _OTHER), names)]
            if count < len(texts):
                trials.append((count + 1, cost + _cost(role, texts[count]), (*names, role)))
            for reached, whole, listed in trials:
                if reached not in further or whole < further[reached][0]:
                    further[reached] = whole, listed
        ways = further
    cost, names = ways.get(len(texts), (BAD, ()))
    return list(names) if cost < BAD else []


def persons(folded: str, roles: Sequence[str], cells: Sequence[Span]) -> bool:
    """Whether a column of bodies holds what may be the name of a person."""
    return any(
        role in UNIT_ROLES and _PERSON.fullmatch(text) is not None and cost_of(role, text) >= BAD
        for role, cell in zip(roles, cells, strict=True)
        if (text := folded[slice(*cell)].strip("- /无"))
    )


def _cost(role: str, text: str) -> float:
    """How little a text is what a column holds."""
    if role == "no":
        return 0.0 if NUMBER.match(text) else BAD
    bare = SAID.sub("", text)
    bodies = bare != "" and units_all(bare) and cost_of("lead", bare) < BAD
    if role in UNIT_ROLES and text in _NONE:
        return 0.5
    if role in UNIT_ROLES:
        return 0.2 * cost_of(role, bare) if bodies else BAD
    if role == "skip":
        return 3.0 * bodies
    person = _PERSON.fullmatch(text) is not None and role in ("title", "body", "section")
    return cost_of(role, text) + 2.0 * person
