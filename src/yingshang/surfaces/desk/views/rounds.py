"""Collecting material: the rounds, a new one, one round with what each unit sent, the bundle."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.supervision import service as supervision
from yingshang.surfaces.desk.forms.rounds import ReasonForm, ReturnForm, RoundForm, SendForm
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.kit.forms import whole

__all__ = ["bundle", "open_round", "paper", "round_page", "rounds", "show_round"]

KEEPERS = ("supervisor", "bureau")


@require_GET
@staff()
def rounds(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What units are asked for; for the office, with the duties in plans that ask for more."""
    at, keeps = timezone.now(), actor.role in KEEPERS
    duties = supervision.round_duties(actor, at=at) if keeps else []
    context = {
        "rows": supervision.rounds(actor, at=at),
        "duties": [one for one in duties if one.round is None],
        "may_keep": keeps,
        "oversees": actor.oversees,
    }
    return render(request, "desk/rounds.html", context)


def _first(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """The form as a plan's duty fills it."""
    plan, place = (whole(request.GET.get(key, "")) for key in ("plan", "duty"))
    if plan is None:
        return {}
    for one in supervision.round_duties(actor, at=timezone.now(), plan=plan):
        if one.place == place:
            return {
                "title": _("%s：材料报送") % one.plan_title[:280],
                "demand": one.text,
                "basis": one.text,
                "due_on": one.nominal,
                "every": one.every,
                "units": list(one.units),
                "plan": plan,
                "unknown": one.unknown,
            }
    return {}


@require_http_methods(["GET", "POST"])
@staff(*KEEPERS)
def open_round(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Write the notice and send it to the units."""
    posted = request.method == "POST"
    units = [(one.code, one.name) for one in accounts.units(actor.region)]
    first = {} if posted else _first(request, actor)
    unknown = first.pop("unknown", ())
    form = RoundForm(request.POST if posted else None, units=units, initial=first or None)
    status = 200
    if posted:
        status = 422
        if form.is_valid():
            try:
                made = supervision.open_round(**form.cleaned_data, by=actor, at=timezone.now())
            except Refusal as refusal:
                form.add_error(None, refusal.sentence)
            else:
                messages.success(request, _("通知已发给各单位。"))
                return redirect("desk:round", made)
    context = {"form": form, "unknown": unknown}
    return render(request, "desk/round_new.html", context, status=status)


@require_GET
@staff()
def round_page(request: HttpRequest, actor: Actor, round_id: int) -> HttpResponse:
    """One round: the notice, and what each unit sent (a unit sees its own)."""
    return show_round(request, actor, round_id)


def show_round(
    request: HttpRequest, actor: Actor, number: int, typed: dict[str, Form] | None = None
) -> HttpResponse:
    """The round's page, with forms that were not taken as they were typed."""
    found = supervision.round_view(actor, number, at=timezone.now())
    typed = typed or {}
    parts = [
        {
            "share": one,
            "back": typed.get(f"return-{one.id}") or ReturnForm(auto_id=f"back-{one.id}-%s"),
            "excuse": typed.get(f"excuse-{one.id}") or ReasonForm(auto_id=f"excuse-{one.id}-%s"),
            "wrong": f"return-{one.id}" in typed or f"excuse-{one.id}" in typed,
        }
        for one in found.shares
    ]
    context = {
        "one": found,
        "typed": typed,
        "parts": parts,
        "mine": found.row.mine,
        "send": typed.get("send") or SendForm(sealed=found.sealed, auto_id="send-%s"),
        "stop": typed.get("stop") or ReasonForm(auto_id="stop-%s"),
        "oversees": actor.oversees,
    }
    return render(request, "desk/round.html", context, status=422 if typed else 200)


@require_GET
@staff()
def paper(request: HttpRequest, actor: Actor, sending_id: int, place: int) -> HttpResponse:
    """One file that was sent."""
    name, path = supervision.round_material(actor, sending_id, place)
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


@require_GET
@staff()
def bundle(request: HttpRequest, actor: Actor, round_id: int) -> HttpResponse:
    """Everything that was sent, as one zip."""
    name, pieces = supervision.round_bundle(actor, round_id, at=timezone.now())
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    response.headers["Cache-Control"] = "no-store, private"
    return response
