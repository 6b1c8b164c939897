"""Boxes for results and for documents dropped in; a kiosk is switched on for its hall."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.halls import service as desks
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.hall_place import own_halls, place_of
from yingshang.surfaces.kit.forms import whole
from yingshang.surfaces.kit.kiosks import switch_on

__all__ = ["act", "boxes", "kiosk"]


def _hall(request: HttpRequest, actor: Actor, code: str) -> desks.HallView:
    """The hall that was asked for, the clerk's own, or the first that has boxes."""
    found, here = own_halls(actor), place_of(request, actor)
    chosen = next((h for h in found if h.code == code), here.hall if here else None)
    chosen = chosen or next((h for h in found if h.boxes), None)
    if chosen is None:
        raise Http404
    return chosen


def _show(request: HttpRequest, actor: Actor, code: str, **more: Any) -> HttpResponse:
    hall, at = _hall(request, actor, code), timezone.now()
    rows = desks.boxes(actor, hall, at=at)
    context = {
        "hall": hall,
        "halls": [h for h in own_halls(actor) if h.boxes],
        "out": [b for b in rows if b.way == "out"],
        "dropped": [b for b in rows if b.way == "in"],
        "free": hall.boxes - len(rows),
        **more,
    }
    return render(request, "desk/boxes.html", context, status=409 if more.get("problem") else 200)


@require_GET
@staff("clerk")
def boxes(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What lies in the boxes of a hall."""
    return _show(request, actor, request.GET.get("hall", ""))


@require_POST
@staff("clerk")
def act(request: HttpRequest, actor: Actor, verb: str) -> HttpResponse:
    """Leave a result, take one back, empty a box that somebody dropped documents into.

    What only this moment may show (digits, a name) is shown in the answer, never in an address.
    """
    at, code = timezone.now(), request.POST.get("hall", "")[:40]
    number = whole(request.POST.get("box", "")) or 0
    try:
        if verb == "leave":
            ref = request.POST.get("ref", "").strip()[:24]
            box, digits = desks.leave(code=code, ref=ref, by=actor, at=at)
            return _show(request, actor, code, left=box, digits=digits)
        if verb == "open":
            opened = desks.open_drop(id=number, by=actor, at=at)
            return _show(request, actor, code, opened=opened)
        if verb == "back":
            desks.take_back(id=number, by=actor, at=at)
            messages.success(request, _("已取回窗口。"))
            return redirect("desk:boxes")
    except Refusal as refusal:
        return _show(request, actor, code, problem=refusal.sentence, typed=request.POST)
    raise Http404


@require_http_methods(["GET", "POST"])
@staff("clerk")
def kiosk(request: HttpRequest, actor: Actor) -> HttpResponse:
    """This machine becomes a kiosk of a hall; the clerk is signed out of it at once."""
    found = own_halls(actor)
    if request.method != "POST":
        return render(request, "desk/kiosk_on.html", {"halls": found})
    hall = next((h for h in found if h.code == request.POST.get("hall")), None)
    if hall is None:
        raise Http404
    logout(request)
    return switch_on(redirect("portal:kiosk"), hall.region, hall.code)
