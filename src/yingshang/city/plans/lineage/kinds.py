"""What the links between plans hand out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

__all__ = [
    "Below",
    "BelowCell",
    "Beside",
    "BesideRow",
    "FigureRow",
    "LinkRow",
    "Proposal",
    "Replaced",
    "Side",
    "Taken",
    "Taking",
    "TakingRow",
]


@dataclass(frozen=True)
class LinkRow:
    """One live link as it is listed with a plan; ``up``: the other plan is the origin."""

    id: int
    kind: str
    label: str
    up: bool
    plan: Any  # PlanRow of the other side
    grounds: str
    by_name: str
    at: datetime
    pending: int  # changed numbers that wait for a person


@dataclass(frozen=True)
class Replaced:
    """The plan that holds in place of another, and how it came from it."""

    kind: str
    plan: Any  # PlanRow


@dataclass(frozen=True)
class Side:
    """A task as one side of a comparison."""

    id: int
    plan: int
    no: str
    title: str
    section: str
    text: str
    lead: tuple[str, ...]
    responsible: tuple[str, ...]
    cooperating: tuple[str, ...]
    deadline: date | None
    deadline_text: str
    status: str
    status_label: str

    @property
    def answerable(self) -> tuple[str, ...]:
        return self.lead or self.responsible

    @property
    def name(self) -> str:
        """No and title, as people call it."""
        return f"{self.no} {self.title}".strip()


@dataclass(frozen=True)
class FigureRow:
    """A promise on both sides; ``way`` is what the second is against the first."""

    metric: str
    first: str
    second: str
    way: str
    label: str
    target: int | None = None  # of the second
    pending: int | None = None  # the link of targets that waits to be settled


@dataclass(frozen=True)
class BesideRow:
    """One clause of two editions. ``fields``: (label, old, new) of what differs beside the text."""

    state: str
    old: Side | None
    new: Side | None
    moved: bool
    renumbered: bool
    likeness: float
    changes: tuple[str, ...]
    title: tuple[Any, ...]  # marks
    text: tuple[Any, ...]
    fields: tuple[tuple[str, str, str], ...]
    figures: tuple[FigureRow, ...]
    kin: Side | None = None
    pair: int | None = None  # the link of the two tasks
    joined: bool = False  # it went into a clause that has another counterpart already

    @property
    def pending(self) -> int:
        return sum(one.pending is not None for one in self.figures)

    @property
    def shifted(self) -> bool:
        return self.moved or self.renumbered


@dataclass(frozen=True)
class Beside:
    """Two editions beside each other; ``link`` is None while nobody has said that they are."""

    link: int | None
    kind: str
    origin: Any
    heir: Any
    rows: tuple[BesideRow, ...]
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Taken:
    """A task of the heir that goes on with, or answers, one of the origin."""

    pair: int | None
    side: Side
    likeness: float
    figures: tuple[FigureRow, ...]
    deadline_way: str
    deadline_label: str
    grounds: str = ""
    by_name: str = ""

    @property
    def ways(self) -> frozenset[str]:
        return frozenset({one.way for one in self.figures} | {self.deadline_way} - {""})


Proposal = Taken  # not confirmed yet: ``pair`` is None


@dataclass(frozen=True)
class TakingRow:
    """One task of the origin and what became of it. ``state``: taken, letgo, open."""

    side: Side
    standing: str
    standing_label: str
    state: str
    taken: tuple[Taken, ...]
    proposals: tuple[Proposal, ...]
    letgo: str = ""
    letgo_pair: int | None = None

    @property
    def done(self) -> bool:
        """Finished in its own year: nobody need say what becomes of it."""
        return self.state == "open" and self.standing in ("closed", "met")


@dataclass(frozen=True)
class Taking:
    """The origin's tasks, and which of the heir's go on with them."""

    link: int
    kind: str
    origin: Any
    heir: Any
    rows: tuple[TakingRow, ...]
    heirs: tuple[Side, ...]  # all tasks of the heir, to choose from
    fresh: tuple[Side, ...]  # those that answer none of the origin
    counts: Mapping[str, int]


@dataclass(frozen=True)
class BelowCell:
    """How one subordinate plan answers one task of the superior's."""

    state: str  # taken | letgo | none
    ways: tuple[str, ...]
    sides: tuple[Side, ...]
    letgo: str = ""


@dataclass(frozen=True)
class Below:
    """A superior plan and everybody below: one column a plan; and who has not answered."""

    plan: Any
    columns: tuple[tuple[int, Any], ...]  # (link, PlanRow)
    rows: tuple[tuple[Side, tuple[BelowCell, ...]], ...]
    silent: tuple[tuple[str, str], ...]  # (region, name) without a plan linked to this one
