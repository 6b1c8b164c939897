"""Stop the clock for a special procedure (Administrative Licensing Law art. 45)."""

from __future__ import annotations

from datetime import datetime

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._views import CaseView
from yingshang.city.cases.actions._perform import perform
from yingshang.city.cases.kinds import Refusal
from yingshang.kernel.flow import Pause
from yingshang.kernel.worktime import Limit

__all__ = ["pause"]


def pause(
    *,
    ref: str,
    kind: str,
    reason: str,
    basis: str,
    by: Actor,
    at: datetime,
    seq: int | None = None,
    expected: str = "",
    notice: str = "",
    counterpart: str = "",
) -> CaseView:
    """The decision clocks stand until it is resumed; what is said of the pause is kept.

    `expected`: how long the applicant was told that it takes, as a limit ("10个工作日");
    `notice`: number of the written notice that says so (art. 45); `counterpart`: who is waited
    for. Refusal "pause-expected" for a limit that cannot be read.
    """
    if expected.strip():
        try:
            expected = str(Limit.parse(expected))
        except ValueError as error:
            raise Refusal("pause-expected", str(error)) from None
    return perform(
        "pause",
        ref,
        by,
        at,
        lambda work: Pause(
            by=by.id,
            at=at,
            kind=kind,
            reason=reason,
            basis=basis,
            expected=expected,
            notice=notice,
            counterpart=counterpart,
        ),
        seq=seq,
    )
