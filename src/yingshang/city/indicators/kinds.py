"""What the measuring app hands out: frozen views, no models."""

from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

__all__ = [
    "NOWHERE", "CellError", "Column", "ComputeReport", "Contradiction", "DefinitionView",
    "DueRow", "FrontierRow", "FrontierTable", "HandInResult", "HandInView", "ImportView",
    "Lineage", "LineageRow", "Mapping", "Mark", "MonthRow", "Part", "PeriodKind", "ReviewState",
    "ScoreCell", "Series", "Source", "ValueView", "Way",
]  # fmt: skip


class Mark(TextChoices):
    """Where a value comes from; the three are shown beside each other, never mixed."""

    MEASURED = "measured", _("办件实测")
    RETURNED = "returned", _("系统回传")
    REPORTED = "reported", _("部门自报")


class Source(TextChoices):
    """Where an indicator's values come from at all."""

    CASES = "cases", _("由本平台的办件测量")
    RETURNED = "returned", _("由承办单位的系统回传")
    REPORTED = "reported", _("只能由部门自报，平台没有它的办件")


NOWHERE = "-"  # where a district is asked for: the cases that name none


class PeriodKind(TextChoices):
    MONTH = "month", _("当月")
    YEAR = "year", _("本年累计")


class Part(TextChoices):
    """Which cases behind a number to list."""

    DENOMINATOR = "denominator", _("全部计入的办件")
    NUMERATOR = "numerator", _("达标的办件")
    MISSED = "missed", _("未达标的办件")


@dataclass(frozen=True)
class DefinitionView:
    """An indicator as people read it."""

    code: str
    name: str
    topic: str
    unit: str
    direction: str
    statistic: str
    statistic_label: str
    item: str
    scope: str
    start: str
    end: str
    day_kind: str
    formula: str
    owner: str
    metrics: tuple[str, ...]
    words: tuple[str, ...]
    min_count: int
    version_hash: str
    source: str = Source.CASES
    reads: Table[str, str] = field(default_factory=dict)
    near: Table[str, str] = field(default_factory=dict)
    said_in: str = ""
    expression: str = ""

    @property
    def is_measured(self) -> bool:
        return self.source == Source.CASES

    @property
    def source_label(self) -> str:
        return str(Source(self.source).label)


@dataclass(frozen=True)
class ValueView:
    """One value of one place and period; ``value`` None = missing, ``missing_reason`` says why.

    ``until`` is the last day counted; ``partial`` = it is no whole month: it was not over yet, or
    (``short``) the cases began in the middle of it.
    """

    code: str
    region: str
    period: str
    kind: str
    value: Decimal | None
    unit: str
    numerator: int | None = None
    denominator: int | None = None
    mark: str = Mark.MEASURED
    missing_reason: str = ""
    id: int | None = None
    unit_code: str = ""
    district: str = ""
    until: date | None = None
    partial: bool = False
    skipped: int = 0
    edition: int = 0
    few: bool = False  # a small number: see :mod:`few`
    short: bool = False

    @property
    def mark_label(self) -> str:
        return str(Mark(self.mark).label)


@dataclass(frozen=True)
class Series:
    """One indicator of one place: the values in order, the last one usable, the trend.

    ``breaks``: the periods from which another edition of the definition measures; the trend is
    that of the newest edition alone, and no better where the running month is worse than both
    whole ones before it.
    """

    code: str
    values: tuple[ValueView, ...]
    latest: ValueView
    trend: str | None
    change: Decimal | None
    breaks: tuple[str, ...] = ()

    @property
    def drawn(self) -> tuple[tuple[str, Decimal | None], ...]:
        """Period and value as a line shows them: a month in the middle of which the cases began is
        a gap, for a line would begin with a leap that nobody made."""
        return tuple((one.period, None if one.short else one.value) for one in self.values)


@dataclass(frozen=True)
class ComputeReport:
    """One run over some regions. ``not_stored``: those that hold a later one, not replaced."""

    at: datetime
    regions: tuple[str, ...]
    facts: dict[str, int]
    values: int
    added: int
    changed: int
    removed: int
    without_data: tuple[str, ...]
    not_stored: tuple[str, ...] = ()


@dataclass(frozen=True)
class LineageRow:
    """One case (or item, rating, step) behind a number."""

    ref: str
    item: str
    unit: str
    district: str
    counted: bool | None
    value: int | None
    submitted_at: datetime | None
    decided_at: datetime | None
    due_at: datetime | None
    overdue_open: bool


@dataclass(frozen=True)
class Lineage:
    """The way down from a value: its cases, the worst first."""

    code: str
    region: str
    period: str
    part: str
    total: int
    page: int
    size: int
    rows: tuple[LineageRow, ...]
    view: str = "cases"

    @property
    def refs(self) -> tuple[str, ...]:
        return tuple(row.ref for row in self.rows)


@dataclass(frozen=True)
class CellError:
    """``cell`` as in the spreadsheet (C7), or '' for the whole sheet."""

    cell: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.cell}：{self.sentence}" if self.cell else self.sentence


@dataclass(frozen=True)
class Column:
    """One column of values: its letter, header, and the indicator it is read as ('' = not)."""

    letter: str
    header: str
    indicator: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Mapping:
    """How one layout of one unit is read; proposed by the machine, confirmed by a person."""

    sheet: str
    header_row: int
    layout: str  # 'rows' = a period per row; 'sheet' = one period in the title
    period_column: str
    place_column: str
    columns: tuple[Column, ...]
    fingerprint: str
    period: str = ""
    unit: str = ""
    region: str = ""
    remembered: bool = False
    errors: tuple[CellError, ...] = ()
    preview: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class ImportView:
    """What an import did; with errors nothing was written."""

    file: str
    rows: int
    errors: tuple[CellError, ...] = ()
    values: tuple[ValueView, ...] = ()
    id: int | None = None


@dataclass(frozen=True)
class Contradiction:
    """The unit reports one number, the cases say another."""

    code: str
    name: str
    region: str
    unit_code: str
    district: str
    period: str
    unit: str
    reported: Decimal
    measured: Decimal
    difference: Decimal
    sentence: str
    source: str
    cell: str
    reported_id: int
    measured_id: int
    against: str = "measured"  # measured, returned (of a system), history (the unit's own)
    at: str = ""  # history: the earlier month
    ref: str = ""  # the case in which the unit is asked; '' = not yet asked


class Way(TextChoices):
    """How figures came in."""

    FORM = "form", _("在线填报")
    SHEET = "sheet", _("部门表格")
    API = "api", _("系统接口")


class ReviewState(TextChoices):
    """What the reviewer said of figures handed in."""

    WAITING = "waiting", _("待审核")
    ACCEPTED = "accepted", _("已采用")
    RETURNED = "returned", _("已退回")


@dataclass(frozen=True)
class HandInResult:
    """What a delivery did; with errors, or leaps that nobody confirmed, nothing was written."""

    id: int | None
    rows: int
    errors: tuple[CellError, ...] = ()
    unsure: tuple[CellError, ...] = ()
    ref: str = ""


@dataclass(frozen=True)
class HandInView:
    """One delivery with its review."""

    id: int
    unit: str
    unit_name: str
    way: str
    way_label: str
    file: str
    by: str
    at: datetime
    rows: int
    periods: str
    note: str
    evidence: str
    state: str
    state_label: str
    reviewed_by: str
    reviewed_at: datetime | None
    reason: str


@dataclass(frozen=True)
class DueRow:
    """One figure that a unit owes for a month: reported or not, and by when."""

    unit_code: str
    unit_name: str
    code: str
    name: str
    unit: str
    formula: str
    deadline: date
    state: str  # waiting, accepted, late (nothing, deadline gone), open (nothing yet), returned
    value: Decimal | None
    said_by: str
    said_at: datetime | None
    on_time: bool
    before: Decimal | None
    reason: str = ""


@dataclass(frozen=True)
class ScoreCell:
    """One city's score on one indicator; missing stays missing, with the reason."""

    region: str
    score: Decimal | None
    value: Decimal | None
    reason: str = ""
    period: str = ""
    exact: Decimal | None = None  # the score before it was rounded
    few: bool = False  # the value rests on few cases


@dataclass(frozen=True)
class FrontierRow:
    """An indicator (``code``) or, with ``code`` empty, the mean of a topic."""

    topic: str
    code: str
    name: str
    unit: str
    best: Decimal | None
    worst: Decimal | None
    cells: tuple[ScoreCell, ...]
    basis: str = ""
    form: str = "linear"
    weight: Decimal = Decimal(1)
    decision: dict[str, str] = field(default_factory=dict)
    floor: Decimal = Decimal(0)


@dataclass(frozen=True)
class FrontierTable:
    regions: tuple[str, ...]
    rows: tuple[FrontierRow, ...]
    totals: tuple[ScoreCell, ...] = ()
    as_of: date | None = None
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month of one series; ``cases`` is the denominator."""

    id: int
    value: Decimal | None
    cases: int
    mark: str
