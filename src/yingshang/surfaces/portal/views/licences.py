"""My licences: as a file, shown to somebody for a purpose, taken along in a wallet."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.licences import service as licences
from yingshang.city.licences.kinds import GRADE_LABELS
from yingshang.surfaces.kit.forms import whole
from yingshang.surfaces.portal import places

__all__ = ["credential", "file", "mine", "one", "showing", "statement", "withdraw"]


@places.signed_in
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Every licence of mine, those in force first."""
    found = licences.my(places.actor(request), on=timezone.localdate())
    context = {
        "valid": [one for one in found if one.status == "valid"],
        "over": [one for one in found if one.status != "valid"],
    }
    return render(request, "portal/licences.html", context)


def _address(request: HttpRequest, token: str) -> str:
    """Where anybody verifies it."""
    return request.build_absolute_uri(reverse("portal:verify", args=[token]))


@places.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, number: str) -> HttpResponse:
    """One licence with its history; posting makes a code to show it."""
    actor, at = places.actor(request), timezone.now()
    licence = licences.own(actor, number, on=timezone.localdate(at))
    problem = ""
    if request.method == "POST":
        try:
            made = licences.show(
                number=number,
                attributes=request.POST.getlist("line"),
                purpose=request.POST.get("purpose", ""),
                minutes=whole(request.POST.get("minutes", "")) or 0,
                by=actor,
                at=at,
            )
        except Refusal as refusal:
            problem = refusal.sentence
        else:
            return redirect("portal:showing", showing=made.id)
    address, asked = _address(request, licence.token), whole(request.POST.get("minutes", "")) or 10
    lines = licences.lines_of(licence)
    ticked = set(request.POST.getlist("line")) if request.method == "POST" else {"holder"}
    context = {
        "licence": licence,
        "lines": lines,
        "choices": [(line, line.code in ticked) for line in lines],
        "acts": licences.acts_of(number),
        "versions": licences.versions_of(number),
        "looks": licences.looks_at(actor, number),
        "showings": licences.showings(actor, number, at=at),
        "minutes": [(n, n == asked) for n in licences.MINUTES],
        "grade_label": GRADE_LABELS[licence.grade],
        "purpose": request.POST.get("purpose", ""),
        "address": address,
        "qr": mark_safe(licences.qr_svg(address)),
        "problem": problem,
    }
    return render(request, "portal/licence.html", context, status=422 if problem else 200)


def _download(data: bytes | str, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=kind)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@places.signed_in
@require_GET
def file(request: HttpRequest, number: str) -> HttpResponse:
    """The signed PDF, as it stands today."""
    actor, at = places.actor(request), timezone.now()
    token = licences.own(actor, number).token
    name, pdf = licences.own_file(actor, number, url=_address(request, token), at=at)
    return _download(pdf, name, "application/pdf")


@places.signed_in
@require_GET
def credential(request: HttpRequest, number: str) -> HttpResponse:
    """The SD-JWT VC for a wallet."""
    actor, at = places.actor(request), timezone.now()
    licence = licences.own(actor, number)
    kind = reverse("portal:credential_type", args=[licence.region, licence.type])
    text = licences.credential(
        actor,
        number,
        origin=request.build_absolute_uri("/").rstrip("/"),
        vct=request.build_absolute_uri(kind),
        verify_url=_address(request, licence.token),
        at=at,
    )
    return _download(text, f"{number}.sd-jwt", "application/dc+sd-jwt")


@places.signed_in
@require_GET
def statement(request: HttpRequest, number: str) -> HttpResponse:
    """The licence as data with a detached signature."""
    actor, at = places.actor(request), timezone.now()
    url = _address(request, licences.own(actor, number).token)
    said = licences.statement(actor, number, verify_url=url, at=at)
    answer = JsonResponse(said, json_dumps_params={"ensure_ascii": False, "indent": 1})
    return _download(answer.content, f"{number}.json", "application/json")


@places.signed_in
@require_GET
def showing(request: HttpRequest, showing: int) -> HttpResponse:
    """A code of mine: big enough to be read and scanned, and who has looked."""
    found = licences.showing(places.actor(request), showing, at=timezone.now())
    address = request.build_absolute_uri(reverse("portal:shown", args=[found.spoken]))
    entry = request.build_absolute_uri(reverse("portal:show")).partition("://")[2]
    context: dict[str, Any] = {"showing": found, "entry": entry}
    if found.state == "open":
        context["qr"] = mark_safe(licences.qr_svg(address))
    name = "portal/_showing.html" if request.htmx else "portal/showing.html"
    return render(request, name, context)


@places.signed_in
@require_POST
def withdraw(request: HttpRequest, showing: int) -> HttpResponse:
    """Take a code back."""
    try:
        found = licences.withdraw_showing(id=showing, by=places.actor(request), at=timezone.now())
        messages.success(request, _("已收回，这个码不能再用了。"))
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
        return redirect("portal:showing", showing=showing)
    return redirect("portal:licence", number=found.number)
