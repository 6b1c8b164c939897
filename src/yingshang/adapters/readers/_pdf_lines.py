"""Marks to lines in reading order: flowing text, columns, and tables as rows."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ._heads import Heads
from ._pdf_page import Char, Page
from ._pdf_tables import Table, tables

__all__ = ["Line", "lines"]

_WIDE_GAP = 1.6  # in heights: more than the space between words


@dataclass(slots=True)
class Line:
    """A line with where it stands; a row of a table has its cells too."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    cells: list[str] | None = None
    edges: tuple[float, ...] = ()
    first: bool = False  # the first row of a table
    column: int = 0  # 1 and 2 where the page has two


def lines(page: Page) -> list[Line]:
    """The lines of a page from the top down; two columns one after the other."""
    grids = tables(page.rules)
    flowing: list[Char] = []
    for char in page.chars:
        if not any(grid.take(char) for grid in grids):
            flowing.append(char)
    found = _columns(_strips(flowing))
    for grid in grids:
        rows = _rows(grid)
        place = next((i for i, line in enumerate(found) if line.y < grid.top), len(found))
        found[place:place] = rows
    return found


def _strips(chars: Iterable[Char]) -> list[list[Char]]:
    """Characters on one height, from the top down and from left to right."""
    rows: list[list[Char]] = []
    for char in sorted(chars, key=lambda one: -(one.y0 + one.y1)):
        middle, size = (char.y0 + char.y1) / 2, char.y1 - char.y0
        for row in rows[-1:]:
            other = row[0]
            apart = abs((other.y0 + other.y1) / 2 - middle)
            if apart < 0.45 * max(min(size, other.y1 - other.y0), 1.0) or (
                apart < 0.35 * max(size, other.y1 - other.y0)
            ):
                row.append(char)
                break
        else:
            rows.append([char])
    return [sorted(row, key=lambda one: one.x0) for row in rows]


def _size(strip: list[Char]) -> float:
    return strip[0].y1 - strip[0].y0


def _line(chars: list[Char]) -> Line:
    chars = _once(chars)
    size = sorted(one.y1 - one.y0 for one in chars)[len(chars) // 2]
    parts = [chars[0].text]
    for last, char in itertools.pairwise(chars):
        apart = char.x0 - last.x1
        if apart > _WIDE_GAP * size or (char.gap and apart > 0.1 * size and _words(last, char)):
            parts.append(" ")
        parts.append(char.text)
    y = sum(one.y0 + one.y1 for one in chars) / 2 / len(chars)
    return Line("".join(parts), chars[0].x0, chars[-1].x1, y, size)


def _once(chars: list[Char]) -> list[Char]:
    """Bold is sometimes printed by writing the same character twice, a hair apart."""
    found = chars[:1]
    for char in chars[1:]:
        last = found[-1]
        same = char.text == last.text and abs(char.x0 - last.x0) < 0.2 * (last.y1 - last.y0)
        if not same:
            found.append(char)
    return found


def _words(last: Char, char: Char) -> bool:
    return last.text.isascii() and char.text.isascii()


# --- columns ------------------------------------------------------------------------------------


def _columns(strips: list[list[Char]]) -> list[Line]:
    """Lines in reading order: where a gutter runs down the page, left of it before right of it."""
    gutter = _gutter(strips)
    if gutter is None:
        return [_line(strip) for strip in strips]
    found: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for strip in strips:
        sides = (
            [one for one in strip if one.x0 + one.x1 <= 2 * gutter],
            [one for one in strip if one.x0 + one.x1 > 2 * gutter],
        )
        if all(sides) and sides[1][0].x0 - sides[0][-1].x1 < 0.5 * _size(strip):
            found += [*left, *right, _line(strip)]
            left, right = [], []
            continue
        for number, (chars, side) in enumerate(zip(sides, (left, right), strict=True), start=1):
            if chars:
                side.append(replace(_line(chars), column=number))
    return [*found, *left, *right]


def _gutter(strips: list[list[Char]]) -> float | None:
    """The middle of the white strip that parts two columns, if most lines keep to it."""
    if len(strips) < 12:
        return None
    low = min(strip[0].x0 for strip in strips)
    high = max(strip[-1].x1 for strip in strips)
    gaps: list[tuple[float, float]] = []
    for strip in strips:
        size = _size(strip)
        for last, char in itertools.pairwise(strip):
            middle = (last.x1 + char.x0) / 2
            inside = low + (high - low) * 0.35 < middle < low + (high - low) * 0.65
            if inside and char.x0 - last.x1 > 0.9 * size:
                gaps.append((last.x1, char.x0))
    for left, right in gaps[:40]:
        middle = (left + right) / 2
        both = sum(a <= middle <= b for a, b in gaps)
        if both * 10 >= len(strips) * 5 and both >= 8:
            return (
                max(a for a, b in gaps if a <= middle <= b)
                + min(b for a, b in gaps if a <= middle <= b)
            ) / 2
    return None


# --- rows ---------------------------------------------------------------------------------------


def _rows(grid: Table) -> list[Line]:
    """The rows of a table; who and by when are said again in every row that their cell reaches."""
    found: list[Line] = []
    heads = Heads()
    for row in range(len(grid.ys) - 1):
        homes = [grid.home[row, column] for column in range(len(grid.xs) - 1)]
        cells = [
            _cell(grid, home) if home == (row, column) else "" for column, home in enumerate(homes)
        ]
        heads.take(cells, [home[0] < row for home in homes])
        for column, home in enumerate(homes):
            if home[0] < row and home[1] == column and heads.again(column, _cell(grid, home)):
                cells[column] = _cell(grid, home)
        y = (grid.ys[row] + grid.ys[row + 1]) / 2
        if any(cells):
            text = "\t".join(cells).rstrip("\t")
            line = Line(text, grid.xs[0], grid.xs[-1], y, 0.0, cells, tuple(grid.xs), not found)
            found.append(line)
    return found


def _cell(grid: Table, place: tuple[int, int]) -> str:
    """The lines of a cell as one: wrapped ones joined, those that end early parted by a space."""
    chars = grid.cells.get(place)
    if not chars:
        return ""
    _left, right = grid.width(place)
    out: list[str] = []
    last: Line | None = None
    for strip in _strips(chars):
        line = _line(strip)
        if last is not None:
            full = right - last.x1 < 1.9 * last.size or len(last.text) < 2
            latin = last.text[-1].isascii() and line.text[0].isascii()
            if not full or (latin and last.text[-1].isalnum() and line.text[0].isalnum()):
                out.append(" ")
        out.append(line.text)
        last = line
    return "".join(out)
