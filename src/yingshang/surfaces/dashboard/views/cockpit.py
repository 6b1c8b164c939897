"""The cockpit: kept or not, where not, and who answers, on one page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor
from yingshang.city.indicators import service as indicators
from yingshang.city.plans import service as plans
from yingshang.city.supervision import service as supervision
from yingshang.surfaces.dashboard.cities import side_by_side
from yingshang.surfaces.dashboard.gate import readers
from yingshang.surfaces.dashboard.look import Look, look_at
from yingshang.surfaces.dashboard.standing import (
    GATHERED,
    STANDINGS,
    chosen,
    ranked,
    tallies,
    unit_rows,
)

__all__ = ["cockpit"]

FEW = 5
LONG = 12
OVERDUE = "overdue-open-count"


@readers
def cockpit(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ten seconds: how many promises are kept, the widest gaps, who is overdue."""
    look = look_at(request, actor)
    promises = ranked(plans.promises(actor, region=look.city, as_of=look.as_of))
    show = request.GET.get("show", "")
    show = show if show in {*STANDINGS, *GATHERED, "all"} else ""
    unit = request.GET.get("unit", "")[:80]
    rows = chosen(promises, show, unit)
    limit = None if show or unit or request.GET.get("more") else LONG
    counts = {key: sum(one.standing == key for one in promises) for key in STANDINGS}
    context = {
        "look": look,
        "promises": promises,
        "counts": counts,
        "answerable": len(promises) - counts["nodata"],
        "tallies": tallies(promises, show),
        "show": show,
        "show_name": GATHERED.get(show, ""),
        "unit": unit,
        "unit_name": accounts.unit_name(unit),
        "rows": rows[:limit],
        "shown": len(rows),
        "rest": len(rows) - len(rows[:limit]),
        "units": unit_rows(promises),
        "cities": side_by_side(look.city, as_of=look.as_of),
        "contradictions": indicators.contradictions(look.city, as_of=look.as_of),
        "overdue": _overdue(look),
        **_supervised(actor, look),
    }
    return render(request, "dashboard/cockpit.html", context)


def _supervised(actor: Actor, look: Look) -> dict[str, Any]:
    """Open warnings and orders, as of this moment: they have their own clocks."""
    waiting = supervision.warnings(actor, region=look.city, status="new")
    given = supervision.orders(actor, at=timezone.now(), region=look.city, open_only=True)
    return {
        "supervises": actor.oversees and look.own,
        "warnings": waiting[:FEW],
        "warning_count": len(waiting),
        "orders": given[:FEW],
        "order_count": len(given),
    }


def _overdue(look: Look) -> dict[str, Any] | None:
    """Overdue cases of the newest month by district, with the way down; None without data."""
    if not look.has_data:
        return None
    months = indicators.series(look.city, codes=[OVERDUE], as_of=look.as_of)[OVERDUE].values
    newest = next((one for one in reversed(months) if one.value is not None), None)
    if newest is None:
        return None
    found = indicators.spread(OVERDUE, look.city, period=newest.period)
    by_district = {one.district: one for one in found if one.district}
    rows = [(code, name, by_district.get(code)) for code, name in accounts.districts(look.city)]
    values = [int(one.value or 0) for _code, _name, one in rows if one]
    return {
        "code": OVERDUE,
        "value": newest,
        "rows": rows,
        "most": max([*values, 1]),
        "trend": [(one.period, one.value) for one in months],
        "live": _now(look),
    }


def _now(look: Look) -> Any:
    """The same number of this very moment, where the page shows today."""
    if look.as_of != timezone.localdate():
        return None
    return indicators.live(OVERDUE, look.city, at=timezone.now())
