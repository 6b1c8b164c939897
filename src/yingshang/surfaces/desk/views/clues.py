"""Clues: what should be looked into, why, and what came of it. Nobody else sees these pages."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_POST

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision.service import ClueView
from yingshang.surfaces.desk.forms.clues import SettleForm, WarnForm
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.strips import strip_of
from yingshang.surfaces.kit.forms import whole

__all__ = ["clue", "clues", "settle", "warn"]

READERS = ("supervisor", "bureau")
STATES = (
    ("new", _lazy("待核实")),
    ("warned", _lazy("已作预警依据")),
    ("explained", _lazy("有合理解释")),
    ("confirmed", _lazy("属实")),
)
STRENGTHS = {"strong": _lazy("依据强"), "clear": _lazy("依据较强"), "weak": _lazy("依据一般")}
FILTERS = ("kind", "unit", "officer")


@require_GET
@staff(*READERS)
def clues(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Clues of one's city by kind, unit and officer; those that wait come first."""
    return render(request, "desk/clues.html", _list(request, actor))


def _list(request: HttpRequest, actor: Actor, refusal: str = "") -> dict[str, Any]:
    state = request.GET.get("state", "new")
    state = state if state in {*dict(STATES), "all"} else "new"
    asked = {name: request.GET.get(name, "")[:150] for name in FILTERS}
    number = whole(request.GET.get("page", ""))
    found = supervision.clues(
        actor,
        status="" if state == "all" else state,
        page=number or 1,
        **asked,
    )
    return {
        "found": found,
        "rows": [(one, STRENGTHS[one.strength]) for one in found.rows],
        "tabs": [(key, label, found.by_status.get(key, 0)) for key, label in STATES],
        "everything": sum(found.by_status.values()),
        "state": state,
        "asked": asked,
        "form": WarnForm(request.POST if refusal else None, auto_id="warn-%s"),
        "ticked": request.POST.getlist("clue"),
        "refusal": refusal,
    }


@require_GET
@staff(*READERS)
def clue(request: HttpRequest, actor: Actor, clue_id: int) -> HttpResponse:
    """One clue: what speaks for it and against it, drawn, and the two ways out of it."""
    return _show(request, supervision.clue(actor, clue_id))


def _show(
    request: HttpRequest,
    found: ClueView,
    *,
    settling: SettleForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    shown = set(found.seqs)
    own = (
        "submitted",
        "supplied",
        "withdrawn",
    )  # by applicants, whose names are not asked for here
    context = {
        "typed": {"settle": settling} if settling is not None else {},
        "clue": found,
        "strength": STRENGTHS[found.strength],
        "strip": strip_of(found),
        "events": [
            (event, event.seq in shown, "" if event.name in own else event.by_name)
            for event in found.events
        ],
        "form": WarnForm(auto_id="warn-%s"),
        "settling": settling or _settling(found),
        "refusal": refusal,
        "waits": found.status in ("new", "warned"),
    }
    return render(request, "desk/clue.html", context, status=status)


def _settling(found: ClueView, data: Any = None) -> SettleForm:
    return SettleForm(data, heard=found.status == "warned", auto_id="settle-%s")


@require_POST
@staff(*READERS)
def warn(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One warning of the clues that were ticked."""
    numbers = (whole(one) for one in request.POST.getlist("clue"))
    ticked = [one for one in numbers if one is not None]
    form = WarnForm(request.POST, auto_id="warn-%s")
    if not ticked or not form.is_valid():
        words = _("还没有选中线索，没有发出预警。请先勾选。") if not ticked else _("补充说明太长。")
        return render(request, "desk/clues.html", _list(request, actor, words), status=422)
    try:
        raised = supervision.warn_of_clues(
            clues=ticked[:200], by=actor, at=timezone.now(), note=form.cleaned_data["note"]
        )
    except Refusal as refusal:
        context = _list(request, actor, refusal.sentence)
        return render(request, "desk/clues.html", context, status=409)
    messages.success(request, _("已据此发出预警，请决定是否转为督办单。"))
    return redirect("desk:warning", raised)


@require_POST
@staff(*READERS)
def settle(request: HttpRequest, actor: Actor, clue_id: int) -> HttpResponse:
    """Record what looking into it showed."""
    found = supervision.clue(actor, clue_id)
    form = _settling(found, request.POST)
    if not form.is_valid():
        return _show(request, found, settling=form, status=422)
    try:
        supervision.settle_clue(clue=clue_id, by=actor, at=timezone.now(), **form.cleaned_data)
    except Refusal as refusal:
        return _show(request, found, settling=form, refusal=refusal.sentence, status=409)
    messages.success(request, _("核实情况已记录，同一情况不再出现。"))
    return redirect("desk:clues")
