"""Cells side by side on a line, parted by tabs, strokes or wide gaps."""

import re
from itertools import pairwise

from ._rows import Span, trimmed

__all__ = ["cells_of", "fields_of", "with_empty"]

_CELL = re.compile(r"[^\t]+")
_STROKE = re.compile(r"[^|]+")
_GAP = re.compile(r"\S+(?: \S+)*")


def cells_of(given: str, folded: str, span: Span) -> list[Span]:
    """The cells of a line; one alone where nothing parts them."""
    start, end = span
    line = given[start:end]
    if "\t" in line:
        pattern, source = _CELL, given
    elif folded.count("|", start, end) >= 2:
        pattern, source = _STROKE, folded
    elif "  " in folded[start:end]:
        pattern, source = _GAP, folded
    else:
        return [span]
    spans = [trimmed(folded, *m.span()) for m in pattern.finditer(source, start, end)]
    if pattern is _CELL:
        return with_empty(given, folded, span)
    return [cell for cell in spans if cell[0] < cell[1]]


def with_empty(given: str, folded: str, span: Span) -> list[Span]:
    """Between tabs an empty cell is a cell (merged with the one above)."""
    start, end = span
    while start > 0 and given[start - 1] == "\t":
        start -= 1
    while given[end : end + 1] == "\t":
        end += 1
    edges = [start - 1, *(m.start() for m in re.compile("\t").finditer(given, start, end)), end]
    cells = [trimmed(folded, a + 1, b) for a, b in pairwise(edges)]
    return cells


def fields_of(given: str, folded: str, span: Span) -> list[Span]:
    """The cells of a line between tabs or strokes, empty ones too; none where neither parts it."""
    start = folded.rfind("\n", 0, span[0]) + 1
    end = folded.find("\n", span[1])
    end = len(folded) if end < 0 else end
    if "\t" in given[start:end]:
        return with_empty(given, folded, span)
    if folded.count("|", start, end) < 2:
        return []
    edges = [start - 1, *(m.start() for m in re.finditer(r"\|", folded[start:end])), end]
    edges[1:-1] = [start + place for place in edges[1:-1]]
    cells = [trimmed(folded, a + 1, b) if a + 1 < b else (b, b) for a, b in pairwise(edges)]
    if folded[start:end].lstrip(" ").startswith("|"):
        del cells[0]
    if folded[start:end].rstrip(" ").endswith("|"):
        del cells[-1]
    return cells
