"""Who may open the cockpit: staff. Visitors are asked to sign in, applicants get 404."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.views.decorators.http import require_safe

from yingshang.city.accounts import service as accounts
from yingshang.city.indicators import service as indicators

__all__ = ["View", "readers"]

View = Callable[..., HttpResponse]


def readers(view: View) -> View:
    """Let staff read; the view gets the actor second. What is not visible to them is a 404."""

    @require_safe
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
        actor = accounts.actor_of(request.user)
        if not actor.is_staff:
            raise Http404
        try:
            with indicators.one_look():
                return view(request, actor, *args, **kwargs)
        except accounts.NotVisible as error:
            raise Http404 from error

    return guarded
