"""What callers are given: frozen, without models."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

__all__ = [
    "CaseRow",
    "CaseView",
    "ClockLine",
    "ClockView",
    "DraftView",
    "EventView",
    "FieldView",
    "FileView",
    "HandView",
    "HolderView",
    "LookView",
    "Page",
    "PauseView",
    "ShareView",
    "StepView",
]


@dataclass(frozen=True, slots=True)
class FieldView:
    name: str
    label: str
    type: str
    value: str
    personal: bool
    masked: bool


@dataclass(frozen=True, slots=True)
class FileView:
    """`by`: the opaque id of who handed it in."""

    id: int
    name: str
    material: str
    mime: str
    size: int
    at: datetime
    by: str = ""


@dataclass(frozen=True, slots=True)
class StepView:
    code: str
    name: str
    unit: str
    unit_name: str
    state: str
    state_label: str
    opened_at: datetime | None
    done_at: datetime | None
    due_at: datetime | None
    lamp: str
    result: str
    opinion: str
    by_name: str
    after: tuple[str, ...] = ()
    two_person: bool = False
    checked_by: str = ""
    answers: bool = False  # its unit reports: there is nothing to pass or fail


@dataclass(frozen=True, slots=True)
class HolderView:
    """Who holds the case now, since when."""

    unit: str
    unit_name: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class PauseView:
    kind: str
    kind_label: str
    since: datetime
    until: datetime | None
    reason: str
    basis: str
    expected: str = ""  # how long the applicant was told that it takes
    cap: str = ""
    notice: str = ""
    counterpart: str = ""
    over: str = ""  # longer than allowed, or than told: the sentence that says so


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as the actor may see it. `form` and `fields` are masked where they must be."""

    ref: str
    item: str
    item_name: str
    item_version: int
    family: str
    region: str
    region_name: str
    district: str
    unit: str
    unit_name: str
    state: str
    state_label: str
    subject: str
    party: int | None
    party_name: str
    form: dict[str, str]
    fields: tuple[FieldView, ...]
    files: tuple[FileView, ...]
    channel: str
    channel_label: str
    about: str
    opened_by: str
    submitted_at: datetime
    accepted_at: datetime | None
    decided_at: datetime | None
    closed_at: datetime | None
    outcome: str
    outcome_label: str
    reason: str
    outcomes: tuple[tuple[str, str], ...]
    due_at: datetime | None
    promised_due_at: datetime | None
    statutory_due_at: datetime | None
    acceptance_due_at: datetime | None
    again_due_at: datetime | None  # later than promised: sent back, or suspended meanwhile
    paused_at: datetime | None
    lamp: str
    seq: int
    hash: str
    steps: tuple[StepView, ...]
    holder_unit: HolderView
    corrections: int
    correction_items: tuple[str, ...]
    visits: int
    used_workdays: int | None
    promised_workdays: int | None
    statutory_workdays: int | None
    return_pending: bool
    returns: int
    assigned: bool
    can_rate: bool
    licence: Any = None
    hands: tuple[HandView, ...] = ()
    named: bool = False  # the name of a natural person is shown in full: a look to be recorded
    body: dict[str, Any] = field(default_factory=dict, repr=False)
    life: Any = None  # LifeView
    extensions: int = 0  # of the time to decide that runs now
    return_until: datetime | None = None  # until then the unit may return it, once


@dataclass(frozen=True, slots=True)
class HandView:
    """In whose hands a unit's share of the case lies."""

    unit: str
    unit_name: str
    person: str
    person_name: str


@dataclass(frozen=True, slots=True)
class LookView:
    """Somebody on the staff was shown personal data of the case."""

    at: datetime
    by_name: str
    unit_name: str
    fields: tuple[str, ...]
    page_label: str
    why: str
    ref: str = ""  # '' where the person was looked up without a case


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of a queue."""

    ref: str
    item: str
    item_name: str
    family: str
    subject: str
    state: str
    state_label: str
    district: str
    district_name: str
    unit: str
    unit_name: str
    channel: str
    submitted_at: datetime
    accepted_at: datetime | None
    decided_at: datetime | None
    closed_at: datetime | None
    due_at: datetime | None
    lamp: str
    seq: int
    outcome: str
    outcome_label: str
    holder: str
    holder_name: str
    holder_since: datetime
    open_steps: tuple[str, ...] = ()
    turn: bool = False  # the asking unit has something to do in it now
    claimed_by: str = ""  # the officer in whose hands the asking unit's share lies
    claimed_name: str = ""
    handed_on_at: datetime | None = None  # when its unit had done its own, and others took it up
    handed_on: bool = False  # its unit answered in time, and others examine it now
    again_due_at: datetime | None = None  # later: answered in time and sent back, or suspended
    paused_at: datetime | None = None  # since when its clock stands


@dataclass(frozen=True, slots=True)
class Page:
    rows: tuple[CaseRow, ...]
    total: int
    counts: dict[str, int]
    size: int
    more: bool = False  # there are cases beyond those that were counted
    next: str = ""  # where the next page begins; '' on the last
    previous: str = ""
    items: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class EventView:
    seq: int
    name: str
    label: str
    at: datetime
    by: str
    by_name: str
    text: str
    hash: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClockLine:
    kind: str
    name: str
    start: datetime
    due: datetime | None
    provisional: bool
    lamp: str
    used: int
    limit: str
    basis: str
    finished_at: datetime | None
    sentence: str
    days: tuple[Any, ...]
    group: str = "main"  # main, step, applicant, special
    owner: str = ""
    owner_name: str = ""
    if_silent: str = ""  # what follows by law when the date passes


@dataclass(frozen=True, slots=True)
class ShareView:
    """What one holder had of the time: `kind` is unit, applicant, special or nobody; `share` in
    hundredths of the whole."""

    holder: str
    kind: str
    name: str
    minutes: int
    workdays: int
    share: float


@dataclass(frozen=True, slots=True)
class ClockView:
    ref: str
    limits: tuple[ClockLine, ...]
    pauses: tuple[PauseView, ...]
    sentence: str
    shares: tuple[ShareView, ...] = ()
    minutes: int = 0  # the whole; the shares add up to it
    workdays: int = 0


@dataclass(frozen=True, slots=True)
class DraftView:
    item: str
    region: str
    form: dict[str, str]
    updated_at: datetime
