"""Extend the limit once, approved by the head (Administrative Licensing Law art. 42)."""

from __future__ import annotations

from datetime import datetime

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._views import CaseView
from yingshang.city.cases.actions._perform import perform
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
    """More working days on every decision clock. `role`: of the approver, where the item
    declares several (the head of the organ, the government)."""
    return perform(
        "extend",
        ref,
        by,
        at,
        lambda work: Extend(
            by=by.id, at=at, workdays=workdays, reason=reason, approver=approver, role=role
        ),
        seq=seq,
    )
