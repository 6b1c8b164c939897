"""What a visitor chose for this browser: language, elder edition, text size, city. Cookies only."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

__all__ = ["COOKIES", "SIZES", "Preferences", "is_place", "read", "write"]

SIZES = {"18": "18pt", "24": "24pt", "30": "30pt"}  # elder edition: main text 18 to 30 points
COOKIES = {"language": "ys_lang", "elder": "ys_elder", "size": "ys_size", "city": "ys_city"}
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Preferences:
    """`size` is a key of SIZES and only counts in the elder edition; `city` is a region code."""

    language: str
    elder: bool
    size: str
    city: str


def default_city() -> str:
    """The region whose portal this is: a setting, else the first sample city."""
    return getattr(settings, "CITY", "990100")


def is_place(code: str) -> bool:
    """Whether this could be the code of a city: six plain digits."""
    return len(code) == 6 and code.isascii() and code.isdigit()


def read(request: HttpRequest) -> Preferences:
    """Read the cookies; anything unknown falls back to the default, never to an error."""
    jar = request.COOKIES
    language = jar.get(COOKIES["language"], "")
    size = jar.get(COOKIES["size"], "")
    city = jar.get(COOKIES["city"], "")
    return Preferences(
        # Chinese unless the visitor says otherwise: item names and law texts are Chinese
        language=language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE,
        elder=jar.get(COOKIES["elder"]) == "1",
        size=size if size in SIZES else "18",
        city=city if is_place(city) else default_city(),
    )


def write(response: HttpResponse, name: str, value: str) -> None:
    """Keep one choice for a year in this browser."""
    response.set_cookie(
        COOKIES[name],
        value,
        max_age=_YEAR,
        samesite="Lax",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )
