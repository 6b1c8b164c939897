"""Whoever asks without a key: open data alone, so many questions an address and no more."""

from __future__ import annotations

import math
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import ANONYMOUS
from yingshang.surfaces.api.problems import Fault
from yingshang.surfaces.api.queries import refuse_unknown
from yingshang.surfaces.kit.limits import Buckets, asker

__all__ = ["everybody", "open_buckets"]

open_buckets = Buckets(settings.API_OPEN_RATE, settings.API_OPEN_BURST)


def everybody(request: HttpRequest) -> Any:
    """Always lets in; Fault 429 for an address that asks too often."""
    wait = open_buckets.take(asker(request), timezone.now())
    if wait:
        raise Fault(
            429,
            "too-often",
            _("这个地址请求太频繁，没有执行。请按 Retry-After 等待后重试，或整包下载。"),
            headers={"Retry-After": str(max(1, math.ceil(wait)))},
        )
    refuse_unknown(request)
    return ANONYMOUS
