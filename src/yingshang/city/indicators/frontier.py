"""Cities side by side: how near each stands to the best, per indicator and topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

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
from yingshang.kernel.measures import Bound, mean_score

__all__ = ["frontier", "reached", "regrouped", "rescaled"]

_FULL = Decimal(100)
_SIZED = ("count", "amount")
# Ends that only say which way is better: among peers theirs take their place.
_FREE: dict[str, dict[str, Any]] = {
    "lower": {"best": "0", "worst": "1", "basis": ""},
    "higher": {"best": "1", "worst": "0", "basis": ""},
}


def frontier(
    regions: Sequence[str],
    *,
    as_of: date | datetime,
    codes: Sequence[str] | None = None,
    method: str = "",
    scale_of: str = "",
    unscaled: bool = False,
    city: str = "",
) -> FrontierTable:
    """Scores of ``regions`` on every indicator that has a scale (or on ``codes``).

    Rows are grouped by topic; after its indicators each topic has a row with ``code`` empty:
    their weighted mean. One missing indicator makes the topic missing, and the reason names it;
    totals are the mean of topics, weighed by the ``weighting`` in force. ``method``: frontier
    (fixed ends) or peers (the ends are the best and the worst of ``regions``). ``scale_of``:
    the city whose scale and weights hold for all of them; empty: the national ones.
    ``unscaled``: among peers an indicator without a scale counts too, its ends are theirs.
    ``city``: ``regions`` are its districts. Numbers of cases are left out then: a larger
    district has more of everything.
    """
    day = as_day(as_of)
    scales = {e.code: e.body for e in definitions.editions("frontier", region=scale_of, on=day)}
    rule = _rule(day, scale_of)
    peers = (method or rule.get("method", "frontier")) == "peers"
    floor = Decimal(rule.get("floor", "0")) if peers else None
    chosen = [
        one
        for one in definitions_of(city or (regions[0] if regions else ""), day)
        if (one.code in scales or (peers and unscaled))
        and (codes is None or one.code in codes)
        and not (city and one.statistic in _SIZED)
    ]
    wanted = [one.code for one in chosen]
    latest = {
        region: {
            code: found.latest
            for code, found in series(
                city or region,
                codes=wanted,
                as_of=day,
                district=region if city else None,
                period=PeriodKind.YEAR,
            ).items()
        }
        for region in regions
    }
    parts = [
        _row(one, scales.get(one.code) or _FREE[one.direction], regions, latest, floor)
        for one in chosen
    ]
    detail = {"rule": rule, "method": "peers" if peers else "frontier"}
    return _table(parts, tuple(regions), day, detail)


def reached(table: FrontierTable, region: str, values: Mapping[str, Decimal]) -> FrontierTable:
    """The same table if ``region`` reached these values (code → value); the ends stay."""
    parts = []
    for row in table.rows:
        if not row.code:
            continue
        if row.code in values:
            cells = [
                _cell(row, replace(cell, value=values[row.code], reason=""))
                if cell.region == region
                else cell
                for cell in row.cells
            ]
            row = replace(row, cells=tuple(cells))
        parts.append(row)
    return _table(parts, table.regions, table.as_of, table.detail)


def rescaled(table: FrontierTable, code: str, best: Decimal, worst: Decimal) -> FrontierTable:
    """The same values if one indicator's scale had these ends."""
    parts = []
    for row in table.rows:
        if row.code == code:
            row = replace(row, best=best, worst=worst)
            row = replace(row, cells=tuple(_cell(row, cell) for cell in row.cells))
        if row.code:
            parts.append(row)
    return _table(parts, table.regions, table.as_of, table.detail)


def regrouped(table: FrontierTable, groups: Mapping[str, Sequence[str]]) -> FrontierTable:
    """The same indicators under other heads (name → codes); one may stand under several."""
    parts = {row.code: row for row in table.rows if row.code}
    under = [
        replace(parts[code], topic=name)
        for name, codes in groups.items()
        for code in codes
        if code in parts
    ]
    return _table(under, table.regions, table.as_of or date.min, table.detail)


def _rule(day: date, region: str) -> dict[str, Any]:
    found = [
        e.body
        for e in definitions.editions("weighting", region=region, on=day)
        if e.code == "total"
    ]
    return found[0] if found else {}


def _table(
    parts: Sequence[FrontierRow],
    regions: tuple[str, ...],
    day: date | None,
    detail: dict[str, Any],
) -> FrontierTable:
    weights = detail["rule"].get("weights", {})
    by_topic: dict[str, list[FrontierRow]] = {}
    for part in parts:
        by_topic.setdefault(part.topic, []).append(part)
    rows: list[FrontierRow] = []
    means: list[FrontierRow] = []
    for topic, under in by_topic.items():
        mean = replace(_mean(topic, under, regions), weight=Decimal(weights.get(topic, "1")))
        means.append(mean)
        rows += [*under, mean]
    return FrontierTable(regions, tuple(rows), _mean("", means, regions).cells, day, detail)


def _row(
    one: Definition,
    scale: dict[str, Any],
    regions: Sequence[str],
    latest: dict[str, dict[str, ValueView]],
    floor: Decimal | None,
) -> FrontierRow:
    best, worst = Decimal(scale["best"]), Decimal(scale["worst"])
    values = {region: latest[region][one.code] for region in regions}
    row = FrontierRow(
        one.topic,
        one.code,
        one.name,
        one.unit,
        best,
        worst,
        (),
        scale["basis"],
        scale.get("form", "linear"),
        Decimal(scale.get("weight", "1")),
        scale.get("decision", {}),
    )
    if floor is not None:
        row = _among_peers(row, [v.value for v in values.values() if v.value is not None], floor)
    cells = [
        _cell(
            row,
            ScoreCell(
                region,
                None,
                value.value,
                value.missing_reason,
                value.period,
                few=value.few,
            ),
        )
        for region, value in values.items()
    ]
    return replace(row, cells=tuple(cells))


def _among_peers(row: FrontierRow, known: Sequence[Decimal], floor: Decimal) -> FrontierRow:
    """The ends are the best and the worst of those compared, whichever way is better."""
    assert row.best is not None
    assert row.worst is not None
    if not known:
        return replace(row, best=None, worst=None)
    low, high = min(known), max(known)
    ends = (low, high) if row.best < row.worst else (high, low)
    return replace(row, best=ends[0], worst=ends[1], floor=floor, form="linear")


def _cell(row: FrontierRow, cell: ScoreCell) -> ScoreCell:
    exact: Decimal | None = None
    if cell.value is None or row.best is None or row.worst is None:
        exact = None
    elif row.best == row.worst:  # peers that are all alike
        exact = _FULL
    else:
        plain = Bound(row.topic, row.code, row.worst, row.best, form=row.form).score(cell.value)
        exact = None if plain is None else row.floor + (_FULL - row.floor) * plain / _FULL
    return replace(cell, score=_rounded(exact), exact=exact)


def _mean(topic: str, parts: Sequence[FrontierRow], regions: Sequence[str]) -> FrontierRow:
    cells = []
    whole = sum((part.weight for part in parts), Decimal(0))
    for place, region in enumerate(regions):
        named = {part.name or part.topic: part.cells[place].exact for part in parts}
        found = mean_score(named)
        exact = None
        if found.score is not None and whole:
            summed = sum((p.weight * (p.cells[place].exact or 0) for p in parts), Decimal(0))
            exact = summed / whole
        cells.append(ScoreCell(region, _rounded(exact), None, found.reason, exact=exact))
    return FrontierRow(topic, "", "", "", None, None, tuple(cells))


def _rounded(score: Decimal | None) -> Decimal | None:
    return None if score is None else score.quantize(Decimal("0.1"))
