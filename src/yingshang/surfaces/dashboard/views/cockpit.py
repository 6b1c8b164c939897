"""The cockpit: one screen with what is said, what is so, and where to look; lists one click down.

``?show=``, ``?unit=`` or ``?more=`` open the list of promises and of the units that made them.
"""

from collections.abc import Mapping
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
from yingshang.surfaces.dashboard.figures import OVERDUE, figures, this_moment
from yingshang.surfaces.dashboard.gate import readers
from yingshang.surfaces.dashboard.look import Look, look_at
from yingshang.surfaces.dashboard.map import drawing
from yingshang.surfaces.dashboard.places import Place, by_district, with_rest
from yingshang.surfaces.dashboard.standing import (
    GATHERED,
    STANDINGS,
    chosen,
    ranked,
    tallies,
    unit_rows,
)

__all__ = ["cockpit"]

FEW = 4
ROWS = 6


@readers
def cockpit(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ten seconds: how many promises are kept, the widest gaps, who is overdue."""
    look = look_at(request, actor)
    every = plans.promises(actor, region=look.city, as_of=look.as_of)
    promises = ranked(one for one in every if one.checked)
    show = request.GET.get("show", "")
    show = show if show in {*STANDINGS, *GATHERED, "all"} else ""
    unit = request.GET.get("unit", "")[:80]
    more = bool(request.GET.get("more"))
    listed = bool(show or unit or more)
    rows = chosen(promises, show, unit)
    counts = {key: sum(one.standing == key for one in promises) for key in STANDINGS}
    context = {
        "look": look,
        "promises": promises,
        "unread": len(every) - len(promises),
        "counts": counts,
        "answerable": len(promises) - counts["nodata"],
        # the same number as on the page of ten seconds
        "late": sum(one.late and one.standing in ("missed", "near") for one in promises),
        "tallies": tallies(promises, show),
        "show": show,
        "unit": unit,
        "rows": rows if listed else rows[:ROWS],
        "shown": len(rows),
        "rest": 0 if listed else len(rows) - len(rows[:ROWS]),
        "units": unit_rows(promises),
    }
    if listed:
        context |= {"show_name": GATHERED.get(show, ""), "unit_name": accounts.unit_name(unit)}
        return render(request, "dashboard/promises.html", context)
    return render(request, "dashboard/cockpit.html", {**context, **_screen(actor, look, promises)})


def _screen(actor: Actor, look: Look, promises: list[Any]) -> dict[str, Any]:
    """What stands around the promises on the one screen."""
    now = this_moment(look)
    return {
        "figures": figures(look, promises, now) if look.has_data else [],
        "now_at": next((one.at for one in now.values()), None),
        "cities": side_by_side(look.city, as_of=look.as_of),
        "contradictions": indicators.contradictions(look.city, as_of=look.as_of),
        "overdue": _overdue(look, now),
        **_supervised(actor, look),
    }


def _supervised(actor: Actor, look: Look) -> dict[str, Any]:
    """Open warnings and orders, as of this moment: they have their own clocks."""
    waiting = supervision.warnings(actor, region=look.city, status="new")
    given = supervision.orders(actor, at=timezone.now(), region=look.city, open_only=True)
    given = sorted(given, key=lambda one: one.pressure)
    return {
        "supervises": actor.oversees and look.own,
        "warnings": waiting[:FEW],
        "warning_count": len(waiting),
        "orders": given[: FEW - 2],
        "order_count": len(given),
    }


def _overdue(look: Look, now: Mapping[str, indicators.Live]) -> dict[str, Any] | None:
    """Overdue cases of the newest month by district, with the way down; None without data."""
    if not look.has_data:
        return None
    months = indicators.series(look.city, codes=[OVERDUE], as_of=look.as_of)[OVERDUE]
    newest = next((one for one in reversed(months.values) if one.value is not None), None)
    if newest is None:
        return None
    places = by_district(look.city, indicators.spread(OVERDUE, look.city, period=newest.period))
    rows = [(place.code, place.name, place.value) for place in with_rest(places, newest)]
    values = [int(one.value or 0) for _code, _name, one in rows if one]
    return {
        "code": OVERDUE,
        "value": newest,
        "rows": rows,
        "most": max([*values, 1]),
        "trend": months.drawn,
        "live": now.get(OVERDUE),
        "map": _map(look, places),
    }


def _map(look: Look, places: list[Place]) -> Any:
    shapes = indicators.shapes(look.city, on=look.as_of)
    return drawing(places, shapes, less=False) if shapes else None
