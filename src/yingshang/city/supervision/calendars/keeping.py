"""Keeping the dated things up: what is new, what moved, what is over. Only the tick writes it down;
who asks in between is told of the same, worked out at that moment."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from json import dumps
from typing import Any

from django.db import transaction
from django.db.models import Q

from yingshang.city.accounts import service as accounts
from yingshang.city.definitions.service import official
from yingshang.city.supervision.calendars.kinds import SOURCES, DatedThing, Whose
from yingshang.city.supervision.calendars.tables import CalendarItem

__all__ = ["current", "keep_calendars"]

FIELDS = ("unit", "reader", "kind", "ref", "title", "note", "place", "day", "starts_at", "state")
MOVED = [*FIELDS, "sequence", "modified_at", "digest", "reminded"]


@official  # what is written stays Chinese, whatever language the screen speaks
def keep_calendars(*, at: datetime, regions: Sequence[str] | None = None) -> int:
    """Bring the calendars of the regions up to date; answers how many entries changed.

    An entry that nobody names any more while it was open is cancelled, and stays to say so.
    """
    wanted = regions or [code for code, _name in accounts.regions()]
    return sum(_keep(region, at) for region in wanted)


@official
def current(region: str, *, at: datetime, whose: Whose) -> list[CalendarItem]:
    """The entries that somebody asks for as they are now, by their day: what the tick wrote, and
    what has changed since. What another unit has since is cancelled for the one before. Nothing is
    saved; until the tick comes, such a change has the hour as its time, so that who asks twice is
    not told of two changes."""
    found = _found(region, at, whose)
    rows = CalendarItem.objects.filter(_of(whose) | Q(uid__in=list(found)), region=region)
    told = {row.uid: row for row in rows}
    new, _moved = _changes(region, found, told, at.replace(minute=0, second=0, microsecond=0))
    return sorted([*told.values(), *new], key=lambda row: (row.day, row.uid))


@transaction.atomic
def _keep(region: str, at: datetime) -> int:
    told = {row.uid: row for row in CalendarItem.objects.filter(region=region)}
    new, moved = _changes(region, _found(region, at, Whose()), told, at)
    CalendarItem.objects.bulk_create(new, batch_size=500)
    CalendarItem.objects.bulk_update(moved, MOVED, batch_size=200)
    return len(new) + len(moved)


def _found(region: str, at: datetime, whose: Whose) -> dict[str, DatedThing]:
    every = (one for source in SOURCES for one in source(region, at, whose))
    return {_uid(region, one): one for one in every if one.day and whose.has(one)}


def _of(whose: Whose) -> Q:
    """The rows that `whose` asks for."""
    mine = ~Q(reader="") if whose.reader is None else Q(reader=whose.reader) & ~Q(reader="")
    return mine | (Q(reader="") if whose.unit is None else Q(reader="", unit=whose.unit))


def _changes(
    region: str,
    found: Mapping[str, DatedThing],
    told: Mapping[str, CalendarItem],
    since: datetime,
) -> tuple[list[CalendarItem], list[CalendarItem]]:
    """What is new, and what of `told` has moved, revised in place."""
    new, moved = [], []
    for uid, thing in found.items():
        values, row = _values(thing), told.get(uid)
        digest = _digest(values)
        if row is None:
            made = CalendarItem(uid=uid, region=region, modified_at=since, digest=digest, **values)
            new.append(made)
        elif row.digest != digest:
            moved.append(_revise(row, values, digest, since))
    for uid, row in told.items():
        if uid not in found and row.state in ("open", "waiting"):
            values = {name: getattr(row, name) for name in FIELDS} | {"state": "cancelled"}
            moved.append(_revise(row, values, _digest(values), since))
    return new, moved


def _uid(region: str, thing: DatedThing) -> str:
    """Its own for ever, and nothing to be read from it: ids of people stay inside."""
    key = sha256(f"{region}/{thing.kind}/{thing.key}".encode()).hexdigest()[:32]
    return f"{thing.kind}-{key}@{region}.yingshang"


def _values(thing: DatedThing) -> dict[str, Any]:
    values = {name: value for name, value in asdict(thing).items() if name != "key"}
    return values | {"title": thing.title[:300], "place": thing.place[:200]}


def _digest(values: dict[str, Any]) -> str:
    moment = values["starts_at"]
    stable = values | {"starts_at": int(moment.timestamp()) if moment else None}
    text = dumps(stable, ensure_ascii=False, sort_keys=True, default=str)
    return sha256(text.encode()).hexdigest()


def _revise(row: CalendarItem, values: dict[str, Any], digest: str, at: datetime) -> CalendarItem:
    if row.day != values["day"]:
        row.reminded = None  # a new day is announced anew
    for name, value in values.items():
        setattr(row, name, value)
    row.sequence, row.modified_at, row.digest = row.sequence + 1, max(at, row.modified_at), digest
    return row
