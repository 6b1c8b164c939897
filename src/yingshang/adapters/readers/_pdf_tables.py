"""Ruled lines to tables: which lines belong together, and which fields they leave open."""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

from ._pdf_page import Char, Rule

__all__ = ["Table", "tables"]

_NEAR = 3.0  # points within which two edges are one
_OPEN = 8.0  # points that columns reach beyond the last line where a row is left open
_MOST_RULES = 4000


@dataclass
class Table:
    """A grid: edges from left to right and from the top down, with what stands in each field."""

    xs: list[float]
    ys: list[float]
    home: dict[tuple[int, int], tuple[int, int]]
    cells: dict[tuple[int, int], list[Char]] = field(default_factory=lambda: defaultdict(list))

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.ys[0]

    def take(self, char: Char) -> bool:
        """Put a character into its field; False when it stands outside the table."""
        x, y = (char.x0 + char.x1) / 2, (char.y0 + char.y1) / 2
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[-1] <= y <= self.ys[0]):
            return False
        column = bisect_right(self.xs, x) - 1
        row = bisect_right([-edge for edge in self.ys], -y) - 1
        place = (min(max(row, 0), len(self.ys) - 2), min(max(column, 0), len(self.xs) - 2))
        self.cells[self.home[place]].append(char)
        return True

    def width(self, place: tuple[int, int]) -> tuple[float, float]:
        """Left and right edge of a field, with what is merged into it."""
        row, column = place
        last = column
        while (row, last + 1) in self.home and self.home[row, last + 1] == place:
            last += 1
        return self.xs[column], self.xs[last + 1]


def tables(rules: list[Rule]) -> list[Table]:
    """The tables of a page, from the top down."""
    if len(rules) > _MOST_RULES:
        rules = sorted(rules, key=lambda r: r.low - r.high)[:_MOST_RULES]
    level = _merged([r for r in rules if r.level])
    upright = _merged([r for r in rules if not r.level])
    found = [_table(*group) for group in _groups(level, upright)]
    return sorted((one for one in found if one is not None), key=lambda one: -one.top)


def _merged(rules: list[Rule]) -> list[Rule]:
    """Pieces of one line put together: each cell often draws its own border."""
    found: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (round(r.at / _NEAR), r.low)):
        last = found[-1] if found else None
        if last and abs(last.at - rule.at) <= _NEAR and rule.low <= last.high + _NEAR:
            found[-1] = last._replace(high=max(last.high, rule.high))
        else:
            found.append(rule)
    return found


def _groups(level: list[Rule], upright: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that touch one another, as groups."""
    parent = list(range(len(level) + len(upright)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for j, v in enumerate(upright, start=len(level)):
        for i, h in enumerate(level):
            if h.low - _NEAR <= v.at <= h.high + _NEAR and v.low - _NEAR <= h.at <= v.high + _NEAR:
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for i, h in enumerate(level):
        groups[root(i)][0].append(h)
    for j, v in enumerate(upright, start=len(level)):
        groups[root(j)][1].append(v)
    return [group for group in groups.values() if len(group[0]) >= 2 and group[1]]


def _table(level: list[Rule], upright: list[Rule]) -> Table | None:
    low, high = min(h.low for h in level), max(h.high for h in level)
    xs = _edges([v.at for v in upright] + [low, high])
    ys = _edges([h.at for h in level] + _open_ends(level, upright))[::-1]
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 2 or rows < 1 or columns * rows > 20_000:
        return None
    home = _home(xs, ys, level, upright)
    if len(set(home.values())) < 2:
        return None
    return Table(xs, ys, home)


def _open_ends(level: list[Rule], upright: list[Rule]) -> list[float]:
    """Where the columns go on beyond the last line: a row that the edge of the page has cut."""
    top, bottom = max(h.at for h in level), min(h.at for h in level)
    above = [v.high for v in upright if v.high > top + _OPEN]
    below = [v.low for v in upright if v.low < bottom - _OPEN]
    found: list[float] = []
    if len(above) >= max(3, len(upright) // 2):
        found.append(max(above))
    if len(below) >= max(3, len(upright) // 2):
        found.append(min(below))
    return found


def _home(
    xs: list[float], ys: list[float], level: list[Rule], upright: list[Rule]
) -> dict[tuple[int, int], tuple[int, int]]:
    """For each field of the grid, the first field of the cell that it is part of."""
    home: dict[tuple[int, int], tuple[int, int]] = {}
    for row, (top, bottom) in enumerate(pairwise(ys)):
        for column, (left, right) in enumerate(pairwise(xs)):
            place = (row, column)
            x, y = (left + right) / 2, (top + bottom) / 2
            home[place] = place
            if column and not _drawn(upright, xs[column], y):
                home[place] = home[row, column - 1]
            elif row and not _drawn(level, ys[row], x):
                home[place] = home[row - 1, column]
    return home


def _drawn(rules: list[Rule], at: float, across: float) -> bool:
    return any(abs(r.at - at) <= _NEAR and r.low <= across <= r.high for r in rules)


def _edges(values: list[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found
