"""Clocks beside the main one: who owes what until when. Rows of Duty, found by the tick job.

Derived from the standing alone; a duty that is no longer in it was done, or fell away.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import NamedTuple

from yingshang.kernel import worktime
from yingshang.kernel.flow import FlowDef, Standing
from yingshang.kernel.worktime import CST, Calendar, Limit

__all__ = ["APPLICANT", "Duty", "duty_changes", "owed"]

APPLICANT = "applicant"


class Duty(NamedTuple):
    """`holder`: the lead unit's code, or APPLICANT; `until`: a moment, or a limit from `since`."""

    kind: str
    holder: str
    since: datetime
    until: datetime | Limit | None


def owed(flow: FlowDef, s: Standing) -> list[Duty]:
    """What is owed as the case stands."""
    read = _BY_STATE.get(s.state)
    return read(flow, s) if read is not None else []


def duty_changes(
    calendar: Calendar, flow: FlowDef, before: Standing, now: Standing
) -> tuple[list[tuple[str, str, datetime, datetime | None]], list[str]]:
    """(kind, holder, since, due) of duties that are new or have moved, and the kinds that ended."""
    old, new = owed(flow, before), owed(flow, now)
    if old == new:
        return [], []
    fresh = [(d.kind, d.holder, d.since, _due(calendar, d)) for d in new if d not in old]
    kinds = {duty.kind for duty in new}
    return fresh, [duty.kind for duty in old if duty.kind not in kinds]


def _due(calendar: Calendar, duty: Duty) -> datetime | None:
    until = duty.until
    return worktime.due(calendar, duty.since, until).at if isinstance(until, Limit) else until


def _renewal(s: Standing) -> list[Duty]:
    if not s.expires_on or s.submitted_at is None or s.reopened:
        return []
    last = datetime.combine(date.fromisoformat(s.expires_on), time.max, CST)
    return [Duty("renewal", s.unit, s.submitted_at, last)]


def _submitted(flow: FlowDef, s: Standing) -> list[Duty]:
    return _renewal(s)


def _correcting(flow: FlowDef, s: Standing) -> list[Duty]:
    pause = s.open_pause
    if flow.correction is None or pause is None:
        return []
    return [Duty("correction", APPLICANT, pause.since, flow.correction)]


def _accepted(flow: FlowDef, s: Standing) -> list[Duty]:
    found = _renewal(s)
    since = s.accepted_at
    if since is None:
        return found
    if s.missing:
        found.append(Duty("make-up", APPLICANT, since, s.make_up_by))
    if s.hearing == "told":
        found.append(Duty("hearing-ask", APPLICANT, since, s.hearing_by))
    elif s.hearing_runs:
        found.append(Duty("hearing-hold", s.unit, since, s.hearing_by))
    return found


def _decided(flow: FlowDef, s: Standing) -> list[Duty]:
    found: list[Duty] = []
    since = s.decided_at
    if since is None:
        return found
    if s.commitment == "checking" and flow.verify is not None:
        found.append(Duty("verify", s.unit, since, flow.verify))
    elif s.commitment == "mending":
        found.append(Duty("mend", APPLICANT, since, s.mend_by))
    awaited = flow.delivery is not None and s.outcome not in flow.negative
    if awaited and s.delivered_at is None and s.state == "decided":
        found.append(Duty("deliver", s.unit, since, flow.delivery))
    return found


_BY_STATE: dict[str, Callable[[FlowDef, Standing], list[Duty]]] = {
    "submitted": _submitted,
    "correcting": _correcting,
    "accepted": _accepted,
    "decided": _decided,
    "closed": _decided,
}
