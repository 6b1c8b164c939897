"""End the special procedure; the clock runs on."""

from __future__ import annotations

from datetime import datetime

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._views import CaseView
from yingshang.city.cases.actions._perform import perform
from yingshang.kernel.flow import Resume

__all__ = ["resume"]


def resume(*, ref: str, by: Actor, at: datetime, seq: int | None = None) -> CaseView:
    """Ends the open pause."""
    return perform(
        "resume",
        ref,
        by,
        at,
        lambda work: Resume(
            by=by.id,
            at=at,
        ),
        seq=seq,
    )
