"""Signatures of deliveries, after Standard Webhooks: HMAC-SHA256 over id, timestamp and body."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping
from datetime import datetime

__all__ = ["signed_headers", "verified"]

SECRET = "whsec_"
TOLERANCE = 300  # seconds


def _sign(secret: str, id: str, stamp: int, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(SECRET))
    digest = hmac.digest(key, f"{id}.{stamp}.".encode() + body, "sha256")
    return "v1," + base64.b64encode(digest).decode()


def signed_headers(*, secret: str, id: str, at: datetime, body: bytes) -> dict[str, str]:
    """Headers of one attempt. `id` stays the same over all attempts: receivers drop twins by it."""
    stamp = int(at.timestamp())
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Yingshang-Webhooks/1",
        "Idempotency-Key": id,
        "Webhook-Id": id,
        "Webhook-Timestamp": str(stamp),
        "Webhook-Signature": _sign(secret, id, stamp, body),
    }


def verified(*, secret: str, headers: Mapping[str, str], body: bytes, at: datetime) -> bool:
    """What a receiver does: the signature is right and the timestamp within five minutes."""
    given = {name.lower(): value for name, value in headers.items()}
    try:
        stamp = int(given["webhook-timestamp"])
        expected = _sign(secret, given["webhook-id"], stamp, body)
    except (KeyError, ValueError, binascii.Error):
        return False
    fresh = abs(at.timestamp() - stamp) <= TOLERANCE
    signatures = given.get("webhook-signature", "").split()
    return fresh and any(hmac.compare_digest(expected, one) for one in signatures)
