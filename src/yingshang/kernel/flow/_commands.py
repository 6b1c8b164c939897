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
    """`unit`: the lead unit; '' when it must be appointed. `data` goes into the event.

    `commitment`: the applicant was told, and chooses to promise (告知承诺). `lacking`: codes of
    missable materials that he promises to bring later (容缺).
    """

    verb: ClassVar[str] = "submit"
    unit: str = ""
    channel: str = "web"
    skipped: tuple[str, ...] = ()
    commitment: bool = False
    lacking: tuple[str, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskCorrection(Command):
    """`late`: the days for asking are over, so silence has accepted already (law, art. 32)."""

    verb: ClassVar[str] = "ask_correction"
    items: tuple[str, ...] = ()
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectOnSpot(Command):
    """What could be put right on the spot was; `data` carries the digest of the new form."""

    verb: ClassVar[str] = "correct_on_spot"
    what: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply(Command):
    verb: ClassVar[str] = "supply"
    channel: str = "web"
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept(Command):
    """`deemed_at`: acceptance by silence, in force from the day of receipt (law, art. 32).

    `missing`: codes of missable materials to be made up within `make_up` days (of the unit of the
    flow's own limit), that is by `make_up_by`; `promise`: where the written promise is, if it was
    not given with the application.
    """

    verb: ClassVar[str] = "accept"
    skipped: tuple[str, ...] = ()
    deemed_at: datetime | None = None
    missing: tuple[str, ...] = ()
    make_up: int = 0
    make_up_by: datetime | None = None
    promise: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeUp(Command):
    """Materials that were promised at a tolerant acceptance, handed in."""

    verb: ClassVar[str] = "make_up"
    materials: tuple[str, ...] = ()
    channel: str = "web"
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse(Command):
    """`kind`: one of REFUSAL_KINDS, '' where the item knows none; `body`: whose it is instead;
    `late`: silence has accepted already, so what is wanting is no ground any more (art. 32)."""

    verb: ClassVar[str] = "refuse"
    reason: str = ""
    kind: str = ""
    body: str = ""
    late: bool = False


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
    """`late`: the limit that would be extended is over already. `until`, `was`: of work whose due
    date is set by hand, the new date and the one before."""

    verb: ClassVar[str] = "extend"
    workdays: int
    reason: str = ""
    approver: str = ""
    role: str = ""
    late: bool = False
    until: datetime | None = None
    was: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide(Command):
    """`deemed`: the limit passed in silence, and the law grants (art. 50)."""

    verb: ClassVar[str] = "decide"
    outcome: str
    reason: str = ""
    deemed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideNow(Command):
    """On the spot: an instant item, or a commitment; no acceptance goes before it (art. 34)."""

    verb: ClassVar[str] = "decide_now"
    outcome: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawPromise(Command):
    """Take a commitment back before the decision; the case goes the ordinary way."""

    verb: ClassVar[str] = "withdraw_promise"
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyCommitment(Command):
    """`result`: kept | short (put right within `days`, by `until`) | untrue (revoked at once)."""

    verb: ClassVar[str] = "verify_commitment"
    result: str
    reason: str = ""
    days: int = 0
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TellHearing(Command):
    """Tell of the right to a hearing; it may be asked for until `ask_by` (arts. 46, 47)."""

    verb: ClassVar[str] = "tell_hearing"
    reason: str = ""
    ask_by: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskHearing(Command):
    """`who`: applicant, or an interested party; to be held by `hold_by` (art. 47), which `takes`
    says as a limit in words: how long the clock stands (art. 45)."""

    verb: ClassVar[str] = "ask_hearing"
    who: str = "applicant"
    reason: str = ""
    hold_by: datetime | None = None
    takes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiveHearing(Command):
    verb: ClassVar[str] = "waive_hearing"
    who: str = "applicant"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallHearing(Command):
    """`on`: when it is held; `earliest`: the first moment that leaves the notice its days.

    `chair`: the name; `chair_id`: the id, as far as known, compared with who reviewed. `takes`:
    as in AskHearing, where the law itself asks for the hearing.
    """

    verb: ClassVar[str] = "call_hearing"
    on: datetime | None = None
    earliest: datetime | None = None
    place: str = ""
    chair: str = ""
    chair_id: str = ""
    takes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldHearing(Command):
    """`record`: what the record of the hearing says; the decision rests on it (art. 48)."""

    verb: ClassVar[str] = "hold_hearing"
    record: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliver(Command):
    """`way`: pick-up | post | e-mail; `channel` 'window' counts as a visit. `data`: digests."""

    verb: ClassVar[str] = "deliver"
    way: str
    recipient: str = ""
    tracking: str = ""
    channel: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


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
    """`deemed`: 'make-up' or 'correction', the promise or notice that ran out unanswered;
    'edition', of appointed work: the paper's new edition has dropped it."""

    verb: ClassVar[str] = "withdraw"
    reason: str = ""
    deemed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen(Command):
    """`kind`: one of REOPEN_GROUNDS; `ground`: the paper that orders it, with its number.
    `until`: the new due date of work whose due date is set by hand."""

    verb: ClassVar[str] = "reopen"
    ground: str = ""
    kind: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign(Command):
    verb: ClassVar[str] = "assign"
    unit: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnAssignment(Command):
    """`window_open`: whether the time for returning is still running; `window`: until when, in
    words."""

    verb: ClassVar[str] = "return_assignment"
    reason: str = ""
    duties: str = ""
    window_open: bool = False
    window: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleReturn(Command):
    verb: ClassVar[str] = "rule_return"
    upheld: bool
    unit: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amend(Command):
    """The paper behind appointed work has changed: `until` its new due date (it `was` another),
    `undated` that it has none any more, `unit` who leads it from now on, beginning with its own
    first steps, or, as the `heir` of a unit that is no more, going on with it as it stands."""

    verb: ClassVar[str] = "amend"
    unit: str = ""
    heir: bool = False
    until: datetime | None = None
    undated: bool = False
    was: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Command):
    verb: ClassVar[str] = "note"
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver(Command):
    """Within `unit`, from `giver` to `taker` (ids, '' for nobody); `moved`: by an overseer."""

    verb: ClassVar[str] = "hand_over"
    unit: str = ""
    giver: str = ""
    giver_name: str = ""
    taker: str = ""
    taker_name: str = ""
    reason: str = ""
    moved: bool = False


COMMANDS: Mapping[str, type[Command]] = {
    kind.verb: kind
    for kind in (
        Submit,
        AskCorrection,
        CorrectOnSpot,
        Supply,
        Accept,
        MakeUp,
        Refuse,
        CompleteStep,
        Pause,
        Resume,
        Extend,
        Decide,
        DecideNow,
        WithdrawPromise,
        VerifyCommitment,
        TellHearing,
        AskHearing,
        WaiveHearing,
        CallHearing,
        HoldHearing,
        Deliver,
        IssueLicence,
        Close,
        Withdraw,
        Reopen,
        Assign,
        ReturnAssignment,
        RuleReturn,
        Amend,
        Note,
        HandOver,
    )
}
