"""One tracked task: its lamp explained, its numbers, its words, and what may be done now."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.accounts.service import NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.plans import service as plans
from yingshang.surfaces.desk.forms.tasks import FORMS, TaskForm
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.rungs import ladder_context

__all__ = ["task", "task_context", "verb"]

Verb = Callable[..., Any]


@dataclass(frozen=True)
class Act:
    """A verb as the page offers it."""

    label: Any
    done: Any
    do: Verb
    icon: str
    main: bool = False
    grave: bool = False


def _remind(*, ref: str, **said: Any) -> None:
    plans.remind(refs=[ref], **said)


ACTS: dict[str, Act] = {
    "sign": Act(_("签收"), _("已签收。"), plans.sign_task, "circle-check", main=True),
    "report": Act(_("报送进展"), _("进展已报送。"), plans.report_progress, "edit", main=True),
    "correct_report": Act(
        _("更正进展"), _("进展已更正，原来写的仍可查看。"), plans.correct_report, "edit"
    ),
    "verify": Act(
        _("审核办结申请"), _("审核意见已记录。"), plans.verify_closing, "shield-check", main=True
    ),
    "close": Act(_("销号"), _("已销号。"), plans.close_task, "rubber-stamp", main=True),
    "send_back": Act(
        _("退回整改"), _("已退回牵头单位整改。"), plans.send_back_task, "arrow-back-up", grave=True
    ),
    "look_back": Act(_("回头看"), _("核查结论已记录。"), plans.look_back, "eye", main=True),
    "restart": Act(_("重新启动"), _("已重新启动。"), plans.restart_task, "refresh", main=True),
    "leave_closed": Act(
        _("不重新启动"), _("决定和理由已记录。"), plans.leave_closed, "circle-check"
    ),
    "set_coordinator": Act(
        _("确定牵头单位"), _("已确定并下发。"), plans.set_coordinator, "flag", main=True
    ),
    "rule_objection": Act(
        _("裁定牵头异议"), _("已裁定。"), plans.rule_objection, "scale", main=True
    ),
    "rule_extension": Act(
        _("审批延期"), _("审批意见已记录。"), plans.rule_extension, "calendar-event", main=True
    ),
    "rule_milestones": Act(
        _("确认节点计划"), _("节点计划已处理。"), plans.rule_milestones, "list-check", main=True
    ),
    "acknowledge": Act(
        _("签认方案的改动"), _("已签认。"), plans.acknowledge, "circle-check", main=True
    ),
    "join_in": Act(_("填写配合进展或意见"), _("已保存，牵头单位可以看到。"), plans.join_in, "edit"),
    "restore": Act(_("恢复交办"), _("已恢复交办。"), plans.restore_task, "refresh", main=True),
    "ask_close": Act(_("申请办结"), _("办结申请已提交审核。"), plans.ask_close, "file-check"),
    "finish_milestone": Act(_("登记节点完成"), _("已登记。"), plans.finish_milestone, "flag"),
    "propose_milestones": Act(
        _("制定节点计划"), _("节点计划已提交确认。"), plans.propose_milestones, "route"
    ),
    "ask_extension": Act(_("申请延期"), _("延期申请已提交。"), plans.ask_extension, "calendar"),
    "object": Act(
        _("对牵头有异议"), _("已提出，等待裁定。"), plans.object_lead, "arrow-back-up", grave=True
    ),
    "remind": Act(_("催办"), _("已催办。"), _remind, "bell"),
    "change_rhythm": Act(
        _("调整报送频次"), _("报送频次已调整。"), plans.change_rhythm, "calendar-event"
    ),
    "suspend": Act(_("暂停"), _("已暂停，期间不催报。"), plans.suspend_task, "player-pause"),
    "resume": Act(_("恢复"), _("已恢复。"), plans.resume_task, "player-play", main=True),
    "cancel": Act(_("撤销交办"), _("已撤销交办。"), plans.cancel_task, "circle-x", grave=True),
}


@dataclass(frozen=True)
class Panel:
    verb: str
    act: Act
    form: TaskForm
    open: bool


@require_GET
@staff()
def task(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """The page of a task."""
    return _show(request, actor, ref, timezone.now())


def task_context(
    actor: Actor,
    case: cases.CaseView,
    at: datetime,
    *,
    asked: str = "",
    form: TaskForm | None = None,
) -> dict[str, Any]:
    """Everything the page of a task shows; `asked`: the verb whose panel stands open, with what
    was typed there in `form`."""
    ref = case.ref
    track = plans.tracked_task(actor, ref, at=at, case=case)
    panels = [
        Panel(name, act, form if form and name == asked else _blank(name, track), name == asked)
        for name, act in ACTS.items()
        if name in track.verbs
    ]
    return {
        "track": track,
        "row": track.row,
        "case": case,
        "panels": panels,
        "orphans": [form] if form and asked not in track.verbs else [],
        "events": list(reversed(cases.timeline(actor, ref))),
        "clock": cases.clock(actor, ref, at=at),
        "now": at,
        "directs": plans.may_direct(actor, track.row.region),
        **ladder_context(actor, case, at),
    }


def _show(
    request: HttpRequest,
    actor: Actor,
    ref: str,
    at: datetime,
    *,
    verb: str = "",
    form: TaskForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    case = cases.case_for(actor, ref, at=at)
    asked = verb or request.GET.get("do", "")
    context = task_context(actor, case, at, asked=asked, form=form) | {"refusal": refusal}
    return render(request, "desk/tracked_task.html", context, status=status)


def _blank(name: str, track: plans.TrackView) -> TaskForm:
    return FORMS[name](track=track, auto_id=f"{name}-%s")


@require_POST
@staff()
def verb(request: HttpRequest, actor: Actor, ref: str, verb: str) -> HttpResponse:
    """Do one thing. Refused: the sentence, and what was typed still there."""
    if verb not in ACTS:
        raise NotVisible(verb)
    at = timezone.now()
    track = plans.tracked_task(actor, ref, at=at)
    form = FORMS[verb](request.POST, request.FILES, track=track, auto_id=f"{verb}-%s")
    if not form.is_valid():
        return _show(request, actor, ref, at, verb=verb, form=form, status=422)
    try:
        ACTS[verb].do(ref=ref, by=actor, at=at, **form.said)
    except Refusal as refusal:
        return _show(
            request, actor, ref, at, verb=verb, form=form, refusal=str(refusal), status=409
        )
    messages.success(request, ACTS[verb].done)
    return redirect("desk:tracked_task", ref)
