"""One thing (一件事) at the counter: several items received with one form and one receipt."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.cases import service as cases
from yingshang.city.cases.kinds import FormInvalid
from yingshang.city.catalog import service as catalog
from yingshang.city.catalog.service import BundleView
from yingshang.surfaces.desk.forms.counter import CounterForm, PersonForm
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.held import filled, named
from yingshang.surfaces.kit.forms import form_key, uploads_of

__all__ = ["form"]


@require_http_methods(["GET", "POST"])
@staff("clerk")
def form(request: HttpRequest, actor: Actor, bundle: str) -> HttpResponse:
    """The one form on one screen; posting it opens every item that waits for none.

    Posting `shape` only fits the form to the items that were ticked; what was typed stays.
    """
    view = catalog.bundle(bundle, region=actor.region, on=timezone.localdate())
    given = request.POST if request.method == "POST" else request.GET
    wanted = [code for code in given.getlist("with") if code]
    body = catalog.compile_bundle(view, view.chosen(wanted))
    data = request.POST if request.method == "POST" and not _shaping(request) else None
    kept = named(request.POST).dict()
    if "look" in request.POST and kept.get("who-code"):
        who = {"kind": kept["who-kind"], "code": kept["who-code"]}
        found, _known, notes = filled(actor, request.POST, **who, fields=body["fields"])
        kept = found.dict()
    else:
        notes = {}
    who = {name.removeprefix("who-"): value for name, value in kept.items()}
    person = PersonForm(data, initial=who, auto_id="person-%s", prefix="who")
    places = accounts.districts(actor.region)
    typed = CounterForm(body["fields"], data, initial=kept, districts=places, auto_id="form-%s")
    context: dict[str, Any] = {
        "bundle": view,
        "wanted": wanted,
        "optional": [part for part in view.parts if part.optional],
        "person": person,
        "form": typed,
        "notes": notes,
        "materials": body["materials"],
        "key": form_key(request),
    }
    if data is None:
        return render(request, "desk/bundle_counter.html", context)
    if not person.is_valid():
        return render(request, "desk/bundle_counter.html", context, status=422)
    try:
        case = _receive(request, actor, view, wanted, person, typed, body["materials"])
    except FormInvalid as wrong:
        typed.explain(wrong.errors)
        return render(request, "desk/bundle_counter.html", context, status=422)
    except Refusal as refusal:
        context["refusal"] = refusal.sentence
        return render(request, "desk/bundle_counter.html", context, status=409)
    messages.success(request, _("已一次收件，编号 %s；能先办的事项已经开始。") % case.ref)
    return redirect("desk:case", case.ref)


def _shaping(request: HttpRequest) -> bool:
    """The form is only to be fitted, or filled in by reception: nothing is filed yet."""
    return "shape" in request.POST or "look" in request.POST


def _receive(
    request: HttpRequest,
    actor: Actor,
    view: BundleView,
    wanted: list[str],
    person: PersonForm,
    typed: CounterForm,
    materials: list[dict[str, Any]],
) -> Any:
    at = timezone.now()
    party = person.register(region=actor.region, by=actor, at=at)
    return cases.open_bundle(
        bundle=view.code,
        region=actor.region,
        items=wanted,
        form=typed.raw(),
        party=party,
        channel="window",
        district=typed.district(),
        files=uploads_of(request.FILES, materials),
        key=form_key(request),
        by=actor,
        at=at,
    )
