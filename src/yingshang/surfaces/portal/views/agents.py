"""Whom I let act for me, and for whom I may act: given, taken back, begun, ended."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Refusal
from yingshang.city.catalog import service as catalog
from yingshang.surfaces.portal import places

__all__ = ["act", "agents", "stop", "withdraw"]


@places.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def agents(request: HttpRequest) -> HttpResponse:
    """Both lists, and the form that gives an authorisation."""
    actor, at = places.actor(request), timezone.now()
    items = catalog.items(region=places.city(request), on=timezone.localdate())
    names = {i.code: i.name for i in items if i.is_here}
    problem, status = "", 200
    if request.method == "POST":
        try:
            _authorise(request, names)
        except Refusal as refusal:
            problem, status = refusal.sentence, 422
        else:
            messages.success(request, _("已授权。对方登录后就能替您办，办了什么您都看得到。"))
            return redirect("portal:agents")
    rows = [
        {"mandate": m, "items": [names.get(c, c) for c in m.items]}
        for m in accounts.mandates(actor, at=at)
    ]
    context = {
        "given": [r for r in rows if r["mandate"].mine],
        "received": [r for r in rows if not r["mandate"].mine],
        "names": sorted(names.items(), key=lambda one: one[1]),
        "typed": request.POST or {"items": request.GET.get("item", "")},
        "problem": problem,
        "may_give": actor.party is not None,
    }
    return render(request, "portal/agents.html", context, status=status)


def _authorise(request: HttpRequest, names: dict[str, str]) -> None:
    chosen = request.POST.get("items", "")
    if chosen and chosen not in names:
        raise Refusal("item-unknown", _("没有这件事，或它不在本平台办。请从列出的事项里选。"))
    accounts.authorise(
        agent_name=request.POST.get("name", ""),
        agent_code=request.POST.get("code", ""),
        until=_day(request.POST.get("until", "")),
        items=[chosen] if chosen else [],
        by=places.actor(request),
        at=timezone.now(),
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Refusal("day-missing", _("请写明授权到哪一天，按“2026-03-02”的样式填写。")) from None


@places.signed_in
@require_POST
def withdraw(request: HttpRequest, mandate: int) -> HttpResponse:
    """Take it back, or give it up; it ends this moment."""
    accounts.withdraw_mandate(id=mandate, by=places.actor(request), at=timezone.now())
    messages.success(request, _("授权已结束，从现在起不能再用。"))
    return redirect("portal:agents")


@places.signed_in
@require_POST
def act(request: HttpRequest, mandate: int) -> HttpResponse:
    """From here on I act for the principal, until I say otherwise."""
    at = timezone.now()
    accounts.on_behalf(places.actor(request), mandate, at=at)
    own: Any = accounts.mandates(places.actor(request), at=at)
    name = next(m.principal_name for m in own if m.id == mandate)
    request.session[places.BEHALF] = {"id": mandate, "name": name}
    return redirect("portal:my")


@places.signed_in
@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """From here on I act for myself again."""
    request.session.pop(places.BEHALF, None)
    messages.success(request, _("已退出代办，现在办的是您自己的事。"))
    return redirect("portal:my")
