"""What the ladder hands out."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yingshang.kernel.worktime import Pause, to_cst

__all__ = ["Climbed", "EscalationView", "Held", "LadderView", "RungView"]


@dataclass(frozen=True)
class Held:
    """Work that stands on the ladder: an open case with a unit and a day on which it is due."""

    ref: str
    region: str
    unit: str
    subject: str
    due_on: date | None
    family: str = ""
    open: bool = True
    answered: bool = False  # the unit has done its part: whoever checks it has the case now
    since: date | None = None  # the day on which it came (back) to the unit
    rests: bool = False  # suspended: nobody is pressed meanwhile
    begun_on: date | None = None  # since when its unit has it
    resumed_on: date | None = None  # the end of its last suspension
    pauses: tuple[Pause, ...] = ()  # all of them
    target: str = ""  # a promise of a task that is red for it, with a day of its own ...
    target_due: date | None = None  # ... which has passed
    untold: bool = False  # and nobody has told a number of it
    short: str = ""  # by which number what was answered is not met

    @property
    def presses_target(self) -> bool:
        """Whether it is pressed for one of its promises before its own day comes."""
        own = self.due_on
        return self.target_due is not None and (own is None or self.target_due < own)

    @property
    def pressing_on(self) -> date | None:
        """The day for which it is pressed."""
        return self.target_due if self.presses_target else self.due_on

    @property
    def late_begun(self) -> bool:
        """It was handed to its unit when the day had passed already."""
        due = self.pressing_on
        return due is not None and self.begun_on is not None and self.begun_on > due


@dataclass(frozen=True)
class EscalationView:
    """One rung that was proposed or taken."""

    id: int
    ref: str
    region: str
    unit: str
    unit_name: str
    subject: str
    rung: str
    level: int
    name: str
    document: str
    meeting: bool
    number: str
    ground: str
    skipped: str
    demand: str
    due_on: date | None
    place: str
    meet_at: datetime | None
    status: str
    status_label: str
    proposed_name: str
    proposed_at: datetime
    taken_name: str
    taken_at: datetime | None
    answer: str
    answered_by: str
    answered_at: datetime | None
    ended_by: str
    ended_at: datetime | None
    ended_reason: str
    addressee: str  # the body that may act, where the paper does not go to the unit
    papers: list[dict[str, Any]]  # {id, name} of the files of the case that go with the answer
    held_on: date | None  # a meeting: when it was held, with whom, and what came of it
    held_who: str
    held_words: str
    held_papers: list[dict[str, Any]]
    held_by: str
    held_at: datetime | None
    late_days: int  # working days that the answer is late; 0 while there is time, or it rests
    rests: bool = False  # its case is suspended: it need not be answered meanwhile

    @property
    def standing(self) -> bool:
        return self.status == "standing"

    def unheld_on(self, day: date) -> bool:
        """A meeting whose day has come and of which nothing is written down."""
        if self.meet_at is None or self.taken_at is None or self.held_on is not None:
            return False
        return to_cst(self.meet_at).date() <= day and self.status != "lifted"

    @property
    def was_called(self) -> bool:
        """A meeting that the unit was called to and that nobody took back."""
        return self.meeting and self.taken_at is not None and self.status != "lifted"

    @property
    def asks_unit(self) -> bool:
        """Whether the unit owes the answer: a paper to another body is answered by that body."""
        return self.standing and not self.addressee


@dataclass(frozen=True)
class RungView:
    """A rung as declared, with what became of it for one case."""

    code: str
    level: int
    name: str
    document: str
    answer_workdays: int
    approval: bool
    meeting: bool
    demand: str
    taken: EscalationView | None = None
    proposed: EscalationView | None = None
    due: bool = False  # the rule of this rung says yes today
    may_take: bool = False
    leap: bool = False  # lower rungs have not been taken: who takes this one says why
    addressee: str = ""


@dataclass(frozen=True)
class LadderView:
    """The whole ladder of one case, lowest rung first."""

    ref: str
    basis: str
    rungs: tuple[RungView, ...]
    past: tuple[EscalationView, ...]  # everything that ever stood, newest first
    unit: str  # whose case it is now: what another unit was sent before says so
    may_act: bool
    may_approve: bool
    open: bool

    @property
    def times(self) -> int:
        """How often something was taken; what was only proposed does not count."""
        return sum(one.taken_at is not None for one in self.past)

    @property
    def waits(self) -> bool:
        """Whether a rung waits for a leader's consent."""
        return any(one.status == "proposed" for one in self.past)

    @property
    def suggested(self) -> RungView | None:
        """The rung that the rules ask for now and that nobody has taken or proposed."""
        return next((one for one in self.rungs if one.due and one.may_take), None)


@dataclass(frozen=True)
class Climbed:
    """What a night's climb did."""

    taken: int = 0
    proposed: int = 0
