"""Warnings: what the watch saw, and what the supervisor makes of it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_POST

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.definitions import service as definitions
from yingshang.city.plans import service as plans
from yingshang.city.plans.kinds import PromiseView
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision.kinds import WarningView
from yingshang.surfaces.desk.forms.orders import DismissForm, RaiseForm
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.span import span_of

__all__ = ["clear", "dismiss", "raise_order", "warning", "warnings"]

READERS = ("supervisor", "bureau", "leader")
STATES = (
    ("new", _lazy("待处理")),
    ("ordered", _lazy("已转督办")),
    ("dismissed", _lazy("不予督办")),
    ("cleared", _lazy("情形已消除")),
)


@require_GET
@staff(*READERS)
def warnings(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Warnings of one's city; those that wait for somebody come first."""
    span = span_of(request)
    found = supervision.warnings(actor, limit=1000 if span else 200)
    found = [w for w in found if span is None or span.holds(w.raised_at)]
    kinds = {w.kind: w.rule_name for w in found}
    kind = request.GET.get("kind", "")
    kind = kind if kind in kinds else ""
    found = [w for w in found if kind in ("", w.kind)]
    state = request.GET.get("state", "new")
    state = state if state in {*dict(STATES), "all"} else "new"
    counts = {key: sum(w.status == key for w in found) for key, _label in STATES}
    context = {
        "region": actor.region,
        "rows": [w for w in found if state in (w.status, "all")],
        "tabs": [(key, label, counts[key]) for key, label in STATES],
        "state": state,
        "total": len(found),
        "kinds": sorted(kinds.items(), key=lambda pair: pair[1]),
        "kind": kind,
        "span": span,
        "sees_clues": supervision.may_see_clues(actor),
    }
    return render(request, "desk/warnings.html", context)


@require_GET
@staff(*READERS)
def warning(request: HttpRequest, actor: Actor, warning_id: int) -> HttpResponse:
    """One warning: what it rests on, and the two ways out of it."""
    return _show(request, actor, supervision.warning(actor, warning_id))


def _form(actor: Actor, found: WarningView, data: Any = None) -> RaiseForm:
    units = [(u.code, u.name) for u in accounts.units(found.region)]
    return RaiseForm(
        data,
        candidates=list(found.candidates) or units,
        appoint_later=found.needs_coordinator or not found.unit,
        initial={
            "demand": found.demand,
            "due": _usual_due(found),
            "unit": "" if found.needs_coordinator else found.unit,
        },
        auto_id="order-%s",
    )


def _usual_due(found: WarningView) -> date | None:
    """The day that the rule's working days end on, counted from today."""
    if not found.answer_workdays:
        return None
    return definitions.calendar().add_workdays(timezone.localdate(), found.answer_workdays)


def _promise(actor: Actor, found: WarningView) -> PromiseView | None:
    if found.target is None:
        return None
    return plans.promise(actor, found.target, as_of=timezone.localdate(found.raised_at))


def _show(
    request: HttpRequest,
    actor: Actor,
    found: WarningView,
    *,
    form: RaiseForm | None = None,
    dismissing: DismissForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    given = {"raise": form, "dismiss": dismissing}
    context = {
        "warning": found,
        "promise": _promise(actor, found),
        "form": form or _form(actor, found),
        "dismissing": dismissing or DismissForm(auto_id="dismiss-%s"),
        "typed": {verb: one for verb, one in given.items() if one is not None},
        "refusal": refusal,
        "clear_words": request.POST.get("words", "")[:1000],
        "may_act": supervision.may_order(actor, found.region) and found.status == "new",
    }
    return render(request, "desk/warning.html", context, status=status)


@require_POST
@staff(*READERS)
def raise_order(request: HttpRequest, actor: Actor, warning_id: int) -> HttpResponse:
    """Turn the warning into an order."""
    found = supervision.warning(actor, warning_id)
    form = _form(actor, found, request.POST)
    if not form.is_valid():
        return _show(request, actor, found, form=form, status=422)
    try:
        ref = supervision.order_from(
            warning=warning_id,
            unit=form.cleaned_data["unit"] or None,
            demand=form.cleaned_data["demand"],
            due=form.cleaned_data["due"],
            by=actor,
            at=timezone.now(),
        )
    except Refusal as refusal:
        found = supervision.warning(actor, warning_id)
        return _show(request, actor, found, form=form, refusal=refusal.sentence, status=409)
    messages.success(request, _("督办单已生成：%s。") % ref)
    return redirect("desk:order", ref)


@require_POST
@staff(*READERS)
def dismiss(request: HttpRequest, actor: Actor, warning_id: int) -> HttpResponse:
    """Let the warning rest, with the reason."""
    found = supervision.warning(actor, warning_id)
    form = DismissForm(request.POST, auto_id="dismiss-%s")
    if not form.is_valid():
        return _show(request, actor, found, dismissing=form, status=422)
    try:
        supervision.dismiss(
            warning=warning_id, reason=form.cleaned_data["reason"], by=actor, at=timezone.now()
        )
    except Refusal as refusal:
        found = supervision.warning(actor, warning_id)
        return _show(request, actor, found, dismissing=form, refusal=refusal.sentence, status=409)
    messages.success(request, _("已记录：不予督办。"))
    return redirect("desk:warnings")


@require_POST
@staff(*READERS)
def clear(request: HttpRequest, actor: Actor, warning_id: int) -> HttpResponse:
    """What was warned of is over, and somebody has seen it."""
    found = supervision.warning(actor, warning_id)
    words = request.POST.get("words", "")[:1000].replace("\x00", "")
    try:
        supervision.clear_warning(warning=warning_id, words=words, by=actor, at=timezone.now())
    except Refusal as refusal:
        return _show(request, actor, found, refusal=refusal.sentence, status=409)
    messages.success(request, _("已记录：情形已消除。"))
    return redirect("desk:warnings")
