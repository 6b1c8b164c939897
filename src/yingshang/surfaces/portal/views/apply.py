"""Apply: fill in, look over, submit, receipt."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.cases.kinds import FormInvalid, Refusal
from yingshang.city.catalog import service as catalog
from yingshang.city.licences import service as licences
from yingshang.surfaces.kit import own_licences
from yingshang.surfaces.kit.forms import form_key, uploads_of
from yingshang.surfaces.portal import forms, guiding, places, receipts

__all__ = ["apply", "autosave", "fields", "receipt", "review"]


def _item(request: HttpRequest, code: str) -> Any:
    return catalog.item(code, region=places.city(request), on=timezone.localdate())


def _held(request: HttpRequest, item: Any) -> dict[str, Any]:
    """What the city already holds about the applicant need not be typed again."""
    actor, fields = places.acting(request), item.body.get("fields", ())
    found = cases.held_for(fields, party=actor.party, on=timezone.localdate())
    if actor.mandate and found:
        _looked(actor, [f["label"] for f in fields if f["name"] in found])
    return found


def _looked(actor: Any, labels: list[str]) -> None:
    """An agent sees what is held about the principal: the principal can read that he did."""
    with override("zh-hans"):  # what is kept stays Chinese, whatever the screen speaks
        why = _("代办填表")
    audit.record_read(
        by=actor,
        at=timezone.now(),
        obj=f"party:{actor.party}",
        fields=labels,
        page="apply",
        why=why,
    )


def _form(request: HttpRequest, item: Any, **more: Any) -> forms.ItemForm:
    refresh = reverse("portal:fields", args=[item.code])
    return forms.ItemForm(item.body, refresh=refresh, held=_held(request, item), **more)


def _begun(request: HttpRequest, item: Any, draft: Any) -> dict[str, Any]:
    """What a fresh form starts with: what is held, then the draft, then the guide's answers."""
    held = {name: one.value for name, one in _held(request, item).items()}
    return {**held, **(draft.form if draft else {}), **guiding.answers(item.body, request.GET)}


@places.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, code: str) -> HttpResponse:
    """The form. A draft that is under way comes back; mistakes are shown beside their fields."""
    item, actor, at = _item(request, code), places.acting(request), timezone.now()
    draft = cases.my_draft(actor, item.code, region=places.city(request))
    if request.method != "POST":
        form = _form(request, item, initial=_begun(request, item, draft))
        return render(request, "portal/apply.html", {"item": item, "form": form, "draft": draft})
    form = _form(request, item, data=request.POST)
    try:
        _save(request, item, form)
        if "later" in request.POST:
            return redirect("portal:my")
        if "again" in request.POST:  # no script: the fields anew, by what is answered
            return redirect("portal:apply", code=item.code)
        cases.check_form(item=item.code, region=places.city(request), form=form.raw(), at=at)
    except FormInvalid as mistake:
        form.explain(mistake.errors)
    except Refusal as refusal:  # too long for a draft: what was typed stays on the page
        form.explain({"": refusal.sentence})
    else:
        return redirect("portal:review", code=item.code)
    context = {"item": item, "form": form, "draft": draft}
    return render(request, "portal/apply.html", context, status=422)


@places.signed_in
@require_POST
def autosave(request: HttpRequest, code: str) -> HttpResponse:
    """Keep what is typed so far; called every few seconds and when a field is left."""
    item = _item(request, code)
    _save(request, item, forms.ItemForm(item.body, request.POST))
    return render(request, "portal/_saved.html", {"at": timezone.now()})


@places.signed_in
@require_POST
def fields(request: HttpRequest, code: str) -> HttpResponse:
    """The fields that apply after an answer was changed; what is typed is kept."""
    item = _item(request, code)
    _save(request, item, forms.ItemForm(item.body, request.POST))
    form = _form(request, item, initial=request.POST.dict())
    return render(request, "portal/_fields.html", {"form": form})


def _save(request: HttpRequest, item: Any, form: forms.ItemForm) -> None:
    cases.save_draft(
        item=item.code,
        region=places.city(request),
        form=form.raw(),
        by=places.acting(request),
        at=timezone.now(),
        **forms.progress(request.POST),
    )


def _told(request: HttpRequest, problems: list[str], context: dict[str, Any]) -> HttpResponse:
    """Show what is wrong; for htmx only the sentences, so that chosen files stay chosen."""
    if request.htmx:
        return render(request, "portal/_problems.html", {"problems": problems}, status=422)
    return render(request, "portal/review.html", {**context, "problems": problems}, status=422)


def _promised(request: HttpRequest, item: Any) -> dict[str, Any]:
    """The way the applicant chose: commitment (告知承诺), or materials to follow (容缺).

    Nothing is promised by silence: each has a box of its own to tick.
    """
    if request.POST.get("way") == "commitment":
        if "agree" not in request.POST:
            raise Refusal(
                "promise-unsigned",
                _("选择告知承诺的，请先读完告知内容并勾选承诺；不想承诺的，请选一般方式。"),
            )
        return {"commitment": True}
    missable = {m["code"] for m in item.body.get("materials") or () if m.get("missable")}
    lacking = [code for code in request.POST.getlist("lacking") if code in missable]
    if lacking and "agree-lacking" not in request.POST:
        raise Refusal(
            "promise-unsigned", _("有材料要以后补交的，请勾选承诺；不补交的，请把它们一起传上来。")
        )
    return {"lacking": lacking} if lacking else {}


@places.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, code: str) -> HttpResponse:
    """Look over what will be sent, add the materials, submit. Twice submitted is once submitted."""
    item, actor = _item(request, code), places.acting(request)
    if request.method == "POST":
        # what the applicant saw is what is sent, even if the draft was changed or is gone
        form = forms.ItemForm(item.body, request.POST)
        filled = form.raw()
    else:
        draft = cases.my_draft(actor, item.code, region=places.city(request))
        if draft is None:
            return redirect("portal:apply", code=item.code)
        form = forms.ItemForm(item.body, initial=draft.form)
        filled = {name: draft.form.get(name, "") for name in form.fields}
    rows = [(name, field.label, filled[name]) for name, field in form.fields.items()]
    context = {"item": item, "filled": rows, "form_key": form_key(request), "posted": request.POST}
    materials = [m for m in item.body.get("materials", ()) if m["code"] in form.materials]
    context["materials"] = materials
    context["own_licences"] = own_licences.offered(
        actor.party,
        materials,
        on=timezone.localdate(),
        posted=request.POST,
    )
    context["missable"] = [m for m in materials if m.get("missable")]
    if request.method != "POST":
        return render(request, "portal/review.html", context)
    try:
        case = cases.open_case(
            item=item.code,
            region=places.city(request),
            form=filled,
            party=actor.party,
            channel="mobile" if "Mobile" in request.headers.get("User-Agent", "") else "web",
            files=uploads_of(request.FILES, materials),
            own=own_licences.chosen(request, materials),
            key=context["form_key"],
            by=actor,
            at=timezone.now(),
            **_promised(request, item),
        )
    except FormInvalid as mistake:
        return _told(request, list(mistake.errors.values()), context)
    except Refusal as refusal:
        return _told(request, [refusal.sentence], context)
    target = reverse("portal:receipt", args=[case.ref])
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return redirect(target)


@places.signed_in
@require_GET
def receipt(request: HttpRequest, ref: str) -> HttpResponse:
    """The number, what happens next, and a code to find the case again; fit for printing."""
    actor = places.acting(request)
    case = places.own_case(request, ref)
    address = request.build_absolute_uri(reverse("portal:case", args=[ref]))
    context = {
        "case": case,
        "qr": mark_safe(licences.qr_svg(address)),
        "first": cases.timeline(actor, ref)[0],
        **receipts.shown(request, ref),
    }
    return render(request, "portal/receipt.html", context)
