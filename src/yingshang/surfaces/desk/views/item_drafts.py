"""Drafts of items: written, tried as a guide, reviewed by another, published from a day on."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.catalog import service as catalog
from yingshang.city.catalog.kinds import MATERIAL, STEP, DraftView
from yingshang.city.definitions import service as definitions
from yingshang.surfaces.desk.forms.catalogue import (
    EditorForm,
    PublishForm,
    ReasonForm,
    listed,
    row_cells,
)
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.refused import refused
from yingshang.surfaces.desk.views.catalogue import ROLES
from yingshang.surfaces.kit.forms import whole

__all__ = ["draft", "edit", "preview", "start", "verb"]


@require_POST
@staff(*ROLES)
def start(request: HttpRequest, actor: Actor, item: str) -> HttpResponse:
    """Begin a draft of an item, or go on with the one that is open."""
    try:
        found = catalog.start_draft(code=item, region=actor.region, by=actor, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("desk:catalogue_item", item)
    return redirect("desk:draft_edit", found)


@require_GET
@staff(*ROLES)
def draft(request: HttpRequest, actor: Actor, draft: int) -> HttpResponse:
    """Where it stands: what it changes, what is wrong, what can be done next."""
    return _draft(request, actor, draft)


def _draft(
    request: HttpRequest,
    actor: Actor,
    draft: int,
    *,
    publish: PublishForm | None = None,
    status: int = 200,
) -> HttpResponse:
    view = catalog.draft_view(actor, draft)
    today = timezone.localdate()
    context = {
        "view": view,
        "publish": publish or PublishForm(initial={"effective_on": today}),
        "reason": ReasonForm(),
        "today": today,
        "own": actor.name in view.authors,
    }
    return render(request, "desk/draft.html", context, status=status)


@require_http_methods(["GET", "POST"])
@staff(*ROLES)
def edit(request: HttpRequest, actor: Actor, draft: int) -> HttpResponse:
    """Write in it; what is wrong stands at its field and nothing is lost."""
    view = catalog.draft_view(actor, draft)
    if view.row.state != "draft":
        return redirect("desk:draft", draft)
    units = [u.name for u in accounts.units(actor.region)]
    rest = definitions.yaml_text(view.rest)
    form = EditorForm(request.POST or None, view=view, units=units, rest=rest)
    materials, steps = view.rows.materials, view.rows.steps
    if request.method == "POST":
        materials = row_cells("m", MATERIAL, request.POST)
        steps = row_cells("s", STEP, request.POST)
        if form.is_valid() and _written(request, actor, view, form, materials, steps):
            return redirect("desk:draft", draft)
    context = {
        "view": view,
        "form": form,
        "materials": listed("m", MATERIAL, materials, 0 if request.POST else 2),
        "steps": listed("s", STEP, steps, 0 if request.POST else 2),
    }
    return render(request, "desk/draft_edit.html", context, status=422 if form.errors else 200)


def _written(
    request: HttpRequest,
    actor: Actor,
    view: DraftView,
    form: EditorForm,
    materials: list[dict[str, str]],
    steps: list[dict[str, str]],
) -> bool:
    try:
        wrong = catalog.write_draft(
            draft=view.row.id,
            cells=form.cells(),
            materials=materials,
            steps=steps,
            rest=form.cleaned_data["rest"],
            note=form.cleaned_data["note"],
            by=actor,
            at=timezone.now(),
            revision=whole(request.POST.get("revision", "")) or 0,
        )
    except Refusal as refusal:
        form.add_error("rest" if refusal.code == "draft-rest" else None, refusal.sentence)
        return False
    for one in wrong:
        where = {"material": _("材料第 %d 行"), "step": _("环节第 %d 行")}.get(one.sheet)
        place = f"{where % (one.row + 1)} {one.heading}" if where else one.heading
        form.blame(place, one.sentence)
    if not wrong:
        messages.success(request, _("已保存。"))
    return not wrong


@require_GET
@staff(*ROLES)
def preview(request: HttpRequest, actor: Actor, draft: int) -> HttpResponse:
    """The guide as people will read it, on the day it takes effect."""
    view = catalog.draft_view(actor, draft)
    on = _day(request.GET.get("on", "")) or view.row.effective_on or timezone.localdate()
    if view.blocks and "name" not in view.body:
        raise Http404
    item = catalog.draft_preview(actor, draft, on=on)
    lead_name = accounts.unit_name(f"{actor.region}-{item.lead}")
    context = {
        "view": view,
        "item": item,
        "guide": catalog.guide(item, region=actor.region),
        "handover": catalog.handover(item.body, lead_name),
        "lead_name": lead_name,
        "today": on,
    }
    return render(request, "desk/draft_preview.html", context)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


VERBS: dict[str, tuple[Callable[..., Any], str]] = {
    "submit": (catalog.submit_draft, gettext_noop("已送审，等另一个人审核。")),
    "approve": (catalog.approve_draft, gettext_noop("已审过，可以发布。")),
    "return": (catalog.return_draft, gettext_noop("已退回起草人。")),
    "drop": (catalog.drop_draft, gettext_noop("已作废。")),
}


@require_POST
@staff(*ROLES)
def verb(request: HttpRequest, actor: Actor, draft: int, verb: str) -> HttpResponse:
    """One step of a draft."""
    revision = whole(request.POST.get("revision", ""))
    said: dict[str, Any] = {
        "draft": draft,
        "by": actor,
        "at": timezone.now(),
        "revision": revision,
    }
    if verb == "publish":
        return _publish(request, actor, draft, said)
    if verb not in VERBS:
        raise Http404(verb)
    act, done = VERBS[verb]
    if verb in ("return", "drop"):
        said["reason"] = request.POST.get("reason", "")[:400]
    try:
        act(**said)
    except Refusal as refusal:
        return refused(request, verb, refusal, _draft, actor, draft)
    messages.success(request, _(done))
    return redirect("desk:draft", draft)


def _publish(request: HttpRequest, actor: Actor, draft: int, said: dict[str, Any]) -> HttpResponse:
    form = PublishForm(request.POST)
    if form.is_valid():
        try:
            catalog.publish_draft(**said, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("effective_on", refusal.sentence)
        else:
            messages.success(request, _("已发布，到生效那天自动换成新版本。"))
            return redirect("desk:draft", draft)
    return _draft(request, actor, draft, publish=form, status=422)
