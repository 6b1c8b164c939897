"""The parsed plan as frozen data, and its JSON form (docs/design.md, contracts).

Offsets are characters of the text that was given to ``parse``: ``text[a:b]`` is the very wording.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

__all__ = ["Achievement", "Duty", "Plan", "Target", "Task", "to_json"]

Number = int | float


@dataclass(frozen=True, slots=True)
class Target:
    """A number with a unit that commits to a future level.

    ``sentence`` is given for targets of the plan as a whole that stand in its aims.
    """

    span: str
    offsets: tuple[int, int]
    metric: str
    comparator: str
    value: Number
    unit: str
    statistic: str | None = None
    by: date | None = None
    scope: str | None = None
    value_max: Number | None = None
    baseline: Number | None = None
    confidence: float = 0.5
    sentence: str = ""
    sentence_span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A numbered item that obliges someone to do something.

    ``confidence`` speaks of its structure (bounds, units, deadline), ``doubts`` says why.
    """

    id: str
    no: str
    title: str
    section: str
    text: str
    span: tuple[int, int]
    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()
    generic: tuple[str, ...] = ()
    open_ended: bool = False
    deadline: date | None = None
    deadline_text: str | None = None
    targets: tuple[Target, ...] = ()
    confidence: float = 0.5
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """A dated duty of an organisational paragraph, outside the tasks; ``sends`` says that
    something is to be handed in, other than work that a schedule dates."""

    text: str
    span: tuple[int, int]
    who: tuple[str, ...] = ()
    deadline: date | None = None
    sends: bool = True


@dataclass(frozen=True, slots=True)
class Achievement:
    """A figure that a reply reports as reached."""

    span: str
    offsets: tuple[int, int]
    metric: str
    value: Number
    unit: str
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A document as read; ``kind`` is action_plan, measures, reply or notice.

    ``targets`` are those of the plan as a whole: rows of a table of indicators that no task is
    named after, and figures of its aims (总体目标), with their sentence.
    """

    title: str
    kind: str
    doc_number: str | None = None
    issuer: str | None = None
    issue_date: date | None = None
    issue_month: date | None = None
    region: str | None = None
    tasks: tuple[Task, ...] = ()
    duties: tuple[Duty, ...] = ()
    achievements: tuple[Achievement, ...] = ()
    targets: tuple[Target, ...] = ()


def to_json(plan: Plan) -> dict[str, Any]:
    """Answer the plan in the JSON of the contract (dates as YYYY-MM-DD)."""
    answer: dict[str, Any] = {
        "title": plan.title,
        "doc_number": plan.doc_number,
        "issuer": plan.issuer,
        "issue_date": _day(plan.issue_date),
        **({"issue_month": f"{plan.issue_month:%Y-%m}"} if plan.issue_month else {}),
        "region": plan.region,
        "kind": plan.kind,
        "tasks": [_task(task) for task in plan.tasks],
        "duties": [
            {
                "text": duty.text,
                "span": list(duty.span),
                "who": list(duty.who),
                "deadline": _day(duty.deadline),
                "sends": duty.sends,
            }
            for duty in plan.duties
        ],
        "achievements": [
            {
                "span": fact.span,
                "offsets": list(fact.offsets),
                "metric": fact.metric,
                "value": fact.value,
                "unit": fact.unit,
                "as_of": _day(fact.as_of),
            }
            for fact in plan.achievements
        ],
    }
    if plan.targets:
        answer["targets"] = [_target(target) for target in plan.targets]
    return answer


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _task(task: Task) -> dict[str, Any]:
    return {
        "id": task.id,
        "no": task.no,
        "title": task.title,
        "section": task.section,
        "text": task.text,
        "span": list(task.span),
        "lead": list(task.lead),
        "responsible": list(task.responsible),
        "cooperating": list(task.cooperating),
        "generic": list(task.generic),
        "open_ended": task.open_ended,
        "deadline": _day(task.deadline),
        "deadline_text": task.deadline_text,
        "targets": [_target(target) for target in task.targets],
        "confidence": task.confidence,
        "doubts": list(task.doubts),
    }


def _target(target: Target) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "span": target.span,
        "offsets": list(target.offsets),
        "metric": target.metric,
        "comparator": target.comparator,
        "value": target.value,
        "unit": target.unit,
        "statistic": target.statistic,
        "by": _day(target.by),
        "scope": target.scope,
        "confidence": target.confidence,
    }
    if target.value_max is not None:
        answer["value_max"] = target.value_max
    if target.baseline is not None:
        answer["baseline"] = target.baseline
    if target.sentence_span is not None:
        answer["sentence"] = target.sentence
        answer["sentence_span"] = list(target.sentence_span)
    return answer
