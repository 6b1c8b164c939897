"""Cities beside each other by their distance to the frontier, topic by topic."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yingshang.city.accounts import service as accounts
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.kinds import FrontierTable, ScoreCell

__all__ = ["Dot", "Sides", "Topic", "side_by_side"]


@dataclass(frozen=True)
class Dot:
    """One city's score in a topic; `left` is its place on the scale in per cent."""

    mark: int
    region: str
    name: str
    score: Decimal | None
    reason: str
    left: float | None


@dataclass(frozen=True)
class Topic:
    name: str
    dots: tuple[Dot, ...]

    @property
    def span(self) -> tuple[float, float] | None:
        """From the lowest to the highest dot: (left, width); None with fewer than two."""
        known = [dot.left for dot in self.dots if dot.left is not None]
        return (min(known), max(known) - min(known)) if len(known) > 1 else None


@dataclass(frozen=True)
class Sides:
    """`floor` is where the drawn scale begins (it ends at 100, the frontier)."""

    cities: tuple[tuple[int, str, str], ...]
    topics: tuple[Topic, ...]
    total: Topic
    floor: int
    table: FrontierTable


def side_by_side(city: str, *, as_of: date, method: str = "") -> Sides:
    """The sample cities, and the city looked at if it is another one: missing stays missing."""
    regions = [code for code, _name in accounts.regions() if accounts.is_fictional(code)]
    if city not in regions:
        regions.append(city)
    table = indicators.frontier(regions, as_of=as_of, method=method, scale_of=city)
    groups = [(row.topic, row.cells) for row in table.rows if not row.code]
    floor = _floor([table.totals, *(cells for _topic, cells in groups)])
    return Sides(
        cities=tuple((i, code, accounts.region_name(code)) for i, code in enumerate(regions)),
        topics=tuple(Topic(name, _dots(cells, floor)) for name, cells in groups),
        total=Topic("", _dots(table.totals, floor)),
        floor=floor,
        table=table,
    )


def _floor(groups: Sequence[Sequence[ScoreCell]]) -> int:
    """A round number below the lowest score, so that cities close together are told apart."""
    scores = [cell.score for cells in groups for cell in cells if cell.score is not None]
    return max(0, int(min(scores, default=Decimal(0)) // 10) * 10 - 10)


def _dots(cells: Sequence[ScoreCell], floor: int) -> tuple[Dot, ...]:
    return tuple(
        Dot(
            i,
            cell.region,
            accounts.region_name(cell.region),
            cell.score,
            cell.reason,
            None if cell.score is None else float((cell.score - floor) * 100 / (100 - floor)),
        )
        for i, cell in enumerate(cells)
    )
