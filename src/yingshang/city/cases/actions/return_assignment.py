"""Return an order that is not one's duty: once, within one working day, citing the duties."""

from __future__ import annotations

from datetime import datetime

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._returning import return_until, window_words
from yingshang.city.cases._views import CaseView
from yingshang.city.cases._work import Work
from yingshang.city.cases.actions._perform import perform
from yingshang.kernel.flow import ReturnAssignment

__all__ = ["return_assignment"]


def return_assignment(
    *, ref: str, reason: str, duties: str, by: Actor, at: datetime, seq: int | None = None
) -> CaseView:
    """The order waits for a ruling; the returning unit stays responsible until then."""

    def command(work: Work) -> ReturnAssignment:
        return ReturnAssignment(
            by=by.id,
            at=at,
            reason=reason,
            duties=duties,
            window_open=window_open(work, at),
            window=window_words(work),
        )

    return perform("return_assignment", ref, by, at, command, seq=seq)


def window_open(work: Work, at: datetime) -> bool:
    """Whether the working day for returning still runs."""
    until = return_until(work)
    return until is not None and at <= until
