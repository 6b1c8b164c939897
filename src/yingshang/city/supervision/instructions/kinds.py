"""What is handed out about an instruction, to its readers only."""

from dataclasses import dataclass
from datetime import date, datetime

__all__ = ["InstructionRow", "InstructionTaskView", "InstructionView", "Kept", "Reader"]


@dataclass(frozen=True)
class InstructionRow:
    """A line of the list: without the words of the instruction."""

    id: int
    number: str
    leader: str
    post: str
    source: str
    received_on: date
    reply_by: date
    days_left: int
    status: str
    status_label: str
    units: tuple[str, ...]
    answered: int
    asked: int


@dataclass(frozen=True)
class Kept:
    """An instruction and who is in charge of it, for those who may name somebody else."""

    id: int
    number: str
    registered_name: str
    reply_by: date
    keepers: tuple[str, ...]  # names; empty where everybody who was in charge has left


@dataclass(frozen=True)
class InstructionTaskView:
    """What became of one unit's order."""

    ref: str
    unit: str
    unit_name: str
    demand: str
    state_label: str
    answers: tuple[str, ...]  # what the unit wrote, oldest first
    answered: bool  # the last of them stands, and was not sent back
    accepted_at: datetime | None
    accepted_by: str
    findings: str


@dataclass(frozen=True)
class Reader:
    """Somebody who may read the instruction."""

    id: str
    name: str


@dataclass(frozen=True)
class InstructionView:
    """One instruction in full."""

    row: InstructionRow
    region: str
    words: str
    scan_name: str
    readers: tuple[Reader, ...]
    registered_name: str
    registered_at: datetime
    tasks: tuple[InstructionTaskView, ...]
    waiting: tuple[tuple[str, str], ...]  # (code, name) of named units that have no order yet
    replied_on: date | None
    replied_by: str
    reply_note: str
    may_keep: bool  # registrar: may hand out, accept, name readers, close

    @property
    def id(self) -> int:
        return self.row.id
