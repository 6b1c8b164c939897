"""For whoever is shown a licence: a code goes in, the chosen lines come out, once."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Refusal
from yingshang.city.licences import service as licences
from yingshang.surfaces.kit.limits import Buckets, asker
from yingshang.surfaces.portal import places

__all__ = ["credential_type", "enter", "issuer", "jwks", "shown"]

# wrong codes from one address: twenty at once, then one in six seconds
WRONG = Buckets(rate=1 / 6, burst=20)


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Type the twelve characters that the holder reads out."""
    if request.method == "POST":
        code = "".join(c for c in request.POST.get("pass", "")[:40] if c.isalnum())
        if code:
            return redirect("portal:shown", pass_code=code)
        return _page(request, {"problem": _("请填写持有人手机上的 12 位亮证码。")}, 422)
    return _page(request, {}, 200)


@require_http_methods(["GET", "HEAD", "POST"])
def shown(request: HttpRequest, pass_code: str) -> HttpResponse:
    """What the code offers; only the button shows it, so that no preview uses it up."""
    at, who = timezone.now(), asker(request)
    if not WRONG.ready(who, at):
        return _page(request, {"problem": _("试错的次数太多了。请过一分钟再试。")}, 429)
    try:
        if request.method == "POST":
            name, by = _looker(request)
            found = licences.look(pass_code, at=at, who=name, by=by)
        else:
            found = licences.offer(pass_code, at=at)
    except Refusal as refusal:
        if refusal.code == "showing-unknown":
            WRONG.take(who, at)
        return _page(request, {"problem": refusal.sentence}, 404)
    context: dict[str, Any] = {"offer": found, "seen": request.method == "POST", "at": at}
    return _page(request, context, 200)


def _looker(request: HttpRequest) -> tuple[str, str]:
    """Who looks: an officer by unit and name, anybody else as he says himself."""
    said = request.POST.get("who", "").strip()[:60]
    if not request.user.is_authenticated:
        return said, ""
    actor = places.actor(request)
    if not actor.is_staff:
        return said, actor.id
    return f"{accounts.unit_name(actor.unit)} {actor.name}"[:60], actor.id


def _page(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    return render(request, "portal/shown.html", context, status=status)


@require_GET
def issuer(request: HttpRequest) -> HttpResponse:
    """Who signs credentials here, and with which keys (SD-JWT VC, /.well-known/jwt-vc-issuer)."""
    origin = request.build_absolute_uri("/").rstrip("/")
    return JsonResponse({"issuer": origin, "jwks": licences.jwks()})


@require_GET
def jwks(request: HttpRequest) -> HttpResponse:
    """The keys alone."""
    return JsonResponse(licences.jwks())


@require_GET
def credential_type(request: HttpRequest, region: str, kind: str) -> HttpResponse:
    """What a wallet needs to draw a credential of this type."""
    vct = request.build_absolute_uri()
    found = licences.type_metadata(kind, region=region[:12], vct=vct, at=timezone.now())
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False})
