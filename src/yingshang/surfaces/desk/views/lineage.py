"""Editions side by side, what next year's plan takes over, and who answers a superior plan."""

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
from yingshang.city.plans import service as plans
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.refused import refused
from yingshang.surfaces.desk.views.plan_import import place_of
from yingshang.surfaces.kit.exports import DOCX, XLSX

__all__ = [
    "below",
    "below_file",
    "beside",
    "beside_file",
    "declare",
    "link_verb",
    "links",
    "links_page",
    "taking",
    "taking_file",
]

TYPES = {
    "xlsx": XLSX,
    "docx": DOCX,
}
KINDS = (
    ("edition", _lazy("本方案是它的新一版，取代它")),
    ("successor", _lazy("本方案是它的下一年度方案，接着做它的任务")),
    ("superior", _lazy("它是上级方案，本方案落实它的任务")),
)
SHOWS = (
    ("", _lazy("有变化的")),
    ("changed", _lazy("修改")),
    ("new", _lazy("新增")),
    ("dropped", _lazy("删去")),
    ("kept", _lazy("保留")),
    ("moved", _lazy("移位改号")),
    ("pending", _lazy("待复核")),
    ("all", _lazy("全部")),
)
TAKING_SHOWS = (
    ("", _lazy("等待处理")),
    ("taken", _lazy("已承接")),
    ("letgo", _lazy("不再承接")),
    ("done", _lazy("已完成，不需承接")),
    ("all", _lazy("全部")),
)


@require_GET
@staff()
def links(request: HttpRequest, actor: Actor, plan_id: int) -> HttpResponse:
    """What a plan is linked with, and what it probably comes from."""
    return links_page(request, actor, plan_id)


def links_page(request: HttpRequest, actor: Actor, plan_id: int) -> HttpResponse:
    found = plans.plan_row(actor, plan_id)
    linked = plans.lineage.links(actor, plan_id)
    may_edit = plans.may_edit_plan(actor, found)
    taken = {one.plan.id for one in linked} | {plan_id}
    context = {
        "plan": found,
        "links": linked,
        "candidates": plans.lineage.candidates_of(actor, plan_id) if may_edit else [],
        "others": [row for row in plans.plans(actor) if row.id not in taken] if may_edit else [],
        "kinds": KINDS,
        "place": place_of(actor, found.region) if may_edit else None,
        "may_edit": may_edit,
        "is_superior": any(one.kind == "superior" and not one.up for one in linked),
    }
    return render(request, "desk/lineage/links.html", context)


def _whole(text: str | None) -> int:
    """A number of ours out of a form; 404 for anything else."""
    if not (text or "").isascii() or not (text or "").isdigit():
        raise Http404(text)
    return int(text or 0)


@require_POST
@staff("supervisor", "bureau")
def declare(request: HttpRequest, actor: Actor, plan_id: int) -> HttpResponse:
    """Say what a plan comes from."""
    kind = request.POST.get("kind", "")
    if kind == "apart":
        return _apart(request, actor, plan_id)
    if kind and kind not in dict(KINDS):
        raise Http404(kind)
    try:
        link = plans.lineage.declare(
            kind=kind,
            origin=_whole(request.POST.get("other") or "0"),
            heir=plan_id,
            grounds=request.POST.get("grounds", ""),
            by=actor,
            at=timezone.now(),
        )
    except Refusal as refusal:
        return refused(request, "declare", refusal, links_page, actor, plan_id, words="grounds")
    messages.success(request, _("已关联。请往下逐项核对。"))
    return redirect(_page_of(actor, link))


def _apart(request: HttpRequest, actor: Actor, plan_id: int) -> HttpResponse:
    """It is no new edition of the plan that it looks like: both stand."""
    other = _whole(request.POST.get("other"))
    try:
        plans.lineage.keep_apart(origin=other, heir=plan_id, by=actor, at=timezone.now())
    except Refusal as refusal:
        return refused(request, "declare", refusal, links_page, actor, plan_id, words="grounds")
    messages.success(request, _("已记下：两份都有效，各自计入。"))
    return redirect("desk:plan", plan_id)


def _page_of(actor: Actor, link: int) -> str:
    kind, origin, heir = plans.lineage.link(actor, link)
    if kind == "edition":
        return reverse("desk:plan_beside", args=[heir, origin])
    return reverse("desk:plan_taking", args=[link])


@require_GET
@staff()
def beside(request: HttpRequest, actor: Actor, plan_id: int, other_id: int) -> HttpResponse:
    """The older edition on the left, the newer on the right, clause by clause."""
    return _beside(request, actor, plan_id, other_id)


def _show_of(request: HttpRequest) -> str:
    """Which rows: as the address says, or the form that was refused."""
    return request.GET.get("show", "") or request.POST.get("show", "")


def _beside(request: HttpRequest, actor: Actor, plan_id: int, other_id: int) -> HttpResponse:
    view = plans.lineage.beside_of(actor, other_id, plan_id, at=timezone.now())
    show = _show_of(request)
    counts = view.counts
    context = {
        "view": view,
        "rows": [row for row in view.rows if _shown(row, show)],
        "show": show,
        "shows": [(key, label, _count(counts, key)) for key, label in SHOWS],
        "may_edit": plans.may_edit_plan(actor, view.heir) and view.origin.withdrawn_at is None,
        "choices": _choices(view),
        "passed": plans.passed_of(actor, view.link) if view.link else None,
    }
    return render(request, "desk/lineage/beside.html", context)


def _choices(view: Any) -> list[tuple[str, list[Any]]]:
    """Every clause of the new edition, those without a counterpart first."""
    free = [row.new for row in view.rows if row.state == "new"]
    paired = [row.new for row in view.rows if row.old and row.new and not row.joined]
    groups = [(_("还没有对应的"), free), (_("已有对应的，并入它"), paired)]
    return [(label, rows) for label, rows in groups if rows]


def _count(counts: Any, key: str) -> int:
    if key == "":
        return counts["all"] - counts.get("kept", 0)
    return counts.get(key, 0)


def _shown(row: Any, show: str) -> bool:
    if show == "pending":
        return bool(row.pending)
    if show == "moved":
        return row.shifted
    if show in ("changed", "new", "dropped", "kept"):
        return row.state == show
    return show == "all" or row.state != "kept"


@require_GET
@staff()
def taking(request: HttpRequest, actor: Actor, link_id: int) -> HttpResponse:
    """Task by task: who goes on with it, what could, what was let go."""
    if plans.lineage.link(actor, link_id)[0] == "edition":
        return redirect(_page_of(actor, link_id))
    return _taking(request, actor, link_id)


def _taking(request: HttpRequest, actor: Actor, link_id: int) -> HttpResponse:
    view = plans.lineage.taking_of(actor, link_id, at=timezone.now())
    show = _show_of(request)
    if not show and not view.counts["waiting"]:
        show = "all"
    context = {
        "view": view,
        "rows": [row for row in view.rows if _taking_shown(row, show)],
        "show": show,
        "shows": [
            (key, label, view.counts.get(key or "waiting", 0)) for key, label in TAKING_SHOWS
        ],
        "may_edit": plans.may_edit_plan(actor, view.heir),
        "passed": plans.passed_of(actor, link_id) if view.kind == "successor" else None,
    }
    return render(request, "desk/lineage/taking.html", context)


def _taking_shown(row: Any, show: str) -> bool:
    if show == "done":
        return bool(row.done)
    if show in ("taken", "letgo"):
        return bool(row.state == show)
    return show == "all" or (row.state == "open" and not row.done)


def _take(actor: Actor, link_id: int, data: Any) -> str:
    plans.lineage.take(
        link=link_id,
        origin=_whole(data.get("origin")),
        heir=_whole(data.get("heir") or "0"),
        grounds=data.get("grounds", ""),
        by=actor,
        at=timezone.now(),
    )
    return _("已承接。")


def _let_go(actor: Actor, link_id: int, data: Any) -> str:
    plans.lineage.let_go(
        link=link_id,
        origin=_whole(data.get("origin")),
        reason=data.get("reason", ""),
        by=actor,
        at=timezone.now(),
    )
    return _("已记为不再承接。")


def _part(actor: Actor, link_id: int, data: Any) -> str:
    plans.lineage.part(
        task_link=_whole(data.get("pair")),
        reason=data.get("reason", ""),
        by=actor,
        at=timezone.now(),
    )
    if plans.lineage.link(actor, link_id)[0] == "edition":
        return _("已拆开。")
    return _("已撤销，上面这项任务恢复为未承接。")


def _settle(actor: Actor, link_id: int, data: Any) -> str:
    bound = plans.lineage.settle(target_link=_whole(data.get("pair")), by=actor, at=timezone.now())
    return _("已复核，按新目标继续考核。") if bound else _("已复核。这个目标没有绑定指标。")


def _undo(actor: Actor, link_id: int, data: Any) -> str:
    plans.lineage.undo(link=link_id, reason=data.get("reason", ""), by=actor, at=timezone.now())
    return _("已撤销关联。")


def _withdraw(actor: Actor, link_id: int, data: Any) -> str:
    done = plans.withdraw_dropped(
        link=link_id, refs=data.getlist("ref"), by=actor, at=timezone.now()
    )
    return _("已按新一版撤销 %d 件交办。") % len(done)


VERBS: dict[str, Callable[[Actor, int, Any], str]] = {
    "take": _take,
    "let-go": _let_go,
    "part": _part,
    "settle": _settle,
    "undo": _undo,
    "withdraw": _withdraw,
}


@require_POST
@staff("supervisor", "bureau")
def link_verb(request: HttpRequest, actor: Actor, link_id: int, verb: str) -> HttpResponse:
    """One change of a link; back to where it was asked for."""
    if verb not in VERBS:
        raise Http404(verb)
    kind, origin, heir = plans.lineage.link(actor, link_id)
    page = _page_of(actor, link_id)
    try:
        messages.success(request, VERBS[verb](actor, link_id, request.POST))
    except Refusal as refusal:
        row = request.POST.get("pair") or request.POST.get("origin")
        key = f"{verb}-{row}" if row else verb
        if kind == "edition":
            return refused(request, key, refusal, _beside, actor, heir, origin)
        return refused(request, key, refusal, _taking, actor, link_id)
    if verb == "undo":
        return redirect("desk:plan_links", heir)
    show = request.POST.get("show", "")
    known = dict(SHOWS) | dict(TAKING_SHOWS)
    return redirect(f"{page}?show={show}" if show in known else page)


@require_GET
@staff()
def below(request: HttpRequest, actor: Actor, plan_id: int) -> HttpResponse:
    """A superior plan: one row a task, one column a plan that answers it."""
    view = plans.lineage.below_of(actor, plan_id, at=timezone.now())
    return render(request, "desk/lineage/below.html", {"view": view})


def _file(view: Any, form: str, name: str) -> HttpResponse:
    if form not in TYPES:
        raise Http404(form)
    data = plans.lineage.as_file(view, form, at=timezone.now())
    response = HttpResponse(data, content_type=TYPES[form])
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.{form}")
    return response


@require_GET
@staff()
def beside_file(
    request: HttpRequest, actor: Actor, plan_id: int, other_id: int, form: str
) -> HttpResponse:
    view = plans.lineage.beside_of(actor, other_id, plan_id, at=timezone.now())
    return _file(view, form, _("逐条对照-%d-%d") % (other_id, plan_id))


@require_GET
@staff()
def taking_file(request: HttpRequest, actor: Actor, link_id: int, form: str) -> HttpResponse:
    view = plans.lineage.taking_of(actor, link_id, at=timezone.now())
    return _file(view, form, _("承接对照-%d") % link_id)


@require_GET
@staff()
def below_file(request: HttpRequest, actor: Actor, plan_id: int, form: str) -> HttpResponse:
    view = plans.lineage.below_of(actor, plan_id, at=timezone.now())
    return _file(view, form, _("任务承接-%d") % plan_id)
