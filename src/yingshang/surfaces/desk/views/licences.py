"""Licences at the desk: an original compared, a licence looked up, existing ones brought in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.cases import service as cases
from yingshang.city.licences import service as licences
from yingshang.city.licences.kinds import GRADE_LABELS
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.kit.exports import xlsx_response

__all__ = ["bring_in", "check_original", "look_up", "one", "template"]

ROLES = ("clerk", "reviewer", "supervisor", "bureau", "leader")
LARGEST = 5 * 1024 * 1024


@require_POST
@staff("clerk", "reviewer")
def check_original(request: HttpRequest, actor: Actor, ref: str, file_id: int) -> HttpResponse:
    """The copy was compared with its original: it may be used again (C becomes B)."""
    try:
        cases.check_original(ref=ref, file=file_id, by=actor, at=timezone.now())
        messages.success(request, _("已记下：这份材料与原件核对无误。"))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("desk:case", ref)


@require_GET
@staff(*ROLES)
def look_up(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Find a licence; bring in existing ones, where the unit issues any."""
    return _list(request, actor)


def _list(request: HttpRequest, actor: Actor, status: int = 200, **more: Any) -> HttpResponse:
    today, q = timezone.localdate(), request.GET.get("q", "").strip()[:110]
    context = {
        "q": q,
        "found": licences.look_up(actor, q, on=today) if q else None,
        "types": licences.importable(actor, on=today),
        "batches": licences.batches(actor),
        **more,
    }
    return render(request, "desk/licences.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*ROLES)
def one(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """One licence, masked; posting a reason shows it in full, once, on record."""
    at, problem, full = timezone.now(), "", False
    found = licences.seen_by(actor, number, on=timezone.localdate(at))
    if request.method == "POST":
        try:
            found = licences.reveal(
                number=number,
                why=request.POST.get("reason", ""),
                by=actor,
                at=at,
                on=timezone.localdate(at),
            )
            full = True
        except Refusal as refusal:
            problem = refusal.sentence
    context = {
        "licence": found,
        "lines": licences.lines_of(found),
        "acts": licences.acts_of(number),
        "versions": licences.versions_of(number),
        "grade_label": GRADE_LABELS[found.grade],
        "full": full,
        "problem": problem,
        "why": request.POST.get("reason", "")[:200],
    }
    return render(request, "desk/licence.html", context, status=422 if problem else 200)


@require_GET
@staff("reviewer")
def template(request: HttpRequest, actor: Actor, kind: str) -> HttpResponse:
    """The sheet to fill in, with the header of this type."""
    name, data = licences.sheet_template(actor, kind, on=timezone.localdate())
    return xlsx_response(name, data)


@require_POST
@staff("reviewer")
def bring_in(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Bring in a sheet: all of it, or nothing and what is wrong in which cell."""
    upload, kind = request.FILES.get("file"), request.POST.get("type", "")
    if upload is None or upload.size > LARGEST:
        text = _("还没有选择文件。") if upload is None else _("文件超过 5 MB，请分成几张表。")
        return _list(request, actor, 422, refusal=text, chosen=kind)
    try:
        batch = licences.import_licences(
            type=kind, data=upload.read(), name=upload.name, by=actor, at=timezone.now()
        )
    except licences.SheetFaults as wrong:
        more = {"refusal": wrong.sentence, "faults": wrong.faults, "chosen": kind}
        return _list(request, actor, 422, total=wrong.total, **more)
    except Refusal as refusal:
        return _list(request, actor, 422, refusal=refusal.sentence, chosen=kind)
    messages.success(
        request, _("已导入 %(n)s 份%(name)s。") % {"n": batch.rows, "name": batch.type_name}
    )
    return redirect("desk:licences")
