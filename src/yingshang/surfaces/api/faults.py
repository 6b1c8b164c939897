"""What services raise, as answers: invisible is 404, refused 409, wrong fields 422."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from yingshang.city.accounts.kinds import NotVisible, Refusal
from yingshang.city.accounts.service import no_space
from yingshang.city.cases.kinds import FormInvalid
from yingshang.city.registers.kinds import RecordInvalid
from yingshang.surfaces.api.field_faults import field_fault
from yingshang.surfaces.api.problems import Fault, problem

__all__ = ["FORBIDDEN", "install"]

FORBIDDEN = {"not-yours": 403, "key-reused": 422, "read-unrecorded": 503, "disk-full": 503}
log = logging.getLogger("yingshang.api")
PLACES = frozenset({"body", "query", "path", "header", "payload"})


def install(api: NinjaAPI) -> None:
    """Register the handlers, the most general last."""
    for kind, handler in HANDLERS.items():
        api.add_exception_handler(kind, handler)


def _fault(request: HttpRequest, error: Fault) -> HttpResponse:
    return problem(
        error.status, error.code, error.detail, errors=error.errors, headers=error.headers
    )


def _invisible(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(
        404, "not-found", _("没有这个办件、事项或地址，或它不对您的密钥开放。请核对编号。")
    )


def _refusal(request: HttpRequest, error: Refusal) -> HttpResponse:
    """'stale' means 412 where the caller said what he had seen."""
    status = FORBIDDEN.get(error.code, 409)
    if error.code == "stale" and request.headers.get("If-Match"):
        status = 412
    return problem(status, error.code, error.sentence)


def _form(request: HttpRequest, error: FormInvalid) -> HttpResponse:
    errors = [{"field": f"form.{name}", "detail": text} for name, text in error.errors.items()]
    return problem(422, "form-invalid", _("有栏目需要改正，没有办理。"), errors=errors)


def _record(request: HttpRequest, error: RecordInvalid) -> HttpResponse:
    errors = [{"field": f"fields.{name}", "detail": text} for name, text in error.errors.items()]
    return problem(422, "record-invalid", _("有栏目需要改正，没有写入。"), errors=errors)


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [_entry(entry) for entry in error.errors][:50]
    if not errors:
        return problem(422, "invalid", _("请求内容不符合接口说明，没有执行。"))
    said = _("“%(field)s”%(fault)s没有执行，请改正后重发；写法见接口说明 /api/v1/。")
    return problem(
        422,
        "invalid",
        said % {"field": errors[0]["field"], "fault": errors[0]["detail"]},
        errors=errors,
    )


def _entry(entry: dict[str, Any]) -> dict[str, str]:
    """Which field, and what to write instead."""
    where = [str(part) for part in entry.get("loc", ())]
    while where and where[0] in PLACES:
        where.pop(0)
    return {"field": ".".join(where) or "body", "detail": field_fault(entry)}


def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    status = error.status_code
    return problem(status, "unreadable" if status == 400 else "", "")


def _too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return problem(413, "too-large")


def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """The log has the story; the answer has none of it, but for a disk without space."""
    if full := no_space(error):
        return _refusal(request, full)
    log.error("%s %s failed", request.method, request.path, exc_info=error)
    return problem(500, "failed")


HANDLERS: dict[type[Exception], Any] = {
    Fault: _fault,
    NotVisible: _invisible,
    Http404: _invisible,
    Refusal: _refusal,
    FormInvalid: _form,
    RecordInvalid: _record,
    ValidationError: _invalid,
    HttpError: _unreadable,
    RequestDataTooBig: _too_big,
    Exception: _broken,
}
