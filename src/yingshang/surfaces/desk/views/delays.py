"""Ask for a later date of a case, and rule on it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.cases import service as cases
from yingshang.city.supervision import service as supervision
from yingshang.surfaces.desk.delays import FORMS, delay_context
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.views._page import drawn_again

__all__ = ["verb"]

DONE: dict[str, Any] = {
    "ask": _lazy("延期申请已提交，等督办人员审批；批准之前期限不变。"),
    "rule": _lazy("审批意见已记录，并通知承办单位。"),
}
DO = {"ask": supervision.ask_delay, "rule": supervision.rule_delay}


@require_POST
@staff()
def verb(request: HttpRequest, actor: Actor, ref: str, verb: str) -> HttpResponse:
    """Refused: the sentence, and what was typed still there."""
    if verb not in FORMS:
        raise Http404
    at = timezone.now()
    found = cases.case_for(actor, ref, at=at)
    form: Any = FORMS[verb](request.POST, auto_id=f"delay-{verb}-%s")
    refusal = ""
    if form.is_valid():
        try:
            DO[verb](ref=ref, by=actor, at=at, **form.said)
        except Refusal as refused:
            refusal = refused.sentence
        else:
            messages.success(request, str(DONE[verb]))
            return redirect("desk:case", ref)
    more = delay_context(actor, found, at, typed={verb: form})
    return drawn_again(request, actor, found, at, more, refusal)
