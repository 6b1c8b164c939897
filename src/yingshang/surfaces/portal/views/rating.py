"""Ratings for everybody: by a link without signing in, one more word, and what came of them."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yingshang.city.accounts import service as accounts
from yingshang.city.cases.kinds import Refusal
from yingshang.city.catalog import service as catalog
from yingshang.city.feedback import service as feedback
from yingshang.surfaces.kit.devices import device_of, remember_device
from yingshang.surfaces.portal import forms, places

__all__ = ["again", "by_link", "ratings", "ratings_json"]

SPANS = {"90": 90, "365": 365}


def _form(data: Any) -> forms.LinkRatingForm:
    return forms.LinkRatingForm(
        data, levels=list(feedback.LEVELS.items()), reasons=list(feedback.REASONS.items())
    )


@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a QR code or a short message: whoever holds it rates that one thing, once."""
    at = timezone.now()
    found = feedback.rateable(token, at=at)
    form = _form(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and not found.closed:
        if form.is_valid():
            said = form.cleaned_data
            try:
                feedback.rate_by_link(
                    token, at=at, channel=_channel(request), device=device_of(request), **said
                )
            except Refusal as refusal:
                form.add_error(None, refusal.sentence)
            else:
                thanks = render(request, "portal/rate_thanks.html", {"found": found})
                return remember_device(request, thanks)
        status = 422
    context = {"found": found, "form": form, "via": request.GET.get("via", "qr")}
    return render(request, "portal/rate_link.html", context, status=status)


def _channel(request: HttpRequest) -> str:
    """Where the link was met: a code, a message, the hall's tablet or a kiosk."""
    via = request.POST.get("via", "qr")
    return via if via in ("qr", "sms", "window", "kiosk") else "qr"


@places.signed_in
@require_POST
def again(request: HttpRequest, ref: str) -> HttpResponse:
    """One more word after the rating; the first one stays as it is."""
    places.own_case(request, ref)
    try:
        feedback.add_word(
            ref=ref,
            level=int(request.POST.get("level", "0")) if request.POST.get("level") else 0,
            comment=request.POST.get("comment", ""),
            by=places.actor(request),
            at=timezone.now(),
        )
    except (Refusal, ValueError) as refused:
        sentence = refused.sentence if isinstance(refused, Refusal) else _("请选一个档次。")
        messages.error(request, sentence)
    else:
        messages.success(request, _("已记下您的追评。"))
    return redirect("portal:rate", ref=ref)


def _span(request: HttpRequest) -> tuple[datetime, datetime, str]:
    days = request.GET.get("days", "365")
    if days not in SPANS:
        raise Http404(days)
    now = timezone.now()
    return now - timedelta(days=SPANS[days]), now, days


@require_GET
def ratings(request: HttpRequest) -> HttpResponse:
    """What people said of each unit and item, and what was done about it; nobody is named."""
    city = places.city(request)
    since, until, days = _span(request)
    names = {f"{city}-{unit.role}": unit.name for unit in accounts.units(city, ended=True)}
    items = {i.code: i.name for i in catalog.items(region=city, on=timezone.localdate())}
    said = {"region": city, "since": since, "until": until}
    context = {
        "units": [(names.get(i.key, i.key), i) for i in feedback.indices(None, by="unit", **said)],
        "items": [
            (items[i.key], i)
            for i in feedback.indices(None, by="item", **said)
            if i.key in items and i.ratings
        ][:40],
        "reasons": feedback.reasons_given(None, **said),
        "rule": feedback.rule(city, until),
        "labels": feedback.level_labels(),
        "days": days,
        "spans": list(SPANS),
    }
    return render(request, "portal/ratings.html", context)


@require_GET
def ratings_json(request: HttpRequest) -> JsonResponse:
    """The same figures for machines; what is hidden for being too few is null."""
    city = places.city(request)
    since, until, _days = _span(request)
    rows = [
        {
            "unit": index.key,
            "levels": None if index.hidden else index.levels,
            "ended": index.ended,
            "active_share": index.active_share,
            "good_share": index.good_share,
            "mended_share": index.mended_share,
            "mended_in_time_share": index.in_time_share,
        }
        for index in feedback.indices(None, region=city, since=since, until=until, by="unit")
    ]
    body = {
        "region": city,
        "since": timezone.localdate(since),
        "until": timezone.localdate(until),
        "units": rows,
    }
    return JsonResponse(body | {"sample": accounts.is_fictional(city)})
