"""“办不成事” for everybody: how it works, what came of it this year, and the form."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yingshang.city.cases import service as cases
from yingshang.city.cases.kinds import FormInvalid, Refusal
from yingshang.city.catalog import service as catalog
from yingshang.city.halls import service as desks
from yingshang.surfaces.kit.forms import form_key
from yingshang.surfaces.portal import forms, places

__all__ = ["unsolved"]


@require_http_methods(["GET", "HEAD", "POST"])
def unsolved(request: HttpRequest) -> HttpResponse:
    """Signed in: the form. Everybody: the ways without signing in, and the public counts."""
    city, actor, at = places.city(request), places.actor(request), timezone.now()
    item = catalog.item(desks.ITEM, region=city, on=timezone.localdate())
    posted = request.POST if request.method == "POST" else None
    held = cases.held_for(item.body["fields"], party=actor.party, on=timezone.localdate())
    begun = {name: one.value for name, one in held.items()}
    begun["failed_ref"] = request.GET.get("ref", "")[:24]
    form = forms.ItemForm(item.body, posted, initial=begun, held=held)
    context: dict[str, Any] = {
        "form": form,
        "counts": desks.counts(region=city, at=at),
        "halls": [h for h in desks.halls(region=city, on=timezone.localdate()) if h.counters],
        "may": actor.party is not None,
        "key": form_key(request),
        "city": city,
        "year": timezone.localdate().year,
    }
    if posted is None or actor.party is None:
        return render(request, "portal/unsolved.html", context)
    try:
        made = desks.report(
            region=city,
            form=form.raw(),
            via="portal",
            by=actor,
            at=at,
            party=actor.party,
            key=context["key"],
        )
    except FormInvalid as mistake:
        form.explain(mistake.errors)
        return render(request, "portal/unsolved.html", context, status=422)
    except Refusal as refusal:
        context["problem"] = refusal.sentence
        return render(request, "portal/unsolved.html", context, status=409)
    messages.success(request, _("已收到，编号 %s。一个工作日内有人联系您。") % made.ref)
    return redirect("portal:receipt", made.ref)
