"""Results by courier: order, label, waybill, arrived, returned."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.halls import service as desks
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.hall_place import own_halls, place_of
from yingshang.surfaces.desk.refused import refused
from yingshang.surfaces.kit.forms import whole

__all__ = ["act", "posts"]


def _show(request: HttpRequest, actor: Actor, **more: Any) -> HttpResponse:
    here = place_of(request, actor)
    hall = here.hall if here else next(iter(own_halls(actor)), None)
    if hall is None:
        raise Http404
    rows = desks.posts(actor, at=timezone.now(), hall=hall.code)
    context = {
        "hall": hall,
        "ordered": [p for p in rows if p.state == "ordered"],
        "sent": [p for p in rows if p.state == "sent"],
        **more,
    }
    return render(request, "desk/posts.html", context)


@require_GET
@staff("clerk")
def posts(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What is to be sent, and what is on its way."""
    return _show(request, actor)


@require_POST
@staff("clerk")
def act(request: HttpRequest, actor: Actor, verb: str) -> HttpResponse:
    """Order for who stands at the window; label; send; arrived; returned."""
    at, given = timezone.now(), request.POST
    number = whole(given.get("post", "")) or 0
    try:
        if verb == "order":
            desks.order_post(
                ref=given.get("ref", "").strip()[:24],
                recipient=given.get("recipient", ""),
                phone=given.get("phone", ""),
                address=given.get("address", ""),
                hall=given.get("hall", "")[:40],
                by=actor,
                at=at,
            )
        elif verb == "label":
            return _show(request, actor, label=desks.label(id=number, by=actor, at=at))
        elif verb == "send":
            company, waybill = given.get("company", ""), given.get("waybill", "")
            desks.send(id=number, company=company, waybill=waybill, by=actor, at=at)
        elif verb == "arrived":
            desks.arrived(id=number, by=actor, at=at)
        elif verb == "returned":
            desks.returned(id=number, by=actor, at=at)
        else:
            raise Http404
    except Refusal as refusal:
        key = f"send-{number}" if verb == "send" else verb
        return refused(request, key, refusal, _show, actor)
    messages.success(request, _("已登记。"))
    return redirect("desk:posts")
