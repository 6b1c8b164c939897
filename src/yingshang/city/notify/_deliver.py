"""Deliveries are sent: leased, posted outside of any transaction, noted. At least once.

A worker that dies leaves a lease behind; when it has run out, another takes the delivery again
under the same id. Every receiver has its own thread, so that one that hangs holds up nobody.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from yingshang.adapters.post import Answer, Failed, Refused, post
from yingshang.city.notify._receivers import _secret, as_uuid
from yingshang.city.notify._schedule import next_attempt
from yingshang.city.notify._signature import signed_headers
from yingshang.city.notify.models import Delivery, Receiver

__all__ = ["Pass", "Sent", "deliver", "forget", "send_again"]

SHARE = 25  # deliveries of one receiver in a pass
LEASE = timedelta(minutes=10)  # longer than SHARE answers can take
TIMEOUT = 10.0  # seconds an answer may take
PATIENCE = 3  # failures in a row, after which a receiver is left alone for a while
REST = timedelta(seconds=30)  # that while
RECEIVERS = 8  # served at the same time: a pass
KEPT = timedelta(days=30)

# (url, body, headers) -> answer; raises Failed or Refused
Send = Callable[[str, bytes, Mapping[str, str]], Answer]


@dataclass(frozen=True)
class Sent:
    """What came of one delivery: `status` is None where nobody answered."""

    id: str
    status: int | None
    error: str

    @property
    def ok(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


@dataclass(frozen=True)
class Pass:
    """What one pass did."""

    sent: int = 0
    failed: int = 0
    dead: int = 0
    put_back: int = 0


def deliver(*, at: datetime, send: Send | None = None, share: int = SHARE) -> Pass:
    """One pass: a share of what is due for the receivers that waited longest.

    Call it again, with a later `at`, until a pass sends nothing.
    """
    lease = secrets.token_hex(16)
    bundles = [rows for receiver in _due(at) if (rows := _take(receiver, lease, at, share))]
    if not bundles:
        return Pass()
    # Threads only post: whatever touches the database stays in this one.
    jobs = [_Bundle.of(rows, at, send or _post) for rows in bundles]
    with ThreadPoolExecutor(max_workers=len(jobs)) as pool:
        outcomes = list(pool.map(_Bundle.go, jobs))
    total = Pass()
    for rows, sent in zip(bundles, outcomes, strict=True):
        total = _note(rows, sent, lease, at, total)
    return total


@dataclass(frozen=True)
class _Bundle:
    """One receiver's share of a pass, read before the threads start."""

    url: str
    parts: Sequence[tuple[str, bytes, Mapping[str, str]]]
    send: Send

    @classmethod
    def of(cls, rows: Sequence[Delivery], at: datetime, send: Send) -> _Bundle:
        secret, parts = _secret(rows[0].receiver), []
        for row in rows:
            body = row.body.encode()
            headers = signed_headers(secret=secret, id=str(row.pk), at=at, body=body)
            parts.append((str(row.pk), body, headers))
        return cls(rows[0].receiver.url, parts, send)

    def go(self) -> list[Sent]:
        """Send in order; after PATIENCE failures in a row the rest is not tried."""
        done: list[Sent] = []
        for id, body, headers in self.parts:
            done.append(self._one(id, body, headers))
            if len(done) >= PATIENCE and not any(one.ok for one in done[-PATIENCE:]):
                break
        return done

    def _one(self, id: str, body: bytes, headers: Mapping[str, str]) -> Sent:
        try:
            answer = self.send(self.url, body, headers)
        except (Failed, Refused) as error:
            return Sent(id, None, str(error)[:300])
        ok = 200 <= answer.status < 300
        return Sent(id, answer.status, "" if ok else answer.text[:300])


def _post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    return post(url, body, headers, timeout=TIMEOUT, allow_private=settings.WEBHOOKS_TO_PRIVATE)


def _waiting(at: datetime) -> Q:
    free = Q(leased_until=None) | Q(leased_until__lte=at)
    return Q(state="waiting", next_at__lte=at) & free


def _due(at: datetime) -> list[uuid.UUID]:
    """Active receivers for which something is due, who was served longest ago first."""
    due = Delivery.objects.filter(_waiting(at), receiver=OuterRef("pk"))
    rows = Receiver.objects.filter(Exists(due), active=True)
    ordered = rows.order_by(F("served_at").asc(nulls_first=True), "pk")
    return list(ordered.values_list("pk", flat=True)[:RECEIVERS])


@transaction.atomic
def _take(receiver: uuid.UUID, lease: str, at: datetime, share: int) -> list[Delivery]:
    """Lease the receiver's oldest due deliveries; what another worker holds is passed over."""
    rows = list(
        Delivery.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(_waiting(at), receiver=receiver)
        .select_related("receiver")
        .order_by("next_at", "made_at", "pk")[:share]
    )
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(
        lease=lease, leased_until=at + LEASE
    )
    Receiver.objects.filter(pk=receiver).update(served_at=at)
    return rows


def _note(
    rows: Sequence[Delivery], sent: Sequence[Sent], lease: str, at: datetime, total: Pass
) -> Pass:
    """Write down what came of a share; what was not tried rests, uncounted."""
    counts = dict(vars(total))
    by_id = {one.id: one for one in sent}
    gone = False
    for row in rows:
        one = by_id.get(str(row.pk))
        values, word = _after(row, one, at)
        mine = Delivery.objects.filter(pk=row.pk, lease=lease, state="waiting")
        if mine.update(lease="", leased_until=None, **values):
            counts[word] += 1
        gone = gone or (one is not None and one.status == 410)
    if gone:
        Receiver.objects.filter(pk=rows[0].receiver_id).update(
            active=False, stopped_because="410 Gone"
        )
    return Pass(**counts)


def _after(row: Delivery, one: Sent | None, at: datetime) -> tuple[dict[str, object], str]:
    if one is None:
        return {"next_at": at + REST}, "put_back"
    values: dict[str, object] = {"status": one.status, "error": one.error}
    values["attempts"] = row.attempts + 1
    if one.ok:
        return {**values, "state": "done", "done_at": at}, "sent"
    again = next_attempt(str(row.pk), row.attempts + 1, at) if one.status != 410 else None
    if again is None:
        return {**values, "state": "dead", "done_at": at}, "dead"
    return {**values, "next_at": again}, "failed"


def send_again(*, ids: Sequence[str], owners: Sequence[str], at: datetime) -> int:
    """Let dead deliveries of these owners wait anew, under their own ids; how many."""
    found = [id for text in ids if (id := as_uuid(text))]
    rows = Delivery.objects.filter(pk__in=found, receiver__owner__in=owners, state="dead")
    return rows.update(state="waiting", attempts=0, next_at=at, done_at=None, error="")


def forget(*, at: datetime) -> int:
    """Drop deliveries that were done more than thirty days ago; how many."""
    return Delivery.objects.filter(state="done", done_at__lt=at - KEPT).delete()[0]
