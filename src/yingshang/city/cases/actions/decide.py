"""Decide the case; effects of the outcome follow in the same transaction."""

from __future__ import annotations

from datetime import datetime

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._views import CaseView
from yingshang.city.cases.actions._perform import perform
from yingshang.kernel.flow import Decide

__all__ = ["decide"]


def decide(
    *, ref: str, outcome: str, by: Actor, at: datetime, seq: int | None = None, reason: str = ""
) -> CaseView:
    """The first outcome of an item is the positive one; any other needs a reason."""
    return perform(
        "decide",
        ref,
        by,
        at,
        lambda work: Decide(by=by.id, at=at, outcome=outcome, reason=reason),
        seq=seq,
    )
