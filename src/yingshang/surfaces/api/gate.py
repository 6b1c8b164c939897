"""What holds for every address under /api/: sizes, content types, problems instead of pages.

It stands outside the guard that keeps GET from writing; the one thing it writes is the day on
which a key was last used, once a day.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.surfaces.api.problems import TYPE, problem

__all__ = ["BULK", "JSON", "NDJSON", "Gate"]

ROOT = "/api/"
JSON, NDJSON = "application/json", "application/x-ndjson"
BULK = "/api/v1/returned-cases"
MOST_JSON = 2 * 1024 * 1024
MOST_BULK = 64 * 1024 * 1024
LONGEST_ADDRESS = 4096
WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
KEPT = ("Allow", "Retry-After", "WWW-Authenticate", "Content-Language")

_used: dict[int, date] = {}
_lock = threading.Lock()


class Gate:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(ROOT):
            return self.get_response(request)
        response = _refused(request) or self.get_response(request)
        if response.status_code >= 400 and response.headers.get("Content-Type", "") != TYPE:
            kept = {name: response.headers[name] for name in KEPT if name in response.headers}
            response = problem(response.status_code, headers=kept)
        response.cookies.clear()
        response.headers.pop("Vary", None)
        key = getattr(request, "api_key", None)
        if key is not None:
            _note_use(key.id)
        return response


def _refused(request: HttpRequest) -> HttpResponse | None:
    """What need not be read at all."""
    if len(request.get_full_path()) > LONGEST_ADDRESS:
        return problem(400, "address-too-long")
    if request.method not in WITH_BODY:
        return None
    bulk = request.path_info == BULK
    wanted, most = (NDJSON, MOST_BULK) if bulk else (JSON, MOST_JSON)
    length = request.META.get("CONTENT_LENGTH") or "0"
    size = int(length) if length.isascii() and length.isdigit() and len(length) < 16 else 0
    if size > most:
        return problem(
            413,
            "too-large",
            _("请求内容超过 %(most)d MB，没有执行。请分几次发送。") % {"most": most // 1024**2},
        )
    if size and request.content_type != wanted:
        return problem(
            415,
            "wrong-type",
            _("请求内容应是 %(type)s，没有执行。请改正 Content-Type。") % {"type": wanted},
        )
    return None


def _note_use(key: int) -> None:
    today = timezone.localdate()
    with _lock:
        if _used.get(key) == today:
            return
        if len(_used) > 10_000:
            _used.clear()
        _used[key] = today
    accounts.key_used(key, on=today)
