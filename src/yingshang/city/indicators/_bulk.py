"""Many values at once, for whoever watches all of them: one query, however many series."""

from collections.abc import Mapping
from datetime import date

from yingshang.city.indicators._periods import month_of
from yingshang.city.indicators.kinds import MonthRow, PeriodKind
from yingshang.city.indicators.models import Reported, Run, Value

__all__ = ["across", "facts_of", "month_number", "months_of", "words_of"]

Where = tuple[str, str]  # code, unit ('' = the whole region)


def month_number(period: str) -> int:
    """2026-03 → months since year 0, so that differences are months."""
    year, month = period.split("-")
    return int(year) * 12 + int(month) - 1


def months_of(region: str, *, until: date, back: int = 13) -> Mapping[Where, dict[str, MonthRow]]:
    """(code, unit) → whole month → value, of the months that ended on or before ``until``."""
    last = date(until.year, until.month, 1) if _runs(until) else until
    first = _months_before(until, back)
    rows = Value.objects.filter(
        region=region,
        kind=PeriodKind.MONTH,
        district="",
        period__gte=first,
        until__lte=until,
    ).values_list("code", "unit", "period", "pk", "value", "denominator", "mark")
    if _runs(until):
        rows = rows.filter(period__lt=month_of(last))
    found: dict[Where, dict[str, MonthRow]] = {}
    for code, unit, period, pk, value, cases, mark in rows.iterator(chunk_size=5000):
        found.setdefault((code, unit), {})[period] = MonthRow(pk, value, cases or 0, mark)
    return found


def across(region: str, *, period: str) -> Mapping[str, dict[str, MonthRow]]:
    """Code → city → the year's value through ``period``, of every city that has measured it."""
    rows = Value.objects.filter(
        kind=PeriodKind.YEAR, period=period, unit="", district="", value__isnull=False
    ).values_list("code", "region", "pk", "value", "denominator", "mark")
    found: dict[str, dict[str, MonthRow]] = {}
    for code, city, pk, value, cases, mark in rows.iterator(chunk_size=5000):
        found.setdefault(code, {})[city] = MonthRow(pk, value, cases or 0, mark)
    return {code: cities for code, cities in found.items() if region in cities}


def words_of(region: str, *, until: date) -> Mapping[Where, list[int]]:
    """(code, unit) → the months (as numbers) of which the unit has reported a figure."""
    rows = Reported.objects.filter(
        region=region, superseded_at=None, period__lte=month_of(until)
    ).values_list("code", "unit", "period")
    found: dict[Where, list[int]] = {}
    for code, unit, period in rows.iterator(chunk_size=5000):
        found.setdefault((code, unit), []).append(month_number(period))
    return found


def _runs(day: date) -> bool:
    """Whether the month of ``day`` is not over on it."""
    return date.fromordinal(day.toordinal() + 1).month == day.month


def _months_before(day: date, back: int) -> str:
    number = month_number(month_of(day)) - back
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def facts_of(region: str) -> dict[str, str]:
    """View → digest of the facts that the newest run of a region was made from; {} without one."""
    run = Run.objects.filter(region=region).order_by("-pk").first()
    return {view: found["digest"] for view, found in run.facts.items()} if run else {}
