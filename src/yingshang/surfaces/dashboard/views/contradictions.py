"""Where units report one number and the cases say another."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor
from yingshang.city.indicators import service as indicators
from yingshang.city.plans import service as plans
from yingshang.surfaces.dashboard import drill
from yingshang.surfaces.dashboard.gate import readers
from yingshang.surfaces.dashboard.look import look_at

__all__ = ["contradictions"]


@readers
def contradictions(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Both values side by side, who reported, in which cell; neither is thrown away."""
    look = look_at(request, actor)
    unit = request.GET.get("unit", "")[:40]
    every = indicators.contradictions(look.city, as_of=look.as_of)
    shown = [one for one in every if not unit or one.unit_code == unit]
    told = plans.told_apart(look.city, as_of=look.as_of)
    drills = drill.may_drill(actor, look.city)
    context = {
        "look": look,
        "rows": [
            (
                one,
                accounts.unit_name(one.unit_code),
                accounts.region_name(one.district) if one.district else "",
                drills,
            )
            for one in shown
        ],
        "units": [
            (code, accounts.unit_name(code))
            for code in sorted({one.unit_code for one in (*every, *told)})
        ],
        "unit": unit,
        "told": [
            (one, accounts.unit_name(one.unit_code))
            for one in told
            if not unit or one.unit_code == unit
        ],
        "reported": len(indicators.reported(look.city, as_of=look.as_of)),
    }
    return render(request, "dashboard/contradictions.html", context)
