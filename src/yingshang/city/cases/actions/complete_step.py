"""Complete one step of a case."""

from __future__ import annotations

from datetime import datetime

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._views import CaseView
from yingshang.city.cases.actions._perform import perform
from yingshang.kernel.flow import CompleteStep

__all__ = ["complete_step"]


def complete_step(
    *,
    ref: str,
    step: str,
    result: str = "pass",
    opinion: str = "",
    by: Actor,
    at: datetime,
    seq: int | None = None,
) -> CaseView:
    """'pass' or 'fail' (with an opinion) by the step's own unit; steps behind it open.

    Where several units work in parallel, pass no `seq`: another unit's step is no conflict.
    """
    data = {"opinion": opinion.strip()} if opinion.strip() else {}
    return perform(
        "complete_step",
        ref,
        by,
        at,
        lambda work: CompleteStep(by=by.id, at=at, step=step, result=result, data=data),
        seq=seq,
        step=step,
    )
