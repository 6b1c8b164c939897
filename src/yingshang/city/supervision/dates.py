"""The day on which an order or a motion is due: one date, the one of its case."""

from collections.abc import Sequence
from typing import Any

from yingshang.city.accounts.service import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.supervision.models import MotionShare, Order
from yingshang.kernel.worktime import to_cst

__all__ = ["FAMILY", "follow"]

FAMILY = "order"
MOVES = frozenset({"extended", "reopened"})


def follow(work: Any, facts: Sequence[Any]) -> None:
    """Our copy of the date follows the case, in the transaction that moves it."""
    if not any(one.event.name in MOVES for one in facts):
        return
    due = cases.case_for(SYSTEM, work.ref).promised_due_at
    if due is None:
        return
    day = to_cst(due).date()
    Order.objects.filter(ref=work.ref).update(due_on=day)
    MotionShare.objects.filter(ref=work.ref).update(due_on=day)
