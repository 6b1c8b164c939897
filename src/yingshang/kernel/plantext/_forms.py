"""Forms one below the other: a title, then 「牵头单位」 on its line and whose it is on the next."""

import re
from dataclasses import dataclass

from ._cards import labelled
from ._columns import UNIT_ROLES, column, dated
from ._names import units_all
from ._rows import Row, Span, Table

__all__ = ["forms"]

_H = "一二三四五六七八九十"
_OPENER = re.compile(
    rf"(?:任务|举措|措施|事项|行动|项目|清单)?\(?((?:[{_H}]{{1,3}}|\d{{1,3}}))\)?[.、]?$"
)
_NUMBERED = re.compile(rf"(?:任务|举措|措施|事项)?\(?((?:[{_H}]{{1,3}}|\d{{1,3}}))[.、):]\s*")
_MOST_LINES = 12  # of one value
_SURE = {*UNIT_ROLES, "deadline"}


@dataclass(slots=True)
class _Form:
    """One item: its row, its labels in order, and the line behind it."""

    row: Row
    labels: tuple[str, ...]
    behind: int


def forms(folded: str, lines: list[Span], index: int) -> tuple[Table, int] | None:
    """The forms that open on this line, at least two with the same labels."""
    first = _form(folded, lines, index)
    if first is None:
        return None
    table = Table(lines[index][0], lines[first.behind - 1][1], [first.row])
    here = first.behind
    while (form := _form(folded, lines, here)) is not None and form.labels[0] == first.labels[0]:
        table.parts.append(form.row)
        here = form.behind
    table.end = lines[here - 1][1]
    return (table, here) if len(table.parts) >= 2 else None


def _label(folded: str, lines: list[Span], index: int) -> str:
    if index >= len(lines) or lines[index][1] - lines[index][0] > 8:
        return ""
    return column(folded[slice(*lines[index])].rstrip(":"))


def _form(folded: str, lines: list[Span], index: int) -> _Form | None:
    start = index
    while start < index + 3 and start < len(lines) and not _label(folded, lines, start):
        start += 1
    if not index < start < index + 3 or start >= len(lines):
        return None
    if any(labelled(folded, line) for line in lines[index:start]):
        return None  # a card: 「项目名称:…」
    row = Row("")
    _head(folded, lines[index:start], row)
    labels: list[str] = []
    here = start
    while label := _label(folded, lines, here):
        value, here = _value(folded, lines, here + 1, label)
        if not value:
            return None
        labels.append(label)
        if label not in ("skip", "no"):
            row.cells.setdefault(label, []).extend(value)
    if len(set(labels)) < 2 or not _SURE & set(labels) or "title" not in row.cells:
        return None
    listed = [folded[slice(*span)] for role in UNIT_ROLES for span in row.cells.get(role, ())]
    row.apart = not any(text.endswith("、") or not units_all(text) for text in listed)
    return _Form(row, tuple(labels), here)


def _head(folded: str, lines: list[Span], row: Row) -> None:
    """The number and the title above the labels."""
    if len(lines) > 1 and (opener := _OPENER.match(folded, *lines[0])):
        row.no, lines = opener.group(1), lines[1:]
    start, end = lines[-1]
    own = _NUMBERED.match(folded, start, end)
    if own:
        row.no, start = own.group(1), own.end()
    if end - start >= 4:
        row.cells["title"] = [(start, end)]


def _value(folded: str, lines: list[Span], here: int, label: str) -> tuple[list[Span], int]:
    """The lines of a value: of units as long as they are bodies, of a date one."""
    found: list[Span] = []
    while here < len(lines) and len(found) < _MOST_LINES and not _label(folded, lines, here):
        text = folded[slice(*lines[here])]
        if found and (label not in (*UNIT_ROLES, "body") or _OPENER.match(text)):
            break
        if found and label in UNIT_ROLES and (len(text) > 40 or not units_all(text)):
            break
        if label == "deadline" and not dated(text):
            break
        found.append(lines[here])
        here += 1
    return found, here
