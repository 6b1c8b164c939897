"""Plan tasks as a paper needs them: tracked ones where tasks are tracked, else the promises."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor
from yingshang.city.plans import service as plans
from yingshang.kernel.worktime import to_cst

__all__ = ["TaskRow", "is_tracked", "tasks"]


@dataclass(frozen=True)
class TaskRow:
    """One task with its unit, lamp and why, days late, reports missing."""

    ref: str  # of its case; plan/task where it is not tracked
    no: str
    title: str
    plan: str
    unit: str
    unit_name: str
    lamp: str
    reason: str
    due_on: date | None
    days_late: int
    reports_missing: int
    running: bool = True
    closed_at: datetime | None = None
    extended: bool = False
    tracked: bool = False
    sent_at: datetime | None = None
    excepted: bool = False  # closed by a named person though a promise was missed


def tasks(actor: Actor, region: str, at: datetime, *, past: bool = False) -> list[TaskRow]:
    """Tracked tasks of the region; where none is tracked, the tasks that promise something."""
    rows = [_tracked(one) for one in plans.tracked(actor, at=at, region=region, past=past)]
    return rows or list(_promised(actor, region, to_cst(at).date()))


def is_tracked(rows: Iterable[TaskRow]) -> bool:
    return any(one.tracked for one in rows)


def _tracked(one: Any) -> TaskRow:
    return TaskRow(
        ref=one.ref,
        no=one.no,
        title=one.title,
        plan=one.plan_title,
        unit=one.unit,
        unit_name=one.unit_name or _("待定牵头单位"),
        lamp=one.lamp.lamp,
        reason=one.lamp.sentence,
        due_on=one.due_on,
        days_late=one.days_late if one.running else 0,
        reports_missing=len(one.reports_missing),
        running=one.running,
        closed_at=one.closed_at,
        extended=one.extended,
        tracked=True,
        sent_at=one.sent_at,
        excepted=one.override,
    )


def _promised(actor: Actor, region: str, day: date) -> Iterable[TaskRow]:
    """A task is as its worst promise is, of those that a person stands behind; without promises
    nothing can be told of it here."""
    worst: dict[int, TaskRow] = {}
    rank = ("red", "yellow", "grey", "green")
    for one in plans.promises(actor, region=region, as_of=day):
        if not one.checked:
            continue
        seen = worst.get(one.task.id)
        if seen is not None and rank.index(seen.lamp) <= rank.index(one.lamp):
            continue
        late = (day - one.held_to).days if one.late and one.held_to else 0
        worst[one.task.id] = TaskRow(
            ref=f"{one.plan.id}/{one.task.id}",
            no=one.task.no,
            title=one.task.title,
            plan=one.plan.title,
            unit=one.unit or "",
            unit_name="、".join(u.name for u in one.units) or _("未明确单位"),
            lamp=one.lamp,
            reason=one.reason,
            due_on=one.held_to,
            days_late=late,
            reports_missing=0,
            extended=one.extended_to is not None,
        )
    return worst.values()
