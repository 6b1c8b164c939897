"""Events of all cases that an actor sees, in an order in which nothing can come in behind.

Numbers of rows are drawn before a transaction commits, so a reader who goes by them passes over
one that commits late. On PostgreSQL the order is therefore (transaction, row), and only events of
transactions below the snapshot's xmin are told: whatever is still open, or begins later, comes
behind them. On SQLite there is one writer at a time, and the rows' order is that of the commits.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import Max

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Scope
from yingshang.city.cases.access import visible_to
from yingshang.city.cases.models import CaseEvent
from yingshang.city.notify import service as notify
from yingshang.kernel.worktime import CST

__all__ = ["FeedEvent", "FeedPage", "fan_out", "feed", "feed_end"]

# Read in one call, whether the actor sees them or not: what a call costs does not depend on him.
STRETCH = 2000
AFTER = {
    "sqlite": (
        "SELECT id, 0, case_id, seq, name, by_name, at, data, hash FROM cases_caseevent"
        " WHERE id > %(row)s ORDER BY id LIMIT %(most)s"
    ),
    "postgresql": (
        "SELECT id, tx, case_id, seq, name, by_name, at, data, hash FROM cases_caseevent"
        " WHERE (tx, id) > (%(tx)s, %(row)s)"
        " AND tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
        " ORDER BY tx, id LIMIT %(most)s"
    ),
}
END = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1"
LAST_ROW = 2**62
TOLD = frozenset(
    {
        "auto",
        "basis",
        "channel",
        "deemed_at",
        "due_at",
        "entered_at",
        "expected",
        "external",
        "item",
        "items",
        "kind",
        "number",
        "outcome",
        "reason",
        "received_at",
        "result",
        "returned",
        "source",
        "step",
        "unit",
        "workdays",
    }
)


@dataclass(frozen=True, slots=True)
class FeedEvent:
    ref: str
    item: str
    item_name: str
    unit: str
    seq: int
    name: str
    at: datetime
    by_name: str
    data: dict[str, Any]
    hash: str


@dataclass(frozen=True, slots=True)
class FeedPage:
    """`cursor` is where to go on, also after an empty page; `more`: there is more right now."""

    events: tuple[FeedEvent, ...]
    cursor: str
    more: bool


def feed(actor: Actor, *, cursor: str = "", limit: int = 100) -> FeedPage:
    """Events behind the cursor ('' for the first ones) of the cases that the actor sees.

    Three queries, however many events there are. ValueError for a cursor that is none.
    """
    tx, row = _place(cursor)
    limit = max(1, min(limit, 500))
    stretch = _stretch(tx, row)
    seen = _seen(actor, {entry[2] for entry in stretch})
    found: list[FeedEvent] = []
    last = (tx, row)
    told_all = True
    for entry in stretch:
        if entry[2] in seen:
            if len(found) == limit:
                told_all = False
                break
            found.append(_event(entry, seen[entry[2]]))
        last = (entry[1], entry[0])
    more = not told_all or len(stretch) == STRETCH
    return FeedPage(tuple(found), f"{last[0]}.{last[1]}", more)


def feed_end() -> str:
    """The cursor behind everything that has been told until now: what comes next is new."""
    if connection.vendor == "postgresql":
        with connection.cursor() as db:
            db.execute(END)
            return f"{db.fetchone()[0]}.{LAST_ROW}"
    return f"0.{CaseEvent.objects.aggregate(n=Max('id'))['n'] or 0}"


def fan_out(*, at: datetime) -> int:
    """Let what happened wait for every receiver that wants it and may know it; how many are new.

    Runs beside the verbs: it reads the feed as the receiver's own system would. Two workers do no
    harm, since the cursor moves only from where it was read.
    """
    made = 0
    for receiver in notify.receivers(active=True):
        actor = accounts.actor_of_system(receiver.owner)
        if actor is None or Scope.WEBHOOKS not in actor.scopes:
            continue
        made += _fan_out_to(receiver, actor, at)
    return made


def _fan_out_to(receiver: notify.ReceiverView, actor: Actor, at: datetime) -> int:
    made, cursor = 0, receiver.cursor
    for _stretch_no in range(25):  # a long backlog is taken up by the next round
        page = feed(actor, cursor=cursor, limit=500)
        parcels = [_parcel(e) for e in page.events if receiver.wants(f"case.{e.name}")]
        made += notify.enqueue(
            receiver=receiver.id, parcels=parcels, at=at, since=cursor, cursor=page.cursor
        )
        cursor = page.cursor
        if not page.more:
            break
    return made


def _parcel(event: FeedEvent) -> notify.Parcel:
    """Thin on purpose: what happened to which case. Who may, reads the rest with his key."""
    body = {
        "type": f"case.{event.name}",
        "timestamp": event.at.astimezone(CST).isoformat(),
        "data": {
            "ref": event.ref,
            "seq": event.seq,
            "item": event.item,
            "unit": event.unit,
            "hash": event.hash,
        },
    }
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return notify.Parcel(f"{event.ref}#{event.seq}", f"case.{event.name}", text)


def _place(cursor: str) -> tuple[int, int]:
    if not cursor:
        return (0, 0)
    tx, dot, row = cursor.partition(".")
    if not (dot and _number(tx) and _number(row)):
        raise ValueError(cursor)
    return int(tx), int(row)


def _number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 19 and int(text) < 2**63


def _stretch(tx: int, row: int) -> Sequence[tuple[Any, ...]]:
    with connection.cursor() as db:
        db.execute(AFTER[connection.vendor], {"tx": tx, "row": row, "most": STRETCH})
        return list(db.fetchall())


def _seen(actor: Actor, refs: set[str]) -> dict[str, tuple[str, str, str]]:
    """Item and lead unit of those of the cases that the actor sees."""
    if not refs:
        return {}
    rows = visible_to(actor).filter(ref__in=refs)
    return {
        ref: (item, name, unit)
        for ref, item, name, unit in rows.values_list("ref", "item", "item_name", "unit")
    }


def _event(entry: tuple[Any, ...], case: tuple[str, str, str]) -> FeedEvent:
    _id, _tx, ref, seq, name, by_name, at, data, digest = entry
    return FeedEvent(
        ref, case[0], case[1], case[2], seq, name, _aware(at), by_name, _told(data), digest
    )


def _told(data: str) -> dict[str, Any]:
    """What of an event's data is told: never what it is about, whose it is, or digests of files."""
    return {name: value for name, value in json.loads(data).items() if name in TOLD}


def _aware(at: Any) -> datetime:
    """SQLite answers a raw question with text in UTC, or naive."""
    found = at if isinstance(at, datetime) else datetime.fromisoformat(at)
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
