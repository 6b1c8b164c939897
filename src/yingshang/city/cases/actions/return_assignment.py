"""Return an order that is not one's duty: once, within one working day, citing the duties."""

from __future__ import annotations

from datetime import datetime

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._views import CaseView
from yingshang.city.cases._work import Work
from yingshang.city.cases.actions._perform import perform
from yingshang.city.definitions import service as definitions
from yingshang.kernel import worktime
from yingshang.kernel.flow import ReturnAssignment
from yingshang.kernel.worktime import Limit

__all__ = ["return_assignment"]

WINDOW = Limit(1, "workday", basis="督查工作约定：收到后一个工作日内可申请退回一次")


def return_assignment(
    *, ref: str, reason: str, duties: str, by: Actor, at: datetime, seq: int | None = None
) -> CaseView:
    """The order waits for a ruling; the returning unit stays responsible until then."""

    def command(work: Work) -> ReturnAssignment:
        return ReturnAssignment(
            by=by.id, at=at, reason=reason, duties=duties, window_open=window_open(work, at)
        )

    return perform("return_assignment", ref, by, at, command, seq=seq)


def _window(work: Work) -> Limit:
    """The item's own window, where it declares one."""
    own = (work.item.body.get("limits") or {}).get("return")
    return Limit(own["value"], own["unit"], basis=own.get("basis", "")) if own else WINDOW


def window_open(work: Work, at: datetime) -> bool:
    """Whether the working day for returning still runs."""
    assigned_at = work.standing.assigned_at
    if assigned_at is None:
        return False
    due = worktime.due(definitions.calendar(), assigned_at, _window(work)).at
    return due is not None and at <= due
