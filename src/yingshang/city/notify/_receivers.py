"""Receivers and what waits for them. Owners are opaque; who may subscribe is decided above."""

from __future__ import annotations

import base64
import secrets
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from yingshang.adapters.post import Refused, check_url
from yingshang.city.notify.models import Delivery, Receiver
from yingshang.kernel.flow import Refusal

__all__ = [
    "DeliveryView",
    "Parcel",
    "ReceiverView",
    "add_receiver",
    "as_uuid",
    "check_address",
    "deliveries",
    "enqueue",
    "receivers",
    "remove_receiver",
    "secret_of",
    "stop_receivers",
]

MOST_RECEIVERS = 20  # of one owner


@dataclass(frozen=True)
class Parcel:
    """Something to tell: `key` makes a repeat the same delivery; `body` is sent as it is."""

    key: str
    topic: str
    body: str


@dataclass(frozen=True)
class ReceiverView:
    id: str
    owner: str
    url: str
    topics: tuple[str, ...]
    active: bool
    stopped_because: str
    cursor: str
    created_at: datetime

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    def wants(self, topic: str) -> bool:
        return not self.topics or topic in self.topics


@dataclass(frozen=True)
class DeliveryView:
    id: str
    owner: str
    url: str
    key: str
    topic: str
    state: str
    attempts: int
    made_at: datetime
    next_at: datetime
    status: int | None
    error: str


def check_address(url: str) -> None:
    """Refusal where deliveries may not be sent to the address."""
    try:
        check_url(url, allow_private=settings.WEBHOOKS_TO_PRIVATE)
    except Refused as refused:
        raise Refusal(
            "bad-address",
            _("这个推送地址不能使用：%(why)s。请填写公网上的 https 地址。") % {"why": refused},
        ) from None


def add_receiver(
    *, owner: str, url: str, topics: Iterable[str] = (), cursor: str = "", at: datetime
) -> tuple[ReceiverView, str]:
    """A new receiver and its signing secret, which is shown this once."""
    check_address(url)
    if Receiver.objects.filter(owner=owner).count() >= MOST_RECEIVERS:
        raise Refusal(
            "too-many",
            _("一个系统最多登记 %(most)d 个推送地址。请先删除不用的。") % {"most": MOST_RECEIVERS},
        )
    row = Receiver.objects.create(
        owner=owner,
        url=url,
        topics=sorted(set(topics)),
        salt=secrets.token_hex(16),
        cursor=cursor,
        created_at=at,
    )
    return _view(row), _secret(row)


def receivers(*, owner: str | None = None, active: bool | None = None) -> list[ReceiverView]:
    """Receivers, oldest first; of one owner, or only the active ones."""
    rows = Receiver.objects.order_by("created_at", "pk")
    if owner is not None:
        rows = rows.filter(owner=owner)
    if active is not None:
        rows = rows.filter(active=active)
    return [_view(row) for row in rows]


def remove_receiver(*, owner: str, id: str) -> bool:
    """Forget a receiver and what waits for it; False where the owner has none of that id."""
    found = as_uuid(id)
    return bool(found and Receiver.objects.filter(owner=owner, pk=found).delete()[0])


def stop_receivers(*, owner: str, because: str = "") -> int:
    """Nothing more is sent to the owner's receivers; what waits stays where it is."""
    rows = Receiver.objects.filter(owner=owner, active=True)
    return rows.update(active=False, stopped_because=because[:200])


def secret_of(receiver: str) -> str:
    """The signing secret of a receiver, as it was shown; KeyError where there is none."""
    found = as_uuid(receiver)
    row = Receiver.objects.filter(pk=found).first() if found else None
    if row is None:
        raise KeyError(receiver)
    return _secret(row)


@transaction.atomic
def enqueue(
    *,
    receiver: str,
    parcels: Sequence[Parcel],
    at: datetime,
    since: str | None = None,
    cursor: str | None = None,
) -> int:
    """Let parcels wait for a receiver and move its cursor, in one transaction; how many are new.

    `since` is the cursor that the parcels were read from: where another worker has moved it
    meanwhile, nothing is done (0). A parcel whose key is known is not let wait again.
    """
    row = Receiver.objects.select_for_update().filter(pk=receiver, active=True).first()
    if row is None or (since is not None and row.cursor != since):
        return 0
    before = Delivery.objects.filter(receiver=row, key__in=[p.key for p in parcels]).count()
    fresh = [
        Delivery(receiver=row, key=p.key, topic=p.topic, body=p.body, made_at=at, next_at=at)
        for p in parcels
    ]
    Delivery.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=200)
    if cursor is not None and cursor != row.cursor:
        row.cursor = cursor
        row.save(update_fields=["cursor"])
    return len({p.key for p in parcels}) - before


def deliveries(
    *, owners: Sequence[str] | None = None, state: str | None = None, limit: int = 100
) -> list[DeliveryView]:
    """Deliveries, newest first; of these owners, in this state."""
    rows = Delivery.objects.select_related("receiver").order_by("-made_at", "pk")
    if owners is not None:
        rows = rows.filter(receiver__owner__in=owners)
    if state is not None:
        rows = rows.filter(state=state)
    return [
        DeliveryView(
            str(d.pk),
            d.receiver.owner,
            d.receiver.url,
            d.key,
            d.topic,
            d.state,
            d.attempts,
            d.made_at,
            d.next_at,
            d.status,
            d.error,
        )
        for d in rows[:limit]
    ]


def _secret(row: Receiver) -> str:
    digest = salted_hmac("yingshang.notify", f"{row.pk}:{row.salt}", algorithm="sha256").digest()
    return "whsec_" + base64.b64encode(digest).decode()


def _view(row: Receiver) -> ReceiverView:
    return ReceiverView(
        str(row.pk),
        row.owner,
        row.url,
        tuple(row.topics),
        row.active,
        row.stopped_because,
        row.cursor,
        row.created_at,
    )


def as_uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
