"""What is handed out about rounds: frozen views."""

from dataclasses import dataclass
from datetime import date, datetime

__all__ = ["DutyView", "Paper", "Punctuality", "RoundRow", "RoundView", "SendingView", "ShareView"]


@dataclass(frozen=True)
class Paper:
    """One file that a unit sent; ``place`` counts from 0 within its sending."""

    place: int
    name: str
    size: int
    sealed: bool


@dataclass(frozen=True)
class SendingView:
    id: int
    at: datetime
    by: str
    words: str
    late: bool
    papers: tuple[Paper, ...]
    returned_at: datetime | None
    returned_by: str
    returned_reason: str


@dataclass(frozen=True)
class ShareView:
    """One unit in a round. ``standing``: unseen, seen, sent, returned, accepted, excused."""

    id: int
    unit: str
    unit_name: str
    standing: str
    standing_label: str
    due_on: date
    overdue: bool  # nothing stands sent and the day has passed
    sent_late: bool
    seen_at: datetime | None
    seen_by: str
    sent_on: date | None
    returns: int
    reason: str
    ruled_by: str
    sendings: tuple[SendingView, ...]

    @property
    def may_send(self) -> bool:
        return self.standing in {"unseen", "seen", "sent", "returned"}

    @property
    def owes(self) -> bool:
        return self.standing in {"unseen", "seen", "returned"}


@dataclass(frozen=True)
class RoundRow:
    """A line of the list. ``mine``: the standing of the reader's own unit."""

    id: int
    number: str
    title: str
    every: str
    every_label: str
    due_on: date
    days_left: int
    asked: int
    sent: int
    accepted: int
    missing: int
    late: int
    stopped: bool
    mine: ShareView | None


@dataclass(frozen=True)
class RoundView:
    row: RoundRow
    region: str
    demand: str
    basis: str
    plan: int | None
    plan_title: str
    nominal: date
    moved: bool  # the nominal day is no working day
    sealed: bool
    remind_before: int
    remind_after: int
    opened_name: str
    opened_at: datetime
    until: date | None
    next_nominal: date | None
    stopped_at: datetime | None
    stopped_by: str
    stopped_reason: str
    shares: tuple[ShareView, ...]  # a unit's reader finds only its own
    others: tuple[tuple[int, str], ...]  # (id, number) of other rounds of the series
    may_keep: bool

    @property
    def id(self) -> int:
        return self.row.id


@dataclass(frozen=True)
class DutyView:
    """A dated duty of a plan that a round could carry."""

    plan: int
    plan_title: str
    place: int
    text: str
    every: str
    every_label: str
    nominal: date
    units: tuple[str, ...]
    unknown: tuple[str, ...]  # names that stand for everybody, or that nobody answers to
    round: int | None  # the round that carries it already


@dataclass(frozen=True)
class Punctuality:
    """How a unit handed in over a year. ``due`` = asked, neither excused nor still in time."""

    unit: str
    asked: int
    due: int
    on_time: int
    late: int
    missing: int
    excused: int
    returned: int
