"""What open data is made of: terms, series and their months, tables of any kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yingshang.city.accounts import service as accounts
from yingshang.city.indicators.kinds import DefinitionView

__all__ = [
    "SAMPLE",
    "SAMPLE_WORD",
    "OpenColumn",
    "OpenKind",
    "OpenRow",
    "OpenSeries",
    "OpenTable",
    "OpenTerms",
    "Revision",
    "RowChange",
]


SAMPLE, SAMPLE_WORD = "sample", "演示数据"


@dataclass(frozen=True)
class OpenTerms:
    """Under which terms a city opens its figures; ``small``: fewer cases are withheld."""

    licence: str
    licence_url: str
    small: int
    months: int
    basis: str
    english: Mapping[str, Mapping[str, str]] = field(default_factory=dict, compare=False)


class OpenKind(TextChoices):
    """What sort of table it is."""

    SERIES = "series", _("指标逐月")
    DISTRICTS = "districts", _("指标分区县逐月")
    REGISTER = "register", _("公开名录")
    PROMISES = "promises", _("公开承诺")


@dataclass(frozen=True)
class OpenRow:
    """One month. ``value`` None: ``status`` says whether it is missing, withheld or a range,
    of which ``low`` and ``high`` are the ends."""

    period: str
    value: str | None
    cases: int | None
    status: str
    reason: str
    low: str | None = None
    high: str | None = None


@dataclass(frozen=True)
class OpenSeries:
    """One indicator as a table. ``revision`` changes with definition, licence or rows; ``run``
    names the facts that the newest change came of."""

    definition: DefinitionView
    region: str
    rows: tuple[OpenRow, ...]
    revision: str
    modified: datetime | None
    run: str


@dataclass(frozen=True)
class OpenColumn:
    """``kind`` as CSVW names it: string, decimal, integer, date, gYearMonth, boolean."""

    name: str
    label: str
    english: str = ""
    kind: str = "string"
    required: bool = False
    unit: str = ""
    masked: bool = False


@dataclass(frozen=True)
class OpenTable:
    """A data set of any kind: what it is, whose, and its rows read when they are wanted.

    ``stamp``: another one whenever the rows may be others. ``revision`` '' = that of its file.
    """

    code: str
    kind: str
    region: str
    name: str
    english: str
    description: str
    topic: str
    owner: str
    columns: tuple[OpenColumn, ...]
    key: tuple[str, ...]
    read: Callable[[], Iterable[Sequence[str | None]]] = field(repr=False, compare=False)
    stamp: str
    modified: datetime | None = None
    revision: str = ""
    span: tuple[str, str] = ("", "")
    monthly: bool = False
    facts: Mapping[str, str] = field(default_factory=dict, compare=False)
    of: str = ""  # the table that this one is a part of

    @property
    def title(self) -> str:
        """Whose it is, what, and that it is a sample where it is one."""
        title = f"{accounts.region_name(self.region)}：{self.name}"
        return f"{title}（{SAMPLE_WORD}）" if self.sample else title

    @property
    def title_en(self) -> str:
        """The English name, '' where there is none; a sample says so too."""
        return f"{self.english} (sample data)" if self.english and self.sample else self.english

    @property
    def sample(self) -> bool:
        """Whether the city is made up, and all that stands in the table."""
        return accounts.is_fictional(self.region)

    @property
    def kind_label(self) -> str:
        return str(OpenKind(self.kind).label)


@dataclass(frozen=True)
class RowChange:
    """A month before and after; None = it was not there. ``told`` False: one of the two is withheld
    here, for so few cases lie between it and another in the feed that both would tell of them."""

    period: str
    before: OpenRow | None
    after: OpenRow | None
    told: bool


@dataclass(frozen=True)
class Revision:
    """One change of a series: when, to which revision, under which edition of its method."""

    at: datetime
    revision: str
    edition: str
    changes: tuple[RowChange, ...]
