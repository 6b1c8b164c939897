"""Down to the cases: which ones make a number."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases import service as cases_service
from yingshang.city.catalog import service as catalog
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.kinds import NOWHERE, Lineage
from yingshang.surfaces.dashboard.drill import PARTS, may_drill, part_of
from yingshang.surfaces.dashboard.gate import readers
from yingshang.surfaces.dashboard.look import look_at
from yingshang.surfaces.kit.forms import whole

__all__ = ["cases"]

SIZE = 50
LABELS = {
    "denominator": _("全部计入"),
    "numerator": _("达到的"),
    "late": _("没有达到的"),
}
KINDS = {"month": _("当月"), "year": _("本年累计")}


@readers
def cases(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One page of the cases behind an indicator, region, period and part; the worst first."""
    look = look_at(request, actor)
    if not may_drill(actor, look.city):
        raise Http404(look.city)
    asked = request.GET
    code = asked.get("code", "")[:80]
    definition = next(
        (one for one in indicators.definitions(look.city, look.as_of) if one.code == code), None
    )
    if definition is None:
        raise Http404(code)
    name, part = part_of(asked.get("part", ""))
    kind = asked.get("kind", "") if asked.get("kind", "") in KINDS else "month"
    value = _value(look.city, code, kind, asked, look.as_of)
    if (value.code, value.region) != (code, look.city):
        raise Http404(code)
    page = whole(asked.get("page", "")) or 1
    found = indicators.lineage(
        actor,
        code=code,
        region=look.city,
        period=value.period,
        kind=kind,
        unit=value.unit_code,
        district=value.district,
        part=part,
        page=max(1, min(page, 10_000)),
        size=SIZE,
    )
    counts = definition.statistic == "count" and name == "denominator"
    context = {
        "look": look,
        "definition": definition,
        "value": _of_nowhere(value, found, counts),
        "kind": kind,
        "kinds": KINDS.items(),
        "periods": _periods(look.city, code, look.as_of),
        "districts": [*accounts.districts(look.city), (NOWHERE, _("未分区县"))],
        "part": name,
        "parts": [(key, LABELS[key]) for key in PARTS],
        "found": found,
        "pages": -(-found.total // SIZE),
        "rows": _rows(actor, found),
        "narrowed": not actor.oversees,
    }
    return render(request, "dashboard/cases.html", context)


def _value(city: str, code: str, kind: str, asked: Any, as_of: Any) -> Any:
    """The value itself (by its number, or by period and place), missing or not."""
    if (number := whole(asked.get("value", ""))) is not None:
        try:
            return indicators.value(number)
        except LookupError as error:
            raise Http404(code) from error
    months = indicators.values(
        code,
        city,
        as_of=as_of,
        unit=asked.get("unit", "")[:40],
        district=asked.get("district", "")[:12],
        period=kind,
    )
    if not months:
        raise Http404(code)
    wanted = asked.get("period", "")
    return next((one for one in months if one.period == wanted), months[-1])


def _of_nowhere(value: Any, found: Lineage, counts: bool) -> Any:
    """What is counted of no district has no value of its own: it is the number of its cases."""
    if value.district != NOWHERE or not counts or found.total == 0:
        return value
    return replace(value, value=Decimal(found.total), denominator=found.total)


def _periods(city: str, code: str, as_of: Any) -> list[str]:
    found = indicators.values(code, city, as_of=as_of)
    return [one.period for one in reversed(found)]


def _rows(actor: Actor, found: Lineage) -> list[tuple[Any, Any, str]]:
    """(line of the number, the case if the actor sees it, name of its item)."""
    seen = {row.ref: row for row in cases_service.by_refs(actor, found.refs, at=timezone.now())}
    names = {
        item.code: item.name
        for item in catalog.items(region=found.region, on=timezone.localdate(), portal_only=False)
    }
    return [(row, seen.get(row.ref), names.get(row.item, row.item)) for row in found.rows]
