"""Merged pick-up: one person, all results, one look at the identity card."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.cases import service as cases
from yingshang.city.halls import service as desks
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.kit.forms import whole

__all__ = ["pickup"]


@require_http_methods(["GET", "POST"])
@staff("clerk")
def pickup(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Find by number, telephone or case; tick; hand over. Posted, so that no number stands in an
    address."""
    at = timezone.now()
    given = request.POST if request.method == "POST" else request.GET
    typed = given.get("who", "").strip()[:24]
    party = whole(given.get("party", ""))
    context: dict[str, Any] = {"status": 200}
    if "hand" in request.POST:
        context |= _hand(request, actor)
    if party is None and typed:
        party = _party_of(actor, typed)
        context["lost"] = "" if party is not None else typed
    if party is not None:
        context["person"] = accounts.party_view(party)
        context["person_name"] = accounts.mask(context["person"].name)
        context["rows"] = cases.to_hand_over(actor, at=at, party=party)
    else:
        context["newest"] = cases.to_hand_over(actor, at=at, limit=20)
    return render(request, "desk/pickup.html", context, status=context["status"])


def _party_of(actor: Actor, typed: str) -> int | None:
    """By a case's own number, or by the person's."""
    ref = cases.find(actor, typed)
    if ref is not None:
        return cases.case_for(actor, ref).party
    found = accounts.search_parties(typed)
    return found[0].id if len(found) == 1 else None


def _hand(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    try:
        handed = desks.hand_over_all(
            refs=request.POST.getlist("ref")[:100],
            recipient=request.POST.get("recipient", ""),
            checked="checked" in request.POST,
            note=request.POST.get("note", ""),
            by=actor,
            at=timezone.now(),
        )
    except Refusal as refusal:
        return {"problem": refusal.sentence, "status": 409, "typed": request.POST}
    done = sum(h.done for h in handed)
    if done:
        messages.success(request, _("已交付 %s 件并登记送达。") % done)
    return {"handed": handed}
