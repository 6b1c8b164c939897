"""The promises of the cities as one table: metrics down, cities across."""

from collections.abc import Iterable
from dataclasses import dataclass

from yingshang.city.plans.service import learning

__all__ = ["Line", "Table", "side_by_side"]


Pair = tuple[learning.Cell | None, tuple[learning.Cell, ...], learning.Cell | None]


@dataclass(frozen=True)
class Line:
    """One metric; `pairs` in the order of the table's cities: what stands for the city (None
    where it promises nothing), what else it promises of the metric, and what was read of it and
    confirmed by nobody."""

    metric: str
    name: str
    rank: int
    of: int
    low: int
    high: int
    pairs: tuple[Pair, ...]
    alone: bool = False


@dataclass(frozen=True)
class Table:
    """`cities` are (code, name): ours first, then fictional ones, then by code."""

    cities: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]


def side_by_side(
    boards: Iterable[learning.MetricBoard], *, home: str = "", only: Iterable[str] = ()
) -> Table:
    """Put boards into a table; `only`: these cities (all where none is named)."""
    rows, wanted = list(boards), set(only)
    names: dict[str, str] = {}
    for board in rows:
        names |= {cell.region: cell.region_name for cell in board.standing}
        names |= {cell.region: cell.region_name for cell in board.unchecked}
        names |= dict(board.silent)
    order = sorted(names, key=lambda code: (code != home, not code.startswith("99"), code))
    order = [code for code in order if not wanted or code in wanted]
    lines = []
    for board in rows:
        cells = {cell.region: cell for cell in board.standing}
        pairs = tuple(
            (cells.get(code), board.beneath.get(code, ()), board.waiting.get(code))
            for code in order
        )
        if any(cell or waits for cell, _others, waits in pairs):
            mine = board.mine if len(board.alike) > 1 else None  # alone is no place
            place = (mine.rank, mine.low, mine.high) if mine else (0, 0, 0)
            rank, low, high = place
            of = len(board.alike)
            lines.append(Line(board.code, board.name, rank, of, low, high, pairs, board.alone))
    return Table(tuple((code, names[code]) for code in order), tuple(lines))
