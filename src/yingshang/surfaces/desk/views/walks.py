"""Leaders' walk-throughs: the list with its counts, a new one, its page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.supervision import service as supervision
from yingshang.surfaces.desk.forms.walks import FindingForm, RecordForm, SummaryForm, WalkForm
from yingshang.surfaces.desk.gate import staff

__all__ = ["plan", "verb", "walk", "walks"]

KEEPERS = ("supervisor", "bureau")


@require_GET
@staff()
def walks(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What was walked, what was found and what is mended."""
    at = timezone.now()
    context = {
        "rows": supervision.walks(actor, at=at),
        "totals": supervision.walk_totals(actor, at=at),
        "may_keep": actor.role in KEEPERS,
    }
    return render(request, "desk/walks.html", context)


@require_http_methods(["GET", "POST"])
@staff(*KEEPERS)
def plan(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Plan a walk-through."""
    posted = request.method == "POST"
    form = WalkForm(request.POST if posted else None)
    status = 200
    if posted:
        status = 422
        if form.is_valid():
            try:
                made = supervision.plan_walk(**form.cleaned_data, by=actor, at=timezone.now())
            except Refusal as refusal:
                form.add_error(None, refusal.sentence)
            else:
                messages.success(request, _("已登记走流程计划。"))
                return redirect("desk:walk", made)
    return render(request, "desk/walk_new.html", {"form": form}, status=status)


@require_GET
@staff()
def walk(request: HttpRequest, actor: Actor, walk_ref: str) -> HttpResponse:
    """One walk-through: its steps, photographs, findings."""
    return _show(request, actor, walk_ref)


def _units(actor: Actor) -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in accounts.units(actor.region)]


def _show(
    request: HttpRequest, actor: Actor, ref: str, typed: dict[str, Form] | None = None
) -> HttpResponse:
    found = supervision.walk(actor, ref, at=timezone.now())
    typed = typed or {}
    context = {
        "one": found,
        "typed": typed,
        "record_form": typed.get("record") or RecordForm(auto_id="record-%s"),
        "finding_form": typed.get("finding")
        or FindingForm(units=_units(actor), auto_id="finding-%s"),
        "summary_form": typed.get("publish") or SummaryForm(auto_id="publish-%s"),
    }
    return render(request, "desk/walk.html", context, status=422 if typed else 200)


Made = tuple[Form, Callable[..., Any], dict[str, Any]]


def _made(request: HttpRequest, actor: Actor, verb: str) -> Made:
    if verb == "record":
        photos = [(one.name, one.read()) for one in request.FILES.getlist("photos")]
        form: Form = RecordForm(request.POST, request.FILES, auto_id="record-%s")
        return form, supervision.record_walk, {"photos": photos}
    if verb == "finding":
        form = FindingForm(request.POST, units=_units(actor), auto_id="finding-%s")
        return form, supervision.add_finding, {}
    if verb == "publish":
        return SummaryForm(request.POST, auto_id="publish-%s"), supervision.publish_walk, {}
    raise Http404


DONE = {
    "record": _lazy("已记录。"),
    "finding": _lazy("问题已交办整改。"),
    "publish": _lazy("已公布。"),
}


@require_POST
@staff(*KEEPERS)
def verb(request: HttpRequest, actor: Actor, walk_ref: str, verb: str) -> HttpResponse:
    """Record, hand out a finding, publish."""
    supervision.walk(actor, walk_ref, at=timezone.now())  # 404 before anything is tried
    form, act, more = _made(request, actor, verb)
    if form.is_valid():
        try:
            act(ref=walk_ref, **{**form.cleaned_data, **more}, by=actor, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, str(DONE[verb]))
            return redirect("desk:walk", walk_ref)
    return _show(request, actor, walk_ref, {verb: form})
