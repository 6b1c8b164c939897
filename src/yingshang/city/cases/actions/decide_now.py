"""Decide on the spot: instant items and commitments (Administrative Licensing Law art. 34)."""

from __future__ import annotations

from datetime import datetime

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._views import CaseView
from yingshang.city.cases.actions._perform import perform
from yingshang.kernel.flow import DecideNow

__all__ = ["decide_now"]


def decide_now(
    *, ref: str, outcome: str, by: Actor, at: datetime, seq: int | None = None, reason: str = ""
) -> CaseView:
    """Acceptance and decision in one; what was promised is verified afterwards."""
    return perform(
        "decide_now",
        ref,
        by,
        at,
        lambda work: DecideNow(by=by.id, at=at, outcome=outcome, reason=reason),
        seq=seq,
    )
