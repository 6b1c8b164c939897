"""Who may read an instruction: whoever registered it, and the readers it names. Nobody else.

Not even other supervisors of the city, and not the system: what they see of it is the order, which
does not repeat the words. Somebody else is put in charge of it on record alone: by a leader of the
city, or by himself where nobody who was in charge is there any more.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.supervision.instructions.tables import Instruction
from yingshang.city.supervision.kinds import Refusal

__all__ = [
    "fetch", "fetch_to_keep", "keepers_of", "may_hand_on", "may_keep", "may_register", "visible",
]  # fmt: skip

KEEPERS = frozenset({"supervisor", "bureau"})


def may_register(actor: Actor) -> bool:
    """Supervisors and the bureau register instructions of their own city."""
    return actor.role in KEEPERS and bool(actor.region)


def visible(actor: Actor) -> QuerySet[Instruction]:
    """The instructions that the actor may read; names stand in a JSON list of few entries."""
    if not actor.is_staff or not actor.region:
        return Instruction.objects.none()
    rows = Instruction.objects.filter(region=actor.region)
    named = [pk for pk, readers in rows.values_list("pk", "readers") if actor.id in readers]
    return rows.filter(Q(registered_by=actor.id) | Q(pk__in=named))


def may_keep(actor: Actor, row: Instruction) -> bool:
    """The registrar, and a reader of the same office: hands out, accepts, names readers."""
    return may_register(actor) and (actor.id == row.registered_by or actor.id in row.readers)


def keepers_of(row: Instruction, staff: Iterable[Actor]) -> list[Actor]:
    """Those of the city's staff of today who keep it, the registrar first."""
    here = [one for one in staff if one.region == row.region and may_keep(one, row)]
    return sorted(here, key=lambda one: (one.id != row.registered_by, one.id))


def may_hand_on(actor: Actor, row: Instruction, staff: Iterable[Actor]) -> bool:
    """Leaders of the city name who keeps it; whoever could have registered it takes it up where
    nobody keeps it any more."""
    if actor.region != row.region:
        return False
    if actor.role == "leader":
        return True
    return may_register(actor) and not keepers_of(row, staff)


def fetch(actor: Actor, instruction: int) -> Instruction:
    """The instruction, or NotVisible."""
    row: Any = visible(actor).filter(pk=instruction).first()
    if row is None:
        raise NotVisible(f"instruction {instruction}")
    return row


def fetch_to_keep(actor: Actor, instruction: int) -> Instruction:
    """The instruction, locked, for somebody who keeps it."""
    fetch(actor, instruction)
    row = Instruction.objects.select_for_update().get(pk=instruction)
    if not may_keep(actor, row):
        raise Refusal("not-keeper", _("只有登记人和同岗位的知悉人可以办理批示件；您可以查看。"))
    return row
