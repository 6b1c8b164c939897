"""The total of a league beside the city's distance to the frontier: why they are two numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yingshang.city.indicators.frontier import frontier
from yingshang.city.indicators.league import League

__all__ = ["Beside", "distance_beside"]


@dataclass(frozen=True)
class Beside:
    """``score``: the distance to the frontier as its own page tells it, by its own ``method``.

    ``only_there``, ``only_here``: names of the indicators that count in one of the two only;
    ``counted``, ``counted_here``: how many count; ``weighted``: its topics do not all weigh alike.
    """

    score: Decimal
    method: str
    same: bool
    only_there: tuple[str, ...]
    only_here: tuple[str, ...]
    counted: int
    counted_here: int
    weighted: bool


def distance_beside(
    found: League, region: str, *, as_of: date, scale_of: str = ""
) -> Beside | None:
    """The distance of ``region`` beside its seat in ``found``; None where districts are compared,
    or where the distance has no number."""
    if found.city:
        return None
    table = frontier(found.regions, as_of=as_of, scale_of=scale_of)
    at = found.regions.index(region)
    score = table.totals[at].score if table.totals else None
    if score is None:
        return None
    there = {row.code: row.name for row in table.rows if row.code}
    here = dict(found.counted)
    weights = {row.weight for row in table.rows if not row.code}
    return Beside(
        score=score,
        method=table.detail["method"],
        same=found.method == table.detail["method"] and found.totals[at].score == score,
        only_there=tuple(name for code, name in there.items() if code not in here),
        only_here=tuple(name for code, name in here.items() if code not in there),
        counted=len(there),
        counted_here=len(here),
        weighted=len(weights) > 1,
    )
