"""The guide of an item: who, what, how long, which bureau when, narrowed to the case in hand."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yingshang.city.accounts import service as accounts
from yingshang.city.catalog import service as catalog
from yingshang.surfaces.portal import flow, guiding, look, measured, places

__all__ = ["item"]


@require_GET
def item(request: HttpRequest, code: str) -> HttpResponse:
    """The guide of one item: who, what, how long, which bureau when, and where to begin."""
    city, today = places.city(request), timezone.localdate()
    found = catalog.item(code, region=city, on=today)
    names = {unit.role: unit.name for unit in accounts.units(city)}
    guided = guiding.guided(found.body, request.GET)
    context = {
        "item": found,
        "guided": guided,
        "icon": look.icon_of(found),
        "lead_name": names.get(found.lead, found.lead),
        "columns": flow.columns(guided.steps, names=names),
        "bundles": catalog.bundles_with(code, region=city, on=today),
        "measured": measured.typical(found, region=city, as_of=today),
        "guide": catalog.guide(found, region=city),
        "handover": catalog.handover(found.body, names.get(found.lead, found.lead)),
    }
    part = request.htmx and request.htmx.target == "guide"
    return render(request, "portal/_guide.html" if part else "portal/item.html", context)
