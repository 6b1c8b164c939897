"""Plans: the list, taking one in, and the document beside its ledger."""

from collections.abc import Iterable
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
from yingshang.city.plans import service as plans
from yingshang.city.plans.kinds import PlanView, PromiseView, TargetView, TaskView
from yingshang.surfaces.desk.batches import batch
from yingshang.surfaces.desk.document import paragraphs
from yingshang.surfaces.desk.forms.ledger import HeadForm
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.refused import refused

__all__ = ["head", "history", "plan", "plan_context", "plan_list", "progress", "withdraw"]

EDITORS = ("supervisor", "bureau")
PENDING = "suggested"
SHOWS = (
    ("", _lazy("全部任务")),
    ("targets", _lazy("有指标目标")),
    ("pending", _lazy("待核对")),
    ("behind", _lazy("未达标")),
)


@require_GET
@staff()
def plan_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All plans; one's own city first."""
    rows = plans.plans(actor)
    own = [row for row in rows if row.region == actor.region]
    others = [row for row in rows if row.region != actor.region]
    context = {"own": own, "others": others, "may_import": actor.role in EDITORS}
    return render(request, "desk/plans.html", context)


@require_GET
@staff()
def plan(request: HttpRequest, actor: Actor, plan_id: int) -> HttpResponse:
    """The document on the left, the ledger on the right, as of a day that can be moved."""
    return _page(request, actor, plan_id)


def _page(
    request: HttpRequest, actor: Actor, plan_id: int, head: HeadForm | None = None
) -> HttpResponse:
    found = plans.plan(actor, plan_id, at=timezone.now())
    wrong = ""
    as_of = found.as_of
    if typed := request.GET.get("as_of", ""):
        try:
            as_of = date.fromisoformat(typed)
        except ValueError:
            wrong = _("日期“%s”看不懂，仍按默认日期查看。请写成 2025-12-31 这样。") % typed[:20]
    context = plan_context(actor, found, as_of)
    show = request.GET.get("show", "")
    context |= {"wrong": wrong, "moved": as_of != found.as_of, "show": show, "shows": SHOWS}
    context["kind"] = plans.PLAN_KINDS.get(found.row.kind, "")
    context["head"] = head or HeadForm.of(found.row, month=found.issue_month)
    context["foreign"] = not accounts.units(found.row.region)
    context["replaced"] = plans.lineage.replaced_by(found.id, at=timezone.now())
    if context["may_edit"] and not context["replaced"]:
        context["earlier"] = plans.lineage.earlier_edition(found.id)
    rows = [row for row in context["ledger"] if _shown(row, show)]
    context["part"] = batch(rows, request.GET, _anchors)
    context["ledger"] = context["part"].rows
    return render(request, "desk/plan.html", context)


def plan_context(actor: Actor, found: PlanView, as_of: date) -> dict[str, Any]:
    """What the plan page and the single rows need."""
    promises = plans.promises(actor, plan=found.id, as_of=as_of)
    by_target: dict[int, PromiseView] = {p.target.id: p for p in promises}
    may_withdraw = plans.may_withdraw(actor, found.id)
    return {
        "plan": found,
        "as_of": as_of,
        "paragraphs": paragraphs(found),
        "ledger": [
            (task, [(target, by_target.get(target.id)) for target in task.targets])
            for task in found.tasks
        ],
        "longer": plans.extended_to([task.id for task in found.tasks], as_of),
        "progress": progress(found),
        "may_edit": plans.may_edit_plan(actor, found.row),
        "may_direct": plans.may_direct(actor, found.region),
        "ours": actor.region in (found.region, *dict(accounts.districts(found.region))),
        "may_withdraw": may_withdraw,
        "why_kept": "" if may_withdraw else plans.why_kept(actor, found.id),
        "metrics": found.row.targets,
    }


Row = tuple[TaskView, list[tuple[TargetView, PromiseView | None]]]


def _anchors(row: Row) -> tuple[str, ...]:
    task, targets = row
    return (f"task-{task.id}", *(f"target-{target.id}" for target, _promise in targets))


def _shown(row: Row, show: str) -> bool:
    task, targets = row
    if show == "targets":
        return bool(targets)
    if show == "pending":
        return PENDING in (task.status, *(target.status for target, _promise in targets))
    if show == "behind":
        return any(promise and promise.lamp in ("red", "yellow") for _target, promise in targets)
    return True


def progress(found: PlanView) -> dict[str, int]:
    """How many rows a person has looked at."""
    rows: Iterable[TaskView | TargetView] = [
        row
        for task in found.tasks
        for row in (task, *task.targets)
        if task.status != "rejected" or row.status != PENDING
    ]
    states = [row.status for row in rows]
    done = sum(state != PENDING for state in states)
    return {"done": done, "all": len(states), "percent": round(100 * done / max(len(states), 1))}


@require_POST
@staff(*EDITORS)
def head(request: HttpRequest, actor: Actor, plan_id: int) -> HttpResponse:
    """Say the head of a plan otherwise: title, number, issuer, day, kind."""
    form = HeadForm.of(plans.plan_row(actor, plan_id), request.POST)
    if not form.is_valid():
        response = _page(request, actor, plan_id, form)
        response.status_code = 422
        return response
    try:
        plans.correct_head(plan=plan_id, changes=form.changes, by=actor, at=timezone.now())
    except Refusal as refusal:
        return refused(request, "head", refusal, _page, actor, plan_id, form)
    messages.success(request, _("已更正题头，改动留在修改记录里。"))
    return redirect("desk:plan", plan_id)


@require_POST
@staff(*EDITORS)
def withdraw(request: HttpRequest, actor: Actor, plan_id: int) -> HttpResponse:
    """Take a wrongly imported plan back as a whole, with a reason."""
    reason = request.POST.get("reason", "")
    try:
        plans.withdraw(plan=plan_id, reason=reason, by=actor, at=timezone.now())
    except Refusal as refusal:
        return refused(request, "withdraw", refusal, _page, actor, plan_id)
    messages.success(request, _("已整份撤回，不再计入台账和各地对照；原文和修改记录仍在。"))
    return redirect("desk:plan", plan_id)


@require_GET
@staff()
def history(request: HttpRequest, actor: Actor, plan_id: int) -> HttpResponse:
    """Who changed what in the ledger, when and why."""
    found = plans.plan_row(actor, plan_id)
    told = reversed(plans.history(plan_id))
    rows = [one for one in told if one.name != "undone" or one.said]  # an act once, not a row each
    context = {"plan": found, "events": rows, "whole": True}
    return render(request, "desk/plan_history.html", context)
