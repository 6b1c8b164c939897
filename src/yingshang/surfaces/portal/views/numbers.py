"""Queue numbers for the public: take one on the phone, watch it, the big screen in the hall."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yingshang.city.feedback import service as feedback
from yingshang.city.halls import service as desks
from yingshang.surfaces.kit.forms import form_key
from yingshang.surfaces.portal import places

__all__ = ["leave", "number", "screen", "take"]

REFRESH = 10


@places.signed_in
@require_POST
def take(request: HttpRequest, hall: str) -> HttpResponse:
    """One number for oneself; a second press gives the same one."""
    actor = places.actor(request)
    taken = desks.take(
        code=hall,
        region=places.city(request),
        counter=request.POST.get("counter", "")[:40],
        how="phone",
        by=actor,
        at=timezone.now(),
        party=actor.party,
        priority=request.POST.get("priority", "")[:10],
        key=f"phone:{actor.id}:{form_key(request)}",
    )
    return redirect("portal:number", taken.token)


@require_GET
def number(request: HttpRequest, token: str) -> HttpResponse:
    """My number: how many are ahead, how long about, and how that is worked out."""
    at = timezone.now()
    view = desks.by_token(token)
    found = desks.hall(view.hall, region=view.region, on=view.day)
    wait = desks.wait_of(found, view.counter, view.id, at=at) if view.waiting else None
    today = view.day == timezone.localdate()
    context = {"visit": view, "hall": found, "wait": wait, "at": at, "today": today}
    if view.state == "done":  # one visit, one rating; nobody has to
        context["rate"] = feedback.visit_link(_rated(view, found), at=at)
    response = render(request, "portal/number.html", context)
    if today and not view.over:
        response.headers["Refresh"] = str(REFRESH)
    return response


def _rated(view: Any, found: Any) -> feedback.Visit:
    """The visit as ratings know it: its own number, the hall's unit, the window, no person."""
    return feedback.Visit(
        visit=f"{view.region}-{view.hall}-{view.day:%Y%m%d}-{view.number}",
        region=view.region,
        hall=view.hall,
        unit=found.unit,
        window=view.window,
        item=view.item,
        name=f"{view.hall_name} {view.counter_name}",
    )


@require_POST
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """I do not wait any longer."""
    desks.give_up(token=token, by=places.actor(request), at=timezone.now())
    messages.success(request, _("已退号，谢谢您告诉我们。"))
    return redirect("portal:number", token)


@require_GET
def screen(request: HttpRequest, hall: str) -> HttpResponse:
    """The big screen: who is called where, how many wait. No names, no script needed."""
    at = timezone.now()
    found = desks.hall(hall, region=places.city(request), on=timezone.localdate())
    context = {
        "hall": found,
        "called": desks.on_screen(found, at=at),
        "waits": desks.waits(found, at=at),
        "at": at,
        "now": desks.openness(found, at=at),
    }
    response = render(request, "portal/screen.html", context)
    response.headers["Refresh"] = str(REFRESH // 2)
    return response
