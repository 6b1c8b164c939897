"""Verify after the decision what was promised before it (告知承诺)."""

from __future__ import annotations

from datetime import datetime

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._views import CaseView
from yingshang.city.cases._work import Work
from yingshang.city.cases.actions._perform import perform
from yingshang.city.cases.actions._terms import ends
from yingshang.kernel.flow import VerifyCommitment
from yingshang.kernel.worktime import Limit

__all__ = ["verify_commitment"]


def verify_commitment(
    *,
    ref: str,
    result: str,
    by: Actor,
    at: datetime,
    reason: str = "",
    days: int = 0,
    seq: int | None = None,
) -> CaseView:
    """'kept', 'short' (to be put right within `days` of the item's unit) or 'untrue' (revoked).

    A second 'short', after the time to mend, revokes. Licences and credit follow in the same
    transaction, through what is registered.
    """

    def command(work: Work) -> VerifyCommitment:
        longest = work.item.flow.mend
        until = ends(work, at, Limit(days, longest.unit)) if longest and 1 <= days <= 366 else None
        return VerifyCommitment(
            by=by.id, at=at, result=result, reason=reason, days=days, until=until
        )

    return perform("verify_commitment", ref, by, at, command, seq=seq)
