"""The door of notify: addresses are opaque strings resolved by the caller."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from yingshang.adapters import rows
from yingshang.city.notify._deliver import Pass, Sent, deliver, forget, send_again
from yingshang.city.notify._receivers import (
    DeliveryView,
    Parcel,
    ReceiverView,
    add_receiver,
    check_address,
    deliveries,
    enqueue,
    receivers,
    remove_receiver,
    secret_of,
    stop_receivers,
)
from yingshang.city.notify._schedule import ATTEMPTS, next_attempt
from yingshang.city.notify._signature import signed_headers, verified
from yingshang.city.notify.models import Message

__all__ = [
    "ATTEMPTS",
    "DeliveryView",
    "MessageView",
    "Outgoing",
    "Parcel",
    "Pass",
    "ReceiverView",
    "Sent",
    "add_receiver",
    "check_address",
    "deliver",
    "deliveries",
    "enqueue",
    "forget",
    "inbox",
    "mark_read",
    "next_attempt",
    "receivers",
    "remove_receiver",
    "secret_of",
    "send",
    "send_again",
    "send_many",
    "signed_headers",
    "stop_receivers",
    "unread",
    "verified",
]

WRITE = (
    rows.insert("notify_message", ("to", "topic", "title", "key", "at", "body", "link"))
    + ' ON CONFLICT ("to", "key") DO NOTHING'
)


@dataclass(frozen=True)
class Outgoing:
    to: str
    topic: str
    title: str
    key: str
    at: datetime
    body: str = ""
    link: str = ""


@dataclass(frozen=True)
class MessageView:
    id: int
    topic: str
    title: str
    body: str
    link: str
    at: datetime
    read: bool


def send(
    *, to: str, topic: str, title: str, key: str, at: datetime, body: str = "", link: str = ""
) -> None:
    """Write one message in the caller's transaction; the same key again is the same message."""
    send_many([Outgoing(to, topic, title, key, at, body, link)])


def send_many(messages: Iterable[Outgoing]) -> None:
    """Write many in the caller's transaction; a message that is there already stays as it is."""
    found = [(m.to, m.topic, m.title, m.key, m.at, m.body, m.link) for m in messages]
    rows.change_many(WRITE, found)


def inbox(addresses: list[str], *, limit: int = 50) -> list[MessageView]:
    """The newest messages to any of the addresses ("user:…", "unit:…", "party:…")."""
    rows = Message.objects.filter(to__in=addresses).order_by("-at", "-pk")[:limit]
    return [
        MessageView(m.pk, m.topic, m.title, m.body, m.link, m.at, m.read_at is not None)
        for m in rows
    ]


def unread(addresses: list[str]) -> int:
    return Message.objects.filter(to__in=addresses, read_at=None).count()


def mark_read(addresses: list[str], *, ids: list[int], at: datetime) -> int:
    """Mark own messages as read; others' ids are passed over."""
    return Message.objects.filter(pk__in=ids, to__in=addresses, read_at=None).update(read_at=at)
