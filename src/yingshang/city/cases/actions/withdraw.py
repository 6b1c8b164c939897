"""Withdraw before a decision."""

from __future__ import annotations

from datetime import datetime

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._views import CaseView
from yingshang.city.cases.actions._perform import perform
from yingshang.kernel.flow import Withdraw

__all__ = ["withdraw"]


def withdraw(
    *, ref: str, by: Actor, at: datetime, seq: int | None = None, reason: str = ""
) -> CaseView:
    """The case ends without a decision."""
    return perform(
        "withdraw", ref, by, at, lambda work: Withdraw(by=by.id, at=at, reason=reason), seq=seq
    )
