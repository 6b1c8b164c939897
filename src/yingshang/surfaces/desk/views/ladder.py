"""The ladder: what stands, what is proposed, and the acts on one rung."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_POST

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.cases import service as cases
from yingshang.city.supervision import service as supervision
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.rungs import FORMS, ladder_context, rung_form
from yingshang.surfaces.desk.span import span_of
from yingshang.surfaces.desk.views._page import drawn_again
from yingshang.surfaces.desk.words import attached

__all__ = ["escalations", "take", "verb", "word"]

TABS = (
    ("proposed", _lazy("待批准")),
    ("standing", _lazy("待答复")),
    ("answered", _lazy("已答复")),
    ("lifted", _lazy("已解除")),
    ("refused", _lazy("不予批准")),
    ("passed", _lazy("已转入更高一级")),
)


@require_GET
@staff()
def escalations(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every rung that the actor sees; overseers begin with what waits for a decision."""
    at = timezone.now()
    found = supervision.escalations(actor, at=at)
    counts = {key: sum(one.status == key for one in found) for key, _label in TABS}
    usual = "proposed" if counts["proposed"] else "standing"
    show = request.GET.get("show", usual)
    show = show if show in counts else usual
    rows = [one for one in found if one.status == show]
    tabs = [(key, label, counts[key]) for key, label in TABS if counts[key] or key == show]
    context = {"rows": rows, "show": show, "tabs": tabs, **_narrowed(request, found)}
    return render(request, "desk/escalations.html", context)


def _narrowed(request: HttpRequest, found: list[supervision.EscalationView]) -> dict[str, Any]:
    """What a bulletin counts: the units' answers that are late, what was taken in a span."""
    asked, span = request.GET.get("show", ""), span_of(request)
    if asked == "taken" and span:
        rows = [one for one in found if span.holds(one.taken_at)]
        return {"rows": rows, "show": "", "narrowed": _("新采取的措施"), "span": span}
    if asked == "late":
        today = timezone.localdate()
        rows = [one for one in found if one.status == "standing" and not one.addressee]
        rows = [one for one in rows if one.due_on and one.due_on < today]
        return {"rows": rows, "show": "", "narrowed": _("逾期未答复")}
    return {}


def _back(ref: str) -> HttpResponse:
    return redirect("desk:case", ref)


def _again(
    request: HttpRequest,
    actor: Actor,
    ref: str,
    at: datetime,
    typed: dict[str, forms.Form],
    refusal: str = "",
) -> HttpResponse:
    """The page that it was written on as the case stands now, with the words still there."""
    found = cases.case_for(actor, ref, at=at)
    more = ladder_context(actor, found, at, typed=typed)
    return drawn_again(request, actor, found, at, more, refusal)


@require_POST
@staff()
def take(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Take or propose a rung for the case."""
    at = timezone.now()
    found = supervision.ladder(actor, ref, at=at)
    code = request.POST.get("rung", "")
    rung = next((one for one in found.rungs if one.code == code), None) if found else None
    if rung is None:
        raise Http404
    form = rung_form(rung, request.POST)
    typed: dict[str, forms.Form] = {f"take-{code}": form}
    if not form.is_valid():
        return _again(request, actor, ref, at, typed)
    try:
        supervision.take(ref=ref, by=actor, at=at, **form.cleaned_data)
    except Refusal as refusal:
        return _again(request, actor, ref, at, typed, refusal.sentence)
    done = _("“%s”已报市领导批准。") if rung.approval else _("“%s”已发出，并通知承办单位。")
    messages.success(request, done % rung.name)
    return _back(ref)


VERBS: dict[str, tuple[Callable[..., None], Any]] = {
    "approve": (supervision.approve, _lazy("已批准，措施已发出。")),
    "answer": (supervision.answer, _lazy("答复已报送。")),
    "refuse": (supervision.refuse, _lazy("已记录：不予批准。")),
    "held": (supervision.record_meeting, _lazy("已登记约谈情况，并告知承办单位。")),
    "lift": (supervision.lift, _lazy("已解除这项措施。")),
}


@require_POST
@staff()
def verb(request: HttpRequest, actor: Actor, rung: int, verb: str) -> HttpResponse:
    """Approve, refuse, answer, lift, write down a meeting. Refused: the sentence, and what was
    typed still there."""
    if verb not in VERBS:
        raise Http404
    at = timezone.now()
    found = supervision.escalation(actor, rung, at=at)
    typed: dict[str, forms.Form] = {}
    said: dict[str, Any] = {}
    if verb in FORMS:
        form = FORMS[verb](request.POST, request.FILES, auto_id=f"{verb}-{rung}-%s")
        typed[f"{verb}-{rung}"] = form
        if not form.is_valid():
            return _again(request, actor, found.ref, at, typed)
        said = form.said
    act, done = VERBS[verb]
    try:
        act(escalation=rung, by=actor, at=at, **said)
    except Refusal as refusal:
        return _again(request, actor, found.ref, at, typed, refusal.sentence)
    messages.success(request, str(done))
    return _back(found.ref)


@require_GET
@staff()
def word(request: HttpRequest, actor: Actor, rung: int) -> HttpResponse:
    """The paper of a rung."""
    at = timezone.now()
    found = supervision.escalation(actor, rung, at=at)
    data = supervision.escalation_docx(actor, rung, at=at)
    return attached(data, f"{found.document}-{found.ref}")
