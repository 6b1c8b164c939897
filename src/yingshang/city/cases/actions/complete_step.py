"""Complete one step of a case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._files import Upload, store
from yingshang.city.cases._views import CaseView
from yingshang.city.cases._work import Work
from yingshang.city.cases.actions._perform import perform
from yingshang.city.cases.registries import step_held
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
    past_guard: bool = False,
) -> CaseView:
    """'pass' or 'fail' (with an opinion) by the step's own unit, with what goes along as `files`;
    steps behind it open.

    Where several units work in parallel, pass no `seq`: another unit's step is no conflict.
    `past_guard`: the app that guards this step (`step_guards`) asks, once its own rule holds.
    """
    stored = store(files)
    data: dict[str, Any] = {"opinion": opinion.strip()} if opinion.strip() else {}
    if stored:
        data["files"] = [row.sha256 for row in stored]

    def command(work: Work) -> CompleteStep:
        held = None if past_guard else step_held(work.item.code, ref, step)
        if held is not None:
            raise held
        return CompleteStep(by=by.id, at=at, step=step, result=result, data=data)

    return perform(
        "complete_step",
        ref,
        by,
        at,
        command,
        seq=seq,
        step=step,
        files=stored,
    )
