"""What supervision hands out: frozen views and words."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.cases.service import CaseRow
from yingshang.kernel.flow import Refusal
from yingshang.kernel.worktime import to_cst

__all__ = [
    "BY_HAND",
    "BY_NUMBERS",
    "CHECK",
    "CHECKED",
    "ENDED",
    "ITEM",
    "Check",
    "Ground",
    "OrderView",
    "Refusal",
    "WarningView",
    "kept_number",
    "late_on",
]

ITEM = "supervision-order"
CHECK = "verify"  # the step of an order in which a person rules on the unit's answer
# What orders rest on that no watch rule measured: somebody decided, walked or was told.
# A person rules on the answer to all of them: on the order's page to those that are CHECKED, on the
# page of the instruction, which few may read, to those that come from one.
CHECKED = ("meeting", "walk", "self-check", "survey-finding", "register-finding")
BY_HAND = frozenset((*CHECKED, "instruction"))
# What an order closes on that its unit's words do not bring about: they are not the end of it.
BY_NUMBERS = ("indicator", "cases", "figures")
# Nothing more is to be done; what is decided has still to be closed.
ENDED = frozenset(("closed", "withdrawn", "refused"))

_GRAVEST = ("red", "yellow", "green", "grey")


def late_on(case: CaseRow, due_on: date | None, day: date) -> bool:
    """Whether its unit is late: the day has passed, and it handed in nothing by then that stands.
    How long others examine what it handed in is not its delay; what it had handed in by the day
    and was sent back has time anew."""
    if due_on is not None and case.again_due_at is not None:
        due_on = max(due_on, to_cst(case.again_due_at).date())
    if due_on is None or day <= due_on:
        return False
    done = case.handed_on_at or case.decided_at
    return done is None or to_cst(done).date() > due_on


def kept_number(state: str, short: str, met_on: date | None, due_on: date) -> bool:
    """Whether an order that its unit has answered is not short of its number, and was not when its
    day had passed."""
    if state not in ("decided", "closed"):
        return True
    return not short and (met_on is None or met_on <= due_on)


@dataclass(frozen=True)
class Ground:
    """One thing a warning rests on: kind value | target | case | contradiction | record | survey |
    evaluation, and its key (a record's: register/number)."""

    kind: str
    key: str
    text: str

    @property
    def parts(self) -> list[str]:
        return self.key.split("/")


@dataclass(frozen=True)
class WarningView:
    """A warning as people read it."""

    id: int
    rule: str
    rule_name: str
    kind: str
    region: str
    region_name: str
    unit: str
    unit_name: str
    target: int | None
    period: str
    severity: str
    severity_label: str
    title: str
    sentence: str
    grounds: tuple[Ground, ...]
    status: str
    status_label: str
    raised_at: datetime
    settled_at: datetime | None
    settled_by: str
    settled_reason: str
    order_ref: str | None
    order_number: str
    demand: str
    answer_workdays: int
    needs_coordinator: bool
    candidates: tuple[tuple[str, str], ...] = ()
    eased_at: datetime | None = None  # since when its rule no longer holds
    eased_sentence: str = ""
    eases: str = "ask"
    eases_after: int = 0


@dataclass(frozen=True)
class Check:
    """Whether an order may close, with the numbers that say so."""

    met: bool
    sentence: str
    value: Decimal | None = None
    cases: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    waits: bool = False  # the unit has answered, and a person has still to say that it is so
    short: bool = False  # not met for sure, and the unit's to mend: too few cases prove nothing


@dataclass(frozen=True)
class OrderView:
    """What stands behind an order; the case itself is asked of ``cases`` by ``ref``."""

    ref: str
    number: str
    warning: WarningView
    region: str
    region_name: str
    target: int | None
    indicator: str
    level_text: str
    closes_by: str
    closes_by_label: str
    condition: str
    window_days: int
    min_cases: int
    cases: tuple[str, ...]
    demand: str
    due_on: date
    opened_at: datetime
    opened_by: str
    row: Any = None  # cases' CaseRow, where the actor sees the case
    short: str = ""  # its unit has answered, and by this number it is not met
    met_on: date | None = None  # since when the number is met that was not
    looked_on: date | None = None  # the night that last looked at its number

    @property
    def pressure(self) -> tuple[int, date]:
        """What to sort open orders by: the gravest lamp first, and of one lamp the first day."""
        return _GRAVEST.index(self.row.lamp if self.row else _GRAVEST[-1]), self.due_on

    @property
    def awaits_numbers(self) -> bool:
        """Its unit has answered; what it closes on has still to show that it helped."""
        return bool(self.row) and self.row.state == "decided" and self.closes_by in BY_NUMBERS

    @property
    def over_at(self) -> datetime | None:
        """Since when nothing is to be done: from its closing where words are not the end of it,
        else from the decision. What was withdrawn was never decided."""
        if self.closes_by in BY_NUMBERS:
            return self.row.closed_at
        return self.row.decided_at or self.row.closed_at

    @property
    def state_label(self) -> str:
        """How its case stands, in the words of orders."""
        return _("待达标") if self.awaits_numbers else str(self.row.state_label if self.row else "")

    def missed_on(self, day: date) -> bool:
        """Whether it is short of its number still on a day after its own; see `missed`."""
        return self.awaits_numbers and bool(self.short) and self.due_on < day

    def late_on(self, day: date) -> bool:
        """Whether its unit is late on a day: with its words, or with the number."""
        if self.row is None or not kept_number(
            self.row.state, self.short, self.met_on, self.due_on
        ):
            return self.due_on < day
        return late_on(self.row, self.due_on, day)
