"""An open series by district: what is withheld of one is not told by the others and the whole.

Cases that name no district count in the city alone: the city less its districts tells of them. So
they are a place of their own here, which no table shows and which is guarded like the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from yingshang.city.accounts import service as accounts
from yingshang.city.indicators._begun import SHORT
from yingshang.city.indicators._kept import Kept
from yingshang.city.indicators._open_kinds import OpenRow, OpenSeries
from yingshang.city.indicators._series import view_of
from yingshang.city.indicators.kinds import DefinitionView, Mark, PeriodKind, ValueView
from yingshang.city.indicators.models import Value
from yingshang.city.indicators.open_data import open_terms, row_of, small_of, stamp
from yingshang.kernel.measures import hide

__all__ = ["District", "by_district", "parts_of"]

District = tuple[str, OpenRow]  # code, its row
Parts = Mapping[str, ValueView]  # district → value of one month; CITY → that of the whole
CITY = ""

NEAR = "不足 {small} 件，或由它能推出其他区县的少量件数，不公开"
_NONE = "本期没有可统计的办件"
_kept: Kept[dict[str, tuple[District, ...]]] = Kept(64)


def by_district(region: str, held: Sequence[OpenSeries], on: date) -> dict[str, list[District]]:
    """Code → rows by month and district, of the series that have any case in a district."""
    every = tuple(one.definition.code for one in held)
    key = (region, on, every, stamp(region))
    found = _kept.get(key, lambda: _made(region, held, on))
    return {code: list(rows) for code, rows in found.items()}


def _made(region: str, held: Sequence[OpenSeries], on: date) -> dict[str, tuple[District, ...]]:
    places = [code for code, _name in accounts.districts(region)]
    if len(places) < 2:
        return {}
    terms = open_terms(region, on)
    measured = {one.definition.code: one for one in held if one.definition.is_measured}
    rows = Value.objects.filter(
        region=region, code__in=measured, unit="", district__in=[*places, CITY],
        kind=PeriodKind.MONTH, mark=Mark.MEASURED,
    )  # fmt: skip
    cells: dict[str, dict[str, dict[str, ValueView]]] = {}
    for row in rows:
        months = cells.setdefault(row.code, {})
        months.setdefault(row.period, {})[row.district] = view_of(
            row, measured[row.code].definition
        )
    found = {}
    for code, months in cells.items():
        one = measured[code]
        small = small_of(one.definition, region, on, terms)
        found[code] = tuple(
            district
            for whole in one.rows
            for district in parts_of(
                whole, months.get(whole.period, {}), places, one.definition, small
            )
        )
    return found


def parts_of(
    whole: OpenRow, parts: Parts, places: Sequence[str], one: DefinitionView, small: int
) -> list[District]:
    """One month of every district, beside the row of the whole city."""
    if whole.status == "withheld":  # of fewer than few, each is few, and so is none
        return [(place, _dark(whole.period, None, small)) for place in places]
    if whole.reason == SHORT:
        return [(place, whole) for place in places]
    every = [parts.get(place) for place in places]
    city = parts.get(CITY)
    rows = []
    gone = hide(_with_the_rest([_cases(part) for part in every], _cases(city)), small).every
    covers = _covers(whole, city, every, one.statistic, small)
    for number, place in enumerate(places):
        value = parts.get(place)
        if number in gone:
            row = _dark(whole.period, None, small)
        elif value is None:
            row = OpenRow(whole.period, None, 0, "missing", _NONE)
        else:
            row = row_of(value, small, one.statistic)
            if row.status in ("final", "range") and number in covers:
                row = _dark(whole.period, row.cases, small)
        rows.append((place, row))
    return rows


def _covers(
    whole: OpenRow,
    city: ValueView | None,
    parts: Sequence[ValueView | None],
    statistic: str,
    small: int,
) -> frozenset[int]:
    """Places whose value would tell the small numerator (or the small rest) of another."""
    if statistic not in ("share", "count"):
        return frozenset()
    every = frozenset(range(len(parts)))
    if whole.status == "range":
        return every
    cases = _with_the_rest([_cases(part) for part in parts], _cases(city))
    above = _with_the_rest([_above(part) for part in parts], _above(city))
    rest = [number - part for number, part in zip(cases, above, strict=True)]
    if any(number < 0 for number in (*above, *rest)):
        return frozenset()  # no cases are counted here: sums of days, or falls
    return hide(above, small).cover | hide(rest, small).cover


def _cases(value: ValueView | None) -> int:
    return (value.denominator or 0) if value else 0


def _above(value: ValueView | None) -> int:
    return (value.numerator or 0) if value else 0


def _with_the_rest(counts: Sequence[int], whole: int) -> list[int]:
    """What names no district comes last, so that a district is what covers it."""
    return [*counts, max(0, whole - sum(counts))]


def _dark(period: str, cases: int | None, small: int) -> OpenRow:
    return OpenRow(period, None, cases, "withheld", NEAR.format(small=small))
