"""What a bulletin is made of: figures with their sources, tables, sentences. Plain data."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from json import dumps
from typing import Any

from yingshang.kernel.flow import Refusal

__all__ = [
    "BulletinRow",
    "BulletinView",
    "Cell",
    "Change",
    "Chart",
    "Content",
    "Figure",
    "Line",
    "ReaderView",
    "Refusal",
    "Section",
    "Table",
    "content_of",
    "digest_of",
]

Cell = str | int | float | None


@dataclass(frozen=True)
class Figure:
    """One number: what it is, as of when, and where it comes from.

    ``value`` is the number as text, None = missing, and ``why`` says why. ``source`` and ``ref``
    lead back: orders, cases, promises, tasks, ratings, contradictions, or the id of a value.
    """

    key: str
    label: str
    value: str | None
    unit: str
    as_of: str
    source: str
    ref: str = ""
    why: str = ""
    head: bool = False  # one of the few that stand at the top
    query: str = ""  # how it can be had again: definition, span, facts
    proof: str = ""  # sha256 over query and value

    @property
    def number(self) -> int | float | None:
        """For a spreadsheet."""
        if self.value is None:
            return None
        found = Decimal(self.value)
        return int(found) if found == found.to_integral_value() else float(found)


@dataclass(frozen=True)
class Line:
    """One row of a table and where it leads."""

    cells: tuple[Cell, ...]
    source: str = ""
    ref: str = ""


@dataclass(frozen=True)
class Table:
    """``shown``: so many rows on paper; the spreadsheet has all."""

    key: str
    title: str
    header: tuple[str, ...]
    rows: tuple[Line, ...]
    widths: tuple[float, ...] = ()
    note: str = ""
    shown: int = 10


@dataclass(frozen=True)
class Chart:
    """A picture of figures: ``kind`` line or bar; a missing point is None."""

    key: str
    title: str
    unit: str
    points: tuple[tuple[str, float | None], ...]
    level: float | None = None
    kind: str = "line"

    @property
    def told(self) -> str:
        """The picture in words, for whoever does not see it."""
        points = "，".join(f"{name} {'—' if v is None else v}" for name, v in self.points)
        return f"{self.title}（{self.unit}）：{points}"


@dataclass(frozen=True)
class Section:
    """One part of a paper."""

    code: str
    title: str
    sentences: tuple[str, ...]
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    note: str = ""
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True)
class Change:
    """One figure in the issue before and in this one."""

    label: str
    unit: str
    before: str
    after: str
    difference: str


@dataclass(frozen=True)
class Content:
    """Everything that a bulletin says. What is frozen is this, and its digest."""

    kind: str
    region: str
    period: str
    since: str
    until: str
    as_of: str
    sections: tuple[Section, ...]
    before: str = ""  # the issue that changes are told against: 2026年第3期
    changes: tuple[Change, ...] = ()

    @property
    def charts(self) -> Iterator[Chart]:
        for section in self.sections:
            yield from section.charts

    @property
    def figures(self) -> Iterator[Figure]:
        for section in self.sections:
            yield from section.figures

    def plain(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def digest(self) -> str:
        """sha256 of the canonical JSON: the figures' own fingerprint."""
        return digest_of(self.plain())


def digest_of(plain: Mapping[str, Any]) -> str:
    text = dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def content_of(plain: Mapping[str, Any]) -> Content:
    """The content again from what was stored."""
    return Content(
        **{
            **plain,
            "sections": tuple(_section(one) for one in plain["sections"]),
            "changes": tuple(Change(**one) for one in plain["changes"]),
        }
    )


def _section(plain: Mapping[str, Any]) -> Section:
    return Section(
        **{
            **plain,
            "sentences": tuple(plain["sentences"]),
            "figures": tuple(Figure(**one) for one in plain["figures"]),
            "tables": tuple(_table(one) for one in plain["tables"]),
            # what was sent before there were charts has none
            "charts": tuple(_chart(one) for one in plain.get("charts", ())),
        }
    )


def _chart(plain: Mapping[str, Any]) -> Chart:
    points = tuple((label, value) for label, value in plain["points"])
    return Chart(**{**plain, "points": points})


def _table(plain: Mapping[str, Any]) -> Table:
    rows = tuple(Line(tuple(one["cells"]), one["source"], one["ref"]) for one in plain["rows"])
    return Table(
        **{
            **plain,
            "header": tuple(plain["header"]),
            "widths": tuple(plain["widths"]),
            "rows": rows,
        }
    )


@dataclass(frozen=True)
class ReaderView:
    """One to whom a bulletin was sent, and whether it was read."""

    to: str
    name: str
    read_at: datetime | None
    read_by: str


@dataclass(frozen=True)
class BulletinRow:
    """A bulletin in a list."""

    id: int
    kind: str
    kind_name: str
    region: str
    period: str
    period_label: str
    issue: str  # 2026年第3期; '' while it is a draft
    status: str
    status_label: str
    drafted_at: datetime
    drafted_by: str
    sent_at: datetime | None
    sent_by: str
    corrects: int | None
    corrects_issue: str
    corrected_by: int | None
    corrected_issue: str
    readers: int
    read: int


@dataclass(frozen=True)
class BulletinView:
    """A bulletin whole: what it says, and beside it what the figures are today."""

    row: BulletinRow
    content: Content
    today: Mapping[str, Figure]
    readers: tuple[ReaderView, ...]
    digest: str
    docx_sha256: str
    xlsx_sha256: str
    pdf_sha256: str
    correction_reason: str
    approved_by: str
    approved_at: datetime | None
    needs_second: bool
    basis: str
    verbs: frozenset[str]
    proposed: tuple[tuple[str, str], ...] = ()  # to whom it would go: (address, name)
    unread: bool = False  # by the one who looks
    intact: bool = True  # what is stored is still what was sent
