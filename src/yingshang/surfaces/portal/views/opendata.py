"""Open data: lists and pages for people; CSV with CSVW, JSON, Atom, DCAT and one archive."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from hashlib import sha256
from json import dumps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from yingshang.city.accounts import service as accounts
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.service import OpenKind, OpenSum, OpenTable
from yingshang.surfaces.kit.exports import xlsx_response
from yingshang.surfaces.portal import opendata
from yingshang.surfaces.portal.dcat import catalogue
from yingshang.surfaces.portal.open_kept import Newest
from yingshang.surfaces.portal.open_list import listed
from yingshang.surfaces.portal.open_page import drawn, sheet
from yingshang.surfaces.portal.open_zip import archive
from yingshang.surfaces.portal.places import city as chosen

__all__ = [
    "open_catalogue",
    "open_changes",
    "open_csv",
    "open_csvw",
    "open_data",
    "open_dataset",
    "open_feed",
    "open_json",
    "open_xlsx",
    "open_zip",
]

# those of districts are found on the page of the whole
KINDS = tuple(k for k in OpenKind if k != OpenKind.DISTRICTS)
_catalogues, _archives = Newest(), Newest()
View = Callable[[HttpRequest, OpenTable], HttpResponse]


# --- pages ----------------------------------------------------------------------------------------


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """Every data set of the chosen city by theme, its terms, where programs find it; narrowed by
    ?kind= and ?q=."""
    city, today = chosen(request), timezone.localdate()
    q, kind = request.GET.get("q", "").strip()[:60], request.GET.get("kind", "")
    kind = kind if kind in OpenKind.values else ""
    every = [one for k in KINDS for one in indicators.open_tables(city, today, k)]
    terms = indicators.open_terms(city, today)
    context = {
        "city": city,
        "city_name": accounts.region_name(city),
        "shelves": listed(every, terms, kind, q),
        "q": q,
        "kind": kind,
        "modified": max((one.modified for one in every if one.modified), default=None),
        "terms": terms,
    }
    return render(request, "portal/open.html", context)


@require_safe
def open_dataset(request: HttpRequest, region: str, series: str) -> HttpResponse:
    """One data set: what it is, whose, its newest rows, its files and how it was revised."""
    today = timezone.localdate()
    table = _found(region, series)
    made = indicators.open_sum(table)
    revised = indicators.revisions(region, series, today) if table.kind == OpenKind.SERIES else ()
    parted = indicators.open_table(region, f"{series}-by-district", today) if revised else None
    context = {
        "table": table,
        "about": table.description.removesuffix(indicators.OPEN_RULE),
        "made": made,
        "owner": opendata.owner_of(table),
        "terms": indicators.open_terms(region, today),
        "sheet": sheet(table, made),
        "chart": drawn(table),
        "number": made.rows,
        "revisions": [(one, opendata.change_text(one).splitlines()) for one in revised[:5]],
        "parted": parted,
        "register": table.code.removeprefix("register-") if table.kind == OpenKind.REGISTER else "",
        "api": request.build_absolute_uri(f"/api/v1/open/datasets/{region}/{series}/observations"),
    }
    return render(request, "portal/open_dataset.html", context)


# --- files ----------------------------------------------------------------------------------------


def _found(region: str, code: str) -> OpenTable:
    table = indicators.open_table(region, code, timezone.localdate())
    if table is None:
        raise Http404(code)
    return table


def _one(view: View) -> Callable[[HttpRequest, str, str], HttpResponse]:
    """Finds the table; 304 where the reader has these very bytes."""

    @require_safe
    @wraps(view)
    def found(request: HttpRequest, region: str, series: str) -> HttpResponse:
        table = _found(region, series)
        return _sent(request, view(request, table), table.modified)

    return found


def _sent(request: HttpRequest, answer: HttpResponse, modified: datetime | None) -> HttpResponse:
    """With a tag of the bytes themselves; anybody's page may read it."""
    tag = f'"{sha256(answer.content).hexdigest()[:32]}"'
    answer = get_conditional_response(request, etag=tag, response=answer) or answer
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = "public, no-cache"  # kept, and asked for by its tag
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Link"
    if modified:
        answer.headers["Last-Modified"] = http_date(modified.timestamp())
    return answer


def _in_words(answer: HttpResponse) -> HttpResponse:
    """Words of ours are in it, in the reader's language."""
    patch_vary_headers(answer, ["Cookie", "Accept-Language"])
    return answer


@_one
def open_csv(request: HttpRequest, table: OpenTable) -> HttpResponse:
    """The table as UTF-8; with ?excel=1 headed in words, with the mark that Excel needs."""
    data = indicators.open_csv(table, words=request.GET.get("excel") == "1")
    answer = HttpResponse(data, content_type="text/csv; charset=utf-8")
    name = _named(table.region, table.code, "csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    beside = opendata.address(table, "csvw")
    answer.headers["Link"] = f'<{beside}>; rel="describedby"; type="application/csvm+json"'
    return answer


@_one
def open_xlsx(request: HttpRequest, table: OpenTable) -> HttpResponse:
    """With a second sheet that says whose it is, by what method, under which licence."""
    terms = indicators.open_terms(table.region, timezone.localdate())
    notes = opendata.notes(table, indicators.open_sum(table), terms, request.build_absolute_uri)
    name = _named(table.region, table.code, "xlsx")
    return _in_words(xlsx_response(name, indicators.open_xlsx(table, notes)))


@_one
def open_csvw(request: HttpRequest, table: OpenTable) -> HttpResponse:
    terms = indicators.open_terms(table.region, timezone.localdate())
    url = request.build_absolute_uri(opendata.address(table, "csv"))
    return _json(
        opendata.csvw(table, indicators.open_sum(table), terms, url), "application/csvm+json"
    )


@_one
def open_json(request: HttpRequest, table: OpenTable) -> HttpResponse:
    terms = indicators.open_terms(table.region, timezone.localdate())
    made = indicators.open_sum(table)
    return _json(opendata.plain(table, made, terms, request.build_absolute_uri))


@_one
def open_feed(request: HttpRequest, table: OpenTable) -> HttpResponse:
    """What changed in a series and when; other tables have no feed."""
    if table.kind != OpenKind.SERIES:
        raise Http404(table.code)
    found = indicators.revisions(table.region, table.code, timezone.localdate())
    data = opendata.atom(table, found, request.build_absolute_uri)
    return _in_words(HttpResponse(data, content_type="application/atom+xml; charset=utf-8"))


# --- all of a city --------------------------------------------------------------------------------


def _every(region: str) -> list[tuple[OpenTable, OpenSum]]:
    if region not in dict(accounts.regions()):
        raise Http404(region)
    tables = indicators.open_tables(region, timezone.localdate())
    return [(table, indicators.open_sum(table)) for table in tables]


def _last(found: list[tuple[OpenTable, OpenSum]]) -> datetime | None:
    return max((table.modified for table, _made in found if table.modified), default=None)


@require_safe
def open_catalogue(request: HttpRequest, region: str) -> HttpResponse:
    """The whole city as DCAT."""
    found = _every(region)
    terms = indicators.open_terms(region, timezone.localdate())
    absolute = request.build_absolute_uri
    made_of = (absolute("/"), terms, found)
    data = _catalogues.get(
        region, made_of, lambda: _bytes(catalogue(region, found, terms, absolute))
    )
    return _sent(request, HttpResponse(data, content_type="application/ld+json"), _last(found))


@require_safe
def open_changes(request: HttpRequest, region: str) -> HttpResponse:
    """Which tables of the city changed last, as one feed."""
    found = [(table, made) for table, made in _every(region) if table.modified]
    found.sort(key=lambda pair: (str(pair[0].modified), pair[0].code), reverse=True)
    data = opendata.changes(region, found[:100], request.build_absolute_uri)
    answer = HttpResponse(data, content_type="application/atom+xml; charset=utf-8")
    return _sent(request, _in_words(answer), _last(found))


@require_safe
def open_zip(request: HttpRequest, region: str) -> HttpResponse:
    """Every table in one archive with a manifest."""
    found = _every(region)
    terms = indicators.open_terms(region, timezone.localdate())
    data = _archives.get(region, (terms, found), lambda: archive(region, found, terms))
    answer = HttpResponse(data, content_type="application/zip")
    name = _named(region, "open-data", "zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return _sent(request, answer, _last(found))


def _named(region: str, code: str, ending: str) -> str:
    """As the file is saved; that it is a sample is seen before it is opened."""
    sample = "-sample" if accounts.is_fictional(region) else ""
    return f"{region}-{code}{sample}.{ending}"


def _bytes(body: dict[str, Any]) -> bytes:
    return dumps(body, ensure_ascii=False).encode()


def _json(body: dict[str, Any], kind: str = "application/json") -> HttpResponse:
    return HttpResponse(_bytes(body), content_type=kind)
