"""Ask for a hearing within the days for it; the decision clock stands until it was held."""

from __future__ import annotations

from datetime import datetime

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._views import CaseView
from yingshang.city.cases.actions._perform import perform
from yingshang.city.cases.actions._terms import declared_limit, ends
from yingshang.kernel.flow import AskHearing

__all__ = ["ask_hearing"]


def ask_hearing(
    *,
    ref: str,
    by: Actor,
    at: datetime,
    who: str = "applicant",
    reason: str = "",
    seq: int | None = None,
) -> CaseView:
    """By the applicant, or at the counter for him or for an interested party (`who`)."""
    return perform(
        "ask_hearing",
        ref,
        by,
        at,
        lambda work: AskHearing(
            by=by.id,
            at=at,
            who=who,
            reason=reason,
            hold_by=ends(work, at, declared_limit(work, "hearing_hold")),
            takes=str(declared_limit(work, "hearing_hold")),
        ),
        seq=seq,
    )
