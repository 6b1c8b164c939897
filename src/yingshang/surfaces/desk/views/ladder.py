"""The ladder: what stands, what is proposed, and the acts on one rung."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_POST

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.supervision import service as supervision
from yingshang.surfaces.desk.forms.oversight import AnswerForm, RungForm, WhyForm
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.words import attached

__all__ = ["escalations", "take", "verb", "word"]

TABS = (
    ("proposed", _lazy("待批准")),
    ("standing", _lazy("待答复")),
    ("answered", _lazy("已答复")),
    ("lifted", _lazy("已解除")),
    ("refused", _lazy("不予批准")),
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
    context = {
        "rows": [one for one in found if one.status == show],
        "show": show,
        "tabs": [(key, label, counts[key]) for key, label in TABS if counts[key] or key == show],
    }
    return render(request, "desk/escalations.html", context)


def _back(ref: str) -> HttpResponse:
    return redirect("desk:case", ref)


def _first_error(form: Any) -> str:
    return " ".join(error for errors in form.errors.values() for error in errors)


@require_POST
@staff()
def take(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Take or propose a rung for the case."""
    at = timezone.now()
    found = supervision.ladder(actor, ref, at=at)
    rung = next(
        (one for one in found.rungs if one.code == request.POST.get("rung")) if found else iter(()),
        None,
    )
    if rung is None:
        raise Http404
    form = RungForm(request.POST, meeting=rung.meeting)
    if not form.is_valid():
        messages.error(request, _("没有发出：%s") % _first_error(form))
        return _back(ref)
    try:
        supervision.take(ref=ref, by=actor, at=at, **form.cleaned_data)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return _back(ref)
    done = _("“%s”已报市领导批准。") if rung.approval else _("“%s”已发出，并通知承办单位。")
    messages.success(request, done % rung.name)
    return _back(ref)


def _reasoned(act: Callable[..., None], request: HttpRequest, actor: Actor, rung: int) -> None:
    form = WhyForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    act(escalation=rung, reason=reason, by=actor, at=timezone.now())


def _answer(request: HttpRequest, actor: Actor, rung: int) -> None:
    form = AnswerForm(request.POST)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    supervision.answer(escalation=rung, words=words, by=actor, at=timezone.now())


def _approve(request: HttpRequest, actor: Actor, rung: int) -> None:
    supervision.approve(escalation=rung, by=actor, at=timezone.now())


VERBS: dict[str, tuple[Callable[[HttpRequest, Actor, int], None], Any]] = {
    "approve": (_approve, _lazy("已批准，措施已发出。")),
    "answer": (_answer, _lazy("答复已报送。")),
    "refuse": (
        lambda request, actor, rung: _reasoned(supervision.refuse, request, actor, rung),
        _lazy("已记录：不予批准。"),
    ),
    "lift": (
        lambda request, actor, rung: _reasoned(supervision.lift, request, actor, rung),
        _lazy("已解除这项措施。"),
    ),
}


@require_POST
@staff()
def verb(request: HttpRequest, actor: Actor, rung: int, verb: str) -> HttpResponse:
    """Approve, refuse, answer, lift."""
    if verb not in VERBS:
        raise Http404
    found = supervision.escalation(actor, rung, at=timezone.now())
    act, done = VERBS[verb]
    try:
        act(request, actor, rung)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
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
