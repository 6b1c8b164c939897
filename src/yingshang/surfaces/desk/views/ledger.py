"""One target of the ledger: read, confirm, correct, reject, bind. htmx swaps the row; without it
the same addresses answer with whole pages. What is said of tasks is said on the review desk."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import reswap, retarget

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.accounts.service import NotVisible
from yingshang.city.plans import service as plans
from yingshang.city.plans.kinds import PlanView, TargetView, TaskView
from yingshang.surfaces.desk.forms.ledger import RejectForm, TargetForm
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.refused import refused, typed_for
from yingshang.surfaces.desk.views.plans import plan_context
from yingshang.surfaces.kit.forms import whole

__all__ = ["target", "target_verb"]


def _into(response: HttpResponse, slot: str) -> HttpResponse:
    """What did not work is shown in the open panel, not in place of the row."""
    return reswap(retarget(response, slot), "innerHTML")


def _target(found: PlanView, target_id: int) -> tuple[TaskView, TargetView]:
    for task_row in found.tasks:
        for row in task_row.targets:
            if row.id == target_id:
                return task_row, row
    raise NotVisible(f"target {target_id}")


@require_GET
@staff()
def target(request: HttpRequest, actor: Actor, plan_id: int, target_id: int) -> HttpResponse:
    """A target opened: its fields, what could measure it, what happened to it."""
    return _show_target(request, actor, plan_id, target_id)


def _show_target(
    request: HttpRequest,
    actor: Actor,
    plan_id: int,
    target_id: int,
    *,
    form: TargetForm | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    found = plans.plan(actor, plan_id, at=timezone.now())
    task_row, row = _target(found, target_id)
    if form and refusal:
        form = form.over(TargetForm.of(row))
    context = {
        "plan": found,
        "task": task_row,
        "target": row,
        "form": form or TargetForm.of(row),
        "reject": RejectForm(typed_for(request, "reject"), auto_id=f"reject-{row.id}-%s"),
        "suggestions": plans.suggest_bindings(target=row.id, at=timezone.now()),
        "history": plans.history(plan_id, target=row.id),
        "refusal": refusal.sentence if refusal else "",
        "may_edit": plans.may_edit_plan(actor, found.row),
        "part": request.htmx,  # on a page of its own there is no row to swap: plain forms
    }
    if not request.htmx:
        return render(request, "desk/target.html", context, status=status)
    response = render(request, "desk/_target_open.html", context, status=status)
    return _into(response, f"#target-{target_id}-open")


def _show_row(request: HttpRequest, actor: Actor, plan_id: int, target_id: int) -> HttpResponse:
    """After a change: the row alone (and the progress bar) for htmx, else back to the plan."""
    if not request.htmx:
        return redirect(f"{reverse('desk:plan', args=[plan_id])}#target-{target_id}")
    found = plans.plan(actor, plan_id, at=timezone.now())
    context = plan_context(actor, found, found.as_of)
    for task_row, rows in context["ledger"]:
        for row, promise in rows:
            if row.id == target_id:
                context |= {"task": task_row, "target": row, "promise": promise, "swapped": True}
    return render(request, "desk/_target_row.html", context)


def _version(request: HttpRequest) -> int | None:
    return whole(request.POST.get("version", ""))


def _confirm(request: HttpRequest, row: int, **who: Any) -> None:
    plans.confirm_target(target=row, version=_version(request), **who)


def _reject(request: HttpRequest, row: int, **who: Any) -> None:
    reason = request.POST.get("reason", "")
    plans.reject_target(target=row, reason=reason, version=_version(request), **who)


def _bind(request: HttpRequest, row: int, **who: Any) -> None:
    plans.bind(target=row, indicator=request.POST.get("indicator", ""), **who)


def _unbind(request: HttpRequest, row: int, **who: Any) -> None:
    plans.unbind(target=row, reason=request.POST.get("reason", ""), **who)


TARGET_VERBS: dict[str, Callable[..., None]] = {
    "confirm": _confirm,
    "reject": _reject,
    "bind": _bind,
    "unbind": _unbind,
}


@require_POST
@staff()
def target_verb(
    request: HttpRequest, actor: Actor, plan_id: int, target_id: int, verb: str
) -> HttpResponse:
    """One change of one target. A refusal leaves what was typed where it was."""
    _target(plans.plan(actor, plan_id, at=timezone.now()), target_id)
    form = None
    try:
        if verb in TARGET_VERBS:
            TARGET_VERBS[verb](request, target_id, by=actor, at=timezone.now())
        elif verb == "correct":
            form = TargetForm(request.POST, auto_id=f"target-{target_id}-%s")
            if not form.is_valid():
                return _show_target(request, actor, plan_id, target_id, form=form, status=422)
            plans.correct_target(
                target=target_id,
                changes=form.changes,
                reason=form.cleaned_data["reason"],
                version=_version(request),
                by=actor,
                at=timezone.now(),
            )
        else:
            raise NotVisible(verb)
    except Refusal as refusal:
        if form is None:
            return refused(request, verb, refusal, _show_target, actor, plan_id, target_id)
        return _show_target(
            request, actor, plan_id, target_id, form=form, refusal=refusal, status=409
        )
    return _show_row(request, actor, plan_id, target_id)
