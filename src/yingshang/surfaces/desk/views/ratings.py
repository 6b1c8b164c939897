"""Ratings at the desk: figures by unit, item, channel and hall; whom the hotline calls; the code
that a window shows an applicant. Nobody here sees who rated what."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases import service as cases
from yingshang.city.catalog import service as catalog
from yingshang.city.feedback import service as feedback
from yingshang.city.licences import service as licences
from yingshang.surfaces.desk.gate import staff

__all__ = ["code", "contact", "ratings"]

SPANS = {"30": 30, "90": 90, "365": 365}
BY = {"unit": _("按单位"), "item": _("按事项"), "channel": _("按渠道"), "hall": _("按大厅")}


def _context(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    days, by = request.GET.get("days", "90"), request.GET.get("by", "unit")
    if days not in SPANS or by not in BY:
        raise Http404
    now = timezone.now()
    said = {"region": actor.region, "since": now - timedelta(days=SPANS[days]), "until": now}
    names = _names(actor, by)
    return {
        "rows": [(names.get(i.key, i.key), i) for i in feedback.indices(actor, by=by, **said)],
        "reasons": feedback.reasons_given(actor, **said),
        "days": days,
        "by": by,
        "ways": list(BY.items()),
        "spans": list(SPANS),
        "calls": feedback.to_contact(actor, at=now),
        "now": now,
        "sees_surveys": actor.role in ("bureau", "supervisor", "leader", "operator"),
    }


def _names(actor: Actor, by: str) -> dict[str, str]:
    if by == "unit":
        return {u.code: u.name for u in accounts.units(actor.region, ended=True)}
    if by == "item":
        found = catalog.items(region=actor.region, on=timezone.localdate(), portal_only=False)
        return {i.code: i.name for i in found}
    if by == "channel":
        return {name: str(label) for name, label in feedback.CHANNELS.items()}
    return {}


@require_GET
@staff()
def ratings(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Units see their own figures, overseers all; the hotline sees whom it owes a call."""
    return render(request, "desk/ratings.html", _context(request, actor))


@require_POST
@staff("operator")
def contact(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Name and number for one call; the look is recorded and the rater can see it."""
    found = feedback.contact(rectification=ref, by=actor, at=timezone.now())
    context = {**_context(request, actor), "found": found}
    return render(request, "desk/ratings.html", context)


@require_GET
@staff()
def code(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """The code for the applicant in front of the window: scan, rate, no sign-in."""
    case = cases.case_for(actor, ref, at=timezone.now())
    if not case.can_rate:
        raise Http404
    token = feedback.case_link(ref, at=timezone.now(), region=case.region)
    path = reverse("portal:rate_link", args=[token])
    address = request.build_absolute_uri(path)
    context = {"case": case, "qr": mark_safe(licences.qr_svg(address)), "address": path}
    return render(request, "desk/rate_code.html", context)
