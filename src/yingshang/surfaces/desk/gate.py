"""Who may open the desk: staff. Applicants are told that there is no such page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor

__all__ = ["View", "addresses", "staff"]

View = Callable[..., HttpResponse]


def staff(*roles: str) -> Callable[[View], View]:
    """Let staff in (or only the roles named); the view gets the actor as its second argument.

    Visitors are asked to sign in; everybody else, and whoever asks for what is not visible to
    them, gets 404: the desk does not say what it holds.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
            actor = accounts.actor_of(request.user)
            if not actor.is_staff or (roles and actor.role not in roles):
                raise Http404
            try:
                return view(request, actor, *args, **kwargs)
            except accounts.NotVisible as error:
                raise Http404 from error

        return guarded

    return wrap


def addresses(actor: Actor) -> list[str]:
    """Where messages to this officer go: their own name, and their unit's."""
    return [f"user:{actor.id}", *(f"unit:{one}" for one in accounts.answers_for(actor.unit))]
