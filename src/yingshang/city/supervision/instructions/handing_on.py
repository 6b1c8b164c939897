"""Who keeps an instruction when its keepers have left: named by a leader, or taken up on record."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.definitions.service import official
from yingshang.city.notify import service as notify
from yingshang.city.supervision.instructions.access import keepers_of, may_hand_on, may_register
from yingshang.city.supervision.instructions.kinds import Kept
from yingshang.city.supervision.instructions.tables import Instruction
from yingshang.city.supervision.kinds import Refusal

__all__ = ["instructions_to_hand_on", "take_over_instruction"]


def instructions_to_hand_on(actor: Actor) -> list[Kept]:
    """Unfinished ones that the actor may give a keeper: numbers alone, for he need not be a
    reader."""
    if not actor.region or not (actor.role == "leader" or may_register(actor)):
        return []
    waits = ~Q(status=Instruction.Status.REPLIED) | Q(tasks__accepted_at=None)
    rows = Instruction.objects.filter(waits, region=actor.region).distinct()
    staff = accounts.actors(region=actor.region)
    found = ((row, keepers_of(row, staff)) for row in rows if may_hand_on(actor, row, staff))
    return [
        Kept(row.pk, row.number, row.registered_name, row.reply_by, tuple(k.name for k in keepers))
        for row, keepers in found
    ]


@official  # what is written stays Chinese, whatever language the screen speaks
@transaction.atomic
def take_over_instruction(
    *, instruction: int, reason: str, by: Actor, at: datetime, keeper: str = ""
) -> None:
    """Put ``keeper`` (default: oneself) in charge, and why. Those who were are told, and the
    leaders of the city, who see that words meant for few have one more reader."""
    rows = Instruction.objects.select_for_update().filter(region=by.region or "-")
    row = rows.filter(pk=instruction).first()
    staff = accounts.actors(region=by.region)
    if row is None or not may_hand_on(by, row, staff):
        raise NotVisible(f"instruction {instruction}")
    new = next((one for one in staff if one.id == (keeper or by.id)), None)
    if new is None or not may_register(new) or (by.role != "leader" and new.id != by.id):
        raise Refusal("keeper-unknown", _("请选择由哪位督办人员或营商局工作人员接办。"))
    before = keepers_of(row, staff)
    if new in before:
        raise Refusal("keeper-already", _("%s已经在办这件批示，不需要再接办。") % new.name)
    if not reason.strip():
        raise Refusal("reason-missing", _("请写明为什么要由他人接办；理由会留存。"))
    row.readers = sorted({*row.readers, new.id})
    row.save(update_fields=["readers"])
    detail = {"keeper": new.id, "registrar": row.registered_name, "reason": reason.strip()[:300]}
    audit.record(
        by=by, at=at, action="instruction.take-over", obj=f"instruction/{row.pk}", detail=detail
    )
    leaders = accounts.actors(region=row.region, role="leader")
    _tell(row, new, [one for one in (new, *before, *leaders) if one.id != by.id], detail, at)


def _tell(
    row: Instruction, new: Actor, others: Sequence[Actor], detail: dict[str, str], at: datetime
) -> None:
    title = _("批示件%(number)s由%(who)s接办") % {"number": row.number, "who": new.name}
    notify.send_many(
        notify.Outgoing(
            to=f"user:{one.id}", topic="instruction", title=title, body=detail["reason"], at=at,
            key=f"instruction-{row.pk}-keeper-{new.id}-{at:%y%m%d%H%M}",
            link=f"/desk/instructions/{row.pk}/" if one == new else "/desk/instructions/",
        )
        for one in dict.fromkeys(others)
    )  # fmt: skip
