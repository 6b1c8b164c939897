"""Many cases at once: the same decide, fold, hash and writer as a verb; no messages are sent.

For the simulator and imports. Rights are not checked: whoever calls it answers for the history.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from yingshang.adapters import rows
from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._forms import validate
from yingshang.city.cases._numbers import allot
from yingshang.city.cases._work import Work, seal
from yingshang.city.cases._writer import append
from yingshang.city.cases.actions.open_case import declared_item, new_work
from yingshang.city.cases.actions.return_assignment import window_open
from yingshang.kernel import flow as f
from yingshang.kernel.worktime import CST

__all__ = ["Act", "CaseSpec", "bulk", "do_act", "opened"]

CHUNK = 1000
TABLES = ("cases_case", "cases_caseevent", "cases_step", "cases_seat", "cases_duty")


@dataclass(frozen=True, slots=True)
class Act:
    """One verb of a history: its name, when, by whom, and its arguments as the service takes them.

    E.g. Act("accept", at, zhou), Act("complete_step", at, wu, {"step": "tax"}),
    Act("decide", at, ma, {"outcome": "granted"}).

    `at` is when it was done, as stated. `entered_at`: when it was put in, where that was later; it
    stands in the event as data["entered_at"] (ISO). `facts` go into the event's data as they are,
    e.g. {"paper": {...}}.
    """

    verb: str
    at: datetime
    by: Actor
    args: Mapping[str, Any] = field(default_factory=dict)
    entered_at: datetime | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseSpec:
    """One case and its history, acts in order of time. `at`, `by`: when and by whom opened.

    `entered_at` and `facts` of the submission: as in Act.
    """

    item: str
    region: str
    form: Mapping[str, Any]
    by: Actor
    at: datetime
    party: int | None = None
    channel: str = "web"
    district: str = ""
    subject: str = ""
    unit: str | None = None
    about: str = ""
    due_at: datetime | None = None
    key: str | None = None
    acts: tuple[Act, ...] = ()
    entered_at: datetime | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    handled: str = "here"  # what the item must declare; see returned.py


def bulk(specs: Sequence[CaseSpec]) -> list[str]:
    """Write the cases with their histories; their numbers, in the order given.

    A Refusal or FormInvalid names the case (index and verb) in its notes; the chunk that it is in
    is not written. Call it inside transaction.atomic for all or nothing.
    """
    refs: list[str] = []
    for start in range(0, len(specs), CHUNK):
        part = specs[start : start + CHUNK]
        with transaction.atomic():
            numbers = _numbers(part)
            works = [_replay(spec, numbers[i], start + i) for i, spec in enumerate(part)]
            append(works)
        refs += numbers
    if len(specs) >= CHUNK:
        rows.grown(TABLES, len(specs))
    return refs


def _numbers(part: Sequence[CaseSpec]) -> list[str]:
    """A block of numbers for every region and year, given out in the order of the specs."""
    groups: dict[tuple[str, int], list[int]] = {}
    for index, spec in enumerate(part):
        groups.setdefault((spec.region, spec.at.astimezone(CST).year), []).append(index)
    numbers = [""] * len(part)
    for (region, _year), places in sorted(groups.items()):
        block = allot(region, part[places[0]].at, len(places))
        for place, ref in zip(places, block, strict=True):
            numbers[place] = ref
    return numbers


def _replay(spec: CaseSpec, ref: str, index: int) -> Work:
    verb = "open_case"
    try:
        work = opened(spec, ref)
        for act in spec.acts:
            verb = act.verb
            do_act(work, act)
    except (f.Refusal, ValueError) as error:
        error.add_note(f"case {index} ({spec.item}), verb {verb}")
        raise
    return work


def opened(spec: CaseSpec, ref: str) -> Work:
    """The case submitted as the spec says, in memory."""
    item = declared_item(spec.item, spec.region, spec.at, handled=spec.handled)
    clean = validate(item.body.get("fields", ()), spec.form, at=spec.at)
    return new_work(
        ref=ref,
        item=item,
        region=spec.region,
        clean=clean,
        party=spec.party,
        channel=spec.channel,
        by=spec.by,
        at=spec.at,
        district=spec.district,
        subject=spec.subject,
        unit=spec.unit,
        about=spec.about,
        due_at=spec.due_at,
        key=f"{spec.by.id}:{spec.key}" if spec.key else None,
        beside=_beside(spec.at, spec.entered_at, spec.facts),
    )


def do_act(work: Work, act: Act) -> None:
    """One act of a history, in memory; raises as its verb would."""
    beside = _beside(act.at, act.entered_at, act.facts)
    if act.verb == "supply":
        form = {**work.form, **act.args.get("form", {})}
        fields = work.item.body.get("fields", ())
        sealed = seal(validate(fields, form, at=act.at))
        channel = act.args.get("channel", "web")
        data = {"digest": sealed[2]}
        command = f.Supply(by=act.by.id, at=act.at, channel=channel, data=data)
        work.do(command, act.by, sealed, beside=beside)
        return
    work.do(COMMANDS[act.verb](act, work), act.by, beside=beside)


def _beside(
    at: datetime, entered_at: datetime | None, facts: Mapping[str, Any]
) -> Mapping[str, Any]:
    """What stands in the events beside what the verb says; ValueError if entered before done."""
    if entered_at is None:
        return facts
    if entered_at < at:
        raise ValueError(f"entered at {entered_at.isoformat()}, before it was done")
    return {**facts, "entered_at": entered_at.isoformat()}


def _simple(kind: Callable[..., f.Command], *names: str) -> Callable[[Act, Work], f.Command]:
    def build(act: Act, work: Work) -> f.Command:
        unknown = set(act.args) - set(names)
        if unknown:
            raise ValueError(f"{act.verb} takes no {sorted(unknown)}")
        return kind(by=act.by.id, at=act.at, **act.args)

    return build


def _complete_step(act: Act, work: Work) -> f.Command:
    opinion = act.args.get("opinion", "")
    return f.CompleteStep(
        by=act.by.id,
        at=act.at,
        step=act.args["step"],
        result=act.args.get("result", "pass"),
        data={"opinion": opinion} if opinion else {},
    )


def _close(act: Act, work: Work) -> f.Command:
    if work.item.flow.guards:
        raise ValueError(f"{work.item.code} has guards: close it through the service")
    return f.Close(by=act.by.id, at=act.at, channel=act.args.get("channel", ""))


def _ask_correction(act: Act, work: Work) -> f.Command:
    return f.AskCorrection(by=act.by.id, at=act.at, items=tuple(act.args["items"]))


def _return(act: Act, work: Work) -> f.Command:
    open_ = window_open(work, act.at)
    return f.ReturnAssignment(by=act.by.id, at=act.at, window_open=open_, **act.args)


def _note(act: Act, work: Work) -> f.Command:
    return f.Note(by=act.by.id, at=act.at, data={"text": act.args["text"]})


COMMANDS: Mapping[str, Callable[[Act, Work], f.Command]] = {
    "accept": _simple(f.Accept, "missing", "make_up", "make_up_by", "promise"),
    "ask_correction": _ask_correction,
    "refuse": _simple(f.Refuse, "reason", "kind", "body"),
    "complete_step": _complete_step,
    "pause": _simple(f.Pause, "kind", "reason", "basis", "expected", "notice", "counterpart"),
    "resume": _simple(f.Resume),
    "extend": _simple(f.Extend, "workdays", "reason", "approver"),
    "decide": _simple(f.Decide, "outcome", "reason"),
    "close": _close,
    "withdraw": _simple(f.Withdraw, "reason"),
    "reopen": _simple(f.Reopen, "ground", "kind"),
    "decide_now": _simple(f.DecideNow, "outcome", "reason"),
    "withdraw_promise": _simple(f.WithdrawPromise, "reason"),
    "verify_commitment": _simple(f.VerifyCommitment, "result", "reason", "days", "until"),
    "make_up": _simple(f.MakeUp, "materials", "channel"),
    "tell_hearing": _simple(f.TellHearing, "reason", "ask_by"),
    "ask_hearing": _simple(f.AskHearing, "who", "reason", "hold_by"),
    "waive_hearing": _simple(f.WaiveHearing, "who"),
    "call_hearing": _simple(f.CallHearing, "on", "place", "chair"),
    "hold_hearing": _simple(f.HoldHearing, "record"),
    "deliver": _simple(f.Deliver, "way", "recipient", "tracking", "channel"),
    "assign": _simple(f.Assign, "unit", "reason"),
    "return_assignment": _return,
    "rule_return": _simple(f.RuleReturn, "upheld", "unit", "reason"),
    "amend": _simple(f.Amend, "unit", "until", "was", "reason"),
    "note": _note,
}


def verbs() -> Iterator[str]:
    """The verbs that a history may hold."""
    yield from COMMANDS
    yield "supply"
