"""Ends of the scales that scores stand on: seen, tried, proposed by one, published by another."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.indicators import service as indicators
from yingshang.surfaces.desk.forms.scales import ScaleForm
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.ruling import ruled

__all__ = ["rule", "scale", "scales"]

KEEPERS = ("supervisor", "bureau")


@require_GET
@staff(*KEEPERS)
def scales(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every scale of the city; what waits for the second person, with what it would do."""
    return _page(request, actor)


def _page(request: HttpRequest, actor: Actor) -> HttpResponse:
    rows, drafts = indicators.scales(actor, at=timezone.now())
    names = {row.code: row for row in rows}
    context = {
        "rows": rows,
        "waiting": [_waiting(one, names, actor) for one in drafts if one.waits],
        "earlier": [
            (one, names.get(one.code), indicators.effects_then(one))
            for one in drafts
            if not one.waits
        ],
    }
    return render(request, "desk/scales.html", context)


def _waiting(draft: Any, names: dict[str, Any], actor: Actor) -> dict[str, Any]:
    found: dict[str, Any] = {"draft": draft, "row": names.get(draft.code)}
    try:
        _ends, found["effects"] = indicators.effect(
            code=draft.code,
            best=draft.body["best"],
            worst=draft.body["worst"],
            by=actor,
            at=timezone.now(),
        )
    except Refusal as refusal:  # what is in force has changed since
        found["refusal"] = refusal.sentence
    then = indicators.effects_then(draft)
    return found | {"then": then if then != found.get("effects") else []}


@require_http_methods(["GET", "POST"])
@staff(*KEEPERS)
def scale(request: HttpRequest, actor: Actor, scale: str) -> HttpResponse:
    """One scale with its editions; ?best= and ?worst= show what other ends would do."""
    at, status = timezone.now(), 200
    rows, drafts = indicators.scales(actor, at=at)
    row = next((one for one in rows if one.code == scale), None)
    if row is None:
        raise Http404(scale)
    tried = {name: request.GET.get(name, "")[:20] for name in ("best", "worst")}
    usual = {
        "best": tried["best"] or f"{row.best:f}",
        "worst": tried["worst"] or f"{row.worst:f}",
        "first_day": timezone.localdate().replace(month=1, day=1),
    }
    form = ScaleForm(request.POST or None, request.FILES or None, initial=usual)
    context: dict[str, Any] = {"row": row, "form": form}
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                indicators.propose_scale(code=scale, **form.said(), by=actor, at=at)
            except Refusal as refusal:
                form.add_error(None, refusal.sentence)
            else:
                messages.success(request, _("草案已提交，由另一个人审核发布后生效。"))
                return redirect("desk:scales")
    elif all(tried.values()):
        try:
            _ends, context["effects"] = indicators.effect(code=scale, **tried, by=actor, at=at)
        except Refusal as refusal:
            context["refusal"] = refusal.sentence
    context["waits"] = next((one for one in drafts if one.waits and one.code == scale), None)
    return render(request, "desk/scale.html", context, status=status)


@require_POST
@staff(*KEEPERS)
def rule(request: HttpRequest, actor: Actor, scale_draft: int, verb: str) -> HttpResponse:
    """The second person's word."""
    word = partial(indicators.rule_scale, proposal=scale_draft)
    done = _("已发布，自起算日起按新的最优值和最差值打分；以前年度的得分不变。")
    return ruled(
        request, actor, verb, word, done=done, back="desk:scales", page=_page, draft=scale_draft
    )
