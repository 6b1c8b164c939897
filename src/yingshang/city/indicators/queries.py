"""Reads: values, series, the latest; a missing one is answered as missing, with the reason."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from yingshang.city.indicators._definition import Definition, definition, definitions_of
from yingshang.city.indicators._periods import as_day, month_of, months
from yingshang.city.indicators.kinds import DefinitionView, PeriodKind, Series, ValueView
from yingshang.city.indicators.models import Run, Value
from yingshang.kernel import measures
from yingshang.kernel.measures import STATISTICS, trend

__all__ = [
    "NO_DATA",
    "agreement",
    "board",
    "definitions",
    "known_until",
    "latest",
    "series",
    "spread",
    "value",
    "values",
    "view_of",
]

NO_DATA = "暂无数据"


def definitions(region: str, on: date) -> list[DefinitionView]:
    """The indicators in force for a region, by code."""
    return [_definition_view(one) for one in definitions_of(region, on)]


def _definition_view(one: Definition) -> DefinitionView:
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
    )


def agreement(
    target: measures.Spec, *, code: str, region: str, on: date
) -> tuple[measures.Mismatch, ...]:
    """Why ``target`` may not be measured by the indicator; empty = it may."""
    return measures.agrees(target, definition(code, region, on).spec)


def known_until(region: str) -> date | None:
    """The last day that the values of a region know of; None = never computed."""
    found = Run.objects.filter(region=region).order_by("-pk").values_list("as_of", flat=True)
    first = found.first()
    return as_day(first) if first else None


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
    """Code → series of one place, oldest first; codes without any value are all missing."""
    day = as_day(as_of)
    known = {one.code: one for one in definitions_of(region, day)}
    wanted = [code for code in codes if code in known] if codes is not None else list(known)
    computed = known_until(region)
    day = min(day, computed) if computed else day  # a value says until when it knows
    rows = Value.objects.filter(
        region=region,
        unit=unit or "",
        district=district or "",
        kind=period,
        code__in=wanted,
        until__lte=day,
    )
    by_code: dict[str, dict[str, Value]] = {}
    for row in rows:
        by_code.setdefault(row.code, {})[row.period] = row
    names = _period_names(day, computed, months_back)
    made = {}
    for code in wanted:
        place = _Place(known[code], region, unit or "", district or "", period, computed)
        made[code] = place.series(by_code.get(code, {}), names)
    for code in set(codes or ()) - set(made):
        definition(code, region, day)  # refuses with a sentence
    return made


def spread(code: str, region: str, *, period: str, kind: str = PeriodKind.MONTH) -> list[ValueView]:
    """One period of one indicator by district and by unit, the whole region left out.

    Places without a case in the period have no row here: the caller shows them as missing.
    """
    rows = Value.objects.filter(region=region, code=code, kind=kind, period=period)
    found = [row for row in rows.order_by("district", "unit") if row.unit or row.district]
    return [view_of(row, definition(code, region, row.until).unit) for row in found]


def _period_names(day: date, computed: date | None, back: int) -> list[str]:
    """Months up to ``day``; the one still running only where it was measured as of that day."""
    names = [month_of(month) for month in months(date(day.year - 3, day.month, 1), day)]
    if computed != day and (day + timedelta(days=1)).month == day.month:
        names.pop()
    return names[-back:]


class _Place:
    """Answers for one indicator of one place, stored or missing."""

    def __init__(
        self,
        one: Definition,
        region: str,
        unit: str,
        district: str,
        kind: str,
        computed: date | None,
    ) -> None:
        self.one, self.region, self.unit, self.district = one, region, unit, district
        self.kind, self.computed = kind, computed

    def series(self, stored: dict[str, Value], names: Sequence[str]) -> Series:
        found = [
            view_of(stored[name], self.one.unit) if name in stored else self.missing(name)
            for name in names
        ]
        settled = [one for one in found if self.kind == PeriodKind.YEAR or not one.partial]
        moving = trend([one.value for one in settled], self.one.direction)
        return Series(self.one.code, tuple(found), self.newest(found), *_moved(moving))

    def missing(self, period: str) -> ValueView:
        reason = NO_DATA if self.computed is None else "本期没有可统计的办件"
        return ValueView(
            code=self.one.code,
            region=self.region,
            period=period,
            kind=self.kind,
            value=None,
            unit=self.one.unit,
            missing_reason=reason,
            unit_code=self.unit,
            district=self.district,
            partial=self.computed is not None and _running(period, self.computed),
        )

    def newest(self, found: Sequence[ValueView]) -> ValueView:
        """The last period; of months the last whole one. A missing one is not skipped over."""
        whole = [one for one in found if not one.partial]
        if self.kind == PeriodKind.MONTH and whole:
            return whole[-1]
        return found[-1] if found else self.missing("")


def _running(period: str, day: date) -> bool:
    """Whether ``day`` lies in the month and is not its last."""
    return period == month_of(day) and (day + timedelta(days=1)).month == day.month


def _moved(found: measures.Trend) -> tuple[str | None, Decimal | None]:
    return found.direction, found.change


def value(id: int) -> ValueView:
    """One stored value; LookupError where there is none (a later run may have removed it)."""
    row = Value.objects.filter(pk=id).first()
    if row is None:
        raise LookupError(id)
    return view_of(row, definition(row.code, row.region, row.until).unit)


def view_of(row: Value, unit: str) -> ValueView:
    return ValueView(
        code=row.code,
        region=row.region,
        period=row.period,
        kind=row.kind,
        value=row.value,
        unit=unit,
        numerator=row.numerator,
        denominator=row.denominator,
        mark=row.mark,
        missing_reason=row.reason,
        id=row.pk,
        unit_code=row.unit,
        district=row.district,
        until=row.until,
        partial=_running(row.period, row.until),
        skipped=row.skipped,
    )
