"""The cells of one row that stand below one another, given to its columns."""

from ._columns import UNIT_ROLES, dated
from ._names import units_all
from ._progress import progressed
from ._reach import FAR
from ._rows import Row, Span, Table, own_number, put
from ._spread import spread
from ._weave import woven

__all__ = ["flush", "plausible", "whole"]

_MOST_MIXED = 150


def plausible(roles: list[str], cells: list[str]) -> bool:
    for role, cell in zip(roles, cells, strict=False):
        if role in UNIT_ROLES and not units_all(cell) and cell not in ("-", "/", "无"):
            return False
    return True


def flush(
    folded: str,
    table: Table,
    roles: list[str],
    number: str,
    words: list[Span],
    lines: list[list[Span]] | None = None,
) -> None:
    """Give the cells of one row to its columns, wrapped ones told by what they hold."""
    names = roles[1:] if roles[0] == "no" else roles
    if not words:
        return
    row = Row(number)
    if len(words) < len(names):
        names = _short(folded, names, words)
    elif len(words) == len(names) and not _agrees(folded, names, words):
        goes_on = any(folded[b - 1] in "、," for _a, b in words[:-1])
        if names[-1] == "skip" and goes_on:
            names = names[:-1]  # nothing noted, and a list over two lines
        elif "section" in names:
            names = [name for name in names if name != "section"]  # merged, and such a list
    odd = len(words) != len(names) or FAR.search(folded, *words[min(1, len(words) - 1)]) is not None
    if odd and progressed(folded, row, names, words):
        pass
    elif len(words) == len(names):
        for role, cell in zip(names, words, strict=True):
            if role == "title" and not number:
                row.no, cell = own_number(folded, cell)
            put(folded, row, role, cell)
    else:
        spread(folded, row, names, words)
    if lines and not _sound(folded, names, row):
        mixed = sum(isinstance(part, Row) and not part.headed for part in table.parts)
        sides = None
        if mixed < _MOST_MIXED:  # weighing them takes its time
            sides = woven(folded, lines, [name for name in names if name != "skip"])
        row.cells, row.headed = sides or row.cells, False
    if row.cells.get("title") or row.cells.get("body"):
        table.parts.append(row)


def _sound(folded: str, names: list[str], row: Row) -> bool:
    """Whether the columns of bodies hold bodies, and the one of dates a date."""
    for role in names:
        text = "".join(folded[a:b] for a, b in row.cells.get(role, ()))
        if role == "deadline" and not dated(text):
            return False
        empty = text in ("-", "--", "/", "无") or (not text and role == "cooperating")
        if role in UNIT_ROLES and not empty and not units_all(text):
            return False
    return True


def _short(folded: str, names: list[str], words: list[Span]) -> list[str]:
    """Too few cells: the merged one of the part, or an empty one, is missing."""
    if len(names) == len(words) + 1:
        for place in range(len(names) - 1, -1, -1):
            trial = names[:place] + names[place + 1 :]
            if names[place] == "skip" and _agrees(folded, trial, words):
                return trial
    for drop in ("section", "skip", "cooperating", "responsible", "body", "deadline"):
        if drop in names and len(names) > len(words):
            trial = [name for name in names if name != drop]
            if len(trial) >= len(words) and (
                len(trial) > len(words) or _agrees(folded, trial, words)
            ):
                names = trial
    return names


def whole(folded: str, names: list[str], words: list[Span]) -> bool:
    """Whether a row ends with bodies or a date, and every cell is what its column holds; one may
    be missing."""
    if len(words) == len(names) - 1:
        names = _short(folded, names, words)
    sure = names[-1] == "deadline" or names[-1] in UNIT_ROLES
    return sure and len(words) == len(names) and _agrees(folded, names, words)


def _agrees(folded: str, names: list[str], words: list[Span]) -> bool:
    for role, (a, b) in zip(names, words, strict=True):
        text = folded[a:b]
        if role == "deadline":
            fits = dated(text)
        elif role in UNIT_ROLES:
            fits = units_all(text)
        else:
            fits = role != "body" or len(text) > 16 or not units_all(text, strict=True)
        if not fits:
            return False
    return True
