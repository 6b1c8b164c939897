"""Halls and stations: where, when, what, how long the wait is."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yingshang.city.accounts import service as accounts
from yingshang.city.catalog import service as catalog
from yingshang.city.halls import service as desks
from yingshang.surfaces.portal import places

__all__ = ["dressed", "hall", "halls"]


def dressed(found: desks.HallView, at: datetime) -> dict[str, Any]:
    """A hall with what only this moment knows."""
    return {
        "hall": found,
        "now": desks.openness(found, at=at),
        "place": accounts.region_name(found.district or found.region),
    }


@require_GET
def halls(request: HttpRequest) -> HttpResponse:
    """The directory: narrowed by district, by what is to be done, by being open now."""
    city, at = places.city(request), timezone.now()
    every = desks.halls(region=city, on=timezone.localdate())
    text = request.GET.get("q", "").strip()[:60]
    district, only_open = request.GET.get("district", ""), request.GET.get("open") == "1"
    access = request.GET.get("access", "")
    hit = next(iter(catalog.search(text, region=city, on=timezone.localdate())), None)
    item = hit if text else None
    rows = [dressed(h, at) for h in every]
    rows = [
        row
        for row in rows
        if (not district or row["hall"].district in ("", district))
        and (not only_open or row["now"].open)
        and (item is None or row["hall"].offers(item.code, item.themes))
        and (not access or access in row["hall"].access)
    ]
    waiting = desks.live(every, at=at)
    for row in rows:
        row["waiting"] = waiting[row["hall"].code]
    context = {
        "rows": rows,
        "q": text,
        "item": item,
        "district": district,
        "only_open": only_open,
        "access": access,
        "districts": accounts.districts(city),
        "city": city,
    }
    return render(request, "portal/halls.html", context)


@require_GET
def hall(request: HttpRequest, hall: str) -> HttpResponse:
    """One hall: open until when, live waiting, how to book, what one may expect there."""
    city, at = places.city(request), timezone.now()
    found = desks.hall(hall, region=city, on=timezone.localdate())
    context = {
        **dressed(found, at),
        "waits": desks.waits(found, at=at),
        "week": desks.week(found, at=at),
        "at": at,
    }
    return render(request, "portal/hall.html", context)
