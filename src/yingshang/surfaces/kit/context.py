"""What the base template needs on every page."""

from inspect import getclosurevars
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import Resolver404, resolve
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Role
from yingshang.surfaces.kit import nav, preferences

__all__ = ["is_sample", "kit"]

STAFF = frozenset(nav.MENUS)


def is_sample(region: str | None) -> bool:
    """Is this a fictional city, whose data is simulated?"""
    return accounts.is_fictional(str(region or ""))


def _actor(request: HttpRequest) -> Any:
    user = getattr(request, "user", None)
    return accounts.actor_of(user) if user is not None and user.is_authenticated else None


def _city_name(region: str) -> str:
    return accounts.region_name(region) or _("本市")


def _sign_in(request: HttpRequest, actor: Any) -> str:
    """Where to sign in and come back; who changes roles starts at the new role's own page."""
    if actor:
        return resolve_url(settings.LOGIN_URL)
    sign_in, back = resolve_url(settings.LOGIN_URL), request.path
    if back in (sign_in, resolve_url("kit:sign_in")):  # here already: what it was asked for
        back = request.GET.get("next", "")
    return f"{sign_in}?{urlencode({'next': back})}" if back else sign_in


def kit(request: HttpRequest) -> dict[str, Any]:
    """`site`: city, menu, actor, choices. Costs at most two small queries."""
    chosen = getattr(request, "preferences", None) or preferences.read(request)
    actor = _actor(request)
    city = (
        actor.region[:4] + "00" if actor and actor.role in STAFF and actor.region else chosen.city
    )
    role = actor.role if actor else None
    menu, more = nav.folded(nav.entries(role, request.path))
    return {
        "site": {
            "city": city,
            "city_name": SimpleLazyObject(lambda: _city_name(city)),
            "sample": is_sample(city),
            "actor": actor,
            "role_label": Role(role).label if role else "",
            "staff": role in STAFF,
            "menu": menu,
            "more": more,
            "in_more": any(entry.current for entry in more),
            "elder": chosen.elder,
            "size": chosen.size,
            "sizes": list(preferences.SIZES),
            "language": chosen.language,
            "here": _here(request),
            "account_url": _sign_in(request, actor),
        }
    }


def _here(request: HttpRequest) -> str:
    """The address that shows this page again. What answers a form has often no page of its own:
    then the page on which the form stood, else the front page."""
    if request.method == "GET":
        return request.get_full_path()
    came = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came, allowed_hosts={request.get_host()}):
        return "/"
    told = urlsplit(came)
    path = told.path or "/"
    return urlunsplit(("", "", path, told.query, "")) if _is_read(path) else "/"


def _is_read(path: str) -> bool:
    """Does GET show something at this path? A form sent twice stood on what answered it the first
    time, and an address that takes forms only would answer another language with 405."""
    try:
        view: Any = resolve(path).func
    except Resolver404:
        return False
    while view is not None:
        if (shown_by := getattr(view, "view_class", None)) is not None:
            return hasattr(shown_by, "get") and "get" in shown_by.http_method_names
        # Django keeps the methods of `require_http_methods` nowhere else
        methods = getclosurevars(view).nonlocals.get("request_method_list")
        if methods is not None:
            return "GET" in methods
        view = getattr(view, "__wrapped__", None)
    return True
