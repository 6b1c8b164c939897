"""Systems of bureaus: registered, given keys, stopped; and what could not be delivered to them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal, Scope
from yingshang.city.cases.events import EVENT_LABELS
from yingshang.city.notify import service as notify
from yingshang.surfaces.desk.forms.systems import KeyForm, SystemForm
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.kit.forms import whole

__all__ = ["change", "resend", "system", "systems"]

SHOWN = 100


@require_http_methods(["GET", "POST"])
@staff("bureau")
def systems(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All systems of the city, what could not be delivered, and the form for one more."""
    units = [(unit.code, unit.name) for unit in accounts.units(actor.region)]
    form = SystemForm(request.POST if request.method == "POST" else None, units=units)
    if request.method == "POST" and form.is_valid():
        try:
            made = accounts.register_system(by=actor, at=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("code" if "code" in refusal.code else None, refusal.sentence)
        else:
            return redirect("desk:system", made.code)
    found = accounts.systems(actor)
    owners = [one.owner for one in found]
    context = {
        "rows": found,
        "names": {one.owner: one.name for one in found},
        "unit_names": dict(units),
        "dead": [
            (one, EVENT_LABELS.get(one.topic.removeprefix("case."), one.topic))
            for one in notify.deliveries(owners=owners, state="dead", limit=SHOWN)
        ],
        "form": form,
        "now": timezone.now(),
    }
    return render(request, "desk/systems.html", context, status=422 if form.errors else 200)


def _one(actor: Actor, code: str) -> accounts.SystemView:
    for found in accounts.systems(actor):
        if found.code == code:
            return found
    raise accounts.NotVisible(code)


def _page(
    request: HttpRequest, actor: Actor, code: str, status: int = 200, **more: Any
) -> HttpResponse:
    found, at = _one(actor, code), timezone.now()
    context = {
        "system": found,
        "unit_name": accounts.unit_name(found.unit),
        "scopes": [scope.label for scope in Scope if scope.value in found.scopes],
        "keys": [(key, key.usable(at)) for key in found.keys],
        "receivers": notify.receivers(owner=found.owner),
        "waiting": len(notify.deliveries(owners=[found.owner], state="waiting", limit=SHOWN)),
        "form": KeyForm(),
        **more,
    }
    return render(request, "desk/system.html", context, status=status)


@require_GET
@staff("bureau")
def system(request: HttpRequest, actor: Actor, system: str) -> HttpResponse:
    """One system with its keys and addresses."""
    return _page(request, actor, system)


@require_POST
@staff("bureau")
def change(request: HttpRequest, actor: Actor, system: str, verb: str) -> HttpResponse:
    """Issue or revoke a key, stop or start the system."""
    at = timezone.now()
    if verb == "key":
        form = KeyForm(request.POST)
        if not form.is_valid():
            return _page(request, actor, system, 422, form=form)
        # the one page that shows the key: it is not stored anywhere, so no redirect
        try:
            key = accounts.issue_key(system=system, by=actor, at=at, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
            return _page(request, actor, system, 409, form=form, typed={"key": form})
        return _page(request, actor, system, issued=key)
    if verb == "revoke":
        number = whole(request.POST.get("key", ""))
        if number is None:
            raise Http404
        accounts.revoke_key(system=system, key=number, by=actor, at=at)
        messages.success(request, _("密钥已吊销，立即失效。"))
    elif verb in ("stop", "start"):
        accounts.set_system_active(code=system, active=verb == "start", by=actor, at=at)
        messages.success(
            request, _("系统已启用。") if verb == "start" else _("系统已停用，密钥全部失效。")
        )
    else:
        raise Http404
    return redirect("desk:system", system)


@require_POST
@staff("bureau")
def resend(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Let the chosen dead deliveries wait anew."""
    owners = [one.owner for one in accounts.systems(actor)]
    ids = request.POST.getlist("id")[:SHOWN]
    count = notify.send_again(ids=ids, owners=owners, at=timezone.now())
    messages.success(request, _("%(n)d 条推送将在下一轮重新发送。") % {"n": count})
    return redirect("desk:systems")
