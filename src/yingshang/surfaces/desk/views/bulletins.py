"""Bulletins: drafts worked out from data, issues as they were sent, and the figures today."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_POST

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.cases.kinds import ERRANDS, SERVICES
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision.service import BulletinView, Figure
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.refused import refused
from yingshang.surfaces.desk.span import span_query
from yingshang.surfaces.kit.exports import DOCX, XLSX

__all__ = ["bulletin", "bulletins", "chart", "draft", "file", "verb"]

TYPES = {
    "docx": DOCX,
    "xlsx": XLSX,
    "pdf": "application/pdf",
}
_SERVICES, _ERRANDS = ",".join(SERVICES), ",".join(ERRANDS)
# The rows that a figure counts, as they are today; a figure that no list fits leads nowhere.
LISTS = {
    "orders.open": ("desk:orders", "show=open"),
    "orders.late": ("desk:orders", "show=late"),
    "orders.homeless": ("desk:orders", "show=homeless"),
    "rungs.standing": ("desk:escalations", "show=standing"),
    "rungs.late": ("desk:escalations", "show=late"),
    "overdue.cases": ("desk:queue", f"lamp=red&family={_SERVICES}"),
    "overdue.errands": ("desk:queue", f"lamp=red&family={_ERRANDS}"),
    "promises.all": ("dashboard:cockpit", "show=all"),
    "promises.met": ("dashboard:cockpit", "show=met"),
    "promises.near": ("dashboard:cockpit", "show=near"),
    "promises.missed": ("dashboard:cockpit", "show=missed"),
    "promises.reported": ("dashboard:cockpit", "show=reported"),
    "promises.nodata": ("dashboard:cockpit", "show=nodata"),
    "hotline.open": ("desk:queue", "item=complaint"),
    "hotline.late": ("desk:queue", "item=complaint&lamp=red"),
    "contradictions.all": ("dashboard:contradictions", ""),
    "alerts.open": ("desk:warnings", "state=new"),
    "tasks.open": ("desk:tasks", "show=running"),
    "tasks.late": ("desk:tasks", "only=late"),
    "tasks.silent": ("desk:tasks", "only=silent"),
    "tasks.red": ("desk:tasks", "lamp=red"),
    "tasks.yellow": ("desk:tasks", "lamp=yellow"),
}
# what happened in the span of the bulletin
FLOWS = {
    "orders.new": ("desk:orders", "show=given"),
    "orders.closed": ("desk:orders", "show=closed"),
    "rungs.taken": ("desk:escalations", "show=taken"),
    "alerts.new": ("desk:warnings", "state=all"),
    "alerts.ordered": ("desk:warnings", "state=ordered"),
    "tasks.closed": ("desk:tasks", "show=closed"),
}
# measured figures lead to their indicator, and from there to the cases
INDICATORS = {"hotline.in-time": "complaint-on-time-rate"}
# where one row of a table leads, by its ref
ROWS = {
    "order": "desk:order",
    "case": "desk:case",
    "task": "desk:tracked_task",
    "promise": "dashboard:promise",
    "warning": "desk:warning",
}


@require_GET
@staff()
def bulletins(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Issues and drafts that the actor sees; who writes them may draft."""
    at = timezone.now()
    kinds = supervision.bulletin_kinds(actor, at=at)
    found = supervision.bulletins(actor, at=at)
    known = dict.fromkeys((row.kind, row.kind_name) for row in found)
    show = request.GET.get("kind", "")
    show = show if show in dict(known) else ""
    context = {
        "rows": [row for row in found if not show or row.kind == show],
        "show": show,
        "tabs": [(code, name, sum(r.kind == code for r in found)) for code, name in known],
        "total": len(found),
        "kinds": kinds,
    }
    return render(request, "desk/bulletins.html", context)


@require_POST
@staff("supervisor", "bureau")
def draft(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Draft this period's issue of a kind from the data of this moment."""
    try:
        made = supervision.draft_bulletin(
            kind=request.POST.get("kind", "")[:40],
            region=actor.region,
            by=actor,
            at=timezone.now(),
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("desk:bulletins")
    messages.success(request, _("草稿已由现有数据生成，请核对后印发。"))
    return redirect("desk:bulletin", made)


@require_GET
@staff()
def bulletin(request: HttpRequest, actor: Actor, bulletin: int) -> HttpResponse:
    """One issue as it reads, each figure with its source and what it is today."""
    return _page(request, actor, bulletin)


def _page(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    found = supervision.bulletin(actor, number, at=timezone.now())
    return render(request, "desk/bulletin.html", _context(found))


def _context(found: BulletinView) -> dict[str, Any]:
    return {
        "one": found,
        "heads": [_shown(one, found) for one in found.content.figures if one.head],
        "sections": [
            {
                "section": section,
                "figures": [_shown(one, found) for one in section.figures if not one.head],
                "tables": [
                    (table, [(line.cells, _leads(line)) for line in table.rows])
                    for table in section.tables
                ],
            }
            for section in found.content.sections
        ],
        "moved": sum(_moved(one, found) is not None for one in found.content.figures),
        "draft": found.row.status in ("draft", "approved"),
    }


def _shown(one: Figure, found: BulletinView) -> dict[str, Any]:
    return {"figure": one, "url": _source(one, found), "now": _moved(one, found)}


def _source(one: Figure, found: BulletinView) -> str:
    code = INDICATORS.get(one.key) or one.key.removeprefix("measure.")
    if code != one.key:
        return reverse("dashboard:indicator", args=[code])
    if one.key in FLOWS:
        name, query = FLOWS[one.key]
        return f"{reverse(name)}?{query}&{span_query(found.content.since, found.content.until)}"
    if one.key not in LISTS or (one.key.startswith("tasks.") and not _tracked(found)):
        return ""
    name, query = LISTS[one.key]
    return f"{reverse(name)}?{query}".rstrip("?")


def _tracked(found: BulletinView) -> bool:
    """Where no task is tracked, promises were counted, which the ledger of tasks does not list."""
    return any(one.key == "tasks.closed" for one in found.content.figures)


def _moved(one: Figure, found: BulletinView) -> Figure | None:
    """The figure of today where it is another one."""
    now = found.today.get(one.key)
    return now if now is not None and now.value != one.value else None


def _leads(line: Any) -> str:
    name = ROWS.get(line.source)
    # a promise is named by its plan and its target; the page takes the target
    return reverse(name, args=[line.ref.rpartition("/")[2]]) if name and line.ref else ""


@require_GET
@staff()
def file(request: HttpRequest, actor: Actor, bulletin: int, form: str) -> HttpResponse:
    """The Word paper or the spreadsheet: as sent, or of a draft as it would look."""
    if form not in TYPES:
        raise Http404
    name, data = supervision.bulletin_file(actor, bulletin, form, at=timezone.now())
    response = HttpResponse(data, content_type=TYPES[form])
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response


@require_GET
@staff()
def chart(request: HttpRequest, actor: Actor, bulletin: int, key: str) -> HttpResponse:
    """One picture as PNG, for the page and for somebody's own slides."""
    data = supervision.bulletin_chart(actor, bulletin, key)
    return HttpResponse(data, content_type="image/png")


def _redraft(request: HttpRequest, actor: Actor, number: int) -> int:
    return supervision.redraft_bulletin(id=number, by=actor, at=timezone.now())


def _approve(request: HttpRequest, actor: Actor, number: int) -> None:
    digest = request.POST.get("digest", "")
    supervision.approve_bulletin(id=number, digest=digest, by=actor, at=timezone.now())


def _send(request: HttpRequest, actor: Actor, number: int) -> None:
    supervision.send_bulletin(
        id=number,
        to=request.POST.getlist("to"),
        digest=request.POST.get("digest", ""),
        by=actor,
        at=timezone.now(),
    )


def _correct(request: HttpRequest, actor: Actor, number: int) -> int:
    reason = request.POST.get("reason", "")[:1000]
    return supervision.correct_bulletin(id=number, reason=reason, by=actor, at=timezone.now())


def _drop(request: HttpRequest, actor: Actor, number: int) -> None:
    reason = request.POST.get("reason", "")[:1000]
    supervision.drop_bulletin(id=number, reason=reason, by=actor, at=timezone.now())


def _acknowledge(request: HttpRequest, actor: Actor, number: int) -> None:
    supervision.acknowledge_bulletin(id=number, by=actor, at=timezone.now())


VERBS: dict[str, tuple[Callable[[HttpRequest, Actor, int], int | None], Any]] = {
    "redraft": (_redraft, _lazy("已用现在的数据重新生成。")),
    "approve": (_approve, _lazy("已审核，可以由另一位同事印发。")),
    "send": (_send, _lazy("已编号印发，数字已固定，并通知了发送对象。")),
    "correct": (_correct, _lazy("已生成更正稿；原来的一期保持原样。")),
    "drop": (_drop, _lazy("草稿已作废，原因已留存。")),
    "acknowledge": (_acknowledge, _lazy("已登记签收。")),
}


@require_POST
@staff()
def verb(request: HttpRequest, actor: Actor, bulletin: int, verb: str) -> HttpResponse:
    """Redraft, approve, send, correct, drop, or sign for it."""
    if verb not in VERBS:
        raise Http404
    act, done = VERBS[verb]
    try:
        made = act(request, actor, bulletin)
    except Refusal as refusal:
        return refused(request, verb, refusal, _page, actor, bulletin)
    messages.success(request, str(done))
    if verb == "drop":
        return redirect("desk:bulletins")
    return redirect("desk:bulletin", made or bulletin)
