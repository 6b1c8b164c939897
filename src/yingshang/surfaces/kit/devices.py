"""Which browser it is: a random token in a cookie of its own; the city knows its digest only."""

import secrets
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse

__all__ = ["device_of", "remember_device"]

COOKIE = "device"
DAYS = 180


def device_of(request: HttpRequest) -> str:
    """The digest of this browser, the same for whoever uses it; a new one where it is unknown."""
    token = request.COOKIES.get(COOKIE, "")
    if len(token) != 32 or not token.isalnum():
        token = secrets.token_hex(16)
        request.COOKIES[COOKIE] = token
    return sha256(token.encode()).hexdigest()[:32]


def remember_device(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Leave the token with the browser, for the next time."""
    response.set_cookie(
        COOKIE,
        request.COOKIES[COOKIE],
        max_age=DAYS * 86400,
        httponly=True,
        secure=bool(settings.SESSION_COOKIE_SECURE),
        samesite="Lax",
    )
    return response
