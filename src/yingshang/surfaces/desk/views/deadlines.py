"""Deadlines of the plans on the calendar: a month, or a list; of one unit, or of all."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor
from yingshang.city.plans import service as plans
from yingshang.surfaces.desk.gate import staff

__all__ = ["deadlines"]


def _first(asked: str, today: date) -> date:
    """The first day of the month that is asked for; of this month where it is nonsense."""
    try:
        return date.fromisoformat(f"{asked}-01")
    except ValueError:
        return today.replace(day=1)


@require_GET
@staff()
def deadlines(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What is due when: holidays are known, and what is late is said."""
    today = timezone.localdate()
    first = _first(request.GET.get("month", ""), today)
    region = request.GET.get("region", "")
    if region not in dict(accounts.regions(cities_only=False)):
        region = actor.region
    unit = request.GET.get("unit", "")[:40]
    everything = plans.deadlines(region, today=today)
    rows = [r for r in everything if not unit or any(unit in one.duty for one in r.units)]
    after = (first + timedelta(days=32)).replace(day=1)
    here = [row for row in rows if first <= row.shown < after]
    context = {
        "region": region,
        "region_name": accounts.region_name(region),
        "first": first,
        "before": (first - timedelta(days=1)).replace(day=1),
        "after": after,
        "today": today,
        "unit": unit,
        "unit_name": accounts.unit_name(unit) if unit else "",
        "own": actor.unit,
        "units": plans.deadline_counts(everything),
        "weeks": plans.deadline_month(here, first, region=region, today=today),
        "rows": here,
        "late": [row for row in rows if row.overdue and row.shown < first],
        "all": len(rows),
        "as_list": request.GET.get("view") == "list",
    }
    return render(request, "desk/review/deadlines.html", context)
