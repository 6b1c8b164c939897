"""Tables that lost their shape: one cell a line, or cells parted by single spaces."""

import re

from ._columns import MOST, UNIT_ROLES, column, dated, header
from ._names import units_all
from ._rows import NUMBER, OUTSIDE, PAGE, PART, Row, Span, Table, put

__all__ = ["upright", "worded"]

_WORD = re.compile(r"\S+")


def worded(
    folded: str, lines: list[Span], index: int, roles: list[str]
) -> tuple[Table, int] | None:
    """Headings parted by single spaces: a row opens with its number, and its lines may wrap."""
    if roles[0] != "no":
        return None
    table = Table(lines[index][0], lines[index][1], [])
    words: list[Span] = []
    number, here = "", index + 1
    while here < len(lines):
        span = lines[here]
        text = folded[span[0] : span[1]]
        pieces = [m.span() for m in _WORD.finditer(folded, *span)]
        first = NUMBER.match(folded[slice(*pieces[0])])
        if PAGE.match(text) or header(text.split(" ")):
            here += 1
            continue
        if first and (not number or int(first.group(1)) == int(number) + 1):
            _flush(folded, table, roles, number, words)
            number, words = first.group(1), pieces[1:]
        elif PART.match(text):
            _flush(folded, table, roles, number, words)
            table.parts.append(span)
            words = []
        elif not number or OUTSIDE.match(text) or (len(pieces) == 1 and len(text) > 60):
            break
        else:
            words.extend(pieces)
        here += 1
        table.end = span[1]
    _flush(folded, table, roles, number, words)
    return table, here


def upright(folded: str, lines: list[Span], index: int) -> tuple[Table, int] | None:
    roles, here = _standing(folded, lines, index)
    if not roles:
        return None
    table = Table(lines[index][0], lines[here - 1][1], [])
    numbered = roles[0] == "no"
    words: list[Span] = []
    number = ""
    while here < len(lines):
        span = lines[here]
        text = folded[span[0] : span[1]]
        again, behind = _standing(folded, lines, here)
        first = NUMBER.match(text)
        if again:
            here = behind
            continue
        if PAGE.match(text):
            here += 1
            continue
        if PART.match(text) and (not words or len(words) >= len(roles) - 1):
            _flush(folded, table, roles, number, words)
            table.parts.append(span)
            words = []
        elif numbered and first and (not number or int(first.group(1)) == int(number) + 1):
            _flush(folded, table, roles, number, words)
            number, words = first.group(1), []
        elif (numbered and not number) or _over(folded, roles, words, text, numbered):
            break
        else:
            if not numbered and len(words) == len(roles):
                _flush(folded, table, roles, number, words)
                words = []
            words.append(span)
        here += 1
        table.end = span[1]
    _flush(folded, table, roles, number, words)
    return table, here


def _standing(folded: str, lines: list[Span], index: int) -> tuple[list[str], int]:
    """Headings of columns one below the other: their roles, and the line behind them."""
    here = index
    while here < len(lines) and here - index <= MOST and column(folded[slice(*lines[here])]):
        here += 1
    if here - index < 3:
        return [], index
    return header([folded[slice(*span)] for span in lines[index:here]]), here


def _over(folded: str, roles: list[str], words: list[Span], text: str, numbered: bool) -> bool:
    """Whether a line stands behind the table: the row is full and this is no cell of it."""
    full = len(words) >= len(roles) - numbered
    if not full:
        return False
    if not numbered:
        listed = [folded[a:b] for a, b in words]
        return OUTSIDE.match(text) is not None or not _plausible(roles, listed)
    return bool(OUTSIDE.match(text)) or len(text) > 30 or len(words) >= 3 * len(roles)


def _plausible(roles: list[str], cells: list[str]) -> bool:
    for role, cell in zip(roles, cells, strict=False):
        if role in UNIT_ROLES and not units_all(cell) and cell not in ("-", "/", "无"):
            return False
    return True


def _flush(folded: str, table: Table, roles: list[str], number: str, words: list[Span]) -> None:
    """Give the cells of one row to its columns, wrapped ones told by what they hold."""
    names = roles[1:] if roles[0] == "no" else roles
    if not words:
        return
    row = Row(number)
    if len(words) < len(names):
        names = _short(folded, names, words)
    if len(words) == len(names):
        for role, cell in zip(names, words, strict=True):
            put(folded, row, role, cell)
    else:
        _spread(folded, row, [name for name in names if name != "skip"], words)
    if row.cells.get("title") or row.cells.get("body"):
        table.parts.append(row)


def _short(folded: str, names: list[str], words: list[Span]) -> list[str]:
    """Too few cells: the merged one of the part, or an empty one, is missing."""
    for drop in ("section", "skip", "cooperating", "responsible", "body", "deadline"):
        if drop in names and len(names) > len(words):
            trial = [name for name in names if name != drop]
            if len(trial) >= len(words) and (
                len(trial) > len(words) or _agrees(folded, trial, words)
            ):
                names = trial
    return names


def _agrees(folded: str, names: list[str], words: list[Span]) -> bool:
    return all(
        dated(folded[a:b])
        if role == "deadline"
        else role not in UNIT_ROLES or units_all(folded[a:b])
        for role, (a, b) in zip(names, words, strict=True)
    )


def _spread(folded: str, row: Row, names: list[str], words: list[Span]) -> None:
    """More lines than columns: from the right, dates, then units, and the rest is text."""
    left = list(words)
    if names and names[-1] == "deadline":
        while len(left) > 1 and (
            dated(folded[slice(*left[-1])])
            or (
                row.cells.get("deadline") is None
                and not units_all(folded[slice(*left[-1])])
                and left[-1][1] - left[-1][0] < 8
            )
        ):
            row.cells.setdefault("deadline", []).insert(0, left.pop())
    units = [name for name in names if name in UNIT_ROLES]
    groups: list[list[Span]] = []
    while len(left) > 1:
        cell = left[-1]
        text = folded[slice(*cell)].strip()
        joined = text + (folded[slice(*groups[0][0])] if groups and groups[0] else "")
        goes_on = bool(groups) and text.endswith(("、", ","))
        whole = units_all(text.strip("、,"))
        if not whole and not (groups and units_all(joined) and len(text) < 16):
            break
        if goes_on or (not whole and groups):
            groups[0].insert(0, cell)
        else:
            groups.insert(0, [cell])
        left.pop()
    while len(groups) > len(units) > 0:
        groups[-2] = [*groups[-2], *groups.pop()]
    for name, cells in zip(units, groups, strict=False):
        row.cells[name] = cells
    texts = [name for name in names if name in ("section", "title", "body")]
    for place, cell in enumerate(left):
        row.cells.setdefault(texts[min(place, len(texts) - 1)] if texts else "title", []).append(
            cell
        )
