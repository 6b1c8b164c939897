"""Another due date or another unit, because the paper behind appointed work has changed."""

from __future__ import annotations

from datetime import datetime

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._views import CaseView
from yingshang.city.cases.actions._perform import perform
from yingshang.city.cases.actions.extend import set_by_hand
from yingshang.kernel.flow import Amend

__all__ = ["amend"]


def amend(
    *,
    ref: str,
    reason: str,
    by: Actor,
    at: datetime,
    unit: str = "",
    until: datetime | None = None,
    undated: bool = False,
    heir: bool = False,
    seq: int | None = None,
) -> CaseView:
    """`until` replaces the due date, extended or not; `undated` takes it away: the clock stands
    still and nobody is late. Another `unit` begins with signing for it; the `heir` of one that
    is no more goes on where that was. It is no extension: what
    the unit may still ask for is not used up."""
    return perform(
        "amend",
        ref,
        by,
        at,
        lambda work: Amend(
            by=by.id,
            at=at,
            unit=unit,
            until=until,
            undated=undated,
            heir=heir,
            was=set_by_hand(work),
            reason=reason,
        ),
        seq=seq,
    )
