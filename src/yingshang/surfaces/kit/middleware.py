"""What every page shares: the visitor's choices, reading that cannot write, safe headers."""

import time
from collections.abc import Callable

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Refusal
from yingshang.city.accounts.service import NotVisible, no_space
from yingshang.city.definitions import service as definitions
from yingshang.surfaces.kit import preferences
from yingshang.surfaces.kit.readonly import no_writes

__all__ = [
    "FreshDefinitions",
    "PlainRefusals",
    "PreferencesMiddleware",
    "ReadOnlyGet",
    "SecurityHeaders",
]

Next = Callable[[HttpRequest], HttpResponse]

# style attributes are let through: the SVG that ECharts draws carries them; scripts never are
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class PreferencesMiddleware:
    """Set `request.preferences` and the language. Takes the place of LocaleMiddleware."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.preferences = preferences.read(request)
        with translation.override(request.preferences.language):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response


class FreshDefinitions:
    """What another process has published (an item, a calendar) or registered (a unit) holds here
    within seconds."""

    EVERY = 5.0

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.asked = time.monotonic()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = time.monotonic()
        if now - self.asked >= self.EVERY and not request.path.startswith(settings.STATIC_URL):
            self.asked = now
            definitions.refresh()
            accounts.refresh()
        return self.get_response(request)


class ReadOnlyGet:
    """GET and HEAD run under a guard that raises on any change of the database."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        with no_writes():
            return self.get_response(request)


class SecurityHeaders:
    """No inline script, no frames, no guessing of types; personal pages are not stored."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Content-Security-Policy", POLICY)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "geolocation=(), microphone=(), camera=(self)")
        if not request.path.startswith(settings.STATIC_URL):
            headers.setdefault("Cache-Control", "no-store, private")
        return response


class PlainRefusals:
    """A refusal of a service becomes a page (409); what the actor may not see is a 404.

    Views that can show the sentence beside the form catch the refusal themselves.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotVisible):
            return render(request, "404.html", status=404)
        if isinstance(error, OperationalError | OSError):
            error = no_space(error) or error
        if isinstance(error, Refusal):
            part = request.headers.get("HX-Request")
            name = "kit/refusal_part.html" if part else "kit/refusal.html"
            return render(request, name, {"refusal": error}, status=409)
        return None
