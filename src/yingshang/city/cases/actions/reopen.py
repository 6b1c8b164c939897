"""Reopen an ended case on a stated ground (reconsideration, judgment, review)."""

from __future__ import annotations

from datetime import datetime

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._views import CaseView
from yingshang.city.cases.actions._perform import perform
from yingshang.kernel.flow import Reopen

__all__ = ["reopen"]


def reopen(
    *,
    ref: str,
    ground: str,
    by: Actor,
    at: datetime,
    kind: str = "",
    until: datetime | None = None,
    seq: int | None = None,
) -> CaseView:
    """The steps start anew; the ground and its kind (kinds.REOPEN_LABELS) stay on the timeline.
    `until`: the new due date, of work whose due date is set by hand."""
    return perform(
        "reopen",
        ref,
        by,
        at,
        lambda work: Reopen(by=by.id, at=at, ground=ground, kind=kind, until=until),
        seq=seq,
    )
