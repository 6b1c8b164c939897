"""Confirm, correct, reject, add: what people do to the ledger. Each is one transaction, one act
that can be undone, and one event per changed field; a stale editor is refused and told who was
first. What a correction says of a phrase is taught to the city's dictionary."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor
from yingshang.city.definitions.service import official
from yingshang.city.plans import events
from yingshang.city.plans._fields import DOUBTS_OF, TARGET_FIELDS, TASK_FIELDS, read_field
from yingshang.city.plans._history import plain
from yingshang.city.plans._wording import on_one_line
from yingshang.city.plans.access import editable_plan, editable_target, editable_task
from yingshang.city.plans.models import Plan, Status, Target, Task
from yingshang.city.plans.review import lexicon
from yingshang.city.plans.review.recording import Recording, check_version, recording
from yingshang.kernel.flow import Refusal

__all__ = [
    "TEACHING_REASONS",
    "add_target",
    "add_task",
    "confirm_target",
    "confirm_task",
    "correct_target",
    "correct_task",
    "inside",
    "place_of",
    "reject_target",
    "reject_task",
]

# Reasons of a rejection that hold for the same words anywhere: a label, a threshold.
TEACHING_REASONS = ("label", "threshold")
_UNITS = ("lead", "responsible", "cooperating")


@official
@transaction.atomic
def confirm_task(*, task: int, by: Actor, at: datetime, version: int | None = None) -> None:
    """A person says that the task is read rightly. Saying it twice changes nothing."""
    row = editable_task(by, task)
    check_version(row, version)
    if row.status == Status.SUGGESTED:
        with recording(row.plan, "confirm", by=by, at=at) as act:
            act.sentence = _("确认任务“%s”") % row.title
            act.set(row, events.CONFIRMED, status=Status.CONFIRMED)


@official
@transaction.atomic
def confirm_target(*, target: int, by: Actor, at: datetime, version: int | None = None) -> None:
    """A person says that the target is read rightly. Saying it twice changes nothing."""
    row = editable_target(by, target)
    check_version(row, version)
    if row.status in (Status.SUGGESTED, Status.REJECTED):
        with recording(row.task.plan, "confirm", by=by, at=at) as act:
            act.sentence = _("确认目标“%s”") % row.words
            again = row.status == Status.REJECTED
            act.set(row, events.CONFIRMED, status=Status.CONFIRMED)
        if again and act.act:
            region = row.task.plan.region
            lexicon.unlearn_rejection(row, region, act=act.act, by=by, at=at)


@official
@transaction.atomic
def reject_task(
    *, task: int, reason: str, by: Actor, at: datetime, version: int | None = None
) -> None:
    """The machine took for a task what is none; it stays on record with the reason."""
    row = editable_task(by, task)
    check_version(row, version)
    reason = _reason(reason)
    with recording(row.plan, "reject", by=by, at=at) as act:
        act.sentence = _("剔除任务“%s”") % row.title
        act.set(row, events.REJECTED, reason=reason, status=Status.REJECTED)


@official
@transaction.atomic
def reject_target(
    *,
    target: int,
    reason: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
    kind: str = "",
) -> None:
    """The number commits to nothing; it stays on record with the reason. ``kind``: label or
    threshold teach the dictionary that the same words are no target."""
    row = editable_target(by, target)
    check_version(row, version)
    reason = _reason(reason)
    with recording(row.task.plan, "reject", by=by, at=at) as act:
        act.sentence = _("剔除目标“%s”") % row.words
        act.set(row, events.REJECTED, reason=reason, status=Status.REJECTED)
    if kind in TEACHING_REASONS and act.act:
        region = row.task.plan.region
        lexicon.learn_rejection(row, reason, region, act=act.act, by=by, at=at)


def _reason(text: str) -> str:
    if not text.strip():
        raise Refusal("reason-missing", _("请写明理由后再剔除；理由会留在修改记录里。"))
    return text.strip()


def _correct(
    act: Recording, row: Task | Target, changes: Mapping[str, Any], fields: dict, reason: str
) -> dict[str, Any]:
    """Change the fields that differ; answers them as they were read."""
    read = {name: read_field(fields, name, value) for name, value in changes.items()}
    before = {name: getattr(row, name) for name in read}
    changed = {name: new for name, new in read.items() if plain(new) != plain(before[name])}
    if changed:
        act.set(row, events.CORRECTED, reason=reason.strip(), **changed)
        settled = {doubt for name in changed for doubt in DOUBTS_OF.get(name, ())}
        act.set(row, doubts=[doubt for doubt in row.doubts if doubt not in settled])
        act.set(row, status=Status.CORRECTED)
    return {name: before[name] for name in changed}


@official
@transaction.atomic
def correct_target(
    *,
    target: int,
    changes: Mapping[str, Any],
    by: Actor,
    at: datetime,
    reason: str = "",
    version: int | None = None,
) -> int:
    """Change fields of a target; answers how many changed. One event per field."""
    row = editable_target(by, target)
    check_version(row, version)
    again, region = row.status == Status.REJECTED, row.task.plan.region
    with recording(row.task.plan, "correct", by=by, at=at) as act:
        act.sentence = _("更正目标“%s”") % row.words
        before = _correct(act, row, changes, TARGET_FIELDS, reason)
    if act.act:
        lexicon.learn_reading(row, before, region, act=act.act, by=by, at=at)
    if act.act and again:
        lexicon.unlearn_rejection(row, region, act=act.act, by=by, at=at)
    return len(before)


@official
@transaction.atomic
def correct_task(
    *,
    task: int,
    changes: Mapping[str, Any],
    by: Actor,
    at: datetime,
    reason: str = "",
    version: int | None = None,
) -> int:
    """Change fields of a task (units as a list or joined by 、); answers how many changed."""
    row = editable_task(by, task)
    check_version(row, version)
    with recording(row.plan, "correct", by=by, at=at) as act:
        act.sentence = _("更正任务“%s”") % row.title
        before = _correct(act, row, changes, TASK_FIELDS, reason)
    if act.act:
        units = {name: names for name, names in before.items() if name in _UNITS}
        lexicon.learn_units(row, units, row.plan.region, act=act.act, by=by, at=at)
    return len(before)


def inside(text: str, start: int, end: int) -> str:
    """The words of a stretch; Refusal where it is not in the text."""
    if not 0 <= start < end <= len(text):
        raise Refusal("span-outside", _("所选文字不在方案正文内；请重新在正文中选取。"))
    return text[start:end]


@official
@transaction.atomic
def add_target(
    *,
    task: int,
    start: int,
    end: int,
    metric: str,
    comparator: str,
    value: Any,
    unit: str,
    by: Actor,
    at: datetime,
    **more: Any,
) -> int:
    """A target that the machine missed, marked by a person in the text; answers its id."""
    row = editable_task(by, task)
    check_version(row, None)
    span = inside(row.plan.document.text, start, end)
    given = {"metric": metric, "comparator": comparator, "value": value, "unit": unit, **more}
    values = {name: read_field(TARGET_FIELDS, name, typed) for name, typed in given.items()}
    with recording(row.plan, "add", by=by, at=at) as act:
        new = Target.objects.create(
            task=row,
            order=row.next_place(),
            span=span,
            start=start,
            end=end,
            confidence=1.0,
            status=Status.CONFIRMED,
            **values,
        )
        act.sentence = _("补录目标“%s”") % on_one_line(span)
        act.made(new)
        act.note(new, events.ADDED, new=str(new))
    return new.pk


@official
@transaction.atomic
def add_task(
    *, plan: int, start: int, end: int, title: str, by: Actor, at: datetime, **more: Any
) -> int:
    """A task that the machine missed, put where its words stand; answers its id."""
    row = editable_plan(by, plan)
    text = inside(row.document.text, start, end)
    values = {name: read_field(TASK_FIELDS, name, typed) for name, typed in more.items()}
    with recording(row, "add", by=by, at=at) as act:
        new = Task.objects.create(
            plan=row,
            order=place_of(row, start),
            title=read_field(TASK_FIELDS, "title", title),
            text=text,
            start=start,
            end=end,
            status=Status.CONFIRMED,
            **values,
        )
        act.sentence = _("补录任务“%s”") % new.title
        act.made(new)
        act.note(new, events.ADDED, new=new.title)
    return new.pk


def place_of(plan: Plan, start: int) -> int:
    """The order of a task that begins there: before the first one that begins later."""
    later = plan.tasks.filter(start__gt=start).order_by("order").first()
    if later is None:
        last = plan.tasks.order_by("-order").first()
        return (last.order if last else 0) + 1
    plan.tasks.filter(order__gte=later.order).update(order=F("order") + 1)
    return later.order
