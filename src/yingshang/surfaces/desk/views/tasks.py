"""The ledger of tasks: the bureau's list, a unit's own page, and both as files."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_POST

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.definitions import service as definitions
from yingshang.city.plans import service as plans
from yingshang.city.supervision import service as supervision
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.refused import refused
from yingshang.surfaces.desk.span import span_of
from yingshang.surfaces.kit.exports import DOCX, xlsx_response

__all__ = ["export", "mine", "remind", "tasks"]

Row = plans.TrackRow
SORTS: dict[str, tuple[Any, Callable[[Row], Any]]] = {
    "lamp": (_lazy("灯色"), lambda row: (row.lamp.rank, row.due_on or date.max)),
    "plan": (_lazy("方案顺序"), lambda row: 0),
    "due": (_lazy("完成时限"), lambda row: row.due_on or date.max),
    "unit": (_lazy("牵头单位"), lambda row: row.unit_name or "~"),
    "report": (_lazy("缺报"), lambda row: -row.report_days_late),
}
STAGES = (
    ("running", _lazy("在办")),
    ("todo", _lazy("待我处理")),
    ("closed", _lazy("已销号")),
    ("all", _lazy("全部")),
)
COLOURS = (
    ("red", _lazy("红灯")),
    ("orange", _lazy("橙灯")),
    ("yellow", _lazy("黄灯")),
    ("blue", _lazy("蓝灯")),
    ("green", _lazy("绿灯")),
    ("grey", _lazy("灰灯")),
)
ONLY = ("late", "silent")
WAITS = ("unassigned", "objected", "asked", "verified")


def _stage(row: Row, show: str, actor: Actor) -> bool:
    if show == "running":
        return row.running
    if show == "todo":
        return _waits_for(row, actor)
    if show == "closed":
        return row.closed
    return True


def _waits_for(row: Row, actor: Actor) -> bool:
    """Whether the next step is the actor's: of the unit that leads, or of those who sent it out."""
    if row.unit and row.unit == actor.unit and row.running and _todo(row):
        return True
    if not plans.may_direct(actor, row.region):
        return False
    return (
        row.stage in WAITS or row.look_back_open or row.slipped or row.recheck or bool(row.pending)
    )


def _rows(request: HttpRequest, actor: Actor) -> tuple[list[Row], list[Row], dict[str, str]]:
    """(all that the actor sees, those asked for in their order, what was asked)."""
    get = request.GET
    names = ("plan", "unit", "lamp", "section", "q", "only")
    asked = {name: get.get(name, "").strip() for name in names}
    asked["only"] = asked["only"] if asked["only"] in ONLY else ""
    asked["show"] = get.get("show", "running")
    asked["sort"] = get.get("sort", "lamp") if get.get("sort", "lamp") in SORTS else "lamp"
    every = plans.tracked(actor, at=timezone.now(), region=actor.region or None)
    found = [row for row in every if _stage(row, asked["show"], actor) and _fits(row, asked)]
    if (span := span_of(request)) and asked["show"] == "closed":
        found = [row for row in found if span.holds(row.closed_at)]
    return every, sorted(found, key=SORTS[asked["sort"]][1]), asked


def _fits(row: Row, asked: dict[str, str]) -> bool:
    return (
        asked["plan"] in ("", str(row.plan))
        and asked["unit"] in ("", row.unit)
        and asked["lamp"] in ("", row.lamp.lamp)
        and asked["section"] in ("", row.section)
        and asked["q"] in f"{row.no}{row.title}{row.unit_name}"
        and (asked["only"] != "late" or row.days_late > 0)
        and (asked["only"] != "silent" or bool(row.reports_missing))
    )


def _pairs(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted({key: label for key, label in pairs if key}.items())


@require_GET
@staff()
def tasks(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Tracked tasks that the actor sees, with filters; the bureau may remind many at once."""
    return _page(request, actor)


def _page(request: HttpRequest, actor: Actor) -> HttpResponse:
    every, rows, asked = _rows(request, actor)
    running = [row for row in every if row.running]
    counts: dict[str, int] = {}
    for row in running:
        counts[row.lamp.lamp] = counts.get(row.lamp.lamp, 0) + 1
    context = {
        "rows": rows,
        "asked": asked,
        "stages": [
            (key, label, sum(_stage(row, key, actor) for row in every)) for key, label in STAGES
        ],
        "lamps": [(key, name, counts[key]) for key, name in COLOURS if key in counts],
        "plans": _pairs((str(row.plan), row.plan_title) for row in every),
        "units": _pairs((row.unit, row.unit_name) for row in every),
        "sections": _pairs((row.section, row.section) for row in every),
        "sorts": [(key, label) for key, (label, _key) in SORTS.items()],
        "directs": plans.may_direct(actor, actor.region),
        "ticked": request.POST.getlist("ref"),
        "span": span_of(request) if asked["show"] == "closed" else None,
    }
    return render(request, "desk/tasks.html", context)


@require_GET
@staff()
def mine(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What the actor's own unit has to do, today's first."""
    at = timezone.now()
    rows = plans.my_tasks(actor, at=at)
    running = [row for row in rows if row.running]
    context = {
        "owed": supervision.rungs_owed(actor, at=at),
        "todo": [(row, does) for row in running if (does := _todo(row))],
        "rows": running,
        "ended": [row for row in rows if not row.running],
        "now": at,
        "many": len({row.plan for row in rows}) > 1,
    }
    return render(request, "desk/my_tasks.html", context)


def _todo(row: Row) -> list[tuple[str, str]]:
    """(verb, sentence) of what the unit must do now."""
    found = []
    if row.change_waits:
        found.append(("acknowledge", _("签认方案对本任务的改动")))
    if row.sent_back and row.stage == "working":
        found.append(("ask_close", _("办结申请被退回，整改后重新申请：%s") % row.sent_back))
    elif row.sent_back:
        found.append(("sign", _("签收后整改，办结申请被退回：%s") % row.sent_back))
    elif row.stage == "unsigned":
        found.append(("sign", _("签收任务，写明责任人和电话")))
    if row.reports_missing:
        names = definitions.listed(row.reports_missing)
        found.append(("report", _("补报进展：%s") % names))
    elif row.stage == "working" and row.next_report and (row.next_report - _today()).days <= 5:
        found.append(("report", _("%s 前报送本期进展") % row.next_report))
    if row.facts.get("milestone_days_late"):
        found.append(("finish_milestone", _("完成节点“%s”") % row.facts["milestone"]))
    if row.stage == "working" and row.lamp.rule in ("near-days", "near-share", "blue"):
        found.append(("ask_close", _("临近时限：办结，或在到期前申请延期")))
    if row.days_late and row.stage == "working":
        found.append(("ask_close", _("已超期 %d 天：尽快办结") % row.days_late))
    return found


def _today() -> date:
    return timezone.localdate()


@require_POST
@staff("supervisor", "bureau")
def remind(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Remind the units of the ticked tasks."""
    refs = request.POST.getlist("ref")
    words = request.POST.get("words", "")[:200]
    try:
        done = plans.remind(refs=refs, words=words, by=actor, at=timezone.now())
    except Refusal as refusal:
        return refused(request, "remind", refusal, _page, actor, words="words")
    messages.success(request, _("已催办 %d 项任务。") % len(done))
    return redirect("desk:tasks")


@require_GET
@staff()
def export(request: HttpRequest, actor: Actor, form: str) -> HttpResponse:
    """The list as it is filtered, as a workbook or a Word file."""
    _every, rows, _asked = _rows(request, actor)
    at = timezone.now()
    name = f"任务台账-{timezone.localdate(at):%Y%m%d}"
    if form == "xlsx":
        return xlsx_response(f"{name}.xlsx", plans.ledger_xlsx(rows, at=at))
    if form == "docx":
        data = plans.ledger_docx(rows, region=actor.region, at=at)
        response = HttpResponse(data, content_type=DOCX)
        response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.docx")
        return response
    raise Http404
