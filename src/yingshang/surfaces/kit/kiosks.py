"""A machine that a clerk switched on as a kiosk of a hall: a signed cookie says which."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

__all__ = ["Kiosk", "kiosk_of", "note_miss", "switch_on"]

COOKIE, MISSES = "kiosk", "kiosk_misses"
DAYS = 365
ALLOWED, PAUSE = 5, 600


@dataclass(frozen=True)
class Kiosk:
    region: str
    hall: str
    paused: bool = False


def switch_on(response: HttpResponse, region: str, hall: str) -> HttpResponse:
    """Leave the hall's mark with this machine."""
    _set(response, COOKIE, signing.dumps([region, hall], salt=COOKIE), DAYS * 86400)
    return response


def kiosk_of(request: HttpRequest) -> Kiosk | None:
    """The hall whose kiosk this is; None on every other machine. `paused`: too many misses."""
    try:
        region, hall = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=DAYS * 86400
        )
    except (signing.BadSignature, ValueError):
        return None
    count, since = _misses(request)
    late = timezone.now().timestamp() - since
    return Kiosk(region, hall, count >= ALLOWED and late < PAUSE)


def note_miss(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A number that did not fit: after some of them the machine looks nothing up for a while."""
    count, since = _misses(request)
    now = timezone.now().timestamp()
    count = count + 1 if now - since < PAUSE else 1
    _set(response, MISSES, signing.dumps([count, int(now)], salt=MISSES), PAUSE)
    return response


def _misses(request: HttpRequest) -> tuple[int, int]:
    try:
        count, since = signing.loads(request.COOKIES.get(MISSES, ""), salt=MISSES)
    except (signing.BadSignature, ValueError):
        return 0, 0
    return int(count), int(since)


def _set(response: HttpResponse, name: str, value: str, age: int) -> None:
    response.set_cookie(
        name,
        value,
        max_age=age,
        httponly=True,
        secure=bool(settings.SESSION_COOKIE_SECURE),
        samesite="Lax",
    )
