"""What the pages of an evaluation show."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

__all__ = ["CheckRow", "Dismissed", "EvaluationRow", "EvaluationView", "PieceView"]


@dataclass(frozen=True)
class Dismissed:
    """A draft that somebody decided against: the warning, who, and why; or its order was taken
    back (``withdrawn``)."""

    id: int
    who: str
    why: str
    withdrawn: bool = False


@dataclass(frozen=True)
class PieceView:
    """``late``: past its day and neither given nor accepted; ``may_give``: the reader may."""

    id: int
    name: str
    unit: str
    unit_name: str
    due_on: date
    state: str
    state_label: str
    reason: str
    late: bool
    may_give: bool
    files: tuple[tuple[int, str, str, datetime], ...]  # id, name, who, when


@dataclass(frozen=True)
class CheckRow:
    """One second-level indicator. ``low`` … ``high``: what its score may be among the cities
    compared; ``best``: what the best of them surely reaches. ``risk``: red, yellow, green, or grey
    where there is nothing to count yet."""

    leaf: str
    node: str
    name: str
    unit: str
    unit_name: str
    values: tuple[tuple[str, str, str], ...]  # code, name, value as printed or why none
    known: int
    of: int
    low: Decimal | None
    high: Decimal | None
    best: Decimal | None
    doubted: bool
    risk: str
    why: str
    pieces: tuple[PieceView, ...]
    order: str  # the case of an order that was given for it
    draft: int | None = None  # the warning that waits to become one
    dismissed: Dismissed | None = None  # the newest draft was decided against

    @property
    def open(self) -> bool:
        """There is a unit to ask, and neither an order nor a draft of one."""
        return bool(self.unit) and not self.order and self.draft is None

    @property
    def accepted(self) -> int:
        return sum(one.state == "accepted" for one in self.pieces)


@dataclass(frozen=True)
class EvaluationRow:
    id: int
    title: str
    tree: str
    due_on: date
    pieces: int
    accepted: int
    waiting: int
    closed: bool


@dataclass(frozen=True)
class EvaluationView:
    """``oversees``: the reader keeps it; others see what their own unit owes."""

    row: EvaluationRow
    basis: str
    oversees: bool
    checks: tuple[CheckRow, ...]

    def count(self, risk: str) -> int:
        return sum(one.risk == risk for one in self.checks)

    @property
    def undrafted(self) -> tuple[CheckRow, ...]:
        """The red ones that nothing was decided for yet."""
        return tuple(
            one for one in self.checks if one.risk == "red" and one.open and not one.dismissed
        )

    @property
    def red(self) -> int:
        return self.count("red")

    @property
    def yellow(self) -> int:
        return self.count("yellow")

    @property
    def grey(self) -> int:
        return self.count("grey")

    @property
    def green(self) -> int:
        return self.count("green")
