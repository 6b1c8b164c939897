"""What supervision hands out: frozen views and words."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from yingshang.kernel.flow import Refusal

__all__ = [
    "BY_HAND",
    "CHECK",
    "CHECKED",
    "ITEM",
    "Check",
    "Ground",
    "OrderView",
    "Refusal",
    "WarningView",
]

ITEM = "supervision-order"
CHECK = "verify"  # the step of an order in which a person rules on the unit's answer
# What orders rest on that no watch rule measured: somebody decided, walked or was told.
BY_HAND = frozenset(
    ("instruction", "meeting", "walk", "self-check", "survey-finding", "register-finding")
)
CHECKED = ("meeting", "walk", "self-check", "survey-finding", "register-finding")


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

    def late_on(self, day: date) -> bool:
        """Whether its unit is late: not while an answer given in time is being examined."""
        return self.due_on < day and not (self.row and self.row.handed_on)
