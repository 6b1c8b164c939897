"""The yearly appraisal: years and weights, one year with its ranking, its papers."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.supervision import service as supervision
from yingshang.surfaces.desk.forms.appraisal import YearForm
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.words import attached
from yingshang.surfaces.kit.exports import xlsx_response

__all__ = ["appraisal", "appraisals", "export", "step", "word"]

KEEPERS = ("supervisor", "bureau")


@require_http_methods(["GET", "POST"])
@staff()
def appraisals(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The years; announcing the weights of one."""
    keeps, status = actor.role in KEEPERS, 200
    if request.method == "POST" and not keeps:
        raise Http404
    form = YearForm(request.POST or None, initial={"year": timezone.localdate().year})
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = supervision.announce_weights(
                    **form.cleaned_data, by=actor, at=timezone.now()
                )
            except Refusal as refusal:
                form.add_error(None, refusal.sentence)
            else:
                messages.success(request, _("权重已公布，各单位已收到通知。"))
                return redirect("desk:appraisal", made)
    rows = supervision.appraisals(actor)
    context = {"rows": rows, "form": form if keeps else None}
    return render(request, "desk/appraisal/list.html", context, status=status)


@require_GET
@staff()
def appraisal(request: HttpRequest, actor: Actor, appraisal: int) -> HttpResponse:
    """One year: its weights, where it stands, the ranking as far as the actor may see it."""
    found = supervision.appraisal(actor, appraisal)
    return render(request, "desk/appraisal/year.html", {"one": found})


STEPS: dict[str, tuple[Callable[..., Any], Any]] = {
    "draft": (supervision.draft_scores, _lazy("已按台账计分，发出前可以重新计算。")),
    "send": (supervision.send_sheets, _lazy("已发各单位核对。")),
    "publish": (supervision.publish_appraisal, _lazy("结果已公布并封存。")),
}


@require_POST
@staff(*KEEPERS)
def step(request: HttpRequest, actor: Actor, appraisal: int, verb: str) -> HttpResponse:
    """Count, send, publish."""
    if verb not in STEPS:
        raise Http404
    act, done = STEPS[verb]
    try:
        act(appraisal=appraisal, by=actor, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, str(done))
    return redirect("desk:appraisal", appraisal)


@require_GET
@staff()
def export(request: HttpRequest, actor: Actor, appraisal: int) -> HttpResponse:
    """The workbook."""
    try:
        data = supervision.appraisal_xlsx(actor, appraisal, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("desk:appraisal", appraisal)
    return xlsx_response(f"年度考核-{appraisal}.xlsx", data)


@require_GET
@staff()
def word(request: HttpRequest, actor: Actor, appraisal: int) -> HttpResponse:
    """The notice of results."""
    try:
        data = supervision.appraisal_docx(actor, appraisal, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("desk:appraisal", appraisal)
    return attached(data, f"年度考核通报-{appraisal}")
