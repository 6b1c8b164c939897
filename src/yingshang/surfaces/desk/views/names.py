"""Printed names for a person to settle, and the city's dictionary of what was settled."""

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
from yingshang.surfaces.desk.gate import staff

__all__ = ["decide", "dictionary", "forget", "names"]


def _region(request: HttpRequest, actor: Actor) -> str:
    """One's own city, or a reference city that is asked for."""
    asked = request.GET.get("region", "") or request.POST.get("region", "")
    return asked if asked in dict(accounts.regions(cities_only=False)) else actor.region


@require_GET
@staff()
def names(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Names that no unit answers to: how often, where, the best guesses."""
    region = _region(request, actor)
    context = {
        "region": region,
        "region_name": accounts.region_name(region),
        "rows": plans.open_names(region),
        "units": accounts.units(region),
        "may_edit": plans.may_edit(actor, region),
    }
    return render(request, "desk/review/names.html", context)


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
