"""Complete one step of a case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._files import Upload, store
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
    files: Sequence[Upload] = (),
) -> CaseView:
    """'pass' or 'fail' (with an opinion) by the step's own unit, with what goes along as `files`;
    steps behind it open.

    Where several units work in parallel, pass no `seq`: another unit's step is no conflict.
    """
    stored = store(files)
    data: dict[str, Any] = {"opinion": opinion.strip()} if opinion.strip() else {}
    if stored:
        data["files"] = [row.sha256 for row in stored]
    return perform(
        "complete_step",
        ref,
        by,
        at,
        lambda work: CompleteStep(by=by.id, at=at, step=step, result=result, data=data),
        seq=seq,
        step=step,
        files=stored,
    )
