"""Tell of the right to a hearing (Administrative Licensing Law arts. 46, 47)."""

from __future__ import annotations

from datetime import datetime

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._views import CaseView
from yingshang.city.cases.actions._perform import perform
from yingshang.city.cases.actions._terms import declared_limit, ends
from yingshang.kernel.flow import TellHearing

__all__ = ["tell_hearing"]


def tell_hearing(
    *, ref: str, reason: str, by: Actor, at: datetime, seq: int | None = None
) -> CaseView:
    """`reason`: which weighty interests it touches; five days to ask run from now."""
    return perform(
        "tell_hearing",
        ref,
        by,
        at,
        lambda work: TellHearing(
            by=by.id,
            at=at,
            reason=reason,
            ask_by=ends(work, at, declared_limit(work, "hearing_ask")),
        ),
        seq=seq,
    )
