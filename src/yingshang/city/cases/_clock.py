"""The clocks of a case: folds over its spans, never counters. All due dates come from here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_noop as _

from yingshang.city.definitions import service as definitions
from yingshang.kernel import worktime
from yingshang.kernel.flow import CORRECTION, FlowDef, Standing, StepDef, StepStanding
from yingshang.kernel.worktime import Calendar, Extension, Limit, Pause, to_cst

__all__ = [
    "Clocks",
    "again_due",
    "calendar_of",
    "clocks",
    "counting",
    "extensions_of",
    "lamp_of",
    "line_specs",
    "pauses_of",
    "rested",
    "step_due",
    "warn_from",
]


@dataclass(frozen=True, slots=True)
class Clocks:
    """Due dates of a case as it stands; `next` is the one that runs now, None when it stands.
    `again`: later than `due`, for a unit that had answered by then and was sent back."""

    acceptance: datetime | None
    due: datetime | None
    statutory: datetime | None
    next: datetime | None
    warn: datetime | None
    used_workdays: int | None
    used_days: int | None
    delivery: datetime | None = None  # after the decision (licensing law art. 44)
    renewal: datetime | None = None  # before the old licence expires (art. 50)
    applicant: datetime | None = None  # what the applicant owes: a correction, a material
    again: datetime | None = None


def calendar_of(unit: str, otherwise: Calendar) -> Calendar:
    """The calendar with a unit's own hours; the city's for one that has none."""
    return definitions.calendar(unit=unit) if unit else otherwise


@lru_cache(maxsize=1024)
def _said(text: str) -> Limit | None:
    """A limit kept in words beside a pause; None for none."""
    return Limit.parse(text) if text else None


def pauses_of(standing: Standing) -> tuple[Pause, ...]:
    """Special procedures; a wait for a correction stops the acceptance, not the decision clock."""
    if not standing.pauses:
        return ()
    return tuple(
        Pause(
            p.since,
            p.until,
            p.kind,
            p.reason,
            p.basis,
            _said(p.cap),
            _said(p.expected),
            p.notice,
            p.counterpart,
        )
        for p in standing.pauses
        if p.kind != CORRECTION
    )


def extensions_of(standing: Standing, flow: FlowDef | None = None) -> tuple[Extension, ...]:
    """Extensions for the kernel. With the flow, the approver's role is named as the item does."""
    running = standing.running_extensions
    if not running:
        return ()
    return tuple(
        Extension(
            Limit(e.workdays, "workday"), e.approver, e.reason, e.at, _role(flow, e.role), e.basis
        )
        for e in running
    )


def _role(flow: FlowDef | None, role: str) -> str:
    rule = flow.extension_rule(role) if flow is not None and role else None
    return rule.name if rule else ""


def warn_from(calendar: Calendar, due: datetime | None, limit: Limit | None) -> datetime | None:
    """The moment from which a running clock warns; None without a due date."""
    return worktime.warn_at(due, calendar=calendar, limit=limit) if due is not None else None


def counting(limit: Limit | None) -> dict[str, str]:
    """From which day a limit counts, as worktime.used wants to know it."""
    if limit is None:
        return {}
    return {"count_from": limit.count_from, "after_hours": limit.after_hours}


def step_due(
    calendar: Calendar,
    step: StepDef,
    opened_at: datetime | None,
    standing: Standing,
    fixed: datetime | None,
) -> datetime | None:
    """When a step is due: by its own limit, but the unit's own step never later than the date
    that was set for the whole by hand, unless it was opened after that date. What the item calls
    due with the whole is due on that very date, and has its own limit when it is opened anew, until
    a date is set again."""
    found = _due(calendar, opened_at, step.limit, pauses_of(standing))
    whole = rested(standing, standing.due_by_hand(fixed))
    if step.whole and whole is None:
        return None  # no date was set, and a limit of its own is none
    if found is None or opened_at is None or whole is None or not step.is_lead:
        return found
    if step.whole:
        now = standing.steps.get(step.code)
        first = now.rounds[0][0] if now is not None and now.rounds else opened_at
        set_at = (standing.accepted_at, standing.assigned_at, standing.due_moved_at, first)
        begun = max(filter(None, set_at))
        return whole if opened_at <= begun and opened_at < whole else max(found, whole)
    return min(found, whole) if opened_at < whole else found


def lamp_of(next_due: datetime | None, warn: datetime | None, at: datetime) -> str:
    """The lamp of a running clock from its two scan columns."""
    if next_due is None:
        return "grey"
    if at > next_due:
        return "red"
    return "yellow" if warn is not None and at >= warn else "green"


def _due(
    calendar: Calendar,
    start: datetime | None,
    limit: Limit | None,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
) -> datetime | None:
    if start is None or limit is None:
        return None
    if not pauses and not extensions:
        return _plain_due(calendar, start, limit)
    return worktime.due(calendar, start, limit, pauses=pauses, extensions=extensions).at


@lru_cache(maxsize=8192)
def _plain_due(calendar: Calendar, start: datetime, limit: Limit) -> datetime | None:
    """Every verb of a case asks for the same dates again, until something pauses."""
    return worktime.due(calendar, start, limit).at


def clocks(
    calendar: Calendar,
    flow: FlowDef,
    standing: Standing,
    *,
    fixed: datetime | None = None,
    intake: Calendar | None = None,
) -> Clocks:
    """All due dates. `fixed`: a due date set by hand, which stands for the promised one;
    `intake`: the calendar with the hours of the unit that receives, where it has its own."""
    pauses, extensions = pauses_of(standing), extensions_of(standing)
    fixed = standing.due_by_hand(fixed)
    started = standing.decision_starts(flow)
    received = standing.supplied_at or standing.submitted_at
    acceptance = None
    if not standing.open_pause or standing.state != "correcting":
        acceptance = _due(intake or calendar, received, flow.acceptance)
    statutory = _due(calendar, started, flow.statutory, pauses, extensions)
    promised = flow.promised or flow.statutory
    due = fixed or _due(calendar, started, promised, pauses, extensions)
    renewal = None
    if standing.expires_on and not standing.reopened:
        renewal = worktime.renewal(calendar, date.fromisoformat(standing.expires_on)).decide_by
        due = min(due, renewal) if due and started else due
    again = again_due(calendar_of(standing.unit, calendar), flow, standing, fixed, due)
    next_due, limit = None, None
    if standing.state == "submitted":
        next_due, limit = (fixed, None) if fixed else (acceptance, flow.acceptance)
    elif standing.state == "accepted":
        rests = fixed is not None and standing.open_pause is not None  # no date is known then
        next_due, limit = None if rests else again or due, None if fixed else promised
        if due is None and started is None:
            next_due, limit = _first_review(calendar, flow, standing, pauses)
    used_workdays = used_days = None
    if standing.decided_at and started:
        ended = standing.decided_at
        # counted as the limit counts: on its last day it is used up, not one day short
        how = counting(promised)
        used_workdays = worktime.used(calendar, started, ended, pauses=pauses, **how)
        used_days = worktime.used(calendar, started, ended, unit="day", pauses=pauses, **how)
    return Clocks(
        acceptance,
        due,
        statutory,
        next_due,
        warn_from(calendar, next_due, limit),
        used_workdays,
        used_days,
        _due(calendar, standing.decided_at, flow.delivery) if standing.decided_at else None,
        renewal,
        _applicant(calendar, flow, standing),
        again,
    )


def again_due(
    calendar: Calendar,
    flow: FlowDef,
    standing: Standing,
    fixed: datetime | None,
    due: datetime | None,
) -> datetime | None:
    """Until when a unit has time again, where that is later: it answered by the day set for the
    whole and was sent back (only what is due with the whole has a limit of its own then), or the
    work was suspended for a while. While it rests it keeps the day that it had; how much later
    that is, is known when it goes on."""
    if due is None or not any(step.whole for step in flow.steps):
        return None
    if standing.open_pause is not None:
        over = tuple(span for span in standing.pauses if span.until is not None)
        standing = replace(standing, pauses=over)
    day = rested(standing, due) or due
    own = [
        (step, standing.steps.get(step.code)) for step in flow.steps if step.answers or step.whole
    ]
    given = [(step, now) for step, now in own if now is not None and now.status != "skipped"]
    found = [_last_day(calendar, step, now, standing, fixed, day) for step, now in given]
    last = max([day, *filter(None, found)]) if None not in found else day
    return last if last > due else None


def rested(standing: Standing, day: datetime | None) -> datetime | None:
    """A date set by hand, later by what the case rested since it was set."""
    begun = standing.due_moved_at or standing.accepted_at
    if day is None or begun is None or not standing.pauses:
        return day
    start = to_cst(begun).date()
    last = worktime.put_off(to_cst(day).date(), start, pauses_of(standing))
    return day + (last - to_cst(day).date())


def _last_day(
    calendar: Calendar,
    step: StepDef,
    now: StepStanding,
    standing: Standing,
    fixed: datetime | None,
    due: datetime,
) -> datetime | None:
    """Until when a step may be answered. Each time it is sent back gives time anew, as long as the
    answer before came by its own day; None for one whose first did not come by `due`. Of what was
    reopened time runs from there, also while it has to be signed for first."""
    if not now.rounds or now.rounds[0][1] > due:
        return None
    opened = [start for start, _done in now.rounds[1:]]
    if now.status == "open" and now.opened_at is not None:
        opened.append(now.opened_at)
    last, anew = due, standing.reopened_at
    if len(opened) < len(now.rounds) and now.status == "waiting" and anew is not None:
        opened.append(anew)
    for (_start, done), start in zip(now.rounds, opened, strict=False):
        if done > last:
            break  # what came late stays late
        if anew is not None and done <= anew <= start:
            start = anew
        last = max(last, step_due(calendar, step, start, standing, fixed) or last)
    return last


def _applicant(calendar: Calendar, flow: FlowDef, standing: Standing) -> datetime | None:
    """When the applicant's own time ends: to supply what is wanting, to make up, to mend."""
    if standing.state == "correcting" and flow.correction and standing.open_pause:
        return _due(calendar, standing.open_pause.since, flow.correction)
    return standing.make_up_by or standing.mend_by


def _first_review(
    calendar: Calendar, flow: FlowDef, standing: Standing, pauses: Sequence[Pause]
) -> tuple[datetime | None, Limit | None]:
    """While a lower level reviews first, its own limit is the clock that runs (art. 43)."""
    step, now = flow.step(flow.first_review), standing.steps.get(flow.first_review)
    if step is None or now is None:
        return None, None
    return _due(calendar, now.opened_at, step.limit, pauses), step.limit


def _answered(standing: Standing, received: datetime | None) -> datetime | None:
    """When the organ answered what it received last: accepted it, refused to, or said once what
    is wanting (law, art. 32); what the applicant does with that is not the organ's time."""
    asked = next((p.since for p in reversed(standing.pauses) if p.kind == CORRECTION), None)
    if asked is not None and received is not None and asked >= received:
        return asked
    ended = standing.closed_at if standing.state in ("refused", "withdrawn") else None
    return standing.accepted_at or ended


def line_specs(
    flow: FlowDef, standing: Standing, fixed: datetime | None
) -> list[tuple[str, str, datetime, Limit | None, datetime | None, datetime | None]]:
    """(kind, name, start, limit, finished, fixed due) of every clock that has started. A name is
    Chinese, as that of a step is; where it is shown it is said in the reader's language."""
    specs: list[tuple[str, str, datetime, Limit | None, datetime | None, datetime | None]] = []
    fixed = standing.due_by_hand(fixed)
    received = standing.supplied_at or standing.submitted_at
    answered = _answered(standing, received)
    if flow.acceptance and received:
        specs.append(("acceptance", _("受理"), received, flow.acceptance, answered, None))
    ended: Any = standing.decided_at or standing.closed_at
    started = standing.decision_starts(flow)
    if started:
        if flow.statutory:
            specs.append(("statutory", _("法定"), started, flow.statutory, ended, None))
        if fixed:
            specs.append(("promised", _("要求完成"), started, None, ended, fixed))
        elif flow.promised:
            specs.append(("promised", _("承诺"), started, flow.promised, ended, None))
    for step in flow.steps:
        now = standing.steps.get(step.code)
        if step.limit and now and now.opened_at:
            done = now.done_at
            specs.append((f"step:{step.code}", step.name, now.opened_at, step.limit, done, None))
    return specs
