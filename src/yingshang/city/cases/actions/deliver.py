"""Deliver the result: picked up, by post, or electronically (law, art. 44)."""

from __future__ import annotations

from datetime import datetime

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._views import CaseView
from yingshang.city.cases._work import seal
from yingshang.city.cases.actions._perform import perform
from yingshang.kernel.flow import Deliver

__all__ = ["deliver"]


def deliver(
    *,
    ref: str,
    way: str,
    recipient: str,
    by: Actor,
    at: datetime,
    tracking: str = "",
    channel: str = "",
    seq: int | None = None,
) -> CaseView:
    """`way`: pick-up | post | e-mail. Picked up at the window counts as a visit.

    The recipient is personal data: the fact holds its salted digest, the name can be erased.
    """
    sealed = seal({"delivered_to": recipient.strip()})
    return perform(
        "deliver",
        ref,
        by,
        at,
        lambda work: Deliver(
            by=by.id,
            at=at,
            way=way,
            recipient=recipient,
            tracking=tracking,
            channel=channel or ("window" if way == "pick-up" else ""),
            data={"digest": sealed[2]},
        ),
        seq=seq,
        sealed=sealed,
    )
