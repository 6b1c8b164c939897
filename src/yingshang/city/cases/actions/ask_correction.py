"""Ask, once and completely, for what is missing (Administrative Licensing Law art. 32)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._views import CaseView
from yingshang.city.cases._work import Work
from yingshang.city.cases.actions._perform import perform
from yingshang.city.cases.actions._terms import ends
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
            by=by.id, at=at, items=tuple(items), late=asked_too_late(work, at)
        ),
        seq=seq,
    )


def asked_too_late(work: Work, at: datetime) -> bool:
    """Whether the days for answering are over: by then silence has accepted (law, art. 32)."""
    limit, standing = work.item.flow.acceptance, work.standing
    received = standing.supplied_at or standing.submitted_at
    return bool(
        limit and received and work.item.silence_accepts and at > ends(work, received, limit)
    )
