"""The promises of the cities as one table: metrics down, cities across."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

__all__ = ["Line", "Table", "side_by_side"]


@dataclass(frozen=True)
class Line:
    """One metric; `cells` in the order of the table's cities, None where nothing is promised.

    `beneath`: what else each city promises of it (a part, another kind of limit), same order.
    """

    metric: str
    name: str
    cells: tuple[Any | None, ...]
    beneath: tuple[tuple[Any, ...], ...] = ()

    @property
    def pairs(self) -> list[tuple[Any | None, tuple[Any, ...]]]:
        """Each cell with what stands beneath it."""
        return list(zip(self.cells, self.beneath, strict=True))


@dataclass(frozen=True)
class Table:
    """`cities` are (code, name), fictional ones first."""

    cities: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]


def side_by_side(rows: Iterable[Any]) -> Table:
    """Put comparison rows (best first within a metric) into a table; the first of a city stands."""
    cities: dict[str, str] = {}
    names: dict[str, str] = {}
    cells: dict[tuple[str, str], list[Any]] = {}
    for row in rows:
        cities.setdefault(row.region, row.region_name)
        names.setdefault(row.metric, row.metric_name)
        if row.target is not None:
            cells.setdefault((row.metric, row.region), []).append(row)
    order = sorted(cities, key=lambda code: (not code.startswith("99"), code))
    lines = []
    for metric, name in names.items():
        found = [cells.get((metric, city), []) for city in order]
        firsts = tuple(rows[0] if rows else None for rows in found)
        lines.append(Line(metric, name, firsts, tuple(tuple(rows[1:]) for rows in found)))
    return Table(tuple((code, cities[code]) for code in order), tuple(lines))
