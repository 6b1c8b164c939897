"""Where a unit's own figure and the cases disagree: both are kept, the unit is asked."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q

from yingshang.city.accounts import service as accounts
from yingshang.city.indicators._definition import Definition, definitions_of
from yingshang.city.indicators._periods import as_day
from yingshang.city.indicators.kinds import Contradiction, Mark, PeriodKind
from yingshang.city.indicators.models import Reported, Value

__all__ = ["TOLERANCE", "contradictions"]

# How far two counts of the same thing may differ and still be called the same: per cent
# points for shares, the unit's own days for times, per cent of the count for counts.
TOLERANCE = {
    "%": Decimal(1),
    "工作日": Decimal("0.5"),
    "天": Decimal(1),
    "小时": Decimal(2),
    "件": Decimal(2),
}


def contradictions(
    region: str,
    *,
    as_of: date | datetime,
    unit: str | None = None,
    code: str | None = None,
) -> list[Contradiction]:
    """Reported against measured for the same indicator, place and month: newest month first.

    A unit's figure is compared with the cases it leads; where it leads none, with the whole
    region. A district's is compared only for indicators of one item, whose unit is clear.
    """
    day = as_day(as_of)
    rows = Reported.objects.filter(
        region=region, superseded_at=None, period__lte=str(day)[:7]
    ).select_related("source")
    if unit:
        rows = rows.filter(unit=unit)
    if code:
        rows = rows.filter(code=code)
    found = list(rows)
    known = {one.code: one for one in definitions_of(region, day)}
    measured = _measured(region, found, day)
    pairs = ((row, _counterpart(row, measured, known.get(row.code))) for row in found)
    made = [_compare(row, value, known[row.code]) for row, value in pairs if value is not None]
    return sorted((one for one in made if one), key=_rank)


def _rank(one: Contradiction) -> tuple[int, bool, Decimal, str]:
    """Newest month, shares before the rest, then the widest gap."""
    return (-int(one.period.replace("-", "")), one.unit != "%", -abs(one.difference), one.code)


Measured = dict[tuple[str, str, str, str], Value]


def _measured(region: str, rows: Iterable[Reported], day: date) -> Measured:
    codes = {row.code for row in rows}
    periods = {row.period for row in rows}
    units = {row.unit for row in rows} | {""}
    values = Value.objects.filter(
        Q(until__lte=day),
        region=region,
        code__in=codes,
        period__in=periods,
        unit__in=units,
        kind=PeriodKind.MONTH,
        mark=Mark.MEASURED,
        value__isnull=False,
    )
    return {(one.code, one.period, one.unit, one.district): one for one in values}


def _counterpart(row: Reported, measured: Measured, one: Definition | None) -> Value | None:
    if one is None:
        return None
    if row.district:
        return measured.get((row.code, row.period, "", row.district)) if one.item else None
    return measured.get((row.code, row.period, row.unit, "")) or measured.get(
        (row.code, row.period, "", "")
    )


def _compare(row: Reported, value: Value, one: Definition) -> Contradiction | None:
    if value.value is None:
        return None
    difference = row.value - value.value
    allowed = TOLERANCE.get(one.unit, Decimal(0))
    if one.unit == "件":
        allowed = value.value * allowed / 100
    if abs(difference) <= allowed:
        return None
    said, has = (f"{_plain(number)}{one.unit}" for number in (row.value, value.value))
    who = accounts.unit_name(row.unit)
    year, month = row.period.split("-")
    sentence = (
        f"{who}自报{year}年{int(month)}月“{one.name}”为 {said}，办件实测为 {has}，"
        f"相差 {_plain(abs(difference))}；请该单位说明。"
    )
    return Contradiction(
        code=row.code,
        name=one.name,
        region=row.region,
        unit_code=row.unit,
        district=row.district,
        period=row.period,
        unit=one.unit,
        reported=row.value,
        measured=value.value,
        difference=difference,
        sentence=sentence,
        source=row.source.file,
        cell=row.cell,
        reported_id=row.pk,
        measured_id=value.pk,
    )


def _plain(number: Decimal) -> str:
    text = f"{number.quantize(Decimal('0.1')):f}"
    return text.removesuffix(".0")
