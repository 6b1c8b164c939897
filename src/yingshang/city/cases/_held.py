"""Who had the case from when to when: the stretches of time that attribution divides."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from yingshang.city.cases._flows import ItemFlow, unit_code
from yingshang.kernel.flow import CORRECTION, Event
from yingshang.kernel.worktime import Held

__all__ = ["APPLICANT", "SPECIAL", "held_spans"]

APPLICANT = "applicant"
SPECIAL = "special:"
"""Before the kind of a special procedure, where a procedure and not a unit has the time."""


class _Ledger:
    """Spans being written: who holds now, since when."""

    def __init__(self) -> None:
        self.done: list[Held] = []
        self.open: dict[str, tuple[str, datetime, bool]] = {}

    def take(self, key: str, holder: str, at: datetime, *, stops: bool = False) -> None:
        self.leave(key, at)
        if holder:
            self.open[key] = holder, at, stops

    def leave(self, key: str, at: datetime) -> None:
        holder, since, stops = self.open.pop(key, ("", at, False))
        if holder and since < at:
            self.done.append(Held(holder, since, at, stops))

    def leave_all(self, at: datetime) -> None:
        for key in list(self.open):
            self.leave(key, at)

    def spans(self) -> list[Held]:
        still = [Held(holder, since, None, stops) for holder, since, stops in self.open.values()]
        return self.done + still


def held_spans(item: ItemFlow, region: str, events: Iterable[Event]) -> list[Held]:
    """From the facts of a case: the receiving unit until it answers, then the units of open steps,
    the lead unit where none is open; the applicant while he corrects; a special procedure while
    it stops the clock. What nobody has is nobody's."""
    ledger, lead = _Ledger(), ""
    steps: set[str] = set()
    intake = "" if item.flow.assigned else unit_code(item.intake, region)
    for event in events:
        at, name, data = event.at, event.name, event.data
        if name == "submitted":
            lead = data.get("unit") or lead
            ledger.take("intake", intake or lead, at)
        elif name == "correction-asked":
            ledger.take(CORRECTION, APPLICANT, at, stops=True)
        elif name == "supplied":
            ledger.leave(CORRECTION, at)
        elif name == "paused":
            ledger.take("pause", SPECIAL + data["kind"], at, stops=True)
        elif name == "resumed":
            ledger.leave("pause", at)
        elif name in ("accepted", "reopened"):
            ledger.leave("intake", at)
            ledger.take("lead", lead, at)
        elif name in ("assigned", "return-ruled", "amended") and data.get("unit"):
            lead = data["unit"]
            for key in [k for k in ledger.open if k in ("intake", "lead") or _is_lead(item, k)]:
                if key != "intake" or item.flow.assigned:
                    ledger.take(key, lead, at)
        elif name == "step-opened":
            ledger.leave("lead", at)
            ledger.take(_key(data["step"]), _unit(item, data["step"], lead, region), at)
            steps.add(data["step"])
        elif name == "step-done":
            ledger.leave(_key(data["step"]), at)
            steps.discard(data["step"])
            if not steps:
                ledger.take("lead", lead, at)
        elif name in ("decided", "refused", "withdrawn", "closed"):
            ledger.leave_all(at)
            steps.clear()
    return ledger.spans()


def _key(step: str) -> str:
    return f"step:{step}"


def _unit(item: ItemFlow, code: str, lead: str, region: str) -> str:
    step = item.flow.step(code)
    if step is None or step.is_lead:
        return lead
    return unit_code(step.unit, region)


def _is_lead(item: ItemFlow, key: str) -> bool:
    step = item.flow.step(key.removeprefix("step:"))
    return key.startswith("step:") and step is not None and step.is_lead
