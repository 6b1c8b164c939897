"""Words of registers: states, sources, and what pages are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yingshang.city.definitions.service import day_words

__all__ = [
    "VERB_LABELS",
    "Asked",
    "Brought",
    "Cell",
    "CellError",
    "ChangeView",
    "Choice",
    "Column",
    "ColumnGuess",
    "DutyView",
    "FieldView",
    "Figure",
    "Found",
    "Proposal",
    "Publicity",
    "RecordInvalid",
    "RecordRow",
    "RecordView",
    "RegisterRow",
    "Source",
    "State",
    "said_value",
]


class State(TextChoices):
    CURRENT = "current", _("在册")
    ENDED = "ended", _("已移出")


class Source(TextChoices):
    FORM = "form", _("页面填写")
    FILE = "file", _("表格导入")
    CASE = "case", _("办件结果")
    API = "api", _("系统接口")
    DEMO = "demo", _("演示数据")


class Publicity(TextChoices):
    OPEN = "open", _("向社会公开")
    MASKED = "masked", _("向社会公开，个人信息打星号")
    UNIT = "unit", _("工作人员可见")
    CLOSED = "closed", _("主管单位和监督部门可见")


VERB_LABELS = {
    "add": _("新增"),
    "change": _("修改"),
    "end": _("移出"),
    "restore": _("恢复"),
}


class RecordInvalid(ValueError):
    """What was typed does not fit: one sentence a field ('' for the record as a whole)."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("；".join(errors.values()))
        self.errors = dict(errors)


@dataclass(frozen=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True)
class Column:
    """One field of a register as it is shown in lists and forms."""

    name: str
    label: str
    type: str
    unit: str = ""
    personal: bool = False
    required: bool = False
    filter: bool = False
    sort: bool = False
    search: bool = False
    shown: bool = False
    choices: tuple[Choice, ...] = ()
    help: str = ""

    @property
    def numeric(self) -> bool:
        return self.type == "number"


@dataclass(frozen=True)
class Asked:
    """What a list is asked for; names that the register does not have are passed over."""

    q: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    since: Mapping[str, str] = field(default_factory=dict)
    until: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""  # "-name": the largest first
    state: str = "current"  # current, ended, all
    standing: str = ""  # near, late, flagged, duty:<code>, count:<code>, whole:<code>
    unit: str = ""
    page: int = 1
    size: int = 50


@dataclass(frozen=True)
class RegisterRow:
    """One register in the directory."""

    code: str
    name: str
    topic: str
    summary: str
    region: str
    owner: str
    owner_name: str
    public: str
    public_label: str
    records: int
    near: int
    late: int
    flagged: int
    changed_at: datetime | None
    may_write: bool


@dataclass(frozen=True)
class Cell:
    """One value as this actor may see it."""

    name: str
    label: str
    type: str
    value: str
    unit: str = ""
    masked: bool = False

    @property
    def said(self) -> str:
        """The value as people read it: a day is 2026年3月6日."""
        return self.value if self.masked else said_value(self.type, self.value)


def said_value(type: str, value: str) -> str:
    """A value as people read it; what is kept and exchanged stays as it is."""
    return day_words(date.fromisoformat(value)) if type == "date" and value else value


@dataclass(frozen=True)
class RecordRow:
    id: int
    register: str
    key: str
    title: str
    state: str
    version: int
    unit: str
    unit_name: str
    valid_until: date | None
    standing: str  # "", near, late
    flagged: bool
    changed_at: datetime
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class FieldView:
    """A field of one record. `masked`: there is more to it than is shown."""

    name: str
    label: str
    type: str
    value: str
    unit: str
    personal: bool
    masked: bool


@dataclass(frozen=True)
class DutyView:
    """A clock beside a record: since when, until when, and how it stands."""

    code: str
    name: str
    since: date
    due: date
    done: date | None
    standing: str  # running, near, late, done, done-late
    basis: str
    provisional: bool = False


@dataclass(frozen=True)
class RecordView:
    id: int
    register: str
    register_name: str
    region: str
    key: str
    title: str
    state: str
    state_label: str
    version: int
    unit: str
    unit_name: str
    valid_from: date | None
    valid_until: date | None
    standing: str
    changed_at: datetime
    fields: tuple[FieldView, ...]
    flags: tuple[str, ...]
    duties: tuple[DutyView, ...]
    may_write: bool
    obj: str  # how audit names it


@dataclass(frozen=True)
class ChangeView:
    """One step of a record's history; `fields`: (label, before, after), personal ones masked."""

    version: int
    verb: str
    verb_label: str
    by_name: str
    at: datetime
    source: str
    source_label: str
    told: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Found:
    rows: tuple[RecordRow, ...]
    total: int
    page: int
    pages: int
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Figure:
    """A declared count: `value` None where nothing can be said; it leads to its records."""

    register: str
    code: str
    name: str
    what: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: int | None
    unit: str


@dataclass(frozen=True)
class CellError:
    """What is wrong, and where: cell "C7"; row 0 for the sheet as a whole."""

    cell: str
    row: int
    label: str
    value: str
    sentence: str


@dataclass(frozen=True)
class ColumnGuess:
    """A column of a sheet and what it is taken for; `how`: label, remembered, chosen, none."""

    letter: str
    heading: str
    field: str
    how: str
    sample: str = ""


@dataclass(frozen=True)
class Proposal:
    """How a sheet would be read. Nothing is written."""

    sheet: str
    header_row: int
    rows: int
    columns: tuple[ColumnGuess, ...]
    unknown: tuple[ColumnGuess, ...]
    missing: tuple[str, ...]  # required fields that no column holds


@dataclass(frozen=True)
class Brought:
    """What an import did, or why it did nothing."""

    added: int = 0
    changed: int = 0
    same: int = 0
    flagged: int = 0
    errors: tuple[CellError, ...] = ()
    faults: int = 0  # all errors; `errors` holds the first of them

    @property
    def rows(self) -> int:
        return self.added + self.changed + self.same
