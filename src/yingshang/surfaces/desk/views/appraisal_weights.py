"""Other weights for the yearly appraisal: proposed by one, published by another."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.supervision import service as supervision
from yingshang.surfaces.desk.forms.appraisal import WeightsForm
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.ruling import ruled

__all__ = ["rule", "weights"]

KEEPERS = ("supervisor", "bureau")


@require_http_methods(["GET", "POST"])
@staff(*KEEPERS)
def weights(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What is in force, what waits for the second person, and the form for another draft."""
    at, status = timezone.now(), 200
    found = supervision.weights(actor, at=at)
    form = WeightsForm(request.POST or None, found=found)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                supervision.propose_weights(**form.said(), by=actor, at=at)
            except Refusal as refusal:
                form.add_error(None, refusal.sentence)
            else:
                messages.success(request, _("草案已提交，由另一个人审核发布后生效。"))
                return redirect("desk:appraisal_weights")
    context = {"found": found, "form": form}
    return render(request, "desk/appraisal/weights.html", context, status=status)


def _page(request: HttpRequest, actor: Actor) -> HttpResponse:
    found = supervision.weights(actor, at=timezone.now())
    context = {"found": found, "form": WeightsForm(found=found)}
    return render(request, "desk/appraisal/weights.html", context)


@require_POST
@staff(*KEEPERS)
def rule(request: HttpRequest, actor: Actor, weights_draft: int, verb: str) -> HttpResponse:
    """The second person's word."""
    word = partial(supervision.rule_weights, draft=weights_draft)
    done = _("新权重已发布，从今天起生效；已公布年度的权重不变。")
    return ruled(
        request, actor, verb, word, done=done, back="desk:appraisal_weights", page=_page,
        draft=weights_draft,
    )  # fmt: skip
