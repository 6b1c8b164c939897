"""Rule on a returned order; the ruling is final."""

from __future__ import annotations

from datetime import datetime

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._views import CaseView
from yingshang.city.cases.actions._perform import perform
from yingshang.kernel.flow import RuleReturn

__all__ = ["rule_return"]


def rule_return(
    *,
    ref: str,
    upheld: bool,
    by: Actor,
    at: datetime,
    seq: int | None = None,
    unit: str | None = None,
    reason: str = "",
) -> CaseView:
    """Upheld: another unit is named and its steps restart. Else the unit stays."""
    return perform(
        "rule_return",
        ref,
        by,
        at,
        lambda work: RuleReturn(by=by.id, at=at, upheld=upheld, unit=unit or "", reason=reason),
        seq=seq,
    )
