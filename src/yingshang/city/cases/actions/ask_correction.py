"""Ask, once and completely, for what is missing (Administrative Licensing Law art. 32)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._views import CaseView
from yingshang.city.cases.actions._perform import perform
from yingshang.city.cases.actions._terms import accepted_by_silence
from yingshang.kernel.flow import AskCorrection

__all__ = ["ask_correction"]


def ask_correction(
    *, ref: str, items: Sequence[str], by: Actor, at: datetime, seq: int | None = None
) -> CaseView:
    """One list of everything to supply; the acceptance clock waits until it comes."""
    return perform(
        "ask_correction",
        ref,
        by,
        at,
        lambda work: AskCorrection(
            by=by.id,
            at=at,
            items=tuple(items),
            late=accepted_by_silence(work, at) is not None,
        ),
        seq=seq,
    )
