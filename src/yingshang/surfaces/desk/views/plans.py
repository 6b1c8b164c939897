"""Plans: the list, taking one in, and the document beside its ledger."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_http_methods

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.plans import service as plans
from yingshang.city.plans.kinds import PlanView, PromiseView, TargetView, TaskView
from yingshang.surfaces.desk.document import paragraphs
from yingshang.surfaces.desk.forms.ledger import ImportForm
from yingshang.surfaces.desk.gate import staff

__all__ = ["history", "plan", "plan_context", "plan_import", "plan_list", "progress"]

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


def _regions(actor: Actor) -> list[tuple[str, str]]:
    """One's own city, and the reference cities that nobody here administers."""
    found = accounts.regions()
    return sorted(found, key=lambda row: (row[0] != actor.region, row[0]))


@require_http_methods(["GET", "POST"])
@staff(*EDITORS)
def plan_import(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Take in a document; what can't be read is answered with one sentence."""
    form = ImportForm(
        request.POST or None,
        request.FILES or None,
        regions=_regions(actor),
        initial={"region": actor.region},
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and _fits(form):
            upload = form.cleaned_data["file"]
            try:
                found = plans.import_plan(
                    data=upload.read(),
                    name=upload.name,
                    region=form.cleaned_data["region"],
                    by=actor,
                    at=timezone.now(),
                )
            except Refusal as refusal:
                form.add_error("file", refusal.sentence)
            else:
                _tell(request, found)
                return redirect("desk:plan", found.id)
    return render(request, "desk/plan_import.html", {"form": form}, status=status)


def _fits(form: ImportForm) -> bool:
    """Refused before it is read: the page is as large as the service's own limit."""
    upload = form.cleaned_data["file"]
    if upload.size <= settings.UPLOAD_LIMIT:
        return True
    size = {"size": f"{upload.size / 1048576:.0f}", "limit": settings.UPLOAD_LIMIT // 1048576}
    form.add_error(
        "file",
        _("文件有 %(size)s MB，超过 %(limit)s MB 的上限，未导入。请只上传方案正文，去掉附图附表。")
        % size,
    )
    return False


def _tell(request: HttpRequest, found: PlanView) -> None:
    counts = {"tasks": found.row.tasks, "targets": found.row.targets}
    if found.new:
        text = _("已导入：读出 %(tasks)s 项任务、%(targets)s 个指标目标，请逐条核对。") % counts
        messages.success(request, text)
    else:
        messages.info(request, _("这份文件以前已经导入，这里打开的是原来的台账，没有重复建立。"))


@require_GET
@staff()
def plan(request: HttpRequest, actor: Actor, plan_id: int) -> HttpResponse:
    """The document on the left, the ledger on the right, as of a day that can be moved."""
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
    context["ledger"] = [row for row in context["ledger"] if _shown(row, show)]
    return render(request, "desk/plan.html", context)


def plan_context(actor: Actor, found: PlanView, as_of: date) -> dict[str, Any]:
    """What the plan page and the single rows need."""
    promises = plans.promises(actor, plan=found.id, as_of=as_of)
    by_target: dict[int, PromiseView] = {p.target.id: p for p in promises}
    return {
        "plan": found,
        "as_of": as_of,
        "paragraphs": paragraphs(found),
        "ledger": [
            (task, [(target, by_target.get(target.id)) for target in task.targets])
            for task in found.tasks
        ],
        "progress": progress(found),
        "may_edit": plans.may_edit(actor, found.region),
        "metrics": sum(len(task.targets) for task in found.tasks),
    }


Row = tuple[TaskView, list[tuple[TargetView, PromiseView | None]]]


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
        row for task in found.tasks for row in (task, *task.targets)
    ]
    states = [row.status for row in rows]
    done = sum(state != PENDING for state in states)
    return {"done": done, "all": len(states), "percent": round(100 * done / max(len(states), 1))}


@require_GET
@staff()
def history(request: HttpRequest, actor: Actor, plan_id: int) -> HttpResponse:
    """Who changed what in the ledger, when and why."""
    found = plans.plan(actor, plan_id, at=timezone.now())
    rows = list(reversed(plans.history(plan_id)))
    names = {task.id: task.title for task in found.tasks}
    return render(
        request, "desk/plan_history.html", {"plan": found, "events": rows, "names": names}
    )
