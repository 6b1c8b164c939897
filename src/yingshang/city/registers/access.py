"""Who sees which register and which records, and who may write: lists start here."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal, Role
from yingshang.city.accounts.service import NotVisible
from yingshang.city.registers._schema import Register, owner_unit, register, registers
from yingshang.city.registers.kinds import Publicity, State
from yingshang.city.registers.models import Record

__all__ = [
    "at_home",
    "keeps",
    "may_write",
    "must_write",
    "seen",
    "sees",
    "sees_personal",
    "visible",
    "visible_to",
]

PUBLIC = (Publicity.OPEN, Publicity.MASKED)


def at_home(actor: Actor, region: str) -> bool:
    """Staff of the city (or of one of its districts), or the system itself."""
    if actor.role == Role.SYSTEM:
        return True
    return actor.is_staff and actor.region[:4] == region[:4]


def sees(actor: Actor, found: Register) -> bool:
    if found.public in PUBLIC:
        return True
    if not at_home(actor, found.region):
        return False
    return found.public == Publicity.UNIT or actor.oversees or keeps(actor, found)


def keeps(actor: Actor, found: Register) -> bool:
    """The unit that keeps the register, or a further one that keeps records of its own in it."""
    if actor.role == Role.SYSTEM:
        return True
    if not at_home(actor, found.region) or not actor.unit:
        return False
    if actor.unit == owner_unit(found):
        return True
    role = actor.unit.partition("-")[2]
    return role in found.keepers


def may_write(actor: Actor, found: Register, record: Record | None = None) -> bool:
    """The owner writes every record; a further keeper its own."""
    if not keeps(actor, found) or actor.role == Role.LEADER:
        return False
    if record is None or actor.role == Role.SYSTEM or actor.unit == owner_unit(found):
        return True
    return record.unit == actor.unit


def must_write(actor: Actor, found: Register, record: Record | None = None) -> None:
    """Refusal 'not-yours' naming who may."""
    if not may_write(actor, found, record):
        unit = record.unit if record is not None else owner_unit(found)
        name = accounts.unit_name(unit)
        raise Refusal(
            "not-yours",
            f"“{found.name}”由{name}登记维护，您的单位不能改。有错请告知{name}。",
        )


def sees_personal(actor: Actor, found: Register, record_unit: str = "") -> bool:
    """Who may ask to see personal data in full: those who may write the record."""
    if not keeps(actor, found):
        return False
    owner = actor.role == Role.SYSTEM or actor.unit == owner_unit(found)
    return owner or not record_unit or record_unit == actor.unit


def seen(code: str, actor: Actor, *, region: str, on: date) -> Register:
    """The register, where this actor sees it; NotVisible otherwise."""
    found = register(code, region=region, on=on)
    if not sees(actor, found):
        raise NotVisible(code)
    return found


def visible(actor: Actor, *, region: str, on: date) -> list[Register]:
    """The registers of a region that this actor sees."""
    return [one for one in registers(region=region, on=on) if sees(actor, one)]


def visible_to(actor: Actor, found: Register) -> QuerySet[Record]:
    """The records of a register that this actor sees; the public sees those that stand."""
    rows = Record.objects.filter(register=found.code, region=found.region)
    if not sees(actor, found):
        return rows.none()
    if at_home(actor, found.region):
        return rows
    return rows.filter(state=State.CURRENT)
