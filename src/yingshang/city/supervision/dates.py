"""What an order or a motion shows of its case: one date, one unit; and no ask outlives it."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.cases.kinds import ENDED_STATES
from yingshang.city.supervision.delays.acting import FAMILIES, lapse
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.models import MotionShare, Order
from yingshang.kernel.worktime import to_cst

__all__ = ["FAMILIES", "follow"]

MOVES = frozenset({"extended", "reopened"})
ENDS = frozenset(ENDED_STATES)  # an event is named as the state it leads to
HANDS = frozenset({"return-ruled", "amended"})


def follow(work: Any, facts: Sequence[Any]) -> None:
    """Our copies follow the case, in the transaction that moves it."""
    names = {one.event.name for one in facts}
    if names & MOVES:
        _date(work.ref)
    if names & HANDS:
        _unit(work.ref, work.standing.unit, anew="amended" in names)
    if names & ENDS:
        ends = next(one.event for one in facts if one.event.name in ENDS)
        head = work.header
        lapse(ref=work.ref, unit=work.standing.unit, subject=head["subject"], at=ends.at)


def _date(ref: str) -> None:
    due = cases.case_for(SYSTEM, ref).promised_due_at
    if due is None:
        return
    day = to_cst(due).date()
    Order.objects.filter(ref=ref).update(due_on=day)
    MotionShare.objects.filter(ref=ref).update(due_on=day)


def _unit(ref: str, unit: str, *, anew: bool) -> None:
    """A motion is handed to another unit, which sees it from now on. `anew`: its work begins
    from the start, so that no reply stands."""
    share = MotionShare.objects.filter(ref=ref).exclude(unit=unit).first()
    if share is None:
        return
    if MotionShare.objects.filter(motion=share.motion_id, unit=unit).exists():
        with override("zh-hans"):
            raise Refusal(
                "unit-twice",
                _("%s已经在办这件建议提案，不能再交给它；请另选单位。") % accounts.unit_name(unit),
            )
    share.unit = unit
    if anew:
        share.grade, share.replied_on = "", None
    share.save(update_fields=["unit", "grade", "replied_on"])
