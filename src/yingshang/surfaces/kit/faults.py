"""Requests that are no use to anybody: characters that no database keeps, forms without end."""

from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import (
    BadRequest,
    DisallowedHost,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

__all__ = ["PlainText", "bad_request"]


class PlainText:
    """Refuse NUL in an address or a form before any view runs: PostgreSQL keeps none in a text."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if any("\x00" in text for text in _texts(request)):
            raise BadRequest("NUL")


def _texts(request: HttpRequest) -> Iterator[str]:
    yield request.path
    for query in (request.GET, request.POST):
        for name, values in query.lists():
            yield name
            yield from values
    for _name, files in request.FILES.lists():
        yield from (file.name or "" for file in files)


def _sentence(fault: Exception | None) -> str:
    if isinstance(fault, RequestDataTooBig):
        return _("填写的文字超过 2 MB，没有保存。请返回上一页，把长的内容改为附件上传。")
    if isinstance(fault, TooManyFieldsSent | TooManyFilesSent):
        return _("一次提交的栏目或文件太多，没有保存。请返回上一页，分几次提交。")
    if isinstance(fault, DisallowedHost):
        return _("这个网址不是本平台的地址，没有打开。请从官方网站重新进入。")
    return _("提交的内容里有系统不能识别的字符，没有保存。请返回上一页，删去后再提交。")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what was sent cannot be read; one sentence says why and what next."""
    return render(request, "400.html", {"sentence": _sentence(exception)}, status=400)
