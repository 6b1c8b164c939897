"""Printed names for a person to settle, and the city's dictionary of what was settled."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.plans import service as plans
from yingshang.surfaces.desk.forms.review import UnitForm
from yingshang.surfaces.desk.gate import staff

__all__ = ["decide", "dictionary", "forget", "names", "register"]


def _region(request: HttpRequest, actor: Actor) -> str:
    """One's own city, or a reference city that is asked for."""
    asked = request.GET.get("region", "") or request.POST.get("region", "")
    return asked if asked in dict(accounts.regions(cities_only=False)) else actor.region


@require_GET
@staff()
def names(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Names that no unit answers to: how often, where, the best guesses; `?new=` opens the form
    that registers one of them as a new unit."""
    return _names(request, actor, request.GET.get("new", "")[:200])


def _names(
    request: HttpRequest, actor: Actor, new: str, form: UnitForm | None = None
) -> HttpResponse:
    region = _region(request, actor)
    units = accounts.units(region)
    context = {
        "region": region,
        "region_name": accounts.region_name(region),
        "rows": plans.open_names(region),
        "units": units,
        "may_edit": plans.may_edit(actor, region),
        "may_register": accounts.may_register_unit(actor, region),
        "new": new,
        "form": form or _unit_form(units, initial={"name": new[:60]}),
        "typed": {"register": form} if form else {},
    }
    return render(request, "desk/review/names.html", context, status=422 if form else 200)


def _unit_form(units: list[accounts.UnitView], *data: Any, **more: Any) -> UnitForm:
    return UnitForm(*data, units=[(u.code, u.name) for u in units], auto_id="unit-%s", **more)


@require_POST
@staff()
def register(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The unit is new: it goes into the register, and the names that mean it resolve at once."""
    region, printed = _region(request, actor), request.POST.get("printed", "")[:200]
    form = _unit_form(accounts.units(region), request.POST)
    if form.is_valid():
        try:
            plans.register_unit(
                region=region, printed=printed, by=actor, at=timezone.now(), **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return _registered(request, region, printed, form.cleaned_data["name"])
    return _names(request, actor, printed, form)


def _registered(request: HttpRequest, region: str, printed: str, name: str) -> HttpResponse:
    messages.success(request, _("已登记“%s”，各份方案里这个名称都对上了。") % name)
    left = next((one for one in plans.open_names(region) if one.name == printed), None)
    if left is not None:
        words = _("成立日期以前的 %(n)d 份方案里，“%(name)s”仍然待定。")
        messages.warning(request, words % {"n": len(left.plans), "name": printed})
    return redirect(f"{reverse('desk:names')}?region={region}")


@require_POST
@staff()
def decide(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A name is this unit, no unit, or of elsewhere; it holds for every plan of the city."""
    region, name = _region(request, actor), request.POST.get("name", "")[:200]
    what = request.POST.get("what", "")
    unit = what.removeprefix("unit:") if what.startswith("unit:") else request.POST.get("unit", "")
    kind = "unit" if what.startswith("unit") else what
    try:
        plans.decide_unit(
            region=region,
            name=name,
            what=kind,
            units=[unit] if unit and kind == "unit" else [],
            by=actor,
            at=timezone.now(),
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        means = {
            "unit": accounts.unit_name(unit),
            "none": _("不是单位"),
            "outside": _("外地或上级单位"),
        }
        sentence = _("已记住：“%(name)s”是%(means)s，本市各份方案都照此办；可在词典里撤销。")
        messages.success(request, sentence % {"name": name, "means": means[kind]})
    return redirect(f"{reverse('desk:names')}?region={region}")


@require_GET
@staff()
def dictionary(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What people taught the city's readings, and what was taken out again."""
    region = _region(request, actor)
    context = {
        "region": region,
        "region_name": accounts.region_name(region),
        "entries": plans.dictionary(region),
        "removed": plans.dictionary(region, removed=True)[:50],
        "metrics": dict(plans.metric_choices(region, timezone.localdate())),
        "may_edit": plans.may_edit(actor, region),
    }
    return render(request, "desk/review/dictionary.html", context)


@require_POST
@staff()
def forget(request: HttpRequest, actor: Actor, entry: int) -> HttpResponse:
    """Take an entry out; later readings no longer use it."""
    try:
        plans.forget(entry=entry, by=actor, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("已从词典里删除；已经读好的方案不受影响。"))
    return redirect(f"{reverse('desk:dictionary')}?region={_region(request, actor)}")
