"""What a case is made of: steps, the flow that its item declares, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

STATES: tuple[str, ...] = (
    "draft",
    "submitted",
    "correcting",
    "accepted",
    "refused",
    "decided",
    "closed",
    "withdrawn",
)
ENDED: frozenset[str] = frozenset({"refused", "decided", "closed", "withdrawn"})

EVENT_NAMES: tuple[str, ...] = (
    "submitted",
    "correction-asked",
    "supplied",
    "accepted",
    "refused",
    "step-opened",
    "step-checked",
    "step-done",
    "paused",
    "resumed",
    "extended",
    "decided",
    "licence-issued",
    "closed",
    "withdrawn",
    "reopened",
    "assigned",
    "returned",
    "return-ruled",
    "amended",
    "noted",
    "corrected",
    "made-up",
    "promise-withdrawn",
    "commitment-checked",
    "hearing-told",
    "hearing-asked",
    "hearing-waived",
    "hearing-called",
    "hearing-held",
    "delivered",
    "handed-over",
    "moved",
)

# Administrative Licensing Law art. 45: time that does not count, and only these kinds.
SPECIAL_PROCEDURES: tuple[str, ...] = (
    "hearing",
    "tender",
    "auction",
    "inspection",
    "testing",
    "quarantine",
    "appraisal",
    "expert-review",
)
CORRECTION = "correction"

# Administrative Licensing Law art. 32 (1) and (2), art. 78; `unmet`: asked once, not supplied.
REFUSAL_KINDS: tuple[str, ...] = ("not-needed", "not-ours", "unmet", "false", "other")
REOPEN_GROUNDS: tuple[str, ...] = ("reconsideration", "judgment", "inspection")
DELIVERY_WAYS: tuple[str, ...] = ("pick-up", "post", "e-mail")


Word = str | int | tuple[str, ...]  # several are listed


class Refusal(Exception):
    """A verb that may not be done: a stable code and one sentence (what, why, what next).

    ``sentence`` may be a pattern (`“%(step)s”还没有轮到`) with its ``words``: both are kept, so
    that it can be said in another language.
    """

    def __init__(self, code: str, sentence: str, **words: Word) -> None:
        self.code, self.pattern, self.words = code, sentence, words
        if words:
            listed = {n: "、".join(w) if isinstance(w, tuple) else w for n, w in words.items()}
            sentence = sentence % listed
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return self.sentence

    def __repr__(self) -> str:
        return f"Refusal({self.code!r}, {self.sentence!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (_again, (self.code, self.pattern, self.words))


def _again(code: str, pattern: str, words: Mapping[str, Word]) -> Refusal:
    return Refusal(code, pattern, **words)


@dataclass(frozen=True, slots=True)
class Event:
    """A fact: its name, who, when (aware), and JSON data without floats."""

    name: str
    by: str
    at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PauseRule:
    """A kind of pause that an item declares beside the eight of art. 45. `cap` and `expected`
    are worktime.Limit or None: the longest it may last, and how long it is announced to take."""

    kind: str
    name: str = ""
    basis: str = ""
    cap: Any = None
    expected: Any = None


@dataclass(frozen=True, slots=True)
class ExtensionRule:
    """Who may extend by how many workdays: art. 42, `head` of the organ 10, `government` 15."""

    role: str
    name: str
    workdays: int
    basis: str = ""


@dataclass(frozen=True, slots=True)
class StepDef:
    """A step of an item. `unit` is a role or code; '' or 'lead' is the case's lead unit."""

    code: str
    name: str
    unit: str = ""
    after: tuple[str, ...] = ()
    limit: Any = None
    when: str = ""
    two_person: bool = False
    on_fail: str = "stop"  # "stop": a decider decides; "back": the steps before open again
    answers: bool = False  # its unit reports what it did; nothing is examined
    preliminary: bool = False  # a lower level reviews first; the decision clock waits (art. 43)
    whole: bool = False  # due when the whole is; `limit` counts when it is opened anew

    @property
    def is_lead(self) -> bool:
        return self.unit in ("", "lead")


@dataclass(frozen=True, slots=True)
class FlowDef:
    """The life that one edition of an item declares. Limits are worktime.Limit or None."""

    steps: tuple[StepDef, ...] = ()
    outcomes: tuple[str, ...] = ("granted", "refused")
    negative: frozenset[str] = frozenset({"refused", "terminated"})
    acceptance: Any = None
    statutory: Any = None
    promised: Any = None
    delivery: Any = None
    guards: tuple[str, ...] = ()
    effects: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    auto_accept: bool = False
    auto_decide: bool = False
    assigned: bool = False  # the lead unit is appointed for each case, not by the item
    may_return: bool = False
    licensing: bool = False  # under the Administrative Licensing Law: see LICENSING_ONLY
    instant: bool = False  # decided on the spot (art. 34)
    verify: Any = None  # a commitment may be chosen; it is verified within this limit
    mend: Any = None  # the longest time to put right what a verification found
    missable: tuple[str, ...] = ()  # codes of materials that may come later
    make_up: Any = None  # the longest promise to bring them
    hearing: str = ""  # "told": the right must be told first (art. 47); "held": must be held (46)
    max_corrections: int = 1
    max_extensions: int = 1
    clock_by: str = "lead"  # who stops and extends it: the unit, or "overseers" who appointed it
    extension_workdays: int = 10
    pauses: tuple[PauseRule, ...] = ()  # beside SPECIAL_PROCEDURES, or with a cap for one of them
    extensions: tuple[ExtensionRule, ...] = ()  # empty: the head, extension_workdays
    correction: Any = None  # how long the applicant has to supply; worktime.Limit or None
    renewal: bool = False  # decided before the old licence expires, or granted by silence (art. 50)
    first_review: str = field(init=False, default="")  # the step of a lower level (art. 35)

    def __post_init__(self) -> None:
        known: set[str] = set()
        first = next((step.code for step in self.steps if step.preliminary), "")
        object.__setattr__(self, "first_review", first)
        for step in self.steps:
            if step.code in known:
                raise ValueError(f"step {step.code!r} is declared twice")
            unknown = [code for code in step.after if code not in known]
            if unknown:
                raise ValueError(f"step {step.code!r} comes after unknown or later step {unknown}")
            known.add(step.code)

    def step(self, code: str) -> StepDef | None:
        return next((step for step in self.steps if step.code == code), None)

    def pause_rule(self, kind: str) -> PauseRule | None:
        """What the item says of a kind of pause; None where only the law does."""
        return next((rule for rule in self.pauses if rule.kind == kind), None)

    def extension_rule(self, role: str) -> ExtensionRule | None:
        """Who may extend, by role ('': the first declared)."""
        return next((rule for rule in self.extensions if role in ("", rule.role)), None)


@dataclass(frozen=True, slots=True)
class StepStanding:
    status: str = "waiting"  # waiting | open | done | skipped
    opened_at: datetime | None = None
    done_at: datetime | None = None
    result: str = ""  # pass | fail
    by: str = ""
    checked_by: str = ""  # first of two persons
    checked_result: str = ""
    spared: bool = False  # skipped only because it was decided on the spot
    rounds: tuple[tuple[datetime, datetime], ...] = ()  # each time it was opened and done
    again: bool = False  # opened anew after it had been done

    @property
    def waiting(self) -> StepStanding:
        """The same, to be done anew."""
        return StepStanding(rounds=self.rounds)

    @property
    def is_behind(self) -> bool:
        """True when successors may open: passed or skipped."""
        return self.status == "skipped" or (self.status == "done" and self.result == "pass")


@dataclass(frozen=True, slots=True)
class PauseSpan:
    kind: str
    since: datetime
    until: datetime | None = None
    reason: str = ""
    basis: str = ""
    expected: str = ""  # a limit in words: how long the applicant was told that it takes
    cap: str = ""  # a limit in words: the longest that it may last
    notice: str = ""  # number of the written notice (art. 45)
    counterpart: str = ""  # who is waited for: the laboratory, the other organ …


@dataclass(frozen=True, slots=True)
class ExtensionSpan:
    workdays: int
    approver: str
    reason: str
    at: datetime
    role: str = ""  # of the approver: head, government …
    basis: str = ""
    until: datetime | None = None  # a due date set by hand: the new one, and the one before
    was: datetime | None = None


@dataclass(frozen=True)
class Standing:
    """Where a case stands: the fold of its events."""

    state: str = "draft"
    seq: int = 0
    last_at: datetime | None = None
    unit: str = ""
    steps: Mapping[str, StepStanding] = field(default_factory=dict)
    pauses: tuple[PauseSpan, ...] = ()
    extensions: tuple[ExtensionSpan, ...] = ()
    corrections: int = 0
    supplied_at: datetime | None = None
    submitted_at: datetime | None = None
    accepted_at: datetime | None = None
    reopened_at: datetime | None = None  # the time to decide runs anew from here
    due_moved: datetime | None = None  # a due date set by hand has been moved to here
    due_moved_at: datetime | None = None  # when it was
    due_ended: bool = False  # ... or is none any more
    decided_at: datetime | None = None
    closed_at: datetime | None = None
    assigned_at: datetime | None = None
    outcome: str = ""
    reason: str = ""
    deemed: str = ""  # withdrawn by running out (make-up, correction), not by the applicant
    returns: int = 0
    return_pending: bool = False
    reopened: int = 0
    visits: int = 0
    expires_on: str = ""  # a renewal: the last day of the old licence, ISO
    commitment: str = ""  # promised | checking | mending | kept | revoked | dropped
    mend_by: datetime | None = None
    lacking: tuple[str, ...] = ()  # offered by the applicant to be made up
    missing: tuple[str, ...] = ()  # accepted without, still to come
    make_up_by: datetime | None = None
    hearing: str = ""  # told | waived | asked | called | held
    hearing_by: datetime | None = None  # told: ask until; asked, called: hold until
    hearing_on: datetime | None = None
    hearing_seq: int = 0  # the fact that is its record
    hearing_chair: str = ""  # who presides or presided: an id, '' for somebody from outside
    hearing_takes: str = ""  # a limit in words: how long the applicant was told that it takes
    delivered_at: datetime | None = None

    def due_by_hand(self, fixed: datetime | None) -> datetime | None:
        """The due date that was set by hand (`fixed`), as it stands now."""
        return self.due_moved or (None if self.due_ended else fixed)

    def having(self, **changes: Any) -> Standing:
        """A copy with other values: dataclasses.replace at a fifth of its cost (no __init__)."""
        changed = object.__new__(Standing)
        changed.__dict__.update(self.__dict__)
        changed.__dict__.update(changes)
        return changed

    @property
    def open_pause(self) -> PauseSpan | None:
        last = self.pauses[-1] if self.pauses else None
        return last if last is not None and last.until is None else None

    @property
    def running_extensions(self) -> tuple[ExtensionSpan, ...]:
        """Those of the time to decide that runs now: a reopening begins a new one."""
        since = self.reopened_at
        return tuple(e for e in self.extensions if e.at >= since) if since else self.extensions

    def decision_starts(self, flow: FlowDef) -> datetime | None:
        """When the time to decide begins: acceptance, or the last reopening, or the end of the
        lower level's review (art. 43), None while that runs."""
        first = self.steps.get(flow.first_review) if flow.first_review else None
        if first is None or first.status == "skipped":
            return self.reopened_at or self.accepted_at
        return first.done_at

    @property
    def hearing_runs(self) -> bool:
        """A hearing was asked for (or is called) and is still to be held."""
        return self.hearing in ("asked", "called")

    @property
    def open_steps(self) -> tuple[str, ...]:
        return tuple(code for code, step in self.steps.items() if step.status == "open")

    @property
    def has_failed(self) -> bool:
        return any(s.status == "done" and s.result == "fail" for s in self.steps.values())

    @property
    def all_passed(self) -> bool:
        return all(step.is_behind for step in self.steps.values())
