"""Every open data set of a city, whichever app keeps it; apps above put shelves of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from yingshang.city.accounts import service as accounts
from yingshang.city.indicators._begun import RULE
from yingshang.city.indicators._open_kinds import (
    SAMPLE,
    SAMPLE_WORD,
    OpenColumn,
    OpenKind,
    OpenRow,
    OpenSeries,
    OpenTable,
    OpenTerms,
)
from yingshang.city.indicators.open_data import one_series, open_series, open_terms
from yingshang.city.indicators.open_districts import District, by_district
from yingshang.city.indicators.open_registers import one_register, open_registers

__all__ = ["SHELVES", "Shelf", "english_of", "open_table", "open_tables", "table_of"]

PARTED = "-by-district"


@dataclass(frozen=True)
class Shelf:
    """``every`` lists the tables of a region on a day, ``find`` one of them by its code."""

    every: Callable[[str, date, OpenTerms], Sequence[OpenTable]]
    find: Callable[[str, str, date, OpenTerms], OpenTable | None]


def open_tables(region: str, on: date, kind: str = "") -> list[OpenTable]:
    """The tables of a region by shelf, of one kind if asked."""
    if region not in dict(accounts.regions()):
        return []
    terms = open_terms(region, on)
    shelves = [shelf for name, shelf in SHELVES.items() if kind in ("", name)]
    return [_marked(table) for shelf in shelves for table in shelf.every(region, on, terms)]


def open_table(region: str, code: str, on: date) -> OpenTable | None:
    """One table, without reading the others."""
    if region not in dict(accounts.regions()):
        return None
    terms = open_terms(region, on)
    found = (shelf.find(region, code, on, terms) for shelf in SHELVES.values())
    return next((_marked(table) for table in found if table is not None), None)


def _marked(table: OpenTable) -> OpenTable:
    """Of a sample city every row says so: a file is passed on without its name and its page. Real
    cities have no such column, so that their files are what they always were."""
    if not accounts.is_fictional(table.region):
        return table
    return replace(
        table,
        columns=(*table.columns, OpenColumn(SAMPLE, SAMPLE_WORD, "sample data", required=True)),
        read=lambda: ([*row, SAMPLE_WORD] for row in table.read()),
        stamp=f"{table.stamp}:{SAMPLE}",
    )


def english_of(code: str, terms: OpenTerms) -> str:
    """The English name of an indicator or register, as the city's terms give it; '' = none."""
    names, endings = terms.english.get("names", {}), terms.english.get("endings", {})
    if code in names:
        return names[code]
    for ending, pattern in endings.items():
        item = code.removesuffix(f"-{ending}")
        if item != code and item in names:
            return pattern.replace("{item}", names[item])
    return ""


# --- series ---------------------------------------------------------------------------------------


def _columns(unit: str) -> tuple[OpenColumn, ...]:
    return (
        OpenColumn("period", "月份", "month", "gYearMonth", required=True),
        OpenColumn("value", "值", "value", "decimal", unit=unit),
        OpenColumn("cases", "件数", "cases", "integer"),
        OpenColumn(
            "status", "状态", "final, missing, withheld (few cases) or range", required=True
        ),
        OpenColumn("reason", "为什么没有值", "why there is no value"),
        OpenColumn("low", "区间下限", "lower end of the range", "decimal", unit=unit),
        OpenColumn("high", "区间上限", "upper end of the range", "decimal", unit=unit),
    )


_DISTRICT = (
    OpenColumn("district", "区县代码", "district", required=True),
    OpenColumn("district_name", "区县", "name of the district", required=True),
)


def _cells(row: OpenRow) -> list[str | None]:
    cases = None if row.cases is None else str(row.cases)
    return [row.period, row.value, cases, row.status, row.reason, row.low, row.high]


def table_of(one: OpenSeries, terms: OpenTerms) -> OpenTable:
    """A series as a table."""
    about = one.definition
    periods = [row.period for row in one.rows]
    return OpenTable(
        code=about.code,
        kind=OpenKind.SERIES,
        region=one.region,
        name=about.name,
        english=english_of(about.code, terms),
        description=f"{about.formula}{RULE}" if about.is_measured else about.formula,
        topic=about.topic,
        owner=about.owner,
        columns=_columns(about.unit),
        key=("period",),
        read=lambda: map(_cells, one.rows),
        stamp=f"{one.revision}:{periods[0]}:{periods[-1]}",
        modified=one.modified,
        revision=one.revision,
        span=(periods[0], periods[-1]),
        monthly=True,
        facts={"unit": about.unit, "edition": about.version_hash, "run": one.run},
    )


def _parted(one: OpenSeries, rows: Sequence[District], terms: OpenTerms) -> OpenTable:
    """The same by district."""
    whole = table_of(one, terms)
    names = dict(accounts.districts(one.region))
    month, *others = whole.columns
    cells = [
        [period, place, names.get(place, place), *rest]
        for place, row in rows
        for period, *rest in [_cells(row)]
    ]
    return OpenTable(
        code=f"{whole.code}{PARTED}",
        kind=OpenKind.DISTRICTS,
        region=one.region,
        name=f"{one.definition.name}（分区县）",
        english=f"{whole.english}, by district" if whole.english else "",
        description=f"{whole.description}没有写明区县的办件只计入全市，不在本表里。",
        topic=whole.topic,
        owner=whole.owner,
        columns=(month, *_DISTRICT, *others),
        key=("period", "district"),
        read=lambda: iter(cells),
        stamp=sha256(repr(cells).encode()).hexdigest(),
        modified=whole.modified,
        span=whole.span,
        monthly=True,
        facts=whole.facts,
        of=whole.code,
    )


def _all_series(region: str, on: date, terms: OpenTerms) -> list[OpenTable]:
    return [table_of(one, terms) for one in open_series(region, on)]


def _find_series(region: str, code: str, on: date, terms: OpenTerms) -> OpenTable | None:
    found = one_series(region, code, on)
    return table_of(found, terms) if found else None


def _all_parted(region: str, on: date, terms: OpenTerms) -> list[OpenTable]:
    held = open_series(region, on)
    rows = by_district(region, held, on)
    return [_parted(o, rows[o.definition.code], terms) for o in held if o.definition.code in rows]


def _find_parted(region: str, code: str, on: date, terms: OpenTerms) -> OpenTable | None:
    whole = code.removesuffix(PARTED)
    one = one_series(region, whole, on) if whole != code else None
    rows = by_district(region, [one], on) if one else {}
    return _parted(one, rows[whole], terms) if one and whole in rows else None


def _all_registers(region: str, on: date, terms: OpenTerms) -> list[OpenTable]:
    return open_registers(region, on, lambda code: english_of(code, terms))


def _find_register(region: str, code: str, on: date, terms: OpenTerms) -> OpenTable | None:
    return one_register(region, code, on, lambda name: english_of(name, terms))


SHELVES: dict[str, Shelf] = {
    OpenKind.SERIES: Shelf(_all_series, _find_series),
    OpenKind.DISTRICTS: Shelf(_all_parted, _find_parted),
    OpenKind.REGISTER: Shelf(_all_registers, _find_register),
}
