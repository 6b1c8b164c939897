"""Who may read an instruction: whoever registered it, and the readers it names. Nobody else.

Not even other supervisors of the city, and not the system: what they see of it is the order, which
does not repeat the words.
"""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.supervision.instructions.tables import Instruction
from yingshang.city.supervision.kinds import Refusal

__all__ = ["fetch", "fetch_to_keep", "may_keep", "may_register", "visible"]

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
