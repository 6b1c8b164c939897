"""The desk for what could not be done: its ledger, its intake, its escalation."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.cases.kinds import FormInvalid
from yingshang.city.catalog import service as catalog
from yingshang.city.halls import service as desks
from yingshang.surfaces.desk.forms.counter import CounterForm, PersonForm
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.hall_place import place_of
from yingshang.surfaces.desk.refused import refused
from yingshang.surfaces.kit.forms import form_key

__all__ = ["intake", "ledger", "raise_"]

ROLES = ("clerk", "operator", "supervisor", "bureau", "leader")


@require_GET
@staff(*ROLES)
def ledger(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Open ones, due first; `?all=1` shows the ended ones too."""
    return _page(request, actor)


def _page(request: HttpRequest, actor: Actor) -> HttpResponse:
    at, everything = timezone.now(), request.GET.get("all") == "1"
    context = {
        "entries": desks.ledger(actor, at=at, state="any" if everything else ""),
        "counts": desks.counts(region=actor.region[:4] + "00", at=at),
        "everything": everything,
    }
    return render(request, "desk/unsolved.html", context)


def _forms(actor: Actor, data: Any) -> tuple[PersonForm, CounterForm]:
    item = catalog.item(desks.ITEM, region=actor.region, on=timezone.localdate())
    typed = CounterForm(item.body["fields"], data, districts=[], auto_id="form-%s")
    return PersonForm(data, auto_id="person-%s", prefix="who"), typed


@require_http_methods(["GET", "POST"])
@staff("clerk")
def intake(request: HttpRequest, actor: Actor) -> HttpResponse:
    """At the window. The number of the person is asked, not required: nobody is sent away."""
    at, here = timezone.now(), place_of(request, actor)
    posted = request.POST if request.method == "POST" else None
    person, typed = _forms(actor, posted)
    context: dict[str, Any] = {"person": person, "form": typed, "key": form_key(request)}
    if posted is None:
        return render(request, "desk/unsolved_new.html", context)
    named = bool(posted.get("who-code", "").strip())
    if named and not person.is_valid():
        return render(request, "desk/unsolved_new.html", context, status=422)
    try:
        party = person.register(region=actor.region, by=actor, at=at) if named else None
        made = desks.report(
            region=actor.region,
            form=typed.raw(),
            via="counter",
            by=actor,
            at=at,
            party=party,
            hall=here.hall.code if here else "",
            key=context["key"],
        )
    except FormInvalid as wrong:
        typed.explain(wrong.errors)
        return render(request, "desk/unsolved_new.html", context, status=422)
    except Refusal as refusal:
        return render(
            request, "desk/unsolved_new.html", {**context, "problem": refusal.sentence}, status=409
        )
    messages.success(request, _("已登入台账，编号 %s。一个工作日内先联系反映人。") % made.ref)
    return redirect("desk:receipt", made.ref)


@require_POST
@staff(*ROLES)
def raise_(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Bring it before the bureau and the supervisors."""
    ref, reason = request.POST.get("ref", "")[:24], request.POST.get("reason", "")
    try:
        desks.escalate(ref=ref, reason=reason, by=actor, at=timezone.now())
    except Refusal as refusal:
        return refused(request, f"raise-{ref}", refusal, _page, actor)
    messages.success(request, _("已升级督办，营商局和督查人员已收到通知。"))
    return redirect("desk:unsolved")
