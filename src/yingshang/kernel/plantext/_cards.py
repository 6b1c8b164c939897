"""Cards one below the other: 「任务名称:…」, 「牵头单位:…」, a label and its value on each line."""

import re

from ._columns import UNIT_ROLES, column
from ._rows import Row, Span, Table, put

__all__ = ["cards", "labelled"]

_LABELLED = re.compile(
    r"(?:[(]?(\d{1,3})[.、) ] *)?[【\[]?([\u4e00-\u9fff]{2,8}) ?[】\]]?(?:[:】\]]:? *|$)"
)
_COLON = re.compile(r"[:】\]]")
_NUMBER = re.compile(r" *[(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)]?[.、) ] *[\u4e00-\u9fff]")
_OPENS = ("no", "title", "section")
_SURE = {*UNIT_ROLES, "deadline"}
_MOST_LINES = 40  # of one card


def cards(folded: str, lines: list[Span], index: int) -> tuple[Table, int] | None:
    """The cards that open on this line, at least two with the same first label."""
    first = labelled(folded, lines[index])
    if first is None or first[1] not in _OPENS or _below_number(folded, lines, index):
        return None
    if not _COLON.search(folded, *lines[index]):
        return None  # the heading of a column
    table = Table(lines[index][0], lines[index][1], [])
    here = index
    while here < len(lines) and (opened := labelled(folded, lines[here])) is not None:
        if opened[0] != first[0]:
            break
        row, behind = _card(folded, lines, here, first[0])
        if row is None:
            break
        table.parts.append(row)
        here = behind
        table.end = lines[here - 1][1]
    return (table, here) if len(table.parts) >= 2 else None


def _below_number(folded: str, lines: list[Span], index: int) -> bool:
    """「1.开办企业」 and then its labels: the sides of a numbered item, no card."""
    return index > 0 and _NUMBER.match(folded, *lines[index - 1]) is not None


def labelled(folded: str, line: Span) -> tuple[str, str, int] | None:
    """The label that opens a line, the role of its column, and where its value begins."""
    match = _LABELLED.match(folded, *line)
    role = column(match.group(2)) if match else ""
    return (match.group(2), role, match.end()) if match and role else None


def _card(folded: str, lines: list[Span], here: int, first: str) -> tuple[Row | None, int]:
    """One card: its labels up to the next that opens one; a line without a label goes on."""
    row, role, start, told = Row(""), "", here, False
    while here < len(lines) and here - start < _MOST_LINES:
        found = labelled(folded, lines[here])
        if found is not None and found[0] == first and here > start:
            break
        full = row.cells.keys() & _SURE and role in ("", "deadline", "skip")
        goes_on = role == "skip" and told and _comes_again(folded, lines, here, first)
        if found is None and full and not goes_on:
            break  # the last value was a date: what follows stands behind the cards
        if found is not None:
            role = "body" if found[1] == "title" and "title" in row.cells else found[1]
            told = found[2] == lines[here][1]  # 「进展与成效:」, and on the next lines what it was
            row.no = row.no or _no(folded, lines[here])
        value = (found[2] if found else lines[here][0]), lines[here][1]
        put(folded, row, role, value)
        here += 1
    sure = "title" in row.cells and row.cells.keys() & _SURE
    return (row if sure else None), here


def _no(folded: str, line: Span) -> str:
    """The number before the label that opens a card: 「01 项目名称:…」."""
    match = _LABELLED.match(folded, *line)
    return (match.group(1) or "") if match else ""


def _comes_again(folded: str, lines: list[Span], here: int, first: str) -> bool:
    """Whether another card opens below."""
    labels = (labelled(folded, line) for line in lines[here + 1 : here + _MOST_LINES])
    return any(label is not None and label[0] == first for label in labels)
