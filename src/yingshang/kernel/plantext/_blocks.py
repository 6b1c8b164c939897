"""Cells parted by blank lines: what wraps within one is one cell."""

from ._columns import MOST, column
from ._rows import Span, Table

__all__ = ["blocks", "lined"]

_MOST_LINES = 1500  # of one table
_FEWEST = 3  # headings of columns that tell a table
_WIDEST = 6  # characters of half a heading, the other half on the next line


def blocks(folded: str, lines: list[Span], index: int) -> tuple[str, list[Span]] | None:
    """The text with the wrapped lines of each cell made one, and its lines; None where no blank
    lines part the headings that stand here, or none of them wraps."""
    if index + _FEWEST >= len(lines) or not _parted(folded, lines, index):
        return None
    start, end = lines[index]
    if end - start > _WIDEST and not column(folded[start:end]):
        return None
    head = _joined(folded, lines[index : index + 2 * MOST])
    names = [folded[a:b].replace("\n", "") for a, b in head[:MOST]]
    if sum(map(bool, map(column, names))) < _FEWEST:
        return None
    joined = _joined(folded, lines[index : index + _MOST_LINES])
    wrapped = [(a, b) for a, b in joined if "\n" in folded[a:b]]
    if not wrapped:
        return None
    pieces: list[str] = []
    here = 0
    for a, b in wrapped:
        pieces += [folded[here:a], folded[a:b].replace("\n", " ")]
        here = b
    pieces.append(folded[here:])
    return "".join(pieces), joined


def lined(folded: str, table: Table) -> None:
    """Give the cells their lines again."""
    for part in table.parts:
        cells = {} if isinstance(part, tuple) else part.cells
        for role, spans in cells.items():
            cells[role] = [piece for span in spans for piece in _lines(folded, span)]


def _lines(folded: str, span: Span) -> list[Span]:
    pieces: list[Span] = []
    here = span[0]
    for line in folded[slice(*span)].split("\n"):
        bare = line.strip(" ")
        if bare:
            start = here + line.index(bare)
            pieces.append((start, start + len(bare)))
        here += len(line) + 1
    return pieces


def _parted(folded: str, lines: list[Span], index: int) -> bool:
    return folded.count("\n", lines[index][1], lines[index + 1][0]) >= 2


def _joined(folded: str, lines: list[Span]) -> list[Span]:
    found: list[Span] = []
    for start, end in lines:
        if found and folded.count("\n", found[-1][1], start) < 2:
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return found
