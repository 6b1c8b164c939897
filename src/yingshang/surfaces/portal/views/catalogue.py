"""The catalogue for everybody: what is handled where, the four do's, the five cuts, a guide on
paper. Every number here is computed from what the items declare."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yingshang.city.accounts import service as accounts
from yingshang.city.catalog import service as catalog
from yingshang.city.catalog.kinds import FOUR, HANDLED, FourRow
from yingshang.surfaces.kit.exports import xlsx_response
from yingshang.surfaces.portal import places

__all__ = ["catalogue", "catalogue_xlsx", "cuts", "cuts_xlsx", "printed"]


@require_GET
def printed(request: HttpRequest, code: str) -> HttpResponse:
    """The whole guide on one page for paper: nothing folded away."""
    city, today = places.city(request), timezone.localdate()
    found = catalog.item(code, region=city, on=today)
    lead_name = accounts.unit_name(f"{city}-{found.lead}")
    context = {
        "item": found,
        "guide": catalog.guide(found, region=city),
        "handover": catalog.handover(found.body, lead_name),
        "lead_name": lead_name,
        "today": today,
    }
    return render(request, "portal/item_print.html", context)


@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """All items, filtered by where they are handled and by which of the four do's hold."""
    city, today = places.city(request), timezone.localdate()
    every = catalog.four_do(city, today)
    do, handled = request.GET.get("do", ""), request.GET.get("handled", "")
    do = do if do in FOUR else ""
    handled = handled if handled in HANDLED else ""
    rows = [
        row
        for row in every
        if (not do or do in row.four.held) and (not handled or row.item.handled == handled)
    ]
    units = {u.role: u.name for u in accounts.units(city)}
    counted = catalog.coverage([row.item for row in every])
    context = {
        "rows": [(r, units.get(r.item.lead, r.item.lead)) for r in rows],
        "total": len(every),
        "do": do,
        "handled": handled,
        "four": _counts(every),
        "kinds": [
            (kind, name, getattr(counted, kind.replace("-", "_")))
            for kind, name in catalog.handled_names().items()
        ],
        "handled_names": catalog.handled_names(),
    }
    return render(request, "portal/catalogue.html", context)


def _counts(rows: list[FourRow]) -> list[tuple[str, str, int]]:
    return [
        (name, label, sum(name in row.four.held for row in rows))
        for name, label in catalog.four_names().items()
    ]


@require_GET
def catalogue_xlsx(request: HttpRequest) -> HttpResponse:
    """The same list as a workbook."""
    book = catalog.four_book(places.city(request), timezone.localdate())
    return xlsx_response("catalogue.xlsx", book)


def _since(request: HttpRequest) -> date | None:
    try:
        found = date.fromisoformat(request.GET.get("since", ""))
    except ValueError:
        return None
    return found if found < timezone.localdate() else None


@require_GET
def cuts(request: HttpRequest) -> HttpResponse:
    """Five cuts: before the reform against now, or one day's catalogue against today's."""
    city, today, since = places.city(request), timezone.localdate(), _since(request)
    compared = (
        catalog.cuts_between(city, since, today) if since else catalog.cuts_declared(city, today)
    )
    rows, totals, among = compared
    names = catalog.cut_names()
    context: dict[str, Any] = {
        "rows": rows,
        "totals": [(names[t.name], catalog.unit_of(t.name, t.unit), t) for t in totals],
        "names": names,
        "among": among,
        "since": since,
        "today": today,
        "query": request.GET.urlencode(),
    }
    return render(request, "portal/cuts.html", context)


@require_GET
def cuts_xlsx(request: HttpRequest) -> HttpResponse:
    """The same comparison as a workbook."""
    city, today = places.city(request), timezone.localdate()
    return xlsx_response("five-cuts.xlsx", catalog.cuts_book(city, today, _since(request)))
