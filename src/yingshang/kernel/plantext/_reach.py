"""Rows between strokes that have fewer cells than the table has headings: what reaches down."""

import re
from itertools import pairwise

from ._columns import SAID, UNIT_ROLES
from ._names import units_all
from ._placed import persons, placed
from ._rows import NUMBER, Row, Span, Table, own_number, trimmed

# how far the work has come, no name: 「已完成。完成率47%」
FAR = re.compile(r"完成|已|正在|推进|[\d%。]")

_NUMERAL = re.compile("[一二三四五六七八九十]{1,3}")
_LINE = re.compile(r"[^\n ][^\n]*")

__all__ = ["FAR", "fit", "grouped", "moved", "reaching", "sections", "whole_row"]


def whole_row(
    folded: str, span: Span, cells: list[Span], count: int, *, numbered: bool = False
) -> list[Span]:
    """The cells of a row that has as many as the headings, empty ones between strokes counted; of
    a row that opens with its number what stands behind the last heading is left out."""
    if len(cells) == count:
        return cells
    start = folded.rfind("\n", 0, span[0]) + 1
    end = folded.find("\n", span[1])
    end = len(folded) if end < 0 else end
    ordered = numbered
    numbered = numbered and NUMBER.match(folded[slice(*cells[0])]) is not None if cells else False
    if (len(cells) > count and not numbered) or folded.count("|", start, end) < 2:
        return []
    edges = [start - 1, *(m.start() for m in re.finditer(r"\|", folded[start:end])), end - start]
    edges[1:] = [start + place for place in edges[1:]]
    whole = [trimmed(folded, a + 1, b) if a + 1 < b else (b, b) for a, b in pairwise(edges)]
    if len(whole) > count and folded[start:end].lstrip(" ").startswith("|"):
        del whole[0]  # before the stroke that opens the line
    if len(whole) == count and ordered and _cut_off(folded, whole, start):
        whole = [*whole[1:], (whole[-1][1], whole[-1][1])]
    while len(whole) > count and whole[-1][0] >= whole[-1][1]:
        whole.pop()
    if len(whole) > count and numbered:
        return whole[:count]
    if 2 <= len(whole) < count and (numbered or own_number(folded, whole[0])[0]):
        whole += [(whole[-1][1], whole[-1][1])] * (count - len(whole))  # cut off at its right
    return whole if len(whole) == count else []


def _cut_off(folded: str, whole: list[Span], start: int) -> bool:
    """「| 12 | 改造储罐1个。 |」: as many pieces between its strokes as the table has columns, the
    first before the stroke that opens the line and the last behind the one that closes it."""
    opened = folded.startswith("|", start) and whole[0][0] >= whole[0][1]
    closed = whole[-1][0] >= whole[-1][1]
    return opened and closed and NUMBER.match(folded[slice(*whole[1])]) is not None


def moved(folded: str, roles: list[str], cells: list[Span]) -> list[str]:
    """The columns of a row that lacks the merged cells at its left: all stand further left."""
    empty = 0
    while empty < len(cells) - 1 and not folded[slice(*cells[-1 - empty])].strip():
        empty += 1
    if not empty or _named(folded, roles, cells):
        return roles
    lacking = roles[0] == "no" and len(roles) > 2 and not NUMBER.match(folded[slice(*cells[0])])
    if lacking and not own_number(folded, cells[0])[0]:
        names = [*roles[1:], "skip"]  # the number of the row above reaches down, its bodies too
        if fit(folded, names, cells):
            return names
    filled = len(cells) - empty
    if roles[0] == "no" and empty > 1 and NUMBER.match(folded[slice(*cells[0])]):
        told = next((role for role in ("title", "body") if role in roles), "")
        if filled == 2 and told and "section" in roles[: roles.index(told)]:
            return ["no", told, *["skip"] * empty]  # part and bodies reach down from above
        return _told(folded, roles, cells, filled)
    if empty > 1:  # 「2021.8 | 城投集团 | |」
        names = [*roles[empty:], *["skip"] * empty]
        return names if _named(folded, names, cells) else _told(folded, roles, cells, filled)
    for place, role in enumerate(roles):
        if role in ("section", "title") and {"title", "body"} & set(roles[place + 1 :]):
            names = [*roles[:place], *roles[place + 1 :], "skip"]
            if "title" not in names and own_number(folded, cells[names.index("body")])[0]:
                names[names.index("body")] = "title"  # an item of its own
            if _named(folded, names, cells):
                return names
    for place, role in enumerate(roles):
        text = folded[slice(*cells[place])].strip("- /无")
        if role in UNIT_ROLES and FAR.search(text) and not units_all(text):
            names = [*roles[:place], *roles[place + 1 :], "skip"]
            if fit(folded, names, cells):
                return names  # the bodies of the row above are for this one too
    return _told(folded, roles, cells, filled)


def _told(folded: str, roles: list[str], cells: list[Span], filled: int) -> list[str]:
    """The columns of a row that lacks some cell in its midst, told by what its cells hold."""
    if fit(folded, roles, cells) and not persons(folded, roles, cells):
        return roles
    names = placed(folded, roles, cells[:filled])
    return [*names, *["skip"] * (len(cells) - filled)] if names else roles


def _named(folded: str, roles: list[str], cells: list[Span]) -> bool:
    """Whether the columns of bodies hold bodies, and one of them any."""
    filled = [
        role in UNIT_ROLES and folded[slice(*cell)].strip("- /无") != ""
        for role, cell in zip(roles, cells, strict=True)
    ]
    return any(filled) and fit(folded, roles, cells)


def fit(folded: str, roles: list[str], cells: list[Span]) -> bool:
    """Whether the columns of bodies hold bodies."""
    return all(
        units_all(SAID.sub("", text))
        for role, cell in zip(roles, cells, strict=True)
        if role in UNIT_ROLES and (text := folded[slice(*cell)].strip("- /无"))
    )


def reaching(table: Table, roles: list[str]) -> None:
    """Mark the rows without a cell of bodies: that of the row above was merged with theirs."""
    for row in table.parts:
        if isinstance(row, Row):
            row.reached = tuple(
                role for role in UNIT_ROLES if role in roles and role not in row.cells
            )


def sections(folded: str, table: Table) -> None:
    """「一」 and below it 「降低成本」, each a cell: the part that the next rows are of."""
    section: list[Span] = []
    kept: list[Row | Span] = []
    for part in table.parts:
        if isinstance(part, Row):
            if section:
                part.cells.setdefault("section", section)
            kept.append(part)
            continue
        lines = [line.span() for line in _LINE.finditer(folded, *part)]
        bare = len(lines) > 1 and _NUMERAL.fullmatch(folded, *lines[0]) is not None
        section = lines[1:] if bare else []
        if not bare:
            kept.append(part)
    table.parts = kept


def grouped(table: Table) -> None:
    """「降低成本」 reaching down over rows with numbers of their own: the part that they are of;
    each is titled by what it says. ``Row.grouped`` says that the cell of its title is empty."""
    group: list[Row] = []
    for part in [*table.parts, None]:
        row = part if isinstance(part, Row) and "body" in part.cells else None
        below = row is not None and row.grouped and "title" not in row.cells
        if row is not None and group and below and bool(row.no) == bool(group[0].no):
            group.append(row)
            continue
        if len(group) > 1:
            of = group[0].cells.pop("title")
            for one in group:
                one.cells["section"], one.grouped = of, True
        group = [row] if row is not None and "title" in row.cells else []
