"""evolve(flow, standing, event): where a case stands after a fact. Facts are never refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from yingshang.kernel.flow._model import (
    CORRECTION,
    Event,
    ExtensionSpan,
    FlowDef,
    PauseSpan,
    Standing,
    StepStanding,
)

Changes = dict[str, Any]
Fold = Callable[[FlowDef, Standing, Event], Changes]


def evolve(flow: FlowDef, standing: Standing, event: Event) -> Standing:
    """The next standing. Raises KeyError for an event name that the kernel does not know."""
    changes = FOLDS[event.name](flow, standing, event)
    return standing.having(seq=standing.seq + 1, last_at=event.at, **changes)


def replay(flow: FlowDef, events: Iterable[Event]) -> Standing:
    """Fold a case's events, oldest first, from an empty draft."""
    standing = Standing()
    for event in events:
        standing = evolve(flow, standing, event)
    return standing


def _visit(standing: Standing, event: Event) -> int:
    """A trip to the hall is a fact: something handed in or fetched at the window."""
    return standing.visits + (1 if event.data.get("channel") == "window" else 0)


def _submitted(flow: FlowDef, standing: Standing, event: Event) -> Changes:
    unit = event.data.get("unit") or ""
    skipped = frozenset(event.data.get("skipped", ()))
    return {
        "state": "submitted",
        "submitted_at": event.at,
        "unit": unit,
        "assigned_at": event.at if unit else None,
        "visits": _visit(standing, event),
        "expires_on": event.data.get("expires_on") or "",
        "commitment": "promised" if event.data.get("commitment") else "",
        "lacking": tuple(event.data.get("lacking", ())),
        "steps": {
            step.code: StepStanding("skipped" if step.code in skipped else "waiting")
            for step in flow.steps
        },
    }


def _correction_asked(flow: FlowDef, standing: Standing, event: Event) -> Changes:
    items = "；".join(event.data.get("items", ()))
    until = str(flow.correction) if flow.correction else ""
    span = PauseSpan(CORRECTION, event.at, None, items, "行政许可法第三十二条", cap=until)
    return {
        "state": "correcting",
        "corrections": standing.corrections + 1,
        "pauses": (*standing.pauses, span),
    }


def _ended_pause(standing: Standing, at: datetime) -> tuple[PauseSpan, ...]:
    last = standing.open_pause
    if last is None:
        return standing.pauses
    return (*standing.pauses[:-1], replace(last, until=at))


def _supplied(flow: FlowDef, standing: Standing, event: Event) -> Changes:
    return {
        "state": "submitted",
        "supplied_at": event.at,
        "pauses": _ended_pause(standing, event.at),
        "visits": _visit(standing, event),
    }


def _accepted(flow: FlowDef, standing: Standing, event: Event) -> Changes:
    deemed = event.data.get("deemed_at")
    steps = dict(standing.steps)
    on_spot = "mode" in event.data
    for code in event.data.get("skipped", ()):
        if steps[code].status != "skipped":
            steps[code] = StepStanding("skipped", spared=on_spot)
    changes: Changes = {
        "state": "accepted",
        "accepted_at": datetime.fromisoformat(deemed) if deemed else event.at,
        "steps": steps,
    }
    if "missing" in event.data:
        changes["missing"] = tuple(event.data["missing"])
        changes["make_up_by"] = datetime.fromisoformat(event.data["make_up_by"])
    if standing.commitment == "promised" and event.data.get("mode") != "commitment":
        changes["commitment"] = "dropped"  # accepted the ordinary way
    return changes


def _refused(flow: FlowDef, standing: Standing, event: Event) -> Changes:
    return {"state": "refused", "reason": event.data.get("reason", ""), "closed_at": event.at}


def _step_opened(flow: FlowDef, standing: Standing, event: Event) -> Changes:
    rounds = standing.steps[event.data["step"]].rounds
    opened = StepStanding("open", event.at, rounds=rounds, again=bool(rounds))
    return _step(standing, event.data["step"], opened)


def _step_checked(flow: FlowDef, standing: Standing, event: Event) -> Changes:
    now = standing.steps[event.data["step"]]
    first = replace(now, checked_by=event.by, checked_result=event.data["result"])
    return _step(standing, event.data["step"], first)


def _step_done(flow: FlowDef, standing: Standing, event: Event) -> Changes:
    code, result = event.data["step"], event.data["result"]
    step, now = flow.step(code), standing.steps[event.data["step"]]
    rounds = (*now.rounds, (now.opened_at or event.at, event.at))
    if result == "fail" and step is not None and step.on_fail == "back":
        return _step(standing, code, StepStanding(rounds=rounds))
    done = replace(now, status="done", done_at=event.at, result=result, by=event.by, rounds=rounds)
    return _step(standing, code, done)


def _step(standing: Standing, code: str, value: StepStanding) -> Changes:
    return {"steps": {**standing.steps, code: value}}


def _paused(flow: FlowDef, standing: Standing, event: Event) -> Changes:
    data = event.data
    span = PauseSpan(
        data["kind"],
        event.at,
        None,
        data.get("reason", ""),
        data.get("basis", ""),
        data.get("expected", ""),
        data.get("cap", ""),
        data.get("notice", ""),
        data.get("counterpart", ""),
    )
    return {"pauses": (*standing.pauses, span)}


def _resumed(flow: FlowDef, standing: Standing, event: Event) -> Changes:
    return {"pauses": _ended_pause(standing, event.at)}


def _extended(flow: FlowDef, standing: Standing, event: Event) -> Changes:
    data = event.data
    span = ExtensionSpan(
        data["workdays"],
        data["approver"],
        data["reason"],
        event.at,
        data.get("role", ""),
        data.get("basis", ""),
        _moment(data.get("until")),
        _moment(data.get("was")),
    )
    changes: Changes = {"extensions": (*standing.extensions, span)}
    if span.until is not None:
        changes |= {"due_moved": span.until, "due_moved_at": event.at, "due_ended": False}
    return changes


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _decided(flow: FlowDef, standing: Standing, event: Event) -> Changes:
    changes: Changes = {
        "state": "decided",
        "outcome": event.data["outcome"],
        "reason": event.data.get("reason", ""),
        "decided_at": event.at,
    }
    if standing.commitment == "promised":
        positive = event.data["outcome"] not in flow.negative
        changes["commitment"] = "checking" if positive else "dropped"
    return changes


def _closed(flow: FlowDef, standing: Standing, event: Event) -> Changes:
    return {"state": "closed", "closed_at": event.at, "visits": _visit(standing, event)}


def _withdrawn(flow: FlowDef, standing: Standing, event: Event) -> Changes:
    return {
        "state": "withdrawn",
        "reason": event.data.get("reason", ""),
        "deemed": event.data.get("deemed", ""),
        "closed_at": event.at,
        "pauses": _ended_pause(standing, event.at),
    }


def _reopened(flow: FlowDef, standing: Standing, event: Event) -> Changes:
    """What was decided no longer stands: all is examined anew, and the time to decide begins anew,
    with an extension of its own. What was spared by deciding on the spot is not spared again, and
    what the applicant had still to bring is still to come, with no promised day."""
    steps = {
        code: step if step.status == "skipped" and not step.spared else step.waiting
        for code, step in standing.steps.items()
    }
    return {
        "state": "accepted",
        "steps": steps,
        "accepted_at": standing.accepted_at or event.at,
        "reopened_at": event.at,
        "due_moved": _moment(event.data.get("until")) or standing.due_moved,
        "due_moved_at": event.at if event.data.get("until") else standing.due_moved_at,
        "due_ended": standing.due_ended and not event.data.get("until"),
        "decided_at": None,
        "closed_at": None,
        "outcome": "",
        "reason": "",
        "deemed": "",
        "reopened": standing.reopened + 1,
        "commitment": "",
        "mend_by": None,
        "make_up_by": None,
        "hearing": "",
        "hearing_by": None,
        "hearing_on": None,
        "hearing_seq": 0,
        "hearing_chair": "",
        "hearing_takes": "",
        "delivered_at": None,
    }


def _assigned(flow: FlowDef, standing: Standing, event: Event) -> Changes:
    return {"unit": event.data["unit"], "assigned_at": event.at}


def _returned(flow: FlowDef, standing: Standing, event: Event) -> Changes:
    return {"return_pending": True, "returns": standing.returns + 1}


def _return_ruled(flow: FlowDef, standing: Standing, event: Event) -> Changes:
    if not event.data["upheld"]:
        return {"return_pending": False}
    return {"return_pending": False, "unit": event.data["unit"], "assigned_at": event.at}


def _amended(flow: FlowDef, standing: Standing, event: Event) -> Changes:
    """Another date; another unit begins with its own first steps, and may object once itself."""
    data = event.data
    changes: Changes = {}
    if data.get("until") or data.get("undated"):
        until = _moment(data.get("until"))
        changes |= {"due_moved": until, "due_moved_at": event.at, "due_ended": until is None}
    if data.get("heir"):
        changes["unit"] = data["unit"]
    elif data.get("unit"):
        changes |= {
            "unit": data["unit"],
            "assigned_at": event.at,
            "return_pending": False,
            "returns": 0,
            "steps": {
                code: step if step.status == "skipped" else step.waiting
                for code, step in standing.steps.items()
            },
        }
    return changes


def _made_up(flow: FlowDef, standing: Standing, event: Event) -> Changes:
    brought = event.data["materials"]
    left = tuple(code for code in standing.missing if code not in brought)
    changes: Changes = {"missing": left, "visits": _visit(standing, event)}
    if not left:
        changes["make_up_by"] = None
    return changes


def _promise_withdrawn(flow: FlowDef, standing: Standing, event: Event) -> Changes:
    return {"commitment": "dropped"}


def _commitment_checked(flow: FlowDef, standing: Standing, event: Event) -> Changes:
    until = event.data.get("until")
    return {
        "commitment": event.data["result"],
        "mend_by": datetime.fromisoformat(until) if until else None,
    }


def _hearing(state: str, by: str = "", *, record: bool = False) -> Fold:
    """A fold to a stage of the hearing; `by` names the date that bounds the next one."""

    def fold(flow: FlowDef, standing: Standing, event: Event) -> Changes:
        changes: Changes = {"hearing": state}
        if by:
            changes["hearing_by"] = datetime.fromisoformat(event.data[by])
        if "takes" in event.data:
            changes["hearing_takes"] = event.data["takes"]
        if "on" in event.data:
            changes["hearing_on"] = datetime.fromisoformat(event.data["on"])
            changes["hearing_chair"] = event.data.get("chair_id", "")
            if standing.hearing == "told":  # called without being asked for: nobody asks any more
                changes["hearing_by"] = None
        if record:
            changes["hearing_seq"] = standing.seq + 1
        return changes

    return fold


def _delivered(flow: FlowDef, standing: Standing, event: Event) -> Changes:
    return {"delivered_at": event.at, "visits": _visit(standing, event)}


def _no_change(flow: FlowDef, standing: Standing, event: Event) -> Changes:
    return {}


FOLDS: Mapping[str, Fold] = {
    "submitted": _submitted,
    "correction-asked": _correction_asked,
    "supplied": _supplied,
    "accepted": _accepted,
    "refused": _refused,
    "step-opened": _step_opened,
    "step-checked": _step_checked,
    "step-done": _step_done,
    "paused": _paused,
    "resumed": _resumed,
    "extended": _extended,
    "decided": _decided,
    "licence-issued": _no_change,
    "closed": _closed,
    "withdrawn": _withdrawn,
    "reopened": _reopened,
    "assigned": _assigned,
    "returned": _returned,
    "return-ruled": _return_ruled,
    "amended": _amended,
    "noted": _no_change,
    "handed-over": _no_change,
    "moved": _no_change,
    "corrected": _no_change,
    "made-up": _made_up,
    "promise-withdrawn": _promise_withdrawn,
    "commitment-checked": _commitment_checked,
    "hearing-told": _hearing("told", "ask_by"),
    "hearing-asked": _hearing("asked", "hold_by"),
    "hearing-waived": _hearing("waived"),
    "hearing-called": _hearing("called"),
    "hearing-held": _hearing("held", record=True),
    "delivered": _delivered,
}
