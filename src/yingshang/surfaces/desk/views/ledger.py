"""One row of the ledger: read, confirm, correct, reject, add, bind. htmx swaps the row; without
it the same addresses answer with whole pages."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import reswap, retarget

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.accounts.service import NotVisible
from yingshang.city.plans import service as plans
from yingshang.city.plans.kinds import PlanView, TargetView, TaskView
from yingshang.surfaces.desk.forms.ledger import NewTargetForm, RejectForm, TargetForm, TaskForm
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.views.plans import plan_context
from yingshang.surfaces.kit.forms import whole

__all__ = ["add_target", "target", "target_verb", "task", "task_verb"]


def _into(response: HttpResponse, slot: str) -> HttpResponse:
    """What did not work is shown in the open panel, not in place of the row."""
    return reswap(retarget(response, slot), "innerHTML")


def _target(found: PlanView, target_id: int) -> tuple[TaskView, TargetView]:
    for task_row in found.tasks:
        for row in task_row.targets:
            if row.id == target_id:
                return task_row, row
    raise NotVisible(f"target {target_id}")


def _task(found: PlanView, task_id: int) -> TaskView:
    for row in found.tasks:
        if row.id == task_id:
            return row
    raise NotVisible(f"task {task_id}")


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
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    found = plans.plan(actor, plan_id, at=timezone.now())
    task_row, row = _target(found, target_id)
    context = {
        "plan": found,
        "task": task_row,
        "target": row,
        "form": form or TargetForm.of(row),
        "reject": RejectForm(auto_id=f"reject-{row.id}-%s"),
        "suggestions": plans.suggest_bindings(target=row.id, at=timezone.now()),
        "history": plans.history(plan_id, target=row.id),
        "refusal": refusal,
        "may_edit": plans.may_edit(actor, found.region),
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
        if verb == "correct":
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
        elif verb in TARGET_VERBS:
            TARGET_VERBS[verb](request, target_id, by=actor, at=timezone.now())
        else:
            raise NotVisible(verb)
    except Refusal as refusal:
        return _show_target(
            request, actor, plan_id, target_id, form=form, refusal=refusal.sentence, status=409
        )
    return _show_row(request, actor, plan_id, target_id)


@require_GET
@staff()
def task(request: HttpRequest, actor: Actor, plan_id: int, task_id: int) -> HttpResponse:
    """A task opened for correction, and for a target that the machine missed."""
    return _show_task(request, actor, plan_id, task_id)


def _show_task(
    request: HttpRequest,
    actor: Actor,
    plan_id: int,
    task_id: int,
    *,
    form: TaskForm | None = None,
    adding: NewTargetForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    found = plans.plan(actor, plan_id, at=timezone.now())
    row = _task(found, task_id)
    context = {
        "plan": found,
        "task": row,
        "form": form or TaskForm.of(row),
        "adding": adding or NewTargetForm(auto_id=f"new-{row.id}-%s"),
        "reject": RejectForm(auto_id=f"reject-task-{row.id}-%s"),
        "refusal": refusal,
        "may_edit": plans.may_edit(actor, found.region),
    }
    if not request.htmx:
        return render(request, "desk/task.html", context, status=status)
    response = render(request, "desk/_task_open.html", context, status=status)
    return _into(response, f"#task-{task_id}-open")


@require_POST
@staff()
def task_verb(
    request: HttpRequest, actor: Actor, plan_id: int, task_id: int, verb: str
) -> HttpResponse:
    """Confirm, correct or reject a task; the plan is shown again at this task."""
    _task(plans.plan(actor, plan_id, at=timezone.now()), task_id)
    form = None
    who: dict[str, Any] = {"by": actor, "at": timezone.now(), "version": _version(request)}
    try:
        if verb == "confirm":
            plans.confirm_task(task=task_id, **who)
        elif verb == "reject":
            plans.reject_task(task=task_id, reason=request.POST.get("reason", ""), **who)
        elif verb == "correct":
            form = TaskForm(request.POST, auto_id=f"task-{task_id}-%s")
            if not form.is_valid():
                return _show_task(request, actor, plan_id, task_id, form=form, status=422)
            reason = form.cleaned_data["reason"]
            plans.correct_task(task=task_id, changes=form.changes, reason=reason, **who)
        else:
            raise NotVisible(verb)
    except Refusal as refusal:
        return _show_task(
            request, actor, plan_id, task_id, form=form, refusal=refusal.sentence, status=409
        )
    return _to_task(request, plan_id, task_id)


def _to_task(request: HttpRequest, plan_id: int, task_id: int) -> HttpResponse:
    address = f"{reverse('desk:plan', args=[plan_id])}#task-{task_id}"
    if request.htmx:  # the whole ledger may have moved: load the page again
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


@require_POST
@staff()
def add_target(request: HttpRequest, actor: Actor, plan_id: int, task_id: int) -> HttpResponse:
    """A target that the machine missed; its words are looked up in the task, then in the text."""
    form = NewTargetForm(request.POST, auto_id=f"new-{task_id}-%s")
    if not form.is_valid():
        return _show_task(request, actor, plan_id, task_id, adding=form, status=422)
    found = plans.plan(actor, plan_id, at=timezone.now())
    typed = dict(form.cleaned_data)
    start = _find(found, _task(found, task_id), words := typed.pop("words").strip())
    if start is None:
        form.add_error("words", _("正文里没有这几个字。请从左边正文里原样复制。"))
        return _show_task(request, actor, plan_id, task_id, adding=form, status=422)
    span = {"start": start, "end": start + len(words)}
    try:
        plans.add_target(task=task_id, **span, **typed, by=actor, at=timezone.now())
    except Refusal as refusal:
        return _show_task(
            request, actor, plan_id, task_id, adding=form, refusal=refusal.sentence, status=409
        )
    messages.success(request, _("已补录这个指标目标。"))
    return _to_task(request, plan_id, task_id)


def _find(found: PlanView, row: TaskView, words: str) -> int | None:
    begin, end = row.offsets or (0, len(found.text))
    for place in (found.text.find(words, begin, end), found.text.find(words)):
        if words and place >= 0:
            return place
    return None
