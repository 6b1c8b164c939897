"""Refuse to accept, with reasons."""

from __future__ import annotations

from datetime import datetime

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._views import CaseView
from yingshang.city.cases.actions._perform import perform
from yingshang.city.cases.actions._terms import accepted_by_silence
from yingshang.kernel.flow import Refuse

__all__ = ["refuse"]


def refuse(
    *,
    ref: str,
    reason: str,
    by: Actor,
    at: datetime,
    seq: int | None = None,
    kind: str = "",
    body: str = "",
) -> CaseView:
    """A written refusal says why, and what the applicant can do.

    `kind`: one of kinds.REFUSAL_LABELS; for 'not-ours', `body` names whom to apply to instead.
    """
    return perform(
        "refuse",
        ref,
        by,
        at,
        lambda work: Refuse(
            by=by.id,
            at=at,
            reason=reason,
            kind=kind,
            body=body,
            late=accepted_by_silence(work, at) is not None,
        ),
        seq=seq,
    )
