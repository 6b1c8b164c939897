"""Appoint the one coordinating unit."""

from __future__ import annotations

from datetime import datetime

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._views import CaseView
from yingshang.city.cases.actions._perform import perform
from yingshang.kernel.flow import Assign

__all__ = ["assign"]


def assign(
    *, ref: str, unit: str, by: Actor, at: datetime, seq: int | None = None, reason: str = ""
) -> CaseView:
    """Only for work whose lead unit is appointed case by case, and only once."""
    return perform(
        "assign",
        ref,
        by,
        at,
        lambda work: Assign(by=by.id, at=at, unit=unit, reason=reason),
        seq=seq,
    )
