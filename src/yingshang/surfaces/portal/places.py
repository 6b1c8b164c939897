"""Whose portal this page is, and who looks at it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases import service as cases
from yingshang.city.cases.service import CaseView

__all__ = ["BEHALF", "acting", "actor", "city", "own_case", "signed_in"]

BEHALF = "behalf"  # in the session: {"id", "name"} of the authorisation under which one acts


def city(request: HttpRequest) -> str:
    """The region code of the chosen city."""
    return request.preferences.city


def actor(request: HttpRequest) -> Actor:
    """The person looking; visitors too are an actor, without a party."""
    return accounts.actor_of(request.user)


def acting(request: HttpRequest) -> Actor:
    """The person looking, or, where an agent has begun to act for somebody, that agent for them.

    Asked anew at every page: an authorisation that was taken back ends at once, with a refusal, so
    that nothing is done in the agent's own name by mistake.
    """
    person, held = actor(request), request.session.get(BEHALF)
    if not held or not request.user.is_authenticated:
        return person
    return accounts.on_behalf(person, held["id"], at=timezone.now())


def own_case(request: HttpRequest, ref: str) -> CaseView:
    """One of my own cases. Officers read at their desk, where personal data is masked and every
    look at it is recorded: here their cases are not there."""
    person = acting(request)
    found = cases.case_for(person, ref, at=timezone.now())
    if person.party is None or found.party != person.party:
        raise accounts.NotVisible(ref)
    return found


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Send visitors to the sign-in page and back again afterwards."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return guarded
