"""Give up a hearing that one was told of."""

from __future__ import annotations

from datetime import datetime

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._views import CaseView
from yingshang.city.cases.actions._perform import perform
from yingshang.kernel.flow import WaiveHearing

__all__ = ["waive_hearing"]


def waive_hearing(
    *, ref: str, by: Actor, at: datetime, who: str = "applicant", seq: int | None = None
) -> CaseView:
    """The decision need not wait for the rest of the days."""
    return perform(
        "waive_hearing", ref, by, at, lambda work: WaiveHearing(by=by.id, at=at, who=who), seq=seq
    )
