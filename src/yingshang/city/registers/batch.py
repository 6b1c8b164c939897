"""Many records from a bureau's own system: all of them, or none."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yingshang.adapters import rows
from yingshang.city.accounts.kinds import Actor
from yingshang.city.registers._schema import Register, owner_unit
from yingshang.city.registers._values import clean, key_text
from yingshang.city.registers._write import Draft, Origin, write
from yingshang.city.registers.access import may_write, must_write, seen
from yingshang.city.registers.kinds import Brought, CellError, RecordInvalid, Source, State
from yingshang.city.registers.models import Record
from yingshang.kernel.worktime import to_cst

__all__ = ["put_all"]


def put_all(
    *,
    register: str,
    region: str,
    forms: Sequence[Mapping[str, Any]],
    by: Actor,
    at: datetime,
    source: str = Source.API,
) -> Brought:
    """Enter or change every record by its key; one that is wrong stops all. `errors`: `row` is the
    place in `forms` from 0, `cell` the field."""
    found = seen(register, by, region=region, on=to_cst(at).date())
    must_write(by, found)
    errors: list[CellError] = []
    bodies: dict[str, dict[str, str]] = {}
    for place, form in enumerate(forms):
        try:
            body = clean(found, form, at=at)
        except RecordInvalid as wrong:
            errors += [CellError(name, place, "", "", said) for name, said in wrong.errors.items()]
            continue
        key = key_text(found, body) or uuid.uuid4().hex
        if key in bodies:
            said = _("这条记录在同一批里出现了两次。请只留一条。")
            errors.append(CellError(found.key[0], place, "", "", said))
        bodies[key] = body
    if errors:
        return Brought(errors=tuple(errors[:200]), faults=len(errors))
    with rows.turn():
        return _written(found, bodies, Origin(by, at, source))


def _written(found: Register, bodies: Mapping[str, dict[str, str]], origin: Origin) -> Brought:
    held = Record.objects.select_for_update().filter(register=found.code, region=found.region)
    keys = sorted(bodies) if found.key else []
    known: dict[str, Record] = {}
    for start in range(0, len(keys), 500):
        known |= {row.key: row for row in held.filter(key__in=keys[start : start + 500])}
    drafts: list[Draft] = []
    same = 0
    for key, body in bodies.items():
        row = known.get(key)
        if row is None:
            drafts.append(Draft(key, body, origin.by.unit or owner_unit(found)))
            continue
        if not may_write(origin.by, found, row):
            must_write(origin.by, found, row)
        if row.body == body and row.state == State.CURRENT:
            same += 1
            continue
        verb = "change" if row.state == State.CURRENT else "restore"
        drafts.append(Draft(key, body, row.unit, row.pk, row.version, row.body, verb))
    flagged = write(found, drafts, origin)
    added = sum(not draft.version for draft in drafts)
    return Brought(added, len(drafts) - added, same, flagged)
