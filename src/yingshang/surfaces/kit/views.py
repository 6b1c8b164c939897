"""The visitor's own switches, and pages for when something goes wrong."""

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotFound,
    HttpResponseServerError,
)
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yingshang.surfaces.kit import preferences

__all__ = ["choose", "failed", "forbidden", "missing"]

# what programs ask for
FILES = (".json", ".jsonld", ".csv", ".xlsx", ".atom", ".xml", ".zip")


def _back(request: HttpRequest) -> str:
    """The page to return to: only ever one of ours."""
    target = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return target if safe and target.startswith("/") else "/"


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the language, the elder edition, the text size or the city in cookies."""
    response = redirect(_back(request))
    allowed = {
        "language": dict(settings.LANGUAGES).keys(),
        "elder": {"0", "1"},
        "size": preferences.SIZES.keys(),
    }
    for name in preferences.COOKIES:
        value = request.POST.get(name)
        if value is None:
            continue
        fits = value in allowed[name] if name in allowed else preferences.is_place(value)
        if fits:
            preferences.write(response, name, value)
    return response


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403, in plain words; also for a form whose protection token went stale."""
    return render(request, "403.html", status=403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The CSRF check failed: usually a page left open over night."""
    return render(request, "403.html", {"stale": True}, status=403)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404; a program that asks for a file gets one line, not a page."""
    if request.path.endswith(FILES) and "text/html" not in request.headers.get("Accept", ""):
        sentence = _(
            "没有这个文件：地址或其中的参数可能写错，或数据已经撤下。"
            "全部开放数据见 /open/，接口说明见 /api/v1/。"
        )
        plain = "text/plain; charset=utf-8"
        return HttpResponseNotFound(f"{sentence}\n", content_type=plain)
    return render(request, "404.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """500: rendered without the request, for the database may be what failed."""
    return HttpResponseServerError(render_to_string("500.html"))
