"""Rows of a case as it stands: the one place where cached columns come from."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yingshang.city.cases._clock import Clocks, clocks, pauses_of, warn_from
from yingshang.city.cases._flows import ItemFlow, unit_code
from yingshang.city.cases._work import Work
from yingshang.kernel import worktime
from yingshang.kernel.flow import Standing
from yingshang.kernel.worktime import Calendar, Limit

__all__ = ["FOLDED", "HEADER", "STEP", "case_columns", "header_columns", "step_rows"]

HEADER = (
    "region",
    "district",
    "item",
    "item_name",
    "family",
    "edition_id",
    "item_version",
    "party_id",
    "opened_by",
    "channel",
    "subject",
    "about",
    "key",
    "due_fixed_at",
)
FOLDED = (
    "seq",
    "last_hash",
    "state",
    "unit",
    "outcome",
    "holder",
    "holder_since",
    "submitted_at",
    "accepted_at",
    "decided_at",
    "closed_at",
    "paused_at",
    "acceptance_due_at",
    "due_at",
    "statutory_due_at",
    "next_due_at",
    "warn_at",
    "corrections",
    "visits",
    "used_workdays",
    "used_days",
    "statutory_workdays",
    "promised_workdays",
)
STEP = (
    "code",
    "name",
    "unit",
    "position",
    "status",
    "opened_at",
    "done_at",
    "due_at",
    "warn_at",
    "result",
    "by",
    "by_name",
    "opinion",
    "used_workdays",
)


def header_columns(work: Work) -> tuple[Any, ...]:
    """Values of HEADER, in its order."""
    h, item = work.header, work.item
    return (
        h["region"],
        h["district"],
        item.code,
        item.name,
        item.family,
        item.edition,
        item.version,
        h["party_id"],
        h["opened_by"],
        h["channel"],
        h["subject"],
        h["about"],
        h["key"],
        h["due_fixed_at"],
    )


def case_columns(work: Work, calendar: Calendar) -> tuple[Any, ...]:
    """Values of FOLDED, in its order."""
    s, flow = work.standing, work.item.flow
    due = clocks(calendar, flow, s, fixed=work.header["due_fixed_at"])
    holder, since = holder_of(work.item, s, work.header["region"])
    pause = s.open_pause
    return (
        s.seq,
        work.last_hash,
        s.state,
        s.unit,
        s.outcome,
        holder,
        since,
        s.submitted_at,
        s.accepted_at,
        s.decided_at,
        s.closed_at,
        pause.since if pause else None,
        due.acceptance,
        due.due,
        due.statutory,
        due.next,
        due.warn,
        s.corrections,
        s.visits,
        *_used(due),
        _workdays(flow.statutory),
        _workdays(flow.promised or flow.statutory),
    )


def _used(due: Clocks) -> tuple[int | None, int | None]:
    return due.used_workdays, due.used_days


def _workdays(limit: Limit | None) -> int | None:
    return limit.value if limit is not None and limit.unit == "workday" else None


def holder_of(item: ItemFlow, s: Standing, region: str) -> tuple[str, datetime | None]:
    """Who holds the case now, and since when: a unit code, 'applicant', or '' for nobody yet."""
    if s.state == "submitted":
        if item.flow.assigned:
            return s.unit, s.assigned_at or s.submitted_at
        return unit_code(item.intake, region), s.supplied_at or s.submitted_at
    if s.state == "correcting":
        pause = s.open_pause
        return "applicant", pause.since if pause else s.last_at
    if s.state == "accepted":
        for step in item.flow.steps:
            now = s.steps[step.code]
            if now.status == "open":
                return (s.unit if step.is_lead else unit_code(step.unit, region)), now.opened_at
        return s.unit, s.last_at
    return s.unit, s.decided_at or s.closed_at or s.last_at


def step_rows(work: Work, calendar: Calendar) -> list[tuple[Any, ...]]:
    """Values of STEP for every step of the item, in declared order."""
    s, region = work.standing, work.header["region"]
    pauses = pauses_of(s)
    rows = []
    for position, step in enumerate(work.item.flow.steps):
        now = s.steps[step.code]
        due = used = None
        if now.opened_at is not None:
            if step.limit is not None:
                due = worktime.due(calendar, now.opened_at, step.limit, pauses=pauses).at
            if now.done_at is not None:
                used = worktime.used(calendar, now.opened_at, now.done_at, pauses=pauses)
        rows.append(
            (
                step.code,
                step.name,
                s.unit if step.is_lead else unit_code(step.unit, region),
                position,
                now.status,
                now.opened_at,
                now.done_at,
                due,
                warn_from(calendar, due, step.limit) if now.status == "open" else None,
                now.result,
                now.by,
                work.names.get(step.code, "") if now.status == "done" else "",
                work.opinions.get(step.code, "") if now.status == "done" else "",
                used,
            )
        )
    return rows
