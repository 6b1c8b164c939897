"""How often somebody may ask: a token bucket a key, kept by each process for itself."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest

__all__ = ["Bucket", "Buckets", "asker"]


@dataclass
class Bucket:
    tokens: float
    at: datetime


class Buckets:
    """`rate` tokens a second, `burst` at the most. With n processes a key may ask n times as often.

    A bucket that has filled up is forgotten, so what is kept grows with who asks, not with time.
    """

    def __init__(self, rate: float, burst: int) -> None:
        self.rate, self.burst = rate, burst
        self._kept: dict[Hashable, Bucket] = {}
        self._lock = threading.Lock()

    def take(self, key: Hashable, at: datetime, cost: float = 1.0) -> float:
        """0 where the key may ask now; else the seconds until it may."""
        with self._lock:
            if len(self._kept) > 1000:
                self._forget(at)
            bucket = self._kept.setdefault(key, Bucket(float(self.burst), at))
            bucket.tokens = self._filled(bucket, at)
            bucket.at = max(at, bucket.at)
            if bucket.tokens >= cost:
                bucket.tokens -= cost
                return 0.0
            return (cost - bucket.tokens) / self.rate

    def ready(self, key: Hashable, at: datetime) -> bool:
        """Whether `take` would give now; takes nothing."""
        with self._lock:
            bucket = self._kept.get(key)
            return bucket is None or self._filled(bucket, at) >= 1.0

    def _filled(self, bucket: Bucket, at: datetime) -> float:
        since = max(0.0, (at - bucket.at).total_seconds())
        return min(float(self.burst), bucket.tokens + since * self.rate)

    def _forget(self, at: datetime) -> None:
        full = [key for key, b in self._kept.items() if self._filled(b, at) >= self.burst]
        for key in full:
            del self._kept[key]


def asker(request: HttpRequest) -> str:
    """The address that asks. Behind our own proxies (TRUSTED_PROXIES) the last one in
    X-Forwarded-For that is not theirs; the header of anybody else says nothing."""
    seen = str(request.META.get("REMOTE_ADDR", ""))
    said = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    while said and _is_ours(seen):
        text = said.pop().strip()
        if _read(text) is None:
            break
        seen = text
    return seen


def _is_ours(text: str) -> bool:
    found = _read(text)
    return found is not None and any(found in net for net in settings.TRUSTED_PROXIES)


def _read(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
