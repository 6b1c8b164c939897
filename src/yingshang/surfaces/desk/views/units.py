"""The register of units (单位表): what each is called, since when, and what becomes of it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal, UnitKind
from yingshang.city.plans import service as plans
from yingshang.surfaces.desk.forms.review import UnitForm
from yingshang.surfaces.desk.forms.units import FORMS, UnitActForm
from yingshang.surfaces.desk.gate import staff

__all__ = ["change", "unit", "units"]

VERBS = {
    "rename": plans.rename_unit,
    "alias": plans.add_unit_alias,
    "drop": accounts.drop_alias,
    "end": accounts.end_unit,
    "restore": accounts.restore_unit,
}
DONE = {
    "rename": _lazy("名称已改，方案里新旧名称都认得。"),
    "mend": _lazy("名称已更正；登记错的名称不再认。"),
    "alias": _lazy("简称已加，各份方案里随即对上。"),
    "drop": _lazy("简称已去掉。"),
    "end": _lazy("已登记撤并；以前的方案仍按当时的单位认。"),
    "restore": _lazy("已恢复。"),
}


@require_http_methods(["GET", "POST"])
@staff()
def units(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every unit of one's city; `?new=1` opens the form for one more."""
    region, found = actor.region, accounts.units(actor.region, ended=True)
    here = [(one.code, one.name) for one in found if one.ended_on is None]
    form = UnitForm(request.POST or None, units=here, auto_id="unit-%s")
    if request.method == "POST" and form.is_valid():
        try:
            made = plans.register_unit(
                region=region, printed="", by=actor, at=timezone.now(), **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("已登记“%s”。") % form.cleaned_data["name"])
            return redirect("desk:unit", made)
    labels = dict(UnitKind.choices)
    context = {
        "region_name": accounts.region_name(region),
        "rows": [(one, labels.get(one.kind, "")) for one in found if one.ended_on is None],
        "ended": [(one, accounts.unit_name(one.successor)) for one in found if one.ended_on],
        "may_register": accounts.may_register_unit(actor, region),
        "new": bool(form.errors) or "new" in request.GET,
        "form": form,
        "typed": {"register": form} if form.errors else {},
    }
    return render(request, "desk/units.html", context, status=422 if form.errors else 200)


@require_GET
@staff()
def unit(request: HttpRequest, actor: Actor, unit: str) -> HttpResponse:
    """One unit: its names with their days, what it has in hand, what was done to it."""
    return _page(request, actor, unit)


def _found(actor: Actor, code: str) -> accounts.UnitView:
    """A unit of the actor's own city; what other cities did with theirs is not shown."""
    found = accounts.unit(code)
    if found.region != actor.region:
        raise Http404
    return found


def _page(
    request: HttpRequest, actor: Actor, code: str, verb: str = "", bound: UnitActForm | None = None
) -> HttpResponse:
    found, at = _found(actor, code), timezone.now()
    may = accounts.may_register_unit(actor, found.region)
    others = _others(found)
    forms = {
        name: kind(units=others, auto_id=f"{name}-%s")
        for name, kind in FORMS.items()
        if name != "drop"
    }
    drops = [
        (alias, FORMS["drop"](units=[], auto_id=f"drop-{n}-%s", initial={"alias": alias}))
        for n, alias in enumerate(found.aliases)
    ]
    if bound is not None and verb == "drop":
        drops = [(a, bound if a == bound.data.get("alias") else form) for a, form in drops]
    elif bound is not None:
        forms[verb] = bound
    context = {
        "unit": found,
        "kind": dict(UnitKind.choices).get(found.kind, ""),
        "superior": accounts.unit_name(found.superior),
        "successor": accounts.unit_name(found.successor),
        "held": accounts.holdings(found, at=at) if may and not found.ended_on else [],
        "left": _left(found),
        "history": accounts.unit_history(code),
        "may": may,
        "forms": forms,
        "drops": drops,
        "open": verb,
        "typed": {verb: bound} if bound is not None else {},
    }
    return render(request, "desk/unit.html", context, status=422 if bound is not None else 200)


def _left(found: accounts.UnitView) -> list[str]:
    """The names of who belongs to a unit that is no more."""
    if not found.ended_on:
        return []
    return [one.name for one in accounts.actors(region=found.region) if one.unit == found.code]


def _others(found: accounts.UnitView) -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in accounts.units(found.region) if one.code != found.code]


@require_POST
@staff()
def change(request: HttpRequest, actor: Actor, unit: str, verb: str) -> HttpResponse:
    """One act on the unit; what is refused stays typed, with the sentence that says why."""
    if verb not in VERBS:
        raise Http404
    found = _found(actor, unit)
    form = FORMS[verb](request.POST, units=_others(found), auto_id=f"{verb}-%s")
    if form.is_valid():
        try:
            VERBS[verb](unit=unit, by=actor, at=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            mended = verb == "rename" and form.cleaned_data["on"] is None
            messages.success(request, DONE["mend" if mended else verb])
            return redirect("desk:unit", unit)
    return _page(request, actor, unit, verb, form)
