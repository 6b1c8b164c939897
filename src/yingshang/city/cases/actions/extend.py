"""Extend the limit once, approved by the head (Administrative Licensing Law art. 42)."""

from __future__ import annotations

from datetime import datetime

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._clock import clocks
from yingshang.city.cases._views import CaseView
from yingshang.city.cases._work import Work
from yingshang.city.cases.actions._perform import perform
from yingshang.city.definitions import service as definitions
from yingshang.kernel.flow import Extend

__all__ = ["extend"]


def extend(
    *,
    ref: str,
    workdays: int,
    reason: str,
    approver: str,
    by: Actor,
    at: datetime,
    seq: int | None = None,
    role: str = "",
) -> CaseView:
    """More working days on every decision clock, approved before the legal limit is over. `role`:
    of the approver, where the item declares several (the head of the organ, the government)."""
    return perform(
        "extend",
        ref,
        by,
        at,
        lambda work: Extend(
            by=by.id,
            at=at,
            workdays=workdays,
            reason=reason,
            approver=approver,
            role=role,
            late=_over(work, at),
        ),
        seq=seq,
    )


def _over(work: Work, at: datetime) -> bool:
    """Whether the legal limit has passed: art. 42 extends what cannot be decided within it, and
    heals nothing afterwards. A clock that stands has not passed."""
    flow = work.item.flow
    if not flow.licensing:
        return False
    calendar = definitions.calendar(work.header["region"])
    due = clocks(calendar, flow, work.standing)
    limit = due.statutory if flow.statutory else due.due
    return limit is not None and at > limit
