"""Cities side by side: how near each stands to the best, per indicator and topic."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from yingshang.city.definitions import service as definitions
from yingshang.city.indicators._definition import Definition, definitions_of
from yingshang.city.indicators._periods import as_day
from yingshang.city.indicators.kinds import (
    FrontierRow,
    FrontierTable,
    PeriodKind,
    ScoreCell,
    ValueView,
)
from yingshang.city.indicators.queries import series
from yingshang.kernel.measures import distance_to_frontier, mean_score

__all__ = ["frontier"]


def frontier(
    regions: Sequence[str], *, as_of: date | datetime, codes: Sequence[str] | None = None
) -> FrontierTable:
    """Scores of ``regions`` on every indicator that has a scale (or on ``codes``).

    Rows are grouped by topic; after its indicators each topic has a row with ``code`` empty:
    the plain mean. One missing indicator makes the topic missing, and the reason names it;
    totals are the mean of topics.
    """
    day = as_day(as_of)
    scales = {e.code: e.body for e in definitions.editions("frontier", on=day)}
    chosen = [
        one
        for one in definitions_of(regions[0] if regions else "", day)
        if one.code in scales and (codes is None or one.code in codes)
    ]
    wanted = [one.code for one in chosen]
    latest = {
        region: {
            code: found.latest
            for code, found in series(
                region, codes=wanted, as_of=day, period=PeriodKind.YEAR
            ).items()
        }
        for region in regions
    }
    by_topic: dict[str, list[FrontierRow]] = {}
    for one in chosen:
        row = _row(one, scales[one.code], regions, latest)
        by_topic.setdefault(one.topic, []).append(row)
    rows: list[FrontierRow] = []
    means: dict[str, FrontierRow] = {}
    for topic, parts in by_topic.items():
        means[topic] = _mean(topic, parts, regions)
        rows += [*parts, means[topic]]
    totals = _mean("", list(means.values()), regions).cells
    return FrontierTable(tuple(regions), tuple(rows), totals, day)


def _row(
    one: Definition,
    scale: dict[str, str],
    regions: Sequence[str],
    latest: dict[str, dict[str, ValueView]],
) -> FrontierRow:
    best, worst = Decimal(scale["best"]), Decimal(scale["worst"])
    cells = []
    for region in regions:
        value = latest[region][one.code]
        score = distance_to_frontier(value.value, best, worst)
        cells.append(
            ScoreCell(region, _rounded(score), value.value, value.missing_reason, value.period)
        )
    return FrontierRow(
        one.topic, one.code, one.name, one.unit, best, worst, tuple(cells), scale["basis"]
    )


def _mean(topic: str, parts: Sequence[FrontierRow], regions: Sequence[str]) -> FrontierRow:
    cells = []
    for place, region in enumerate(regions):
        named = {part.name or part.topic: part.cells[place].score for part in parts}
        found = mean_score(named)
        cells.append(ScoreCell(region, _rounded(found.score), None, found.reason))
    return FrontierRow(topic, "", "", "", None, None, tuple(cells))


def _rounded(score: Decimal | None) -> Decimal | None:
    return None if score is None else score.quantize(Decimal("0.1"))
