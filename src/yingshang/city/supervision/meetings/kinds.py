"""What is handed out about joint meetings: frozen views."""

from dataclasses import dataclass
from datetime import date, datetime

__all__ = ["ATTENDANCE", "DecisionView", "MeetingRow", "MeetingView", "Presence", "TopicView"]

ATTENDANCE = ("present", "deputy", "leave", "absent")


@dataclass(frozen=True)
class Presence:
    unit: str
    unit_name: str
    name: str
    state: str
    state_label: str


@dataclass(frozen=True)
class TopicView:
    id: int
    kind: str
    kind_label: str
    title: str
    detail: str
    unit: str
    unit_name: str
    ref: str
    kept: bool
    asked: bool  # its unit is asked to come, as a member or as a guest


@dataclass(frozen=True)
class DecisionView:
    """``state_label``: of its order today; '' where there is none."""

    id: int
    no: int
    text: str
    unit: str
    unit_name: str
    due_on: date | None
    ref: str
    state_label: str
    closed: bool
    late: bool


@dataclass(frozen=True)
class MeetingRow:
    id: int
    number: str
    title: str
    meets_at: datetime
    place: str
    status: str
    status_label: str
    decisions: int
    closed: int


@dataclass(frozen=True)
class MeetingView:
    row: MeetingRow
    region: str
    chair: str
    members: tuple[tuple[str, str], ...]
    guests: tuple[tuple[str, str], ...]
    topics: tuple[TopicView, ...]
    decisions: tuple[DecisionView, ...]
    attendance: tuple[Presence, ...]
    planned_name: str
    planned_at: datetime
    called_at: datetime | None
    signer: str
    signed_at: datetime | None
    signed_by: str
    may_keep: bool
    may_propose: bool

    @property
    def id(self) -> int:
        return self.row.id

    @property
    def asked(self) -> tuple[tuple[str, str], ...]:
        """Every unit that is asked to come."""
        return self.members + self.guests
