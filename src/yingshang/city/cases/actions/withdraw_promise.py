"""Take a commitment back before the decision; the case goes the ordinary way."""

from __future__ import annotations

from datetime import datetime

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._views import CaseView
from yingshang.city.cases.actions._perform import perform
from yingshang.kernel.flow import WithdrawPromise

__all__ = ["withdraw_promise"]


def withdraw_promise(
    *, ref: str, by: Actor, at: datetime, seq: int | None = None, reason: str = ""
) -> CaseView:
    """By the applicant, or at the counter for him."""
    return perform(
        "withdraw_promise",
        ref,
        by,
        at,
        lambda work: WithdrawPromise(by=by.id, at=at, reason=reason),
        seq=seq,
    )
