"""What an order or a motion shows of its case: one date, one unit; and no ask outlives it, nor the
word of whoever found its answer good.

What stands on the ladder follows too, of plan tasks as well.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import SYSTEM, Actor
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.cases.kinds import ENDED_STATES
from yingshang.city.supervision.delays.acting import FAMILIES, lapse
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.ladder import following as ladder
from yingshang.city.supervision.models import Confirmation, InstructionTask, MotionShare, Order
from yingshang.city.supervision.motions.effects import unsay
from yingshang.city.supervision.outstanding import missed_its_day
from yingshang.kernel.worktime import to_cst

__all__ = ["FOLLOWED", "follow"]

FOLLOWED = FAMILIES | {"plan-task"}
MOVES = frozenset({"extended", "reopened", "amended"})
ENDS = frozenset(ENDED_STATES)  # an event is named as the state it leads to
HANDS = frozenset({"return-ruled", "amended"})


def follow(work: Any, facts: Sequence[Any]) -> None:
    """Our copies follow the case, in the transaction that moves it."""
    ladder.follow(work, facts)
    if work.item.family not in FAMILIES:
        return  # a plan's task keeps its own dates: see plans/tracking
    names = {one.event.name for one in facts}
    back = "step-opened" in names and any(step.again for step in work.standing.steps.values())
    clocks = any(one.event.data.get("clock") == "moved" for one in facts)  # a notice of days off
    if names & MOVES or back or clocks:
        _date(work.ref)
    for one in facts:
        if one.event.name == "reopened":
            _unsay(work.ref, one)
        if one.event.name in ("reopened", "closed"):
            _number(work.ref, one.event)
    handed = [one for one in facts if _moves(one.event)]
    if handed:
        anew = any(one.event.name == "amended" and not _inherited(one.event) for one in handed)
        _unit(work.ref, work.standing.unit, handed[0], anew=anew)
    moved = [one.event for one in handed if not _inherited(one.event)]
    for over in moved or (one.event for one in facts if one.event.name in ENDS):
        lapse(ref=work.ref, subject=work.header["subject"], at=over.at, moved=bool(moved))


def _moves(event: Any) -> bool:
    """Whether the case goes to another unit with this."""
    return event.name in HANDS and event.data.get("upheld", "unit" in event.data)


def _inherited(event: Any) -> bool:
    """Whether it goes to the heir of a unit that has ended, with all that was asked for."""
    return "heir" in event.data


def _date(ref: str) -> None:
    case = cases.case_for(SYSTEM, ref)
    due = case.again_due_at or case.promised_due_at
    if due is None:
        return
    day = to_cst(due).date()
    Order.objects.filter(ref=ref).update(due_on=day)
    MotionShare.objects.filter(ref=ref).update(due_on=day)


def _number(ref: str, event: Any) -> None:
    """Who answers anew owes a number anew; what closes has met its own, unless it was closed all
    the same."""
    rows = Order.objects.filter(ref=ref)
    if event.name == "reopened":
        rows.update(short="", met_on=None, looked_on=None)
    elif not event.data.get("override_reason"):
        for row in rows.select_related("warning"):
            if row.short or missed_its_day(row, event.at):
                rows.update(short="", met_on=to_cst(event.at).date())


def _who(fact: Any) -> Actor:
    return replace(SYSTEM, id=fact.event.by, name=fact.by_name)


def _unsay(ref: str, fact: Any) -> None:
    """What was found good no longer stands: the unit answers anew, and a person rules on it anew.
    Who had said so, when and in which words stays on record."""
    by, at = _who(fact), fact.event.at
    for share in MotionShare.objects.filter(ref=ref):
        unsay(share, by, at)
    for task in InstructionTask.objects.filter(ref=ref).exclude(accepted_at=None):
        told = {
            "order": ref, "by": task.accepted_by, "at": str(task.accepted_at),
            "findings": task.findings,
        }  # fmt: skip
        obj = f"instruction/{task.instruction_id}"
        audit.record(by=by, at=at, action="instruction.unsaid", obj=obj, detail=told)
        task.accepted_at, task.accepted_by, task.findings = None, "", ""
        task.save(update_fields=["accepted_at", "accepted_by", "findings"])
    for row in Confirmation.objects.filter(ref=ref):
        told = {"by": row.by_name, "at": str(row.at), "words": row.words}
        obj = f"order/{ref}"
        audit.record(by=by, at=at, action="supervision.unsaid", obj=obj, detail=told)
        row.delete()


def _unit(ref: str, unit: str, fact: Any, *, anew: bool) -> None:
    """A motion is handed to another unit, which sees it from now on. `anew`: its work begins
    from the start, so that no reply stands."""
    share = MotionShare.objects.filter(ref=ref).exclude(unit=unit).first()
    if share is None:
        return
    if MotionShare.objects.filter(motion=share.motion_id, unit=unit).exists():
        raise Refusal(
            "unit-twice",
            _("%s已经在办这件建议提案，不能再交给它；请另选单位。") % accounts.unit_name(unit),
        )
    if anew:
        unsay(share, _who(fact), fact.event.at)
    share.unit = unit
    share.waived_why, share.waived_by, share.waived_on = "", "", None  # said of the one before
    share.save()
