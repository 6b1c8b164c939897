"""Who asks: the key of a bureau's system, its scopes and how often it may ask."""

from __future__ import annotations

import math
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Scope
from yingshang.surfaces.api.problems import Fault
from yingshang.surfaces.api.queries import refuse_unknown
from yingshang.surfaces.kit.limits import Buckets

__all__ = ["Key", "actor", "buckets", "unauthorised"]

buckets = Buckets(settings.API_RATE, settings.API_BURST)


class Key(HttpBearer):
    """`Authorization: Bearer ys_…` with one scope that the operation asks for ('' for none)."""

    openapi_description = "系统密钥，由营商局发放：ys_ 开头。"

    def __init__(self, scope: Scope | None = None, cost: float = 1.0) -> None:
        super().__init__()
        self.scope, self.cost = scope, cost

    def __call__(self, request: HttpRequest) -> Any:
        kind, _space, token = request.headers.get("Authorization", "").partition(" ")
        return self.authenticate(request, token.strip() if kind.lower() == "bearer" else "")

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        at = timezone.now()
        found = accounts.key_actor(token, at=at) if token else None
        if found is None:
            raise unauthorised()
        by, key = found
        request.api_key = key  # the gate notes the day of its use
        wait = buckets.take(key.id, at, self.cost)
        if wait:
            raise Fault(
                429,
                "too-often",
                _("这个密钥请求太频繁，本次没有执行。请按 Retry-After 等待后重试。"),
                headers={"Retry-After": str(max(1, math.ceil(wait)))},
            )
        if self.scope is not None and self.scope.value not in by.scopes:
            raise Fault(
                403,
                "no-scope",
                _("这个密钥没有“%(scope)s”权限，本次没有执行。需要时请向营商局申请。")
                % {"scope": self.scope.value},
            )
        refuse_unknown(request)
        return by


def unauthorised() -> Fault:
    return Fault(
        401,
        "no-key",
        _("没有密钥，或密钥不对、已过期、已吊销。请核对 Authorization 头，或向营商局申请。"),
        headers={"WWW-Authenticate": 'Bearer realm="yingshang"'},
    )


def actor(request: HttpRequest) -> Actor:
    """The actor that the key stands for."""
    by: Actor = request.auth
    return by
