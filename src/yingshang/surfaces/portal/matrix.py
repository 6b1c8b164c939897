"""The promises of the cities as one table: metrics down, cities across."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

__all__ = ["Line", "Table", "side_by_side"]


@dataclass(frozen=True)
class Line:
    """One metric; `cells` in the order of the table's cities, None where nothing is promised."""

    metric: str
    name: str
    cells: tuple[Any | None, ...]


@dataclass(frozen=True)
class Table:
    """`cities` are (code, name), fictional ones first."""

    cities: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]


def side_by_side(rows: Iterable[Any]) -> Table:
    """Put comparison rows (best first within a metric) into a table; the first of a city stands."""
    cities: dict[str, str] = {}
    names: dict[str, str] = {}
    cells: dict[tuple[str, str], Any] = {}
    for row in rows:
        cities.setdefault(row.region, row.region_name)
        names.setdefault(row.metric, row.metric_name)
        if row.target is not None:
            cells.setdefault((row.metric, row.region), row)
    order = sorted(cities, key=lambda code: (not code.startswith("99"), code))
    lines = [Line(m, n, tuple(cells.get((m, c)) for c in order)) for m, n in names.items()]
    return Table(tuple((code, cities[code]) for code in order), tuple(lines))
