"""From the database back to a case in hand: folded from its facts, no cached column is trusted."""

from __future__ import annotations

import json
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from yingshang.adapters import rows
from yingshang.city.accounts.service import NotVisible
from yingshang.city.cases._flows import ItemFlow, item_flow_by_id
from yingshang.city.cases._work import Work
from yingshang.city.cases.models import Case
from yingshang.kernel.flow import Event, Standing, replay

__all__ = ["Head", "events_of", "form_of", "head_of", "hold", "take", "work_of"]

KEPT = 4096
"""How many standings a process keeps. Each belongs to the hash of its last fact, which covers the
whole history: what is found under a hash cannot be stale."""

Columns = tuple[Any, ...]
Seats = dict[str, int]
_kept: OrderedDict[str, tuple[ItemFlow, Standing, Columns | None, Seats | None]] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Head:
    """The columns of a case that a verb needs, as one read under lock gives them."""

    ref: str
    region: str
    district: str
    family: str
    item: str
    item_name: str
    edition_id: int
    party_id: int | None
    opened_by: str
    channel: str
    subject: str
    about: str
    key: str | None
    due_fixed_at: datetime | None
    seq: int
    last_hash: str
    state: str
    unit: str
    submitted_at: datetime
    next_due_at: datetime | None
    statutory_due_at: datetime | None
    claims: str


COLUMNS = tuple(Head.__slots__)
MOMENTS = tuple(COLUMNS.index(name) for name in COLUMNS if name.endswith("_at"))
ASK = f"SELECT {', '.join(COLUMNS)} FROM cases_case WHERE ref = %s"


def head_of(ref: str, *, lock: bool = False) -> Head:
    """The head of a case; NotVisible where there is none. `lock`: until the transaction ends."""
    locking = " FOR UPDATE" if lock and connection.vendor != "sqlite" else ""
    found = rows.ask(ASK + locking, (ref,))
    if not found:
        raise NotVisible(ref)
    values = list(found[0])
    for place in MOMENTS:
        values[place] = rows.moment(values[place])
    return Head(*values)


def hold(ref: str) -> None:
    """Lock a case until the transaction ends, for whoever then locks what follows it."""
    head_of(ref, lock=True)


def take(ref: str, *, lock: bool = False) -> tuple[Head, Work]:
    """A case in hand: one question, and a second where this process does not know its standing."""
    head = head_of(ref, lock=lock)
    return head, _in_hand(head)


def work_of(case: Case | Head, *, item: ItemFlow | None = None) -> Work:
    """A case in hand from its row."""
    return _in_hand(case, item)


def _in_hand(case: Case | Head, item: ItemFlow | None = None) -> Work:
    item = item or item_flow_by_id(case.edition_id)
    standing, stored, seats = _standing(case.ref, case.last_hash, item)
    return Work(
        ref=case.ref,
        item=item,
        header={
            "region": case.region,
            "district": case.district,
            "party_id": case.party_id,
            "opened_by": case.opened_by,
            "channel": case.channel,
            "subject": case.subject,
            "about": case.about,
            "key": case.key,
            "due_fixed_at": case.due_fixed_at,
        },
        standing=standing,
        base=standing,
        last_hash=case.last_hash,
        queue_at=case.next_due_at or rows.FAR,
        stored=stored,
        seats=seats,
        numbered=True,
        read_form=form_of,
        read_words=words_of,
    )


def _standing(
    ref: str, last_hash: str, item: ItemFlow
) -> tuple[Standing, Columns | None, Seats | None]:
    known = _kept.get(last_hash)
    if known is not None and known[0] is item:
        return known[1:]
    standing = replay(item.flow, [event for event, _name in events_of(ref)])
    remember(last_hash, item, standing)
    return standing, None, None


def remember(
    last_hash: str,
    item: ItemFlow,
    standing: Standing,
    stored: Columns | None = None,
    seats: Seats | None = None,
) -> None:
    """Keep a standing, with its columns and seats as they were written, under the hash of its last
    fact; the oldest make room."""
    _kept[last_hash] = item, standing, stored, seats
    if len(_kept) > KEPT:
        with suppress(KeyError):  # another thread was faster
            _kept.popitem(last=False)


FACTS = (
    'SELECT name, "by", "at", data, by_name FROM cases_caseevent WHERE case_id = %s ORDER BY seq'
)


def events_of(ref: str) -> list[tuple[Event, str]]:
    """The facts of a case, oldest first, each with the name shown for who made it."""
    return [
        (Event(name, by, rows.moment(at), json.loads(data)), shown)  # type: ignore[arg-type]
        for name, by, at, data, shown in rows.ask(FACTS, (ref,))
    ]


def words_of(ref: str) -> dict[str, tuple[str, str]]:
    """Who did each step last, and the opinion that he wrote."""
    return {
        event.data["step"]: (name, event.data.get("opinion", ""))
        for event, name in events_of(ref)
        if event.name == "step-done"
    }


PAYLOADS = (
    "SELECT body FROM cases_eventpayload WHERE case_id = %s AND erased_at IS NULL ORDER BY seq"
)


def form_of(ref: str) -> dict[str, str]:
    """What the applicant handed in: the form, with what was supplied later laid over it."""
    form: dict[str, Any] = {}
    for (body,) in rows.ask(PAYLOADS, (ref,)):
        form.update(json.loads(body))
    return form
