"""Preparing for an evaluation: the self-check, folders of evidence, orders for what is weak."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.cases import service as cases
from yingshang.city.indicators import service as indicators
from yingshang.city.supervision import service as supervision
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.refused import refused, typed_for
from yingshang.surfaces.kit.exports import xlsx_response
from yingshang.surfaces.kit.forms import whole

__all__ = [
    "close",
    "draft",
    "evaluation",
    "evaluations",
    "file",
    "folders",
    "order",
    "sheet",
    "verb",
]

KEEPERS = ("supervisor", "bureau")
LARGEST = 20 * 1024 * 1024
AHEAD = 30  # days: the usual time for collecting
RISKS = ("red", "yellow", "green", "grey")


@require_http_methods(["GET", "POST"])
@staff()
def evaluations(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What is being prepared; for the bureau, the form to begin."""
    keeps, status, refusal = actor.role in KEEPERS, 200, ""
    today = timezone.localdate()
    if request.method == "POST":
        if not keeps:
            raise Http404
        try:
            made = supervision.open_evaluation(
                tree=request.POST.get("tree", "")[:80],
                title=request.POST.get("title", "").replace("\x00", ""),
                due_on=parse_date(request.POST.get("due_on", "")) or today,
                by=actor,
                at=timezone.now(),
            )
        except (Refusal, ValueError) as problem:
            status = 422
            refusal = getattr(problem, "sentence", "") or _("日期看不懂，请写成 2027-01-01 这样。")
        else:
            messages.success(request, _("已向各单位发出材料清单。"))
            return redirect("desk:evaluation", made)
    context = {
        "rows": supervision.evaluations(actor),
        "may_keep": keeps,
        "refusal": refusal,
        "trees": indicators.tree_names(actor.region, as_of=today),
        "typed": request.POST,
        "due_on": request.POST.get("due_on", "") or (today + timedelta(days=AHEAD)).isoformat(),
    }
    return render(request, "desk/evaluations.html", context, status=status)


@require_GET
@staff()
def evaluation(request: HttpRequest, actor: Actor, evaluation: int) -> HttpResponse:
    """The self-check leaf by leaf; ?risk= narrows it. A unit sees what it owes."""
    return _page(request, actor, evaluation)


def _page(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    found = supervision.evaluation(actor, number, at=timezone.now())
    ticked = typed_for(request, "draft") and request.POST.getlist("leaf")
    risk = request.GET.get("risk", "")
    risk = risk if risk in RISKS else ""
    nodes: dict[str, list[object]] = {}
    for one in found.checks:
        if risk in ("", one.risk):
            nodes.setdefault(one.node, []).append(one)
    context = {
        "found": found,
        "nodes": list(nodes.items()),
        "risk": risk,
        "may_keep": actor.role in KEEPERS,
        "unit": actor.unit,
        "may_draft": actor.role in KEEPERS and not found.row.closed,
        "chosen": {one.leaf for one in found.undrafted} if ticked is None else set(ticked),
        "n_chosen": sum(risk in ("", one.risk) for one in found.undrafted)
        if ticked is None
        else len(ticked),
        "usual_due": (timezone.localdate() + timedelta(days=14)).isoformat(),
    }
    return render(request, "desk/evaluation.html", context)


@require_POST
@staff(*KEEPERS)
def draft(request: HttpRequest, actor: Actor, evaluation: int) -> HttpResponse:
    """Orders for the leaves that were ticked: shown once more, then drafted."""
    at, leaves = timezone.now(), request.POST.getlist("leaf")
    found = supervision.evaluation(actor, evaluation, at=at)
    chosen = [one for one in found.checks if one.leaf in leaves and one.open]
    if chosen and "sure" not in request.POST:
        units: dict[str, list[object]] = {}
        for one in chosen:
            units.setdefault(one.unit_name, []).append(one)
        context = {"found": found, "units": sorted(units.items()), "n": len(chosen)}
        return render(request, "desk/evaluation_draft.html", context)
    try:
        made = supervision.draft_leaves(evaluation=evaluation, leaves=leaves, by=actor, at=at)
    except Refusal as refusal:
        return refused(request, "draft", refusal, _page, actor, evaluation)
    messages.success(request, _("已起草 %d 张督办单，请到预警里签发。") % made)
    return redirect("desk:evaluation", evaluation)


@require_GET
@staff()
def sheet(request: HttpRequest, actor: Actor, evaluation: int) -> HttpResponse:
    """The check as a workbook."""
    return xlsx_response(*supervision.evaluation_xlsx(actor, evaluation, at=timezone.now()))


@require_GET
@staff()
def folders(request: HttpRequest, actor: Actor, evaluation: int) -> StreamingHttpResponse:
    """All folders as one zip."""
    name, pieces = supervision.evaluation_zip(actor, evaluation, at=timezone.now())
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response


@require_GET
@staff()
def file(request: HttpRequest, actor: Actor, evidence: int) -> FileResponse:
    """One file that was handed in, always as a download."""
    row = supervision.evidence_file(actor, evidence)
    path = cases.path_of(row.sha256)
    if not path.exists():
        raise Http404
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=row.name,
        content_type="application/octet-stream",
    )  # fmt: skip


@require_POST
@staff()
def verb(request: HttpRequest, actor: Actor, piece: int, verb: str) -> HttpResponse:
    """give, accept, return."""
    at, number = timezone.now(), whole(request.POST.get("evaluation", ""))
    words = request.POST.get("words", "")[:1000].replace("\x00", "")
    try:
        if verb == "give":
            files = request.FILES.getlist("files")
            if sum(one.size or 0 for one in files) > LARGEST:
                raise Refusal("too-large", _("文件合计超过 20 MB，没有提交；请压缩后再交。"))
            supervision.give_evidence(
                piece=piece,
                files=[(one.name or "", one.read()) for one in files],
                words=words,
                by=actor,
                at=at,
            )
        elif verb == "accept":
            supervision.accept_evidence(piece=piece, by=actor, at=at)
        elif verb == "return":
            supervision.return_evidence(piece=piece, reason=words, by=actor, at=at)
        else:
            raise Http404
    except Refusal as refusal:
        if number is not None:
            key = f"{verb}-{piece}"
            return refused(request, key, refusal, _page, actor, number, words="words")
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("已办好。"))
    if number is None:
        return redirect("desk:evaluations")
    return redirect("desk:evaluation", number)


@require_POST
@staff(*KEEPERS)
def order(request: HttpRequest, actor: Actor, evaluation: int) -> HttpResponse:
    """An order to the unit of one leaf."""
    at = timezone.now()
    found = supervision.evaluation(actor, evaluation, at=at)
    leaf = request.POST.get("leaf", "")
    check = next((one for one in found.checks if one.leaf == leaf), None)
    if check is None:
        raise Http404
    try:
        due = parse_date(request.POST.get("due_on", "")) or timezone.localdate()
        ref = supervision.order_leaf(evaluation=evaluation, check=check, due=due, by=actor, at=at)
    except (Refusal, ValueError) as problem:
        said = getattr(problem, "sentence", "") or _("日期看不懂，请写成 2027-01-01 这样。")
        key = f"order-{leaf}"
        return refused(request, key, said, _page, actor, evaluation, words="due_on")
    messages.success(request, _("已发出督办单。"))
    return redirect("desk:case", ref)


@require_POST
@staff(*KEEPERS)
def close(request: HttpRequest, actor: Actor, evaluation: int) -> HttpResponse:
    """The evaluation is over: nothing changes any more."""
    supervision.close_evaluation(evaluation=evaluation, by=actor, at=timezone.now())
    messages.success(request, _("已办结，材料留存可查。"))
    return redirect("desk:evaluations")
