"""What one may ask of a case. Each command carries who (`by`, opaque) and when (`at`, aware)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from yingshang.kernel.flow._model import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    verb: ClassVar[str] = ""
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Submit(Command):
    """`unit`: the lead unit; '' when it must be appointed. `data` goes into the event."""

    verb: ClassVar[str] = "submit"
    unit: str = ""
    channel: str = "web"
    skipped: tuple[str, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskCorrection(Command):
    verb: ClassVar[str] = "ask_correction"
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply(Command):
    verb: ClassVar[str] = "supply"
    channel: str = "web"
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept(Command):
    """`deemed_at`: acceptance by silence, in force from the day of receipt (law, art. 32)."""

    verb: ClassVar[str] = "accept"
    skipped: tuple[str, ...] = ()
    deemed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse(Command):
    verb: ClassVar[str] = "refuse"
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteStep(Command):
    verb: ClassVar[str] = "complete_step"
    step: str
    result: str = "pass"
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause(Command):
    """`expected` and `cap` are limits in words ("10个工作日"), `notice` the number of the written
    notice that tells the applicant how long it takes (art. 45), `counterpart` who is waited for."""

    verb: ClassVar[str] = "pause"
    kind: str
    reason: str = ""
    basis: str = ""
    expected: str = ""
    notice: str = ""
    counterpart: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume(Command):
    verb: ClassVar[str] = "resume"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extend(Command):
    verb: ClassVar[str] = "extend"
    workdays: int
    reason: str = ""
    approver: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide(Command):
    verb: ClassVar[str] = "decide"
    outcome: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueLicence(Command):
    """Recorded by the outcome handler, in the transaction of the decision."""

    verb: ClassVar[str] = "issue_licence"
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Close(Command):
    """`blocked`: what the item's guards answered; `override_reason` lets a named person pass."""

    verb: ClassVar[str] = "close"
    blocked: tuple[Refusal, ...] = ()
    override_reason: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(Command):
    verb: ClassVar[str] = "withdraw"
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen(Command):
    verb: ClassVar[str] = "reopen"
    ground: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign(Command):
    verb: ClassVar[str] = "assign"
    unit: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnAssignment(Command):
    """`window_open`: whether the one working day for returning is still running."""

    verb: ClassVar[str] = "return_assignment"
    reason: str = ""
    duties: str = ""
    window_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleReturn(Command):
    verb: ClassVar[str] = "rule_return"
    upheld: bool
    unit: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Command):
    verb: ClassVar[str] = "note"
    data: Mapping[str, Any] = field(default_factory=dict)


COMMANDS: Mapping[str, type[Command]] = {
    kind.verb: kind
    for kind in (
        Submit,
        AskCorrection,
        Supply,
        Accept,
        Refuse,
        CompleteStep,
        Pause,
        Resume,
        Extend,
        Decide,
        IssueLicence,
        Close,
        Withdraw,
        Reopen,
        Assign,
        ReturnAssignment,
        RuleReturn,
        Note,
    )
}
