"""What is done in a round: by a unit (sign, send), by the office (rule, remind, stop)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.supervision import service as supervision
from yingshang.surfaces.desk.forms.rounds import ReasonForm, ReturnForm, SendForm, typed_files
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.views.rounds import show_round

__all__ = ["rule", "verb"]


def _tried(form: Form, act: Callable[[], Any]) -> Form | None:
    """None where it was done; the form with its faults where it was not."""
    if not form.is_valid():
        return form
    try:
        act()
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return form
    return None


def _send(request: HttpRequest, actor: Actor, number: int) -> Form | None:
    sealed = supervision.round_view(actor, number, at=timezone.now()).sealed
    form = SendForm(request.POST, request.FILES, sealed=sealed, auto_id="send-%s")
    return _tried(
        form,
        lambda: supervision.send_material(
            round=number,
            scans=typed_files(form, "scans"),
            others=typed_files(form, "others"),
            words=form.cleaned_data["words"],
            by=actor,
            at=timezone.now(),
        ),
    )


def _stop(request: HttpRequest, actor: Actor, number: int) -> Form | None:
    form = ReasonForm(request.POST, auto_id="stop-%s")
    return _tried(
        form,
        lambda: supervision.stop_series(
            round=number, **form.cleaned_data, by=actor, at=timezone.now()
        ),
    )


TYPED = {
    "send": (_send, _lazy("已报送。")),
    "stop": (_stop, _lazy("后续不再报送；已发出的仍要报。")),
}
PLAIN: dict[str, tuple[Callable[..., Any], Any]] = {
    "sign": (supervision.sign_round, _lazy("已签收。")),
    "remind": (supervision.remind_now, _lazy("已向还没报送的单位催报。")),
}


@require_POST
@staff()
def verb(request: HttpRequest, actor: Actor, round_id: int, verb: str) -> HttpResponse:
    """Sign for the notice, send, remind, stop the series."""
    supervision.round_view(actor, round_id, at=timezone.now())  # 404 before anything is tried
    if verb in PLAIN:
        act, done = PLAIN[verb]
        try:
            act(round=round_id, by=actor, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
            return redirect("desk:round", round_id)
    elif verb in TYPED:
        tried, done = TYPED[verb]
        wrong = tried(request, actor, round_id)
        if wrong is not None:
            return show_round(request, actor, round_id, {verb: wrong})
    else:
        raise Http404
    messages.success(request, str(done))
    return redirect("desk:round", round_id)


@require_POST
@staff("supervisor", "bureau")
def rule(request: HttpRequest, actor: Actor, part_id: int, verb: str) -> HttpResponse:
    """Accept what a unit sent, send it back, or excuse the unit."""
    number = supervision.round_of_share(actor, part_id)
    at = timezone.now()
    wrong: Form | None = None
    if verb == "accept":
        wrong = _tried(
            form := Form(request.POST),
            lambda: supervision.accept_material(share=part_id, by=actor, at=at),
        )
        if wrong is not None:
            messages.error(request, "".join(str(one) for one in form.non_field_errors()))
            return redirect("desk:round", number)
        messages.success(request, _("已采用。"))
    elif verb == "return":
        back = ReturnForm(request.POST, auto_id=f"back-{part_id}-%s")
        wrong = _tried(
            back,
            lambda: supervision.return_material(
                share=part_id, **back.cleaned_data, by=actor, at=at
            ),
        )
    elif verb == "excuse":
        excuse = ReasonForm(request.POST, auto_id=f"excuse-{part_id}-%s")
        wrong = _tried(
            excuse,
            lambda: supervision.excuse_unit(share=part_id, **excuse.cleaned_data, by=actor, at=at),
        )
    else:
        raise Http404
    if wrong is not None:
        return show_round(request, actor, number, {f"{verb}-{part_id}": wrong})
    return redirect(f"{reverse('desk:round', args=[number])}#part-{part_id}")
