"""A page that is one card: labels with colons in cells of their own, and what they say beside."""

import re

from ._columns import UNIT_ROLES, column
from ._rows import Row, Span, Table, own_number, put, trimmed

__all__ = ["one_card"]

# 「年度工作目标: | …」: the label is a cell, what it says is the next
_LABEL = re.compile(r"[ |]*([\u4e00-\u9fff][\u4e00-\u9fff、 ]{1,22}?) ?:[ |]*")
_BEHIND = re.compile(r"[ \u3000]*[:：][ \u3000]*[|｜│┃\t]")
_ENDS = re.compile(r"[ \u3000]*[|｜│┃\t]")  # what stands on the next line of a cell
_SAYS = re.compile(r"目标|举措|措施|内容|要求|任务|计划|安排")
_TELLS = re.compile(r"进展|完成|落实|推进|问题|成效|情况|建议")
_MOST_LINES = 40
_FEWEST = 3  # labels


def one_card(given: str, folded: str, lines: list[Span], index: int) -> tuple[Table, int] | None:
    """The card that opens on this line: what is to be done, whose it is, and more."""
    first = _labelled(given, folded, lines[index])
    if first is None or first[0] not in ("title", "no"):
        return None
    row, role, here, labels = Row(""), "", index, 0
    while here < len(lines) and here - index < _MOST_LINES:
        found = _labelled(given, folded, lines[here])
        if found is None and not (role and _ENDS.match(given, lines[here][1])):
            break
        if found is not None:
            if found[0] == "title" and "title" in row.cells:
                break
            role, labels = found[0], labels + 1
        start = found[1] if found else lines[here][0]
        put(folded, row, role, trimmed(folded, start, lines[here][1]))
        here += 1
    if labels < _FEWEST or "title" not in row.cells or not row.cells.keys() & {*UNIT_ROLES}:
        return None
    if not row.no:
        row.no, row.cells["title"][0] = own_number(folded, row.cells["title"][0])
    return Table(lines[index][0], lines[here - 1][1], [row]), here


def _labelled(given: str, folded: str, line: Span) -> tuple[str, int] | None:
    """The role of the label that is the first cell of a line, and where its value begins."""
    match = _LABEL.match(folded, *line)
    if match is None or not _BEHIND.match(given, match.end(1), line[1] + 2):
        return None
    label = match.group(1).replace(" ", "")
    role = column(label)
    if not role:
        role = "skip" if _TELLS.search(label) else "body" if _SAYS.search(label) else ""
    return (role, match.end()) if role else None
