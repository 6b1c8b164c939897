"""My cases: where each stands, who holds it since when, and what I can do."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yingshang.city.cases import service as cases
from yingshang.city.cases.kinds import FormInvalid, Refusal
from yingshang.city.catalog import service as catalog
from yingshang.city.feedback import service as feedback
from yingshang.city.licences import service as licences
from yingshang.city.notify import service as notify
from yingshang.surfaces.kit import own_licences
from yingshang.surfaces.kit.devices import device_of, remember_device
from yingshang.surfaces.kit.forms import uploads_of
from yingshang.surfaces.portal import forms, places

__all__ = ["case", "download", "looks", "my", "my_looks", "rate", "supply", "withdraw"]

OPEN = ("correcting", "submitted", "accepted")
# that a step was opened is told by the steps themselves; the full record keeps it
MACHINERY = frozenset({"step-opened"})


def _drafts(request: HttpRequest) -> list[dict[str, Any]]:
    """My drafts in this city, with the names of their items."""
    drafts = cases.my_drafts(places.acting(request))
    if not drafts:
        return []
    items = catalog.items(region=places.city(request), on=timezone.localdate())
    known = {i.code: (i.name, reverse("portal:apply", args=[i.code])) for i in items}
    whole = catalog.bundles(region=places.city(request), on=timezone.localdate())
    known |= {
        f"bundle:{b.code}": (b.name, reverse("portal:bundle_apply", args=[b.code])) for b in whole
    }
    return [
        {"draft": d, "name": known[d.item][0], "address": known[d.item][1]}
        for d in drafts
        if d.item in known
    ]


def _unread(person: Any) -> int:
    return notify.unread([f"party:{person.party}"]) if person.party is not None else 0


@places.signed_in
@require_GET
def my(request: HttpRequest) -> HttpResponse:
    """All my cases: those that wait for me first, then open ones, then the rest."""
    actor = places.acting(request)
    rows = cases.my_cases(actor, at=timezone.now())
    inside = {ref for parts in cases.my_bundles(actor, at=timezone.now()).values() for ref in parts}
    # one application is one line; what waits for me stands on its own all the same
    rows = tuple(r for r in rows if r.ref not in inside or r.state == "correcting")
    context = {
        "waiting": [r for r in rows if r.state == "correcting"],
        "open": [r for r in rows if r.state in OPEN[1:]],
        "ended": [r for r in rows if r.state not in OPEN],
        "drafts": _drafts(request),
        "unread": _unread(places.actor(request)),
    }
    return render(request, "portal/my.html", context)


@places.signed_in
@require_GET
def case(request: HttpRequest, ref: str) -> HttpResponse:
    """One case: headline, steps, clocks day by day, everything that happened."""
    actor, at = places.acting(request), timezone.now()
    view = places.own_case(request, ref)
    if view.family == "bundle":
        return redirect("portal:my_bundle", ref=ref)
    events = cases.timeline(actor, ref)
    licence = licences.for_case(ref)
    address = licence and request.build_absolute_uri(reverse("portal:verify", args=[licence.token]))
    context = {
        "case": view,
        "events": events,
        "main_events": [e for e in reversed(events) if e.name not in MACHINERY],
        "clock": cases.clock(actor, ref, at=at),
        "allowed": cases.allowed(actor, ref),
        "vouchers": cases.vouchers(actor, ref),
        "rating": feedback.rating_of(ref),
        "licence": licence,
        "address": address,
        "qr": mark_safe(licences.qr_svg(address)) if address else "",
        "paper": next((e.data["paper"] for e in events if "paper" in e.data), None),
        "bundle": cases.bundle_of(actor, ref, at=at) if view.about else None,
        "open_steps": [s for s in view.steps if s.state == "open"],
    }
    return render(request, "portal/case.html", context)


@places.signed_in
@require_GET
def my_looks(request: HttpRequest) -> HttpResponse:
    """Who on the staff was shown what the city holds about me, in any case or without one."""
    return render(request, "portal/looks.html", {"looks": cases.my_looks(places.actor(request))})


@places.signed_in
@require_GET
def looks(request: HttpRequest, ref: str) -> HttpResponse:
    """Who on the staff was shown my personal data in this case."""
    view = places.own_case(request, ref)
    context = {"case": view, "looks": cases.looks(places.actor(request), ref)}
    return render(request, "portal/looks.html", context)


@places.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def supply(request: HttpRequest, ref: str) -> HttpResponse:
    """Answer a request for correction: change the form, add files, send once."""
    actor = places.acting(request)
    view = places.own_case(request, ref)
    form = forms.ItemForm(view.body, request.POST or None, initial=view.form)
    materials = [m for m in view.body.get("materials", ()) if m["code"] in form.materials]
    problems: list[str] = []
    if request.method == "POST":
        try:
            cases.supply(
                ref=ref,
                form=form.raw(),
                files=uploads_of(request.FILES, materials),
                own=own_licences.chosen(request, materials),
                by=actor,
                at=timezone.now(),
            )
        except FormInvalid as mistake:
            form.explain(mistake.errors)
            problems = list(mistake.errors.values())
        except Refusal as refusal:
            problems = [refusal.sentence]
        else:
            messages.success(request, _("已补齐并送回受理单位，时限从今天起接着算。"))
            return redirect("portal:case", ref=ref)
    context = {"case": view, "form": form, "materials": materials, "problems": problems}
    context["own_licences"] = own_licences.offered(
        actor.party,
        materials,
        on=timezone.localdate(),
        posted=request.POST,
        only=cases.applicable(view.body, view.form).materials,
        preselect=False,
    )
    status = 422 if problems else 200
    return render(request, "portal/supply.html", context, status=status)


@places.signed_in
@require_POST
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Take the application back; the case and its history stay readable."""
    reason = request.POST.get("reason", "").strip()
    places.own_case(request, ref)
    cases.withdraw(ref=ref, reason=reason, by=places.acting(request), at=timezone.now())
    messages.success(request, _("已撤回。需要时可以重新申请。"))
    return redirect("portal:case", ref=ref)


@places.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, ref: str) -> HttpResponse:
    """Five levels, none chosen beforehand; one rating a case."""
    actor = places.actor(request)
    view = places.own_case(request, ref)
    form = forms.RatingForm(
        request.POST or None,
        levels=list(feedback.LEVELS.items()),
        reasons=list(feedback.REASONS.items()),
    )
    if request.method == "POST" and form.is_valid():
        try:
            feedback.rate(
                ref=ref,
                by=actor,
                at=timezone.now(),
                channel="web",
                device=device_of(request),
                **form.cleaned_data,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("谢谢您的评价。"))
            return remember_device(request, redirect("portal:case", ref=ref))
    context = {"case": view, "form": form, "rating": feedback.rating_of(ref)}
    context["levels"] = list(feedback.LEVELS.items())
    return render(request, "portal/rate.html", context, status=422 if form.errors else 200)


@places.signed_in
@require_GET
def download(request: HttpRequest, ref: str, file: int) -> HttpResponse:
    """One of my own files back, never shown inside our pages."""
    places.own_case(request, ref)
    found, path = cases.attachment(places.acting(request), ref, file)
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=found.name, content_type=found.mime
    )
