"""The units' own figures as values: for indicators that no case of the platform can give."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db.models import Count

from yingshang.city.accounts import service as accounts
from yingshang.city.indicators._definition import Definition
from yingshang.city.indicators._newest import looked_up
from yingshang.city.indicators._periods import month_of
from yingshang.city.indicators.kinds import Mark, PeriodKind, ValueView
from yingshang.city.indicators.models import Reported

__all__ = ["Figures", "figure_view", "own_figures", "own_spread", "reported_so_far"]

Figures = dict[str, dict[str, ValueView]]
"""Code → month → value."""


def own_figures(
    region: str,
    codes: Iterable[Definition],
    *,
    until: date,
    unit: str = "",
    district: str = "",
    kind: str = PeriodKind.MONTH,
) -> Figures:
    """Figures in force of one place, by code and month; none is carried into another month.

    Of a whole region where several units report the same, the owner's stands.
    """
    known = {one.code: one for one in codes}
    if not known:
        return {}
    rows = Reported.objects.filter(
        region=region,
        code__in=known,
        district=district,
        superseded_at=None,
        period__lte=month_of(until),
    ).order_by("source__imported_at", "pk")
    if unit:
        rows = rows.filter(unit=unit)
    roles = {code: f"{region}-{one.owner}" for code, one in known.items()}
    owners = {code: (owner, accounts.answering(owner)) for code, owner in roles.items()}
    found: Figures = {}
    for row in sorted(rows, key=lambda row: row.unit in owners[row.code]):  # the owner last
        view = replace(figure_view(row, known[row.code].unit), kind=kind, unit_code=unit)
        found.setdefault(row.code, {})[row.period] = view
    return found


def reported_so_far(region: str) -> tuple[int, int]:
    """How many figures were reported and how many of them were superseded: nothing of them is ever
    taken away, so that each report gives another pair."""

    def counted() -> tuple[int, int]:
        rows = Reported.objects.filter(region=region)
        found = rows.aggregate(every=Count("pk"), gone=Count("superseded_at"))
        return found["every"], found["gone"]

    told: tuple[int, int] = looked_up(("reported", region), counted)
    return told


def own_spread(one: Definition, region: str, *, period: str, kind: str) -> list[ValueView]:
    """One month of one indicator by district."""
    rows = Reported.objects.filter(
        region=region, code=one.code, period=period, superseded_at=None
    ).exclude(district="")
    return [replace(figure_view(row, one.unit), kind=kind) for row in rows.order_by("district")]


def figure_view(row: Reported, unit: str) -> ValueView:
    """A reported figure as a value; its mark is reported, always."""
    return ValueView(
        code=row.code,
        region=row.region,
        period=row.period,
        kind=PeriodKind.MONTH,
        value=row.value,
        unit=unit,
        mark=Mark.REPORTED,
        id=row.pk,
        unit_code=row.unit,
        district=row.district,
    )
