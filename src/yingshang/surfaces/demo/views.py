"""Sign in as one of the cast. Off in production: the addresses exist only where DEMO is set."""

from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Refusal
from yingshang.city.indicators import service as indicators
from yingshang.surfaces.kit.exports import XLSX

HOME = {
    "applicant": "portal:home",
    "clerk": "desk:queue",
    "reviewer": "desk:queue",
    "operator": "desk:queue",
    "supervisor": "desk:warnings",
    "bureau": "dashboard:cockpit",
    "leader": "dashboard:cockpit",
}
SHEET_OF = ("990100", "990100-market")


@require_GET
def cast(request: HttpRequest) -> HttpResponse:
    context = {"cast": accounts.cast(), "next": request.GET.get("next", "")}
    return render(request, "demo/cast.html", context)


@require_GET
def sheet(request: HttpRequest) -> HttpResponse:
    """A department's monthly sheet to try the import with: messy, and flattered in one column."""
    city, unit = SHEET_OF
    try:
        data = indicators.sample_sheet(region=city, unit=unit, as_of=timezone.now())
    except Refusal:  # no whole month yet
        raise Http404 from None
    name = f"{accounts.unit_name(unit)}月报（演示）.xlsx"
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(data, content_type=XLSX, headers=headers)


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Only members of the cast can be signed in without a password."""
    name = request.POST.get("username", "")
    member = next((m for m in accounts.cast() if m.username == name), None)
    user = accounts.user_of(name) if member else None
    if member is None or user is None:
        raise Http404
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}):
        return redirect(wanted)
    return redirect(reverse(HOME[member.role]))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("portal:home")
