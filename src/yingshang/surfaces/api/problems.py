"""Errors as RFC 9457 problem details: one sentence in Chinese and a code that does not change."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

__all__ = ["TITLES", "TYPE", "Fault", "problem"]

TYPE = "application/problem+json"
TITLES = {
    400: _("请求看不懂"),
    401: _("没有有效的密钥"),
    403: _("不在权限之内"),
    404: _("没有找到"),
    405: _("这个地址不接受这种方法"),
    409: _("没有办理"),
    412: _("办件已经变化"),
    413: _("请求太大"),
    415: _("内容类型不对"),
    422: _("内容不符合要求"),
    429: _("请求太频繁"),
    500: _("系统出错"),
    503: _("暂时不能办理"),
}
SENTENCES = {
    400: _("请求里有不能识别的内容，没有执行。请核对地址和请求头后重试。"),
    403: _("没有执行。请核对密钥的权限。"),
    404: _("没有这个地址，或它不对您的密钥开放。请对照接口说明 /api/v1/ 核对地址。"),
    405: _("没有执行。允许的方法见 Allow 响应头。"),
    413: _("没有执行。请分几次发送。"),
    500: _("系统出错，没有留下半截记录。请稍后重试；一直如此，请告知系统管理员。"),
}


class Fault(Exception):
    """An answer other than success, from inside a view."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, detail
        self.errors, self.headers = list(errors), dict(headers or {})


def problem(
    status: int,
    code: str = "",
    detail: str = "",
    *,
    errors: Sequence[Mapping[str, Any]] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The answer itself. `errors`: one entry a field, `field` in dotted form and `detail`."""
    fallback = HTTPStatus(status).phrase.lower().replace(" ", "-")
    code = code or fallback
    body: dict[str, Any] = {
        "type": f"urn:yingshang:problem:{code}",
        "title": str(TITLES.get(status, HTTPStatus(status).phrase)),
        "status": status,
        "detail": detail or str(SENTENCES.get(status, TITLES.get(status, ""))),
        "code": code,
    }
    if errors:
        body["errors"] = [dict(entry) for entry in errors]
    text = json.dumps(body, ensure_ascii=False)
    return HttpResponse(text, status=status, content_type=TYPE, headers=dict(headers or {}))
