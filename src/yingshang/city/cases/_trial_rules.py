"""What one past case would have been under a draft: pure comparisons, a sentence a difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.cases._clock import extensions_of, pauses_of
from yingshang.city.cases._flows import ItemFlow
from yingshang.city.cases._forms import validate
from yingshang.city.cases._skips import skipped_steps
from yingshang.city.cases.kinds import FormInvalid
from yingshang.city.definitions import service as definitions
from yingshang.kernel import worktime
from yingshang.kernel.flow import Standing, StepDef
from yingshang.kernel.worktime import CST, Calendar

__all__ = ["Past", "StepCount", "differences", "late", "steps_late"]


@dataclass(frozen=True, slots=True)
class Past:
    """A case that has ended: under which edition, how it went, what was filled in and handed in.

    `form` is None where the personal data has been erased."""

    ref: str
    item: ItemFlow
    standing: Standing
    form: Mapping[str, str] | None
    files: frozenset[str]


@dataclass(slots=True)
class StepCount:
    """One step of the draft: cases that took it, late before, late under the draft."""

    code: str
    name: str
    cases: int = 0
    late_before: int = 0
    late_after: int = 0


Measured = tuple[bool, datetime | None]


def late(calendar: Calendar, item: ItemFlow, s: Standing) -> Measured:
    """(decided after the promised due date, that date); never late without a decision or limit."""
    limit = item.flow.promised or item.flow.statutory
    started = s.decision_starts(item.flow)
    if s.decided_at is None or started is None or limit is None:
        return False, None
    pauses, extensions = pauses_of(s), extensions_of(s)
    due = worktime.due(calendar, started, limit, pauses=pauses, extensions=extensions).at
    return due is not None and s.decided_at > due, due


def differences(
    past: Past, draft: ItemFlow, *, before: Measured, after: Measured
) -> Iterator[tuple[str, str]]:
    """(kind of change, one sentence about this case); nothing for a case that stays as it was.

    `before`, `after`: what `late` said of the case's own edition and of the draft."""
    yield from _clock(past, before, after)
    yield from _steps(past, draft)
    yield from _materials(past, draft)
    if past.form is not None:
        yield from _form(past, draft)
    outcome = past.standing.outcome
    if outcome and outcome not in draft.flow.outcomes:
        yield "outcome", _("结果“%s”在草案中没有") % outcome


def _clock(past: Past, before: Measured, after: Measured) -> Iterator[tuple[str, str]]:
    decided = past.standing.decided_at
    if before[0] == after[0] or decided is None:
        return
    words = {
        "decided": decided.astimezone(CST).date().isoformat(),
        "before": _day(before),
        "after": _day(after),
    }
    kind = "late" if after[0] else "in-time"
    yield kind, _("%(decided)s 办结，原应 %(before)s 前，草案应 %(after)s 前") % words


def _day(clock: Measured) -> str:
    due = clock[1]
    return due.astimezone(CST).date().isoformat() if due else "–"


def _taken(past: Past) -> dict[str, str]:
    """Steps that applied to the case, by code, with their names."""
    steps = past.standing.steps
    return {
        s.code: s.name
        for s in past.item.flow.steps
        if s.code in steps and steps[s.code].status != "skipped"
    }


def would_take(past: Past, draft: ItemFlow) -> dict[str, StepDef]:
    """Steps that would apply under the draft."""
    skipped = skipped_steps(draft, past.form) if past.form is not None else ()
    return {s.code: s for s in draft.flow.steps if s.code not in skipped}


def _steps(past: Past, draft: ItemFlow) -> Iterator[tuple[str, str]]:
    taken, would = _taken(past), would_take(past, draft)
    more = [step.name for code, step in would.items() if code not in taken]
    less = [name for code, name in taken.items() if code not in would]
    if more:
        yield "steps-more", _("多出环节：%s") % definitions.listed(more)
    if less:
        yield "steps-less", _("不再有环节：%s") % definitions.listed(less)


def _materials(past: Past, draft: ItemFlow) -> Iterator[tuple[str, str]]:
    old = {m["code"]: m["name"] for m in past.item.body.get("materials", ()) if m.get("required")}
    new = {m["code"]: m["name"] for m in draft.body.get("materials", ()) if m.get("required")}
    more = [n for code, n in new.items() if code not in old and code not in past.files]
    less = [n for code, n in old.items() if code not in new]
    if more:
        yield "materials-more", _("要多交：%s") % definitions.listed(more)
    if less:
        yield "materials-less", _("不用再交：%s") % definitions.listed(less)


def _form(past: Past, draft: ItemFlow) -> Iterator[tuple[str, str]]:
    """Whether the form, as it was filled in, would be sent back by the draft's fields."""
    fields = draft.body.get("fields", ())
    known = {f["name"] for f in fields}
    form = {name: value for name, value in (past.form or {}).items() if name in known}
    at = past.standing.submitted_at
    assert at is not None
    try:
        validate(fields, form, at=at)
    except FormInvalid as wrong:
        labels = {f["name"]: f["label"] for f in fields}
        yield (
            "form",
            _("表单通不过：%s") % definitions.listed(labels[name] for name in wrong.errors),
        )


def steps_late(
    calendar: Calendar, past: Past, draft: ItemFlow, counts: Mapping[str, StepCount]
) -> None:
    """Count, for every step that the case took, whether it was late and would have been."""
    pauses = pauses_of(past.standing)
    old = {s.code: s.limit for s in past.item.flow.steps}
    for step in draft.flow.steps:
        now = past.standing.steps.get(step.code)
        if now is None or now.opened_at is None or now.done_at is None:
            continue
        count = counts[step.code]
        count.cases += 1
        was = old.get(step.code)
        before = _over(calendar, now.opened_at, now.done_at, was, pauses)
        same = was == step.limit
        count.late_before += before
        count.late_after += (
            before if same else _over(calendar, now.opened_at, now.done_at, step.limit, pauses)
        )


def _over(
    calendar: Calendar, start: datetime, end: datetime, limit: Any, pauses: tuple[Any, ...]
) -> bool:
    if limit is None:
        return False
    due = worktime.due(calendar, start, limit, pauses=pauses).at
    return due is not None and end > due
