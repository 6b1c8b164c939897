"""Extend the limit, approved by the head (Licensing Law art. 42) or by who set it."""

from __future__ import annotations

from datetime import datetime, time

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._clock import again_due, calendar_of, clocks
from yingshang.city.cases._views import CaseView
from yingshang.city.cases._work import Work
from yingshang.city.cases.actions._perform import perform
from yingshang.city.definitions import service as definitions
from yingshang.kernel.flow import Extend
from yingshang.kernel.worktime import CST, to_cst

__all__ = ["extend", "set_by_hand"]


def extend(
    *,
    ref: str,
    reason: str,
    approver: str,
    by: Actor,
    at: datetime,
    workdays: int = 0,
    until: datetime | None = None,
    asked_at: datetime | None = None,
    seq: int | None = None,
    role: str = "",
) -> CaseView:
    """More working days on every decision clock, approved before the legal limit is over. `role`:
    of the approver, where the item declares several (the head of the organ, the government).
    Of work whose due date is set by hand, that date moves: by the days, or to `until`; what
    was asked for in time (`asked_at`) is not late for having waited for its approval."""

    def command(work: Work) -> Extend:
        was = set_by_hand(work)
        days, new = _moved(work, was, workdays, until) if was else (workdays, None)
        late = (asked_at or at) > was if was and not work.item.flow.licensing else _over(work, at)
        return Extend(
            by=by.id,
            at=at,
            workdays=days,
            reason=reason,
            approver=approver,
            role=role,
            late=late,
            until=new,
            was=was if new else None,
        )

    return perform("extend", ref, by, at, command, seq=seq)


def set_by_hand(work: Work) -> datetime | None:
    """The due date that somebody set, as it stands now: of what was sent back, the new one."""
    fixed: datetime | None = work.header["due_fixed_at"]
    due: datetime | None = work.standing.due_by_hand(fixed)
    if due is None:
        return None
    calendar = calendar_of(work.standing.unit, definitions.calendar(work.header["region"]))
    return again_due(calendar, work.item.flow, work.standing, fixed, due) or due


def _moved(
    work: Work, was: datetime, workdays: int, until: datetime | None
) -> tuple[int, datetime | None]:
    """(workdays, new date): each from the other."""
    calendar = definitions.calendar(work.header["region"])
    day = to_cst(was).date()
    if until is not None:
        return max(calendar.count_workdays(day, to_cst(until).date()), 1), until
    if not 1 <= workdays <= 1000:
        return workdays, None  # the kernel says what is wrong with it
    return workdays, datetime.combine(calendar.add_workdays(day, workdays), time(23, 59, 59), CST)


def _over(work: Work, at: datetime) -> bool:
    """Whether the legal limit has passed: art. 42 extends what cannot be decided within it, and
    heals nothing afterwards. A clock that stands has not passed."""
    flow = work.item.flow
    if not flow.licensing:
        return False
    calendar = definitions.calendar(work.header["region"])
    due = clocks(calendar, flow, work.standing)
    limit = due.statutory if flow.statutory else due.due
    return limit is not None and at > limit
