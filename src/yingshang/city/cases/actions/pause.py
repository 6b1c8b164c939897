"""Stop the clock for a special procedure (Administrative Licensing Law art. 45)."""

from __future__ import annotations

from datetime import datetime

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._views import CaseView
from yingshang.city.cases.actions._perform import perform
from yingshang.kernel.flow import Pause

__all__ = ["pause"]


def pause(
    *, ref: str, kind: str, reason: str, basis: str, by: Actor, at: datetime, seq: int | None = None
) -> CaseView:
    """The decision clocks stand until it is resumed; kind, reason and basis are kept."""
    return perform(
        "pause",
        ref,
        by,
        at,
        lambda work: Pause(by=by.id, at=at, kind=kind, reason=reason, basis=basis),
        seq=seq,
    )
