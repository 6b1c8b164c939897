"""Open data: the list for people, and for programs CSV with CSVW, JSON and DCAT."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from yingshang.city.accounts import service as accounts
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.service import OpenSeries
from yingshang.surfaces.kit.exports import csv_response
from yingshang.surfaces.portal.opendata import HEAD, catalogue, csvw, plain
from yingshang.surfaces.portal.places import city as chosen

__all__ = ["open_catalogue", "open_csv", "open_csvw", "open_data", "open_json"]

View = Callable[[HttpRequest, OpenSeries], HttpResponse]


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """Every series of the chosen city, its terms, and where programs find it."""
    city = chosen(request)
    today = timezone.localdate()
    topics: dict[str, list[OpenSeries]] = {}
    for one in indicators.open_series(city, today):
        topics.setdefault(one.definition.topic, []).append(one)
    context = {
        "city": city,
        "city_name": accounts.region_name(city),
        "topics": topics,
        "terms": indicators.open_terms(city, today),
    }
    return render(request, "portal/open.html", context)


def _one(view: View) -> Callable[[HttpRequest, str, str], HttpResponse]:
    """Finds the series, and answers 304 where the reader has this revision."""

    @require_safe
    @wraps(view)
    def found(request: HttpRequest, region: str, series: str) -> HttpResponse:
        every = indicators.open_series(region, timezone.localdate())
        one = next((s for s in every if s.definition.code == series), None)
        if one is None:
            raise Http404(series)
        tag = f'"{one.revision}-{view.__name__}"'
        answer = get_conditional_response(request, etag=tag) or view(request, one)
        answer.headers["ETag"] = tag
        if one.modified:
            answer.headers["Last-Modified"] = http_date(one.modified.timestamp())
        return answer

    return found


@_one
def open_csv(request: HttpRequest, one: OpenSeries) -> HttpResponse:
    """The table as UTF-8; with ?excel=1 it has the mark by which Excel knows Chinese."""
    rows = [[getattr(row, name) for name in HEAD] for row in one.rows]
    answer = csv_response(f"{one.region}-{one.definition.code}.csv", HEAD, rows)
    if request.GET.get("excel") != "1":
        answer.content = answer.content.removeprefix(b"\xef\xbb\xbf")
    beside = reverse("portal:open_csvw", args=[one.region, one.definition.code])
    answer.headers["Link"] = f'<{beside}>; rel="describedby"; type="application/csvm+json"'
    return answer


@_one
def open_csvw(request: HttpRequest, one: OpenSeries) -> HttpResponse:
    terms = indicators.open_terms(one.region, timezone.localdate())
    return _json(csvw(one, terms, request.build_absolute_uri), "application/csvm+json")


@_one
def open_json(request: HttpRequest, one: OpenSeries) -> HttpResponse:
    terms = indicators.open_terms(one.region, timezone.localdate())
    return _json(plain(one, terms, request.build_absolute_uri))


@require_safe
def open_catalogue(request: HttpRequest, region: str) -> HttpResponse:
    """The whole city as DCAT."""
    if region not in dict(accounts.regions()):
        raise Http404(region)
    today = timezone.localdate()
    found = indicators.open_series(region, today)
    terms = indicators.open_terms(region, today)
    made = catalogue(region, found, terms, request.build_absolute_uri)
    return _json(made, "application/ld+json")


def _json(body: dict[str, Any], kind: str = "application/json") -> JsonResponse:
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False}, content_type=kind)
