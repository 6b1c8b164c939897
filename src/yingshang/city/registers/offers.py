"""What other apps take from registers: one record by its key, all as facts, choices of a form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q

from yingshang.city.accounts.kinds import Actor
from yingshang.city.accounts.service import NotVisible
from yingshang.city.registers import _schema as schema
from yingshang.city.registers import access
from yingshang.city.registers._values import key_text
from yingshang.city.registers.kinds import Choice, State
from yingshang.city.registers.models import Record

__all__ = ["facts", "id_of", "lookup", "options"]


def options(register: str, *, region: str, on: date, limit: int = 500) -> list[Choice]:
    """The records in force as choices of a form's field: (key, title). Personal titles and keys
    are never offered."""
    found = schema.register(register, region=region, on=on)
    if found.title in found.personal or found.personal.intersection(found.key):
        return []
    rows = Record.objects.filter(register=register, region=region, state=State.CURRENT)
    if found.valid_until:
        rows = rows.filter(Q(valid_until=None) | Q(valid_until__gte=on))
    listed = rows.order_by("title", "pk").values_list("key", "pk", "title")[:limit]
    return [Choice(key if found.key else str(id), title) for key, id, title in listed]


def lookup(register: str, region: str, *, on: date, key: Mapping[str, str]) -> dict[str, str]:
    """What a record in force says, by the fields of its key; {} where there is none. For rules of
    other apps: who calls answers for what is shown of it."""
    found = schema.register(register, region=region, on=on)
    rows = Record.objects.filter(register=register, region=region, state=State.CURRENT)
    row = rows.filter(key=key_text(found, key)).first() if found.key else None
    return dict(row.body) if row else {}


def facts(register: str, region: str, *, on: date) -> Iterable[dict[str, object]]:
    """Every record in force as typed facts, for rules and measures of other apps."""
    found = schema.register(register, region=region, on=on)
    rows = Record.objects.filter(register=register, region=region, state=State.CURRENT)
    for id, body in rows.order_by("pk").values_list("pk", "body").iterator(chunk_size=2000):
        yield {"ref": id, **schema.fact(found, body, on)}


def id_of(actor: Actor, register: str, key: str, *, region: str, on: date) -> int:
    """The record of a key; NotVisible where this actor sees none. A key that is itself personal
    finds only for who may see it."""
    found = access.seen(register, actor, region=region, on=on)
    rows = access.visible_to(actor, found).filter(key=key)
    if not found.key or (
        found.personal.intersection(found.key) and not access.sees_personal(actor, found)
    ):
        rows = rows.none()
    id = rows.values_list("pk", flat=True).first()
    if id is None:
        raise NotVisible(key)
    return id
