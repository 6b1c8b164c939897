"""The appraisal as people read it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

__all__ = [
    "AppealView",
    "AppraisalRow",
    "AppraisalView",
    "CountedRow",
    "ExtraView",
    "ItemWeight",
    "MarkView",
    "MarkWas",
    "SheetLine",
    "SheetView",
]


@dataclass(frozen=True)
class ItemWeight:
    """One line of the published weights."""

    code: str
    name: str
    weight: Decimal
    way: str
    each: Decimal | None
    says: str


@dataclass(frozen=True)
class AppraisalRow:
    """An appraisal in the list."""

    id: int
    region: str
    year: int
    version: int
    title: str
    status: str
    status_label: str
    announced_at: datetime
    announced_name: str
    final_at: datetime | None


@dataclass(frozen=True)
class SheetLine:
    """A unit in the ranking; ``score`` None: nothing could be counted."""

    id: int
    unit: str
    unit_name: str
    score: Decimal | None
    rank: int | None
    weighed: Decimal
    points: tuple[tuple[str, Decimal | None], ...]  # of each item, in their order
    plus: Decimal
    minus: Decimal
    small: bool
    agreed: bool
    open_appeals: int
    low: int | None = None  # the places that are possible, whatever could not be counted is worth
    high: int | None = None


@dataclass(frozen=True)
class AppraisalView:
    """One year with its weights, and the sheets that the actor sees, best first."""

    row: AppraisalRow
    basis: str
    body_sha: str
    items: tuple[ItemWeight, ...]
    plus: tuple[tuple[str, str, Decimal], ...]  # code, name, most
    minus: tuple[tuple[str, str, Decimal], ...]
    plus_most: Decimal
    minus_most: Decimal
    small: int
    rank_from: Decimal
    appeal_workdays: int
    scored_name: str
    scored_at: datetime | None
    appeal_until: date | None
    sheets: tuple[SheetLine, ...]
    appeals: tuple["AppealView", ...]
    keeps: bool  # the actor announces, scores and publishes
    oversees: bool  # the actor sees the sheets of all units
    final_sha: str
    final_name: str
    sealed: bool  # the digest still fits what was published


@dataclass(frozen=True)
class CountedRow:
    """One thing that was counted; ``out``: taken out of the count by a ruling."""

    kind: str
    ref: str
    label: str
    ok: bool
    why: str
    out: bool = False


@dataclass(frozen=True)
class MarkWas:
    """An earlier version of a mark."""

    points: Decimal | None
    good: int
    of: int
    by_name: str
    at: datetime


@dataclass(frozen=True)
class MarkView:
    """One item of a sheet."""

    item: ItemWeight
    points: Decimal | None
    good: int
    of: int
    small: bool
    rows: tuple[CountedRow, ...]
    reason: str
    by_name: str
    at: datetime
    was: tuple[MarkWas, ...]
    appeals: tuple["AppealView", ...]
    may_appeal: bool

    @property
    def anchor(self) -> str:
        return f"item-{self.item.code}"


@dataclass(frozen=True)
class ExtraView:
    id: int
    kind: str
    kind_label: str
    name: str
    points: Decimal
    ground: str
    by_name: str
    at: datetime
    ended_name: str
    ended_reason: str
    appeals: tuple["AppealView", ...]
    may_appeal: bool


@dataclass(frozen=True)
class AppealView:
    id: int
    sheet: int
    unit_name: str
    item: str
    item_name: str
    words: str
    file_name: str
    by_name: str
    at: datetime
    state: str
    state_label: str
    ruling: str
    ruled_name: str
    ruled_at: datetime | None
    may_rule: bool


@dataclass(frozen=True)
class SheetView:
    """One unit's sheet whole."""

    id: int
    appraisal: AppraisalRow
    line: SheetLine
    marks: tuple[MarkView, ...]
    extras: tuple[ExtraView, ...]
    base: Decimal | None
    appeal_until: date | None
    may_answer: bool  # agree or appeal, now
    may_change: bool  # points added or taken, now
    agreed_name: str
    agreed_at: datetime | None
