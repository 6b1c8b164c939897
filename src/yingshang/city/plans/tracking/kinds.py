"""What tracking hands out: frozen views. No model leaves this app."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yingshang.city.plans.kinds import UnitName
from yingshang.city.plans.tracking.lamps import LampView
from yingshang.city.plans.tracking.numbers import NumberView, TargetCheck
from yingshang.kernel.flow import Refusal

__all__ = [
    "ClosingView",
    "Due",
    "EarlierView",
    "ExtensionView",
    "LampView",
    "LookBackView",
    "MilestoneView",
    "NumberView",
    "OpinionView",
    "PassageView",
    "PlaceView",
    "Refusal",
    "ReportView",
    "SendLine",
    "SplitView",
    "Stage",
    "TargetCheck",
    "TrackRow",
    "TrackView",
    "WaitingView",
]


class Stage(TextChoices):
    """Where a tracked task stands."""

    UNASSIGNED = "unassigned", _("待定牵头单位")
    OBJECTED = "objected", _("有异议待裁定")
    UNSIGNED = "unsigned", _("待签收")
    WORKING = "working", _("办理中")
    SUSPENDED = "suspended", _("已暂停")
    ASKED = "asked", _("待审核")
    VERIFIED = "verified", _("待销号")
    CLOSED = "closed", _("已销号")
    ENDED = "ended", _("已终止")


@dataclass(frozen=True)
class TrackRow:
    """A tracked task in a list, with its lamp on that day."""

    id: int
    ref: str
    task: int
    plan: int
    plan_title: str
    region: str
    no: str
    title: str
    section: str
    unit: str  # the lead unit's code; '' while none is appointed
    unit_name: str
    leads: tuple[UnitName, ...]
    responsible: tuple[UnitName, ...]
    cooperating: tuple[UnitName, ...]
    contact: str
    phone: str
    sent_at: datetime
    signed_at: datetime | None
    due_on: date | None
    first_due_on: date | None
    due_text: str  # what the plan says where it names no day: 持续推进; '' where it says nothing
    days_left: int | None
    days_late: int
    stage: str
    stage_label: str
    lamp: LampView
    every: str
    percent: int | None
    progress: str
    problems: str
    next_steps: str
    reported_at: datetime | None
    reported_period: str
    next_report: date | None
    reports_missing: tuple[str, ...]  # periods, oldest first
    report_days_late: int
    milestones: tuple[int, int]  # done, all
    extensions: int
    reopened: int
    returned: int
    asked_at: datetime | None
    closed_at: datetime | None
    override_reason: str
    closed_by: str
    look_back_due: date | None  # of a closed task, until it has been looked at
    look_back_open: bool
    quantified: bool
    check: TargetCheck
    pending: tuple[str, ...] = ()  # what the unit asked and nobody has ruled on
    sent_back: str = ""  # why its request to close came back, while it is at work on that
    back_on: date | None = None  # the new day of what was sent back or rested
    moved: str = ""  # why the day that counts is not the plan's: see `tracking.moved`
    promise_note: str = ""  # and in words, beside what the plan promised
    change_waits: bool = False  # the lead unit has not acknowledged what a new plan changed
    facts: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def closed(self) -> bool:
        return self.stage == Stage.CLOSED

    @property
    def slipped(self) -> bool:
        """Closed, and a promise is missed that nobody has answered for since."""
        return bool(self.facts.get("slipped"))

    @property
    def recheck(self) -> bool:
        """Closed on a number that a new edition changed, and nobody has looked at the change."""
        return self.closed and self.check.waits

    @property
    def running(self) -> bool:
        return self.stage not in (Stage.CLOSED, Stage.ENDED)

    @property
    def others(self) -> tuple[UnitName, ...]:
        """The responsible units beside the lead."""
        return tuple(one for one in self.responsible if not self.unit or one.now != self.unit)

    @property
    def override(self) -> bool:
        """Closed though an indicator was not met, by a named person with grounds."""
        return bool(self.override_reason)

    @property
    def extended(self) -> bool:
        return self.due_on != self.first_due_on

    @property
    def kept_date(self) -> bool:
        """The plan that took it over prints another date; what is verified keeps the one it had."""
        done = (Stage.VERIFIED, Stage.CLOSED, Stage.ENDED)
        reset = self.extensions or self.reopened or self.back_on
        return self.extended and self.stage in done and not reset


@dataclass(frozen=True)
class MilestoneView:
    id: int
    words: str
    due_on: date
    state: str
    state_label: str
    reason: str
    done_on: date | None
    done_words: str
    days_late: int  # open past its day, or done after it


@dataclass(frozen=True)
class EarlierView:
    """What a report said before it was corrected, and why it was."""

    percent: int
    progress: str
    problems: str
    next_steps: str
    numbers: tuple[NumberView, ...]
    by_name: str
    at: datetime
    why: str


@dataclass(frozen=True)
class ReportView:
    id: int
    period: str
    period_label: str
    due_on: date
    percent: int
    progress: str
    problems: str
    next_steps: str
    numbers: tuple[NumberView, ...]
    by_name: str
    at: datetime
    late_days: int
    earlier: tuple[EarlierView, ...] = ()
    unasked: bool = False  # of days of which no report is owed
    corrected_at: datetime | None = None
    corrected_by: str = ""


@dataclass(frozen=True)
class ExtensionView:
    id: int
    was: date
    until: date
    reason: str
    by_name: str
    asked_at: datetime
    state: str
    state_label: str
    approver: str
    words: str
    ruled_by: str
    ruled_at: datetime | None


@dataclass(frozen=True)
class ClosingView:
    id: int
    words: str
    numbers: tuple[NumberView, ...]
    by_name: str
    asked_at: datetime
    state: str
    state_label: str
    opinion: str
    verified_by: str
    verified_at: datetime | None


@dataclass(frozen=True)
class LookBackView:
    id: int
    due_on: date
    opened_at: datetime
    result: str
    result_label: str
    words: str
    numbers: tuple[NumberView, ...]
    by_name: str
    done_at: datetime | None


@dataclass(frozen=True)
class PassageView:
    """The case went on from a clause to its successor, or ended with it."""

    id: int
    kind: str
    kind_label: str
    plan_title: str  # of the plan that replaces the other
    link: int
    changes: tuple[tuple[str, str, str], ...]
    by_name: str
    at: datetime
    waits: bool
    acked_at: datetime | None
    acked_by: str
    ack_words: str
    undone_at: datetime | None
    undone_by: str
    undone_because: str
    leaderless: bool = False  # nobody led it then: whoever is appointed signs for the new words


@dataclass(frozen=True)
class OpinionView:
    unit_name: str
    kind_label: str
    words: str
    by_name: str
    at: datetime


@dataclass(frozen=True)
class Due:
    """A report that is owed: `late` where its day has passed."""

    period: str
    label: str
    due_on: date
    late_days: int


@dataclass(frozen=True)
class TrackView:
    """One tracked task whole."""

    row: TrackRow
    text: str
    targets: tuple[NumberView, ...]
    lamps_name: str
    lamps_basis: str
    every_label: str
    milestones: tuple[MilestoneView, ...]
    reports: tuple[ReportView, ...]
    owed: tuple[Due, ...]
    extensions: tuple[ExtensionView, ...]
    closings: tuple[ClosingView, ...]
    look_backs: tuple[LookBackView, ...]
    passages: tuple[PassageView, ...]
    opinions: tuple[OpinionView, ...]
    verbs: frozenset[str]
    checkers: int
    own_ask: bool  # the actor asked for the closing, and may not verify it
    needs_papers: bool  # to be closed, and none is there yet
    closes: str  # what closes the task, as things stand now
    closes_was: str  # as it was said when the task went out, where that differs
    object_until: datetime | None = None  # until then its lead may say that it should not lead
    object_over: bool = False  # and that is over, for an actor who might have
    extension_over: bool = False  # past its day no more time can be asked for
    typed: Mapping[int, str] = field(default_factory=dict)  # by target, in the newest report

    @property
    def ref(self) -> str:
        return self.row.ref


@dataclass(frozen=True)
class SendLine:
    """A task that may be sent out: to whom by default, or why not."""

    task: int
    no: str
    title: str
    deadline: date | None
    deadline_text: str
    units: tuple[UnitName, ...]
    unit: str  # the one lead that is ours; '' where one must be appointed
    status_label: str
    ref: str  # sent out already
    why_not: str
    every: str = ""  # how often the plan itself wants a report
    of_the_whole: bool = False  # no task of one unit: goals that the plan as a whole answers for


@dataclass(frozen=True)
class PlaceView:
    """One county's part and what it returned."""

    place: str
    name: str
    unit: str
    unit_name: str
    amount: str
    value: str
    returned: str
    numerator: str
    denominator: str
    returned_on: date | None
    source: str  # measured | returned | ''
    met: bool | None
    overdue: bool = False  # its day has passed, and it is not met or has no number


@dataclass(frozen=True)
class WaitingView:
    """Parts that were cut of an earlier edition's number, and stay with it until they are cut
    anew."""

    plan: int
    target: int
    edition: int
    counties: int


@dataclass(frozen=True)
class SplitView:
    """A target split to counties and rolled up again."""

    target: int
    plan: int
    metric: str
    promised: str
    statistic: str
    rule: str
    rule_label: str
    places: tuple[PlaceView, ...]
    total: str
    warning: str  # the parts do not add up to the whole, with the difference
    rolled: str
    rolled_says: str
    missing: tuple[str, ...]
    unsplit: tuple[tuple[str, str], ...]  # places without a share
    task_title: str = ""
    due_on: date | None = None
    waits: WaitingView | None = None
    stated: Mapping[str, Decimal] = field(default_factory=dict)  # by county, in the plan's words
