"""Rows of a table printed with strokes or tabs whose cells were broken into several lines."""

import re
from collections import Counter
from itertools import pairwise

from ._columns import column

__all__ = ["broken_rows"]

_LINE = re.compile(r"(?m)^[^\n]*$")
_ROW = re.compile(r"[ \u3000]*(?:\|[ \u3000]*)?(\d{1,3})[ \u3000]*([|\t])")
_HEADING = re.compile(
    r"[ \t\u3000]*[*#]{0,4} ?(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]"
    r"|第[一二三四五六七八九十]{1,3}[章节部]"
    r"|附件|备注|注[:：])"
)
_PAGE = re.compile(r"[-—–]?\s?\d{1,3}\s?[-—–]?")
_SIGNS = "|｜│┃"
_LEAST = 2
_MOST_LINES = 80  # of one row

Span = tuple[int, int]


def broken_rows(given: str) -> tuple[set[int], set[int]]:
    """Line ends that are to go, and those that are but a blank: (dropped, blanked).

    Rows open with their number; a row that has as many strokes as most, but on several lines,
    is one line. Where rows are whole, or do not agree on their strokes, nothing is changed.
    """
    if not any(sign in given for sign in _SIGNS) and "\t" not in given:
        return set(), set()
    table = given
    for sign, form in _TABLE:
        if sign in table:
            table = table.replace(sign, form)
    lines = [match.span() for match in _LINE.finditer(table)]
    starts = [n for n, line in enumerate(lines) if _ROW.match(table, *line)]
    starts = starts if len(starts) >= _LEAST else _upright(table, lines)
    if len(starts) < _LEAST:
        return set(), set()
    sign = _sign(table, lines, starts)
    groups = _unlent(table, lines, _groups(table, lines, starts, sign), sign)
    counts = Counter(_strokes(table, lines, group, sign) for group in groups)
    usual, times = counts.most_common(1)[0]
    several = [group for group in groups if len(group) > 1]
    if usual < 2 or times * 10 < len(groups) * 6 or not several:
        return set(), set()
    head = _head(table, lines, starts[0], sign, usual)
    if head and _parted(table, lines, head, starts[0]):
        return set(), set()
    groups.insert(0, head)
    return _ends(table, lines, [g for g in groups if len(g) > 1])


_TABLE = (
    *((sign, "|") for sign in _SIGNS[1:]),
    *((sign, " ") for sign in "\r\u00a0\u2002\u2003\u2009\u200b\ufeff"),
)


def _passes(line: str) -> bool:
    """A page's number, or the rule below the head of a table: 「| --- | --- |」."""
    short = line.strip()
    if len(short) <= 12 and _PAGE.fullmatch(short):
        return True
    return "---" in short and not short.strip(" \u3000|+:-")


def _sign(table: str, lines: list[Span], starts: list[int]) -> str:
    seen = Counter(
        match[2] for start in starts if (match := _ROW.match(table, *lines[start])) is not None
    )
    return seen.most_common(1)[0][0] if seen else "|"


def _upright(table: str, lines: list[Span]) -> list[int]:
    """Rows of cells that stand each on a line of their own, strokes on lines between them."""
    filled = [place for place, (a, b) in enumerate(lines) if table[a:b].strip()]
    starts: list[int] = []
    for before, place, behind in zip(filled, filled[1:], filled[2:], strict=False):
        bars = all(table[slice(*lines[n])].strip() == "|" for n in (before, behind))
        number = table[slice(*lines[place])].strip()
        if bars and number.isdigit() and len(number) <= 3:
            starts.append(before)
    return starts


def _groups(table: str, lines: list[Span], starts: list[int], sign: str) -> list[list[int]]:
    """The lines of each row: from its number to the next, headings and empty lines left out."""
    upright = table[slice(*lines[starts[0]])].strip() == "|"
    edges = [*starts, min(len(lines), starts[-1] + _longest(starts))]
    groups: list[list[int]] = []
    for start, stop in pairwise(edges):
        group = [start]
        for place in range(start + 1, min(stop, start + _MOST_LINES)):
            a, b = lines[place]
            if _HEADING.match(table, a, b) or table.find("\n", a, b) >= 0:
                break
            if _passes(table[a:b]) and not (upright and place == start + 1):
                continue
            if not table[a:b].strip():
                if start == starts[-1] and groups and _full(table, lines, group, groups[0], sign):
                    break
                continue
            if start == starts[-1] and groups and all(len(one) == 1 for one in groups):
                break  # every row above is one line: so is the last
            group.append(place)
        groups.append(group)
    return groups


def _unlent(table: str, lines: list[Span], groups: list[list[int]], sign: str) -> list[list[int]]:
    """Where the first lines of most rows are closed by their last stroke and agree, they are whole:
    lines below are rows that lack a merged number."""
    closed = {
        place: _strokes(table, lines, [group[0]], sign)
        for place, group in enumerate(groups)
        if table[slice(*lines[group[0]])].rstrip(" \u3000").endswith(sign)
    }
    usual, times = Counter(closed.values()).most_common(1)[0] if closed else (0, 0)
    if usual < 3 or times * 10 < len(groups) * 6:
        return groups
    return [
        group[:1] if closed.get(place) == usual else group for place, group in enumerate(groups)
    ]


def _full(table: str, lines: list[Span], group: list[int], first: list[int], sign: str) -> bool:
    return _strokes(table, lines, group, sign) >= _strokes(table, lines, first, sign)


def _longest(starts: list[int]) -> int:
    return max((b - a for a, b in pairwise(starts)), default=1)


def _strokes(table: str, lines: list[Span], group: list[int], sign: str) -> int:
    whole = "".join(table[slice(*lines[place])] for place in group).strip(" \u3000")
    return whole[whole.startswith(sign) :].count(sign)


def _head(table: str, lines: list[Span], first: int, sign: str, usual: int) -> list[int]:
    """The lines of the head of the table, above its first row."""
    group: list[int] = []
    for place in range(first - 1, max(-1, first - 60), -1):
        above = table[slice(*lines[place])]
        if not above.strip() or _passes(above) or _HEADING.match(above):
            continue
        group.insert(0, place)
        strokes = _strokes(table, lines, group, sign)
        if strokes >= usual:
            above = table[slice(*lines[place - 1])].strip() if place else ""
            return ([place - 1] * (above == sign) + group) if strokes == usual else []
    return []


def _parted(table: str, lines: list[Span], head: list[int], first: int) -> bool:
    """Whether what stands right above the first number is no heading of a column, but the part
    that the first rows are of: such cells stand each on its line already."""
    cells = [text for place in head if (text := table[slice(*lines[place])].strip(" |\u3000"))]
    upright = table[slice(*lines[first])].strip() == "|" and len(cells) > 2
    return upright and all(map(column, cells[:-1])) and not column(cells[-1])


def _ends(table: str, lines: list[Span], groups: list[list[int]]) -> tuple[set[int], set[int]]:
    widest = max(b - a for group in groups for a, b in (lines[place] for place in group))
    dropped: set[int] = set()
    blanked: set[int] = set()
    for group in groups:
        own = set(group)
        for place in range(group[0], group[-1]):
            a, b = lines[place]
            if place not in own:
                dropped.update(range(a, b + 1))  # a page's number, an empty line
            else:
                (dropped if b - a >= widest - 3 else blanked).add(b)
    return dropped, blanked
