"""What comparing and learning hand out: frozen views. No model leaves this app."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

__all__ = [
    "Adoption",
    "Cell",
    "CityLine",
    "EffortView",
    "MetricBoard",
    "Practice",
    "Rise",
    "StepTime",
]


@dataclass(frozen=True)
class Cell:
    """One promise of one city. ``rank``: its place among those ranked with it. ``low`` …
    ``high``: its possible places among all cities that promise the metric; 0 where another
    promise stands for the city."""

    metric: str
    target: int
    plan: int
    plan_title: str
    region: str
    region_name: str
    year: int | None
    promised: str
    said: str
    span: str
    sentence: str
    part: str
    kind: str  # what it is ranked among: 工作日 · 最长（最大）
    comparator: str
    value: Decimal
    value_max: Decimal | None
    unit: str
    statistic: str
    alike: bool = True  # of the kind that most cities promise in
    rank: int = 0  # among those of the common kind; 0 where it is not of that kind
    low: int = 0
    high: int = 0
    shared: bool = False
    best: bool = False  # of two or more that can be compared
    mine: bool = False

    @property
    def sure(self) -> bool:
        return bool(self.low) and self.low == self.high


@dataclass(frozen=True)
class CityLine:
    """A city over the years: its strongest promise of the common kind in each; None = none."""

    region: str
    region_name: str
    levels: tuple[Decimal | None, ...]
    cells: tuple[Cell | None, ...]
    direction: str | None  # better | worse | flat
    change: Decimal | None
    mine: bool = False


@dataclass(frozen=True)
class Rise:
    """What it takes to stand ``rank``-th: this level, and how far it is from ours."""

    rank: int
    cities: tuple[str, ...]
    level: Decimal
    gap: Decimal
    unit: str


@dataclass(frozen=True)
class MetricBoard:
    """One metric: who promises what, over the years, and how far we are from whom."""

    code: str
    name: str
    direction: str
    kind: str
    unit: str
    standing: tuple[Cell, ...]  # one a city, the strongest first, then what is not alike
    beneath: Mapping[str, tuple[Cell, ...]]  # the city's other promises
    silent: tuple[tuple[str, str], ...]
    years: tuple[int, ...]
    lines: tuple[CityLine, ...]
    rises: tuple[Rise, ...] = ()
    unchecked: tuple[Cell, ...] = ()  # read, and confirmed by nobody: never ranked
    alone: bool = False  # one city promises it; no other did in any year, read or confirmed

    @property
    def waiting(self) -> Mapping[str, Cell]:
        """City → what was read of it and still waits for a person's word."""
        return {one.region: one for one in self.unchecked}

    @property
    def mine(self) -> Cell | None:
        return next((one for one in self.standing if one.mine), None)

    @property
    def best(self) -> tuple[Cell, ...]:
        return tuple(one for one in self.standing if one.best)

    @property
    def alike(self) -> tuple[Cell, ...]:
        return tuple(one for one in self.standing if one.alike)

    @property
    def apart(self) -> tuple[Cell, ...]:
        """In other units, statistics or parts: shown, and not ranked with the rest."""
        return tuple(one for one in self.standing if not one.alike)

    @property
    def promising(self) -> int:
        return len(self.standing)


@dataclass(frozen=True)
class StepTime:
    """A step's part of all the working time of an item's steps."""

    step: str
    name: str
    unit: str
    cases: int
    workdays: int
    share: Decimal
    late: int


@dataclass(frozen=True)
class EffortView:
    """What a level would take of our own cases of the last whole quarter.

    ``reason`` where it can't be told. ``change``: how many of ``total`` must come to the level.
    """

    level: Decimal
    unit: str
    indicator: str = ""
    indicator_name: str = ""
    statistic: str = ""
    statistic_label: str = ""
    since: date | None = None
    until: date | None = None
    now: Decimal | None = None
    total: int = 0
    over: int = 0
    change: int = 0
    steps: tuple[StepTime, ...] = ()
    reason: str = ""

    @property
    def told(self) -> bool:
        return not self.reason


class Adoption(TextChoices):
    """How far our city has come with a practice from elsewhere."""

    STUDYING = "研究中", _("研究中")
    PLANNED = "拟推行", _("拟推行")
    PILOTING = "试点", _("试点")
    ADOPTED = "已推行", _("已推行")
    REJECTED = "不采用", _("不采用")


@dataclass(frozen=True)
class Practice:
    """A practice worth learning and how far we have come with it."""

    id: int
    version: int
    practice: str
    source: str
    gap: str
    owner: str
    metric: str
    metric_name: str
    words: str
    measured: str
    evidence: str
    document: str
    effect: str
    status: str
    reason: str
    decided_on: str
    decided_by: str
    started_on: str
    landed_on: str
    plan: int | None
    target: int | None
    task: int | None
    task_plan: int | None
    changed_at: datetime
    region: str = ""

    @property
    def status_label(self) -> str:
        known = self.status in Adoption.values
        return str(Adoption(self.status).label) if known else self.status
