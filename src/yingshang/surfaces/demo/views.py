"""Sign in as one of the cast. Off in production: the addresses exist only where DEMO is set."""

from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from yingshang.city.accounts import service as accounts

HOME = {
    "applicant": "portal:home",
    "clerk": "desk:queue",
    "reviewer": "desk:queue",
    "operator": "desk:queue",
    "supervisor": "desk:warnings",
    "bureau": "dashboard:cockpit",
    "leader": "dashboard:cockpit",
}


@require_GET
def cast(request: HttpRequest) -> HttpResponse:
    context = {"cast": accounts.cast(), "next": request.GET.get("next", "")}
    return render(request, "demo/cast.html", context)


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
