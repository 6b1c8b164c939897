"""The head of a plan as a person says it: title, number, issuer, day of issue, kind. What the
machine read stays as it was; what a person said otherwise is on record, field by field."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from yingshang.city.accounts.service import Actor
from yingshang.city.plans import events
from yingshang.city.plans._fields import HEAD_FIELDS, read_field
from yingshang.city.plans._history import plain, write
from yingshang.city.plans._previewed import mine
from yingshang.city.plans.access import editable_plan
from yingshang.city.plans.importing import SAID, head_of, title_of, year_of

__all__ = ["amend_head", "correct_head"]

_COLUMNS = {"plan_title": "title"}  # every other field is called in a plan as it is here


def _read(changes: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed otherwise than it stands; Refusal where it can't be so."""
    read = {name: read_field(HEAD_FIELDS, name, value) for name, value in changes.items()}
    return {name: value for name, value in read.items() if value != now[name]}


@transaction.atomic
def amend_head(key: UUID, *, changes: Mapping[str, Any], by: Actor, at: datetime) -> int:
    """Say the head of a reading that waits otherwise; answers how many fields changed. It is kept
    on record once the reading becomes a plan."""
    held = mine(key, by, at)
    said = _read(changes, head_of(held.reading, title_of(held.reading, held.name)))
    if said:
        words = {name: plain(value) for name, value in said.items()}
        held.reading[SAID] = {**held.reading.get(SAID, {}), **words}
        held.save(update_fields=["reading"])
    return len(said)


@transaction.atomic
def correct_head(
    *, plan: int, changes: Mapping[str, Any], by: Actor, at: datetime, reason: str = ""
) -> int:
    """Change fields of the head of a plan; answers how many changed. One event per field."""
    row = editable_plan(by, plan)
    now = {name: getattr(row, _COLUMNS.get(name, name)) for name in HEAD_FIELDS}
    said = _read(changes, now)
    for name, value in said.items():
        setattr(row, _COLUMNS.get(name, name), value)
        write(
            row, events.HEADED, by=by, at=at, field=name, old=now[name], new=value,
            reason=reason.strip(),
        )  # fmt: skip
    if {"plan_title", "issued_on"} & set(said):
        row.year = year_of(row.reading | {"issue_date": plain(row.issued_on)}, row.title)
    if said:
        row.save(update_fields=["year", *(_COLUMNS.get(name, name) for name in said)])
    return len(said)
