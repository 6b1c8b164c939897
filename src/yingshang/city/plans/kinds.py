"""What plans hand out: frozen views, statuses, lamps. No model leaves this app."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.definitions import service as definitions
from yingshang.city.indicators.kinds import ValueView
from yingshang.city.plans._compared import Comparison, Lamp, UnitLamp
from yingshang.city.plans._previewed import ResultLine
from yingshang.city.plans._wording import on_one_line
from yingshang.kernel.measures import Promise

__all__ = [
    "SAME_METRIC",
    "Comparison",
    "Lamp",
    "MismatchView",
    "PlanEventView",
    "PlanRow",
    "PlanView",
    "PromiseView",
    "Standing",
    "Suggestion",
    "TargetView",
    "TaskView",
    "UnitGuess",
    "UnitLamp",
    "UnitName",
]

SAME_METRIC = 100  # points of a suggestion for a metric that the library knows

Standing = str  # 'met' | 'near' | 'missed' | 'reported' | 'nodata'


@dataclass(frozen=True)
class UnitName:
    """A unit as printed, and the code of our unit where the region has it.

    ``what``: unit | place (districts, in ``places``) | outside | none (no unit at all) | usual (a
    body by its usual name, in a city without a register) | '' (for a person to say).
    ``others``: further units that the same words name (their bracket, a split). ``how``: why, in
    words, where it is not the register's own name; ``entry``: of the city's dictionary.
    """

    name: str
    code: str | None = None
    others: tuple[str, ...] = ()
    what: str = ""
    places: tuple[str, ...] = ()
    how: str = ""
    entry: int | None = None

    @property
    def known(self) -> bool:
        return bool(self.what or self.code)

    @property
    def codes(self) -> tuple[str, ...]:
        """Every unit of ours that the words name."""
        return (self.code, *self.others) if self.code else ()

    @property
    def duty(self) -> tuple[str, ...]:
        """Those who answer for it now: one that has ended by the unit that it went into."""
        found = (accounts.heir_of(code) for code in self.codes)
        return tuple(dict.fromkeys(unit.code for unit in found if unit))

    @property
    def now(self) -> str:
        """The one unit of ours that answers now where the words name one; '' where none does."""
        found = accounts.heir_of(self.code or "")
        return found.code if found else ""


@dataclass(frozen=True)
class UnitGuess:
    """A unit that a printed name may mean, and why."""

    code: str
    name: str
    likeness: float
    why: str


@dataclass(frozen=True)
class TargetView:
    """One quantified commitment; offsets are characters of the plan's text."""

    id: int
    task: int
    span: str
    offsets: tuple[int, int] | None
    metric: str
    metric_key: str
    comparator: str
    value: Decimal
    value_max: Decimal | None
    baseline: Decimal | None
    unit: str
    statistic: str | None
    due_on: date | None
    scope: str | None
    confidence: float
    status: str
    status_label: str
    version: int
    promised: str
    indicator: str | None = None
    doubts: tuple[str, ...] = ()
    taught: tuple[int, ...] = ()  # entries of the city's dictionary that were used

    @property
    def headline(self) -> str:
        """The printed words where they say what is measured, else the name of that."""
        return self.words if self.metric in "".join(self.span.split()) else self.metric

    @property
    def words(self) -> str:
        """The very words as a person reads them; ``span`` keeps the ends of the printed lines."""
        return on_one_line(self.span)


@dataclass(frozen=True)
class TaskView:
    """One numbered item with those who answer for it."""

    id: int
    plan: int
    no: str
    title: str
    section: str
    text: str
    offsets: tuple[int, int] | None
    lead: tuple[UnitName, ...]
    responsible: tuple[UnitName, ...]
    cooperating: tuple[UnitName, ...]
    generic: tuple[str, ...]
    open_ended: bool
    deadline: date | None
    deadline_text: str
    status: str
    status_label: str
    version: int
    targets: tuple[TargetView, ...]
    confidence: float | None = None
    doubts: tuple[str, ...] = ()
    taught: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """No and title, as people call it."""
        return f"{self.no} {self.title}".strip()

    @property
    def answerable(self) -> tuple[UnitName, ...]:
        """Who answers: the leads, or else the responsible units."""
        return self.lead or self.responsible

    @property
    def needs_coordinator(self) -> bool:
        """No lead, or several: one unit must be appointed before an order goes out."""
        return len(self.lead) != 1


@dataclass(frozen=True)
class PlanRow:
    """A plan in a list."""

    id: int
    title: str
    region: str
    region_name: str
    year: int | None
    edition: int
    doc_number: str
    issuer: str
    issued_on: date | None
    kind: str
    tasks: int
    targets: int
    unconfirmed: int  # tasks and targets that wait for a person
    imported_at: datetime
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    withdrawn_why: str = ""


@dataclass(frozen=True)
class PlanView:
    """A plan with its text beside its ledger."""

    row: PlanRow
    name: str
    sha256: str
    text: str
    tasks: tuple[TaskView, ...]
    duties: tuple[Mapping[str, Any], ...]
    results: tuple[ResultLine, ...]
    as_of: date
    as_of_reason: str
    unresolved: tuple[str, ...]
    seq: int
    notes: tuple[str, ...] = ()  # what the reader left out or mended, in words
    new: bool = False
    issue_month: str = ""

    @property
    def id(self) -> int:
        return self.row.id

    @property
    def title(self) -> str:
        return self.row.title

    @property
    def region(self) -> str:
        return self.row.region


@dataclass(frozen=True)
class PlanEventView:
    """One line of a plan's history."""

    seq: int
    name: str
    label: str
    task: int | None
    target: int | None
    field: str
    old: Any
    new: Any
    reason: str
    by_name: str
    at: datetime
    about: str = ""  # the target by its very words, or the task by its title
    said: str = ""  # what was split, merged, linked, undone ...
    field_label: str = ""
    old_words: str = ""
    new_words: str = ""


@dataclass(frozen=True)
class MismatchView:
    """Why an indicator does not measure a target: one sentence."""

    field: str
    sentence: str


@dataclass(frozen=True)
class Suggestion:
    """An indicator that could measure a target, best first; bindable when nothing differs.
    ``asks``: what a person weighs first; where there is none, all agrees."""

    indicator: str
    name: str
    score: int
    mismatches: tuple[MismatchView, ...] = ()
    asks: tuple[MismatchView, ...] = ()

    @property
    def bindable(self) -> bool:
        return not self.mismatches

    @property
    def sure(self) -> bool:
        """Bindable with nothing left to weigh: the metric is known to be the same."""
        return self.bindable and not self.asks


@dataclass(frozen=True)
class PromiseView:
    """A promise beside what became of it, as of one day."""

    target: TargetView
    task: TaskView
    plan: PlanRow
    indicator: str | None
    indicator_name: str
    promised: str
    actual: Decimal | None
    actual_text: str
    gap: Decimal | None
    gap_text: str
    trend: tuple[tuple[str, Decimal | None], ...]
    direction: str | None  # better | worse | flat, of the last two values
    lamp: Lamp
    standing: Standing
    reason: str
    mark: str | None
    mark_label: str
    period: str
    reported_text: str  # the unit's own figure, beside what was measured
    reported_period: str
    value_id: Any
    due_on: date | None
    late: bool
    units: tuple[UnitName, ...]
    as_of: date
    simulated: bool
    edition_note: str = ""  # what an earlier edition promised, where there is one
    waits: bool = False  # a new edition changed the number, and nobody has looked at it yet
    taken_over: bool = False  # by next year's plan, from the task that goes on in it
    few: bool = False  # the value rests on few cases
    own: str = ""  # what the unit reported of it with its task, against the promise, in words
    own_short: bool = False  # and that misses the promise
    own_verified: bool = False  # and the task's closing was verified since
    held: Promise | None = None  # as its indicator reads it: what it is held against
    measure: ValueView | None = None  # by its indicator, or by a fitting one that is not bound
    fits: str = ""  # that there is such a one, in words
    missed_before: bool = False  # the number that next year's plan changed was not reached either
    extended_to: date | None = None  # its task was given more time; the promise's own day stays

    @property
    def held_to(self) -> date | None:
        """The day that counts: what is late, and by how much, goes by it."""
        return self.extended_to or self.due_on

    @property
    def checked(self) -> bool:
        """A person stands behind the reading; what a machine alone has read is counted apart."""
        return self.target.status in ("confirmed", "corrected")

    @property
    def answering(self) -> tuple[str, ...]:
        """The units of ours that answer now, each once: two that were named may have become one."""
        return tuple(dict.fromkeys(unit.now for unit in self.units if unit.now))

    @property
    def unit(self) -> str | None:
        """The one unit of ours that answers, where there is just one."""
        return self.answering[0] if len(self.answering) == 1 else None

    @property
    def period_label(self) -> str:
        """2026-09 of a running year: 2026年1—9月; a reported figure is of its own month."""
        if not self.period:
            return ""
        return definitions.month_words(self.period, running=self.mark != "reported")

    @property
    def in_public(self) -> "PromiseView":
        """As everybody may see it: what a unit wrote in its report, once it was verified."""
        if not self.own or self.own_verified:
            return self
        return replace(
            self, actual=None, actual_text="", gap=None, gap_text="", lamp="grey",
            standing="nodata", reason=_("暂无数据"), mark=None, mark_label="", period="",
            reported_text="", reported_period="", late=False, own="", own_short=False,
        )  # fmt: skip

    @property
    def only_reported(self) -> bool:
        return self.standing == "reported"
