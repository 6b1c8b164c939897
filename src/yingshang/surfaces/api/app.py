"""The API put together; its description is made from the very same routes."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.utils.translation import override
from ninja import NinjaAPI

from yingshang.surfaces.api import faults
from yingshang.surfaces.api.describe import finish
from yingshang.surfaces.api.routes import (
    cases,
    catalogue,
    events,
    figures,
    opendata,
    receipts,
    registers,
    returned,
)

__all__ = ["api", "description"]

ABOUT = """\
委办局自有系统接入营商平台的接口。每个系统由营商局登记并发放密钥，密钥只代表本单位：\
本单位看不到的办件，在列表、查找、展开和事件流里都不存在（404）。

- 开放数据：`/open/datasets` 及以下不用密钥，按来源地址限制频次；其余都要密钥。
- 身份：`Authorization: Bearer ys_…`；权限不足 403，过于频繁 429（见 `Retry-After`）。
- 重复发送：写操作带 `Idempotency-Key`，同键同内容得到同一个答复，同键不同内容 422。
- 不覆盖别人：`If-Match` 带上读到的 `ETag`，办件已变化则 412。
- 错误：一律 `application/problem+json`（RFC 9457），`code` 稳定，`detail` 是一句话。
- 时间：带时区的 ISO 8601。
"""


def _make() -> NinjaAPI:
    api = NinjaAPI(
        title="营商平台接口",
        version="1.0.0",
        description=ABOUT,
        openapi_url=None,
        docs_url=None,
        urls_namespace="api-v1",
        servers=[{"url": "/api/v1"}],
    )
    for part in (catalogue, cases, receipts, returned, registers, figures, events, opendata):
        api.add_router("", part.router)
    faults.install(api)
    return api


api = _make()


@cache
def description() -> dict[str, Any]:
    """The OpenAPI 3.1 description of the API as it runs: in Chinese, whoever asks for it first."""
    with override("zh-hans"):
        return finish(dict(api.get_openapi_schema(path_prefix="")))
