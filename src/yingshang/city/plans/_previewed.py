"""A reading that waits: whose it is, what is said of each task and target in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.definitions.service import month_words
from yingshang.city.plans._why import SURE, why_unsure
from yingshang.city.plans._wording import on_one_line
from yingshang.city.plans.models import Preview
from yingshang.city.plans.review.words import in_words

__all__ = [
    "LASTS",
    "ROLES",
    "DutyLine",
    "GoalLine",
    "ResultLine",
    "TaskLine",
    "duty_of",
    "goal_of",
    "is_sure",
    "line_of",
    "mine",
    "month_said",
    "result_of",
]

LASTS = timedelta(hours=24)
ROLES = ("lead", "responsible", "cooperating")


@dataclass(frozen=True)
class TaskLine:
    """One task as read. ``lead`` are names as printed; ``targets`` the very words."""

    no: str
    title: str
    section: str
    lead: tuple[str, ...]
    others: int
    deadline: date | None
    deadline_text: str
    targets: tuple[str, ...]
    unsure: bool
    why: tuple[str, ...] = ()
    """Why it is unsure: of the task, then of the least sure of its numbers."""


@dataclass(frozen=True)
class GoalLine:
    """A target of the plan as a whole: its very words, what it measures, the sentence that they
    stand in ('' where it is a row of a table), the day."""

    span: str
    metric: str
    sentence: str
    by: date | None
    unsure: bool


@dataclass(frozen=True)
class DutyLine:
    """What is dated outside the tasks: its words, whom it names, the day, and whether something
    is to be handed in."""

    text: str
    who: tuple[str, ...]
    day: date | None
    sends: bool


def duty_of(duty: Mapping[str, Any]) -> DutyLine:
    day = duty.get("deadline")
    return DutyLine(
        text=on_one_line(duty["text"]),
        who=tuple(duty.get("who") or ()),
        day=date.fromisoformat(day) if day else None,
        sends=bool(duty.get("sends", True)),
    )


@dataclass(frozen=True)
class ResultLine:
    """What the paper tells as reached: the figure as printed, what it is of, and as of when."""

    span: str
    metric: str
    figure: str
    day: date | None


def result_of(fact: Mapping[str, Any]) -> ResultLine:
    day = fact.get("as_of")
    return ResultLine(
        span=on_one_line(fact["span"]),
        metric=fact["metric"],
        figure=f"{fact['value']}{fact['unit']}",
        day=date.fromisoformat(day) if day else None,
    )


def month_said(reading: Mapping[str, Any]) -> str:
    """The month of issue that stands behind the title, in words; '' where none does."""
    month = reading.get("issue_month")
    return month_words(month) if month else ""


def is_sure(task: Mapping[str, Any]) -> bool:
    return (task.get("confidence") or 0) >= SURE and all(
        (target.get("confidence") or 0) >= SURE for target in task["targets"]
    )


def line_of(task: Mapping[str, Any]) -> TaskLine:
    first = task["lead"] or task["responsible"] or task["cooperating"]
    total = sum(len(task[role]) for role in ROLES)
    deadline = task["deadline"]
    return TaskLine(
        no=str(task.get("no") or ""),
        title=task["title"],
        section=task.get("section") or "",
        lead=tuple(first[:2]),
        others=total if total > len(first[:2]) else 0,
        deadline=date.fromisoformat(deadline) if deadline else None,
        deadline_text=task.get("deadline_text") or "",
        targets=tuple(on_one_line(target["span"]) for target in task["targets"]),
        unsure=not is_sure(task),
        why=() if is_sure(task) else tuple(dict.fromkeys(_why(task))),
    )


def _why(task: Mapping[str, Any]) -> Iterator[str]:
    doubts = task.get("doubts") or ()
    for target in task["targets"]:
        if (target.get("confidence") or 0) >= SURE:
            continue
        seen = why_unsure(
            target["span"],
            text=task["text"],
            metric=target["metric"],
            doubts=doubts,
        )
        yield _("“%(words)s”：%(why)s") % {
            "words": on_one_line(target["span"]),
            "why": _("；").join(seen),
        }
    if (task.get("confidence") or 0) < SURE:
        yield from map(in_words, doubts)


def goal_of(target: Mapping[str, Any]) -> GoalLine:
    day = target.get("by")
    return GoalLine(
        span=on_one_line(target["span"]),
        metric=target["metric"],
        sentence=on_one_line(target.get("sentence") or ""),
        by=date.fromisoformat(day) if day else None,
        unsure=(target.get("confidence") or 0) < SURE,
    )


def mine(key: UUID, by: Actor, at: datetime) -> Preview:
    """The reading that waits with this person; NotVisible to everybody else, and after a day."""
    held = Preview.objects.filter(key=key, by=by.id, at__gte=at - LASTS).first()
    if held is None:
        raise NotVisible(f"preview {key}")
    return held
