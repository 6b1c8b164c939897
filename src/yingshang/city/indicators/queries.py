"""Reads: values, series, the latest; a missing one is answered as missing, with the reason."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language

from yingshang.city.definitions import service as editions
from yingshang.city.indicators._begun import short_month
from yingshang.city.indicators._definition import Definition, definition, definitions_of
from yingshang.city.indicators._kept import Kept
from yingshang.city.indicators._newest import kept_by_run, newest_run, run_key
from yingshang.city.indicators._own_word import Figures, own_figures, own_spread, reported_so_far
from yingshang.city.indicators._periods import as_day, said_in
from yingshang.city.indicators._series import NO_DATA, Place, view_of
from yingshang.city.indicators.kinds import (
    DefinitionView,
    Mark,
    PeriodKind,
    Series,
    Source,
    ValueView,
)
from yingshang.city.indicators.models import Value
from yingshang.kernel import measures
from yingshang.kernel.measures import STATISTICS

__all__ = [
    "NO_DATA",
    "agreement",
    "board",
    "definitions",
    "known_until",
    "latest",
    "one_definition",
    "series",
    "spread",
    "value",
    "values",
    "values_revision",
]

_views: Kept[DefinitionView] = Kept(1024)


def definitions(region: str, on: date) -> list[DefinitionView]:
    """The indicators in force for a region, by code."""
    return [_definition_view(one) for one in definitions_of(region, on)]


def one_definition(code: str, region: str, on: date) -> DefinitionView | None:
    """The one in force, without making the others; None where there is none."""
    if editions.edition("indicator", code, region=region, on=on) is None:
        return None
    return _definition_view(definition(code, region, on))


def _definition_view(one: Definition) -> DefinitionView:
    """An edition is never changed, so that what is made of it holds, in one language."""
    key = (one.edition, one.hash, get_language() or "")
    return _views.get(key, lambda: _as_people_read_it(one))


def _as_people_read_it(one: Definition) -> DefinitionView:
    return DefinitionView(
        code=one.code,
        name=one.name,
        topic=one.topic,
        unit=one.unit,
        direction=one.direction,
        statistic=one.statistic,
        statistic_label=STATISTICS[one.statistic],
        item=one.item,
        scope=one.spec.scope or "",
        start=one.spec.start or "",
        end=one.spec.end or "",
        day_kind=one.spec.day_kind or "",
        formula=one.formula,
        owner=one.owner,
        metrics=one.metrics,
        words=one.words,
        min_count=one.min_count,
        version_hash=one.hash,
        source=one.source,
        reads=dict(one.reads),
        near=dict(one.near),
        said_in=said_in(one.every),
        expression=one.expression,
    )


def agreement(
    target: measures.Spec, *, code: str, region: str, on: date
) -> tuple[measures.Mismatch, ...]:
    """Why ``target`` may not be measured by the indicator; empty = it may."""
    return measures.agrees(target, definition(code, region, on).spec)


def known_until(region: str) -> date | None:
    """The last day that the values of a region know of; None = never computed."""
    run = newest_run(region)
    return as_day(run.as_of) if run else None


def values_revision(region: str) -> tuple[Any, ...]:
    """Another key whenever a value of the region, a figure of its units, or what is declared of
    them changes."""
    run = newest_run(region)
    return run_key(run) if run else (), reported_so_far(region), editions.generation()


def values(
    code: str,
    region: str,
    *,
    as_of: date | datetime,
    unit: str | None = None,
    district: str | None = None,
    period: str = PeriodKind.MONTH,
    months_back: int = 12,
) -> list[ValueView]:
    """The last ``months_back`` periods up to ``as_of``, the missing ones included."""
    return list(
        series(
            region,
            codes=[code],
            as_of=as_of,
            unit=unit,
            district=district,
            period=period,
            months_back=months_back,
        )[code].values
    )


def latest(
    code: str,
    region: str,
    *,
    as_of: date | datetime,
    window: str = PeriodKind.YEAR,
    unit: str | None = None,
    district: str | None = None,
) -> ValueView:
    """The value in force on ``as_of``: year = January to then; month = the last whole month."""
    found = series(region, codes=[code], as_of=as_of, unit=unit, district=district, period=window)
    return found[code].latest


def board(
    region: str,
    *,
    as_of: date | datetime,
    codes: Iterable[str] | None = None,
    period: str = PeriodKind.YEAR,
) -> dict[str, Series]:
    """Every indicator of a region with its trend: two queries however many there are."""
    return series(region, codes=codes, as_of=as_of, period=period)


def series(
    region: str,
    *,
    as_of: date | datetime,
    codes: Iterable[str] | None = None,
    unit: str | None = None,
    district: str | None = None,
    period: str = PeriodKind.MONTH,
    months_back: int = 12,
) -> dict[str, Series]:
    """Code → series of one place, oldest first; codes without any value are all missing.

    A series has one mark. Where cases were measured, what a system returned stands aside;
    an indicator that only its owner reports has the owner's figures, month by month.
    """
    day = as_day(as_of)
    known = {one.code: one for one in definitions_of(region, day)}
    wanted = [code for code in codes if code in known] if codes is not None else list(known)
    run = newest_run(region)
    computed = as_day(run.as_of) if run else None
    empty = [view for view, one in run.facts.items() if not one["rows"]] if run else []
    place = Place(region, unit or "", district or "", period, empty)

    told = [known[code] for code in wanted if known[code].source == Source.REPORTED]

    def reckoned() -> dict[str, Series]:
        stored = _stored(known, wanted, place, day) | own_figures(
            region, told, until=day, unit=place.unit, district=place.district, kind=period
        )
        facts = run.facts if run else None
        return {
            code: place.series(
                (one := known[code]), stored.get(code, {}), day, computed, months_back,
                short_month(one, one.view, facts, region),
            )
            for code in wanted
        }  # fmt: skip

    asked = (tuple(wanted), region, place.unit, place.district, period, day, months_back)
    made = kept_by_run(run, (asked, reported_so_far(region) if told else None), reckoned)
    for code in set(codes or ()) - set(made):
        definition(code, region, day)  # refuses with a sentence
    return {code: made[code] for code in dict.fromkeys(wanted)}


def _stored(
    known: Mapping[str, Definition], wanted: Sequence[str], place: Place, day: date
) -> Figures:
    """Code → period → value, measured ones if there are any, else those returned."""
    rows = Value.objects.filter(
        region=place.region,
        unit=place.unit,
        district=place.district,
        kind=place.kind,
        code__in=wanted,
        until__lte=day,
    )
    marked: dict[str, Figures] = {Mark.RETURNED: {}, Mark.MEASURED: {}}
    for row in rows:
        months = marked.setdefault(row.mark, {}).setdefault(row.code, {})
        one = known[row.code]
        if row.edition_id != one.edition:
            one = definition(row.code, row.region, row.until)
        months[row.period] = view_of(row, one)
    return marked[Mark.RETURNED] | marked[Mark.MEASURED]


def spread(code: str, region: str, *, period: str, kind: str = PeriodKind.MONTH) -> list[ValueView]:
    """One period of one indicator by district and by unit, the whole region left out.

    Places without a case in the period have no row here: the caller shows them as missing.
    """
    rows = Value.objects.filter(region=region, code=code, kind=kind, period=period)
    found = [row for row in rows.order_by("district", "unit") if row.unit or row.district]
    measured = [row for row in found if row.mark == Mark.MEASURED]
    if found:
        return [view_of(row, definition(code, region, row.until)) for row in measured or found]
    last = date.fromisoformat(f"{period}-01") if period else None
    one = definition(code, region, last) if last else None
    if one is None or one.source != Source.REPORTED:
        return []
    return own_spread(one, region, period=period, kind=kind)


def value(id: int) -> ValueView:
    """One stored value; LookupError where there is none (a later run may have removed it)."""
    row = Value.objects.filter(pk=id).first()
    if row is None:
        raise LookupError(id)
    return view_of(row, definition(row.code, row.region, row.until))
