"""One thing (一件事): several items applied for at once. Guide, form, review, and how it stands."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yingshang.city.accounts import service as accounts
from yingshang.city.cases import service as cases
from yingshang.city.cases.kinds import FormInvalid, Refusal
from yingshang.city.catalog import service as catalog
from yingshang.city.catalog.service import BundleView
from yingshang.surfaces.kit import own_licences
from yingshang.surfaces.kit.forms import form_key, uploads_of
from yingshang.surfaces.portal import flow, forms, places

__all__ = ["apply", "autosave", "guide", "mine", "review", "withdraw"]

WITH = "with"  # the optional items that are wanted, in forms and addresses
KEPT = "_with"  # the same, in a draft


def _bundle(request: HttpRequest, code: str) -> BundleView:
    return catalog.bundle(code, region=places.city(request), on=timezone.localdate())


def _draft_name(view: BundleView) -> str:
    return f"bundle:{view.code}"


def _wanted(request: HttpRequest, draft: Any = None) -> list[str]:
    given = request.POST if request.method == "POST" else request.GET
    if WITH in given:
        return [code for code in given.getlist(WITH) if code]
    return draft.form.get(KEPT, "").split(",") if draft else []


@require_GET
def guide(request: HttpRequest, bundle: str) -> HttpResponse:
    """What one application brings, which item waits for which, what has to be brought along."""
    view, city = _bundle(request, bundle), places.city(request)
    names = {unit.role: unit.name for unit in accounts.units(city)}
    everything = catalog.compile_bundle(view, view.chosen(p.item for p in view.parts))
    lone = sum(len(view.items[part.item].get("fields", ())) for part in view.parts)
    papers = sum(len(view.items[part.item].get("materials", ())) for part in view.parts)
    context = {
        "bundle": view,
        "lead_name": names.get(view.lead, view.lead),
        "columns": flow.waves(view.parts, names=names),
        "optional": [part for part in view.parts if part.optional],
        "materials": everything["materials"],
        "asked": len(everything["fields"]),
        "asked_alone": lone,
        "papers_alone": papers,
        "total_fen": sum(fen for part in view.parts for _name, fen in part.charges),
    }
    return render(request, "portal/bundle.html", context)


def _form(request: HttpRequest, view: Any, body: Any, **more: Any) -> forms.ItemForm:
    refresh = reverse("portal:bundle_fields", args=[view.code])
    return forms.ItemForm(body, refresh=refresh, held=_held(request, body), **more)


def _held(request: HttpRequest, body: Any) -> dict[str, Any]:
    party = places.actor(request).party
    return cases.held_for(body["fields"], party=party, on=timezone.localdate())


@places.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, bundle: str) -> HttpResponse:
    """The one form. A draft comes back; mistakes stand beside their fields."""
    view, actor, at = _bundle(request, bundle), places.actor(request), timezone.now()
    draft = cases.my_draft(actor, _draft_name(view), region=view.region)
    wanted = _wanted(request, draft)
    chosen = view.chosen(wanted)
    body = catalog.compile_bundle(view, chosen)
    context: dict[str, Any] = {
        "bundle": view,
        "wanted": wanted,
        "chosen": [p for p in view.parts if p.item in chosen],
        "draft": draft,
    }
    if request.method != "POST":
        held = {name: one.value for name, one in _held(request, body).items()}
        start = {**held, **(draft.form if draft else {})}
        context["form"] = _form(request, view, body, initial=start)
        return render(request, "portal/bundle_apply.html", context)
    form = _form(request, view, body, data=request.POST)
    place = {"region": view.region, "at": at}
    try:
        _keep(request, view, form, wanted)
        if "later" in request.POST:
            return redirect("portal:my")
        if "again" in request.POST:  # no script: the fields anew, by what is answered
            return redirect("portal:bundle_apply", bundle=view.code)
        cases.check_bundle(bundle=view.code, items=wanted, form=form.raw(), **place)
    except FormInvalid as mistake:
        form.explain(mistake.errors)
    except Refusal as refusal:
        form.explain({"": refusal.sentence})
    else:
        return redirect("portal:bundle_review", bundle=view.code)
    return render(request, "portal/bundle_apply.html", {**context, "form": form}, status=422)


@places.signed_in
@require_POST
def autosave(request: HttpRequest, bundle: str) -> HttpResponse:
    """Keep what is typed so far."""
    _save(request, _bundle(request, bundle))
    return render(request, "portal/_saved.html", {"at": timezone.now()})


@places.signed_in
@require_POST
def fields(request: HttpRequest, bundle: str) -> HttpResponse:
    """The fields that apply after an answer was changed; what is typed is kept."""
    view = _bundle(request, bundle)
    _save(request, view)
    body = catalog.compile_bundle(view, view.chosen(_wanted(request)))
    form = _form(request, view, body, initial=request.POST.dict())
    return render(request, "portal/_fields.html", {"form": form})


def _save(request: HttpRequest, view: Any) -> None:
    wanted = _wanted(request)
    form = forms.ItemForm(catalog.compile_bundle(view, view.chosen(wanted)), request.POST)
    _keep(request, view, form, wanted)


def _keep(request: HttpRequest, view: Any, form: forms.ItemForm, wanted: list[str]) -> None:
    cases.save_draft(
        item=_draft_name(view),
        region=view.region,
        form={**form.raw(), KEPT: ",".join(wanted)},
        by=places.actor(request),
        at=timezone.now(),
        **forms.progress(request.POST),
    )


@places.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, bundle: str) -> HttpResponse:
    """Look over, add the materials of all items once, submit once."""
    view, actor = _bundle(request, bundle), places.actor(request)
    draft = cases.my_draft(actor, _draft_name(view), region=view.region)
    if draft is None and request.method != "POST":
        return redirect("portal:bundle_apply", bundle=view.code)
    wanted = _wanted(request, draft)
    chosen = view.chosen(wanted)
    body = catalog.compile_bundle(view, chosen)
    if request.method == "POST":
        form = forms.ItemForm(body, request.POST)
        filled = form.raw()
    else:
        form = forms.ItemForm(body, initial=draft.form if draft else {})
        filled = {n: form.initial.get(n, "") for n in form.fields}
    context = {
        "bundle": view,
        "wanted": wanted,
        "chosen": [p for p in view.parts if p.item in chosen],
        "filled": [(n, field.label, filled[n]) for n, field in form.fields.items()],
        "materials": [m for m in body["materials"] if m["code"] in form.materials],
        "total_fen": sum(f for p in view.parts if p.item in chosen for _name, f in p.charges),
        "form_key": form_key(request),
        "own_licences": own_licences.offered(
            actor.party,
            body["materials"],
            on=timezone.localdate(),
            posted=request.POST,
            only=cases.applicable(body, filled).materials,
        ),
    }
    if request.method != "POST":
        return render(request, "portal/bundle_review.html", context)
    try:
        case = cases.open_bundle(
            bundle=view.code,
            region=view.region,
            items=wanted,
            form=filled,
            party=actor.party,
            channel="mobile" if "Mobile" in request.headers.get("User-Agent", "") else "web",
            files=uploads_of(request.FILES, body["materials"]),
            own=own_licences.chosen(request, body["materials"]),
            key=context["form_key"],
            by=actor,
            at=timezone.now(),
        )
    except FormInvalid as mistake:
        return _told(request, list(mistake.errors.values()), context)
    except Refusal as refusal:
        return _told(request, [refusal.sentence], context)
    target = reverse("portal:receipt", args=[case.ref])
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return redirect(target)


def _told(request: HttpRequest, problems: list[str], context: dict[str, Any]) -> HttpResponse:
    if request.htmx:
        return render(request, "portal/_problems.html", {"problems": problems}, status=422)
    return render(
        request, "portal/bundle_review.html", {**context, "problems": problems}, status=422
    )


@places.signed_in
@require_GET
def mine(request: HttpRequest, ref: str) -> HttpResponse:
    """The whole of my application: every item, who has it, its own clock, what it waits for."""
    places.own_case(request, ref)
    found = cases.bundle_case(places.actor(request), ref, at=timezone.now())
    return render(request, "portal/my_bundle.html", {"bundle": found})


@places.signed_in
@require_POST
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Take the whole back; what was granted stays."""
    places.own_case(request, ref)
    reason = request.POST.get("reason", "").strip()[:200]
    cases.withdraw_bundle(ref=ref, reason=reason, by=places.actor(request), at=timezone.now())
    messages.success(request, _("已撤回。已经办成的事项不受影响。"))
    return redirect("portal:my_bundle", ref=ref)
