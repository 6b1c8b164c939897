"""Rows of a case as it stands: the one place where cached columns come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yingshang.adapters.rows import FAR
from yingshang.city.cases._clock import (
    Clocks,
    calendar_of,
    clocks,
    counting,
    pauses_of,
    step_due,
    warn_from,
)
from yingshang.city.cases._flows import APPOINTED, ItemFlow, unit_code
from yingshang.city.cases._work import Work
from yingshang.city.cases.kinds import OPEN_STATES
from yingshang.kernel import worktime
from yingshang.kernel.flow import Standing, StepDef, StepStanding
from yingshang.kernel.worktime import Calendar, Limit

__all__ = [
    "FOLDED",
    "HEADER",
    "STEP",
    "case_columns",
    "changed_steps",
    "handed_on_at",
    "header_columns",
    "holder_of",
    "seat_changes",
    "seated",
    "seats_of",
    "unit_of",
]

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
    "handed_on_at",
    "submitted_at",
    "accepted_at",
    "decided_at",
    "closed_at",
    "paused_at",
    "acceptance_due_at",
    "due_at",
    "again_due_at",
    "statutory_due_at",
    "next_due_at",
    "warn_at",
    "queue_at",
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
    due = clocks(
        calendar,
        flow,
        s,
        fixed=work.header["due_fixed_at"],
        intake=calendar_of(unit_code(work.item.intake, work.header["region"]), calendar),
    )
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
        handed_on_at(work.item, s, work.header["region"]),
        s.submitted_at,
        s.accepted_at,
        s.decided_at,
        s.closed_at,
        pause.since if pause else None,
        due.acceptance,
        due.due,
        due.again,
        due.statutory,
        due.next,
        due.warn,
        due.next or FAR,
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


def handed_on_at(item: ItemFlow, s: Standing, region: str) -> datetime | None:
    """When the unit that was appointed had done all of its own, and others took it up. It counts
    for the unit however many of them examine it after that; None once it is sent back."""
    if item.family not in APPOINTED or not s.unit:
        return None
    own: list[datetime | None] = []
    others: list[datetime | None] = []
    for step in item.flow.steps:
        now = s.steps.get(step.code)
        if now is not None and now.status in ("open", "done"):
            (own if unit_of(step, s.unit, region) == s.unit else others).append(now.done_at)
    done = [at for at in own if at is not None]
    if not done or len(done) < len(own):
        return None
    last = max(done)
    return last if any(at is None or at >= last for at in others) else None


def changed_steps(
    work: Work, calendar: Calendar, *, all_of_them: bool = False
) -> list[tuple[Any, ...]]:
    """Values of STEP for the steps whose row is no longer as the database has it, in order."""
    now, before = work.standing, work.base
    # Pauses and a new date of the whole move the dates of steps; another lead unit takes over the
    # steps of the lead.
    moved = all_of_them or now.pauses is not before.pauses or now.unit != before.unit
    moved = moved or now.due_moved != before.due_moved
    if moved and any(one.status == "done" for one in before.steps.values()):
        work.recall_words()
    rows = []
    for position, step in enumerate(work.item.flow.steps):
        standing = now.steps[step.code]
        if moved or standing is not before.steps.get(step.code):
            rows.append(_step_row(work, calendar, position, step, standing))
    return rows


def _step_row(
    work: Work, calendar: Calendar, position: int, step: StepDef, now: StepStanding
) -> tuple[Any, ...]:
    s, done = work.standing, now.status == "done"
    unit = unit_of(step, s.unit, work.header["region"])
    calendar = calendar_of(unit, calendar)
    due = used = None
    if now.opened_at is not None:
        pauses = pauses_of(s)
        due = step_due(calendar, step, now.opened_at, s, work.header["due_fixed_at"])
        if now.done_at is not None:
            how = counting(step.limit)
            used = worktime.used(calendar, now.opened_at, now.done_at, pauses=pauses, **how)
    return (
        step.code,
        step.name,
        unit,
        position,
        now.status,
        now.opened_at,
        now.done_at,
        due,
        warn_from(calendar, due, step.limit) if now.status == "open" else None,
        now.result,
        now.by,
        work.names.get(step.code, "") if done else "",
        work.opinions.get(step.code, "") if done else "",
        used,
    )


def unit_of(step: StepDef, lead: str, region: str) -> str:
    """The unit of a step: the lead's own, or its role in the region of the case."""
    return lead if step.is_lead else unit_code(step.unit, region)


def seats_of(item: ItemFlow, s: Standing, region: str) -> dict[str, int]:
    """The units concerned with a case and the stage of each (see models.Seat)."""
    open_ = s.state in OPEN_STATES
    seats: dict[str, int] = {}
    turn = False
    for step in item.flow.steps:
        now = s.steps.get(step.code)
        unit = unit_of(step, s.unit, region)
        if not unit or now is None:
            continue
        if now.status == "open" and s.state == "accepted":
            seats[unit], turn = 2, True
        else:
            seats.setdefault(unit, int(open_))
    if s.unit:
        # To decide, to close what is decided, to verify what was promised: the lead unit's turn.
        on_spot = s.state == "submitted" and (item.flow.instant or s.commitment == "promised")
        verifies = s.commitment in ("checking", "mending")
        due = s.state == "decided" or (s.state == "accepted" and not turn) or on_spot or verifies
        seats[s.unit] = 2 if due else seats.get(s.unit, int(open_))
    intake = holder_of(item, s, region)[0] if s.state == "submitted" else ""
    receiver = intake or unit_code(item.intake, region)
    if receiver:  # who receives keeps a seat: applicants ask there
        seats[receiver] = 2 if intake else seats.get(receiver, int(open_))
    return dict.fromkeys(seats, int(open_)) if item.driven else seats


def seated(work: Work) -> dict[str, int]:
    """The seats as the database has them; worked out once for a case in hand."""
    if work.seats is None:
        work.seats = seats_of(work.item, work.base, work.header["region"])
    return work.seats


@dataclass(frozen=True, slots=True)
class SeatChanges:
    """(unit, stage) of seats that are taken and moved, and the units whose seat is given up."""

    taken: list[tuple[str, int]]
    moved: list[tuple[str, int]]
    given_up: list[str]


def seat_changes(work: Work, queue_at: datetime) -> SeatChanges:
    """What is no longer as the database has it; a date that moved moves every open seat."""
    now = seats_of(work.item, work.standing, work.header["region"])
    if work.base_seq == 0:
        work.seats = now
        return SeatChanges(list(now.items()), [], [])
    old, work.seats = seated(work), now
    same_date = work.queue_at == queue_at
    return SeatChanges(
        [(unit, stage) for unit, stage in now.items() if unit not in old],
        [
            (unit, stage)
            for unit, stage in now.items()
            if unit in old and (old[unit] != stage or (stage and not same_date))
        ],
        [unit for unit in old if unit not in now],
    )
