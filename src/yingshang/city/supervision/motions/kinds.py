"""Motions as people read them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

__all__ = ["MotionTotals", "MotionView", "OpinionView", "ShareView", "Wrote"]


@dataclass(frozen=True)
class OpinionView:
    """What was said of one reply."""

    work: str
    result: str
    words: str
    said_on: date
    satisfied: bool


@dataclass(frozen=True)
class Wrote:
    """What a unit handed in, the draft of a reply or an opinion, for all who see the motion."""

    words: str
    by_name: str
    at: datetime | None
    files: tuple[Any, ...]  # cases' FileView
    again_by: date | None = None  # until when it is to be drafted anew, where it was sent back


@dataclass(frozen=True)
class ShareView:
    """One unit's part."""

    id: int
    ref: str
    unit: str
    unit_name: str
    leads: bool
    due_on: date
    state: str
    state_label: str
    late: bool
    grade: str
    grade_label: str
    replied_on: date | None
    opinions: tuple[OpinionView, ...]
    awaits_opinion: bool
    awaits_check: bool = False
    check_late: bool = False  # answered in time; the check has run past the day of the reply
    waived_why: str = ""  # a co-handler that the lead does not wait for
    waived_by: str = ""
    waived_on: date | None = None
    wrote: Wrote | None = None  # on the page of one motion
    seen: bool = False  # the viewer sees the case itself, too

    @property
    def awaited(self) -> bool:
        """A co-handler whose opinion the lead still waits for."""
        return not self.leads and self.replied_on is None and self.waived_on is None

    @property
    def redone(self) -> int:
        """How often it was sent back because the deputies were not satisfied."""
        return sum(not one.satisfied for one in self.opinions)


@dataclass(frozen=True)
class MotionView:
    """One motion with its shares, leads first."""

    id: int
    region: str
    number: str
    title: str
    kind: str
    kind_label: str
    mode: str
    mode_label: str
    session: str
    members: tuple[str, ...]
    body: str
    hard: bool
    handed_on: date
    reply_by: date
    open_reply: bool
    shares: tuple[ShareView, ...]

    @property
    def leads(self) -> tuple[ShareView, ...]:
        return tuple(one for one in self.shares if one.leads)

    @property
    def replied(self) -> bool:
        return all(one.replied_on for one in self.leads)

    @property
    def late(self) -> bool:
        return any(one.late for one in self.shares)

    @property
    def check_late(self) -> bool:
        """Handed in in time by its units, and not passed in time by the office."""
        return any(one.check_late for one in self.shares)


@dataclass(frozen=True)
class MotionTotals:
    """Counts over a list: by class of reply and by satisfaction."""

    motions: int = 0
    replied: int = 0
    late: int = 0
    grades: dict[str, int] = field(default_factory=dict)
    work: dict[str, int] = field(default_factory=dict)
    result: dict[str, int] = field(default_factory=dict)
