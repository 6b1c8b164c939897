"""Confirm, correct, reject, add: what people do to the ledger. Each is one transaction and
one event per changed field; a stale editor is refused and told who was first."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor
from yingshang.city.plans import events
from yingshang.city.plans._fields import LABELS, TARGET_FIELDS, TASK_FIELDS, read_field
from yingshang.city.plans._history import plain, write
from yingshang.city.plans.access import editable_plan, editable_target, editable_task
from yingshang.city.plans.models import PlanEvent, Status, Target, Task
from yingshang.kernel.flow import Refusal

__all__ = [
    "add_target",
    "add_task",
    "confirm_target",
    "confirm_task",
    "correct_target",
    "correct_task",
    "reject_target",
    "reject_task",
]


def _check_version(row: Task | Target, version: int | None) -> None:
    if version is None or version == row.version:
        return
    key = "target" if isinstance(row, Target) else "task"
    last = PlanEvent.objects.filter(**{key: row}).order_by("-seq").first()
    who = last.by_name if last else ""
    what = LABELS.get(last.field, last.field) if last else ""
    raise Refusal(
        "stale",
        _(
            "%(who)s刚刚修改了这一条（%(what)s），您看到的已不是最新内容，本次未保存；"
            "请刷新核对后再改。"
        )
        % {"who": who, "what": what or _("状态")},
    )


def _bump(row: Task | Target, *fields: str) -> None:
    row.version += 1
    row.save(update_fields=["version", *fields])


def _set_status(
    row: Task | Target, status: str, name: str, *, by: Actor, at: datetime, reason: str = ""
) -> None:
    old, row.status = row.status, status
    _bump(row, "status")
    target = row if isinstance(row, Target) else None
    task = row.task if isinstance(row, Target) else row
    write(
        task.plan,
        name,
        by=by,
        at=at,
        task=task,
        target=target,
        field="status",
        old=old,
        new=status,
        reason=reason,
    )


@transaction.atomic
def confirm_task(*, task: int, by: Actor, at: datetime, version: int | None = None) -> None:
    """A person says that the task is read rightly. Saying it twice changes nothing."""
    row = editable_task(by, task)
    _check_version(row, version)
    if row.status == Status.SUGGESTED:
        _set_status(row, Status.CONFIRMED, events.CONFIRMED, by=by, at=at)


@transaction.atomic
def confirm_target(*, target: int, by: Actor, at: datetime, version: int | None = None) -> None:
    """A person says that the target is read rightly. Saying it twice changes nothing."""
    row = editable_target(by, target)
    _check_version(row, version)
    if row.status in (Status.SUGGESTED, Status.REJECTED):
        _set_status(row, Status.CONFIRMED, events.CONFIRMED, by=by, at=at)


@transaction.atomic
def reject_task(
    *, task: int, reason: str, by: Actor, at: datetime, version: int | None = None
) -> None:
    """The machine took for a task what is none; it stays on record with the reason."""
    row = editable_task(by, task)
    _check_version(row, version)
    _set_status(row, Status.REJECTED, events.REJECTED, by=by, at=at, reason=_reason(reason))


@transaction.atomic
def reject_target(
    *, target: int, reason: str, by: Actor, at: datetime, version: int | None = None
) -> None:
    """The number commits to nothing; it stays on record with the reason."""
    row = editable_target(by, target)
    _check_version(row, version)
    _set_status(row, Status.REJECTED, events.REJECTED, by=by, at=at, reason=_reason(reason))


def _reason(text: str) -> str:
    if not text.strip():
        raise Refusal("reason-missing", _("请写明理由后再剔除；理由会留在修改记录里。"))
    return text.strip()


def _correct(
    row: Task | Target,
    changes: Mapping[str, Any],
    fields: dict,
    *,
    by: Actor,
    at: datetime,
    reason: str,
) -> int:
    read = {name: read_field(fields, name, value) for name, value in changes.items()}
    changed = {name: new for name, new in read.items() if plain(new) != plain(getattr(row, name))}
    if not changed:
        return 0
    target = row if isinstance(row, Target) else None
    task = row.task if isinstance(row, Target) else row
    for name, new in changed.items():
        write(
            task.plan,
            events.CORRECTED,
            by=by,
            at=at,
            task=task,
            target=target,
            field=name,
            old=getattr(row, name),
            new=new,
            reason=reason.strip(),
        )
        setattr(row, name, new)
    row.status = Status.CORRECTED
    _bump(row, "status", *changed)
    return len(changed)


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
    _check_version(row, version)
    return _correct(row, changes, TARGET_FIELDS, by=by, at=at, reason=reason)


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
    _check_version(row, version)
    return _correct(row, changes, TASK_FIELDS, by=by, at=at, reason=reason)


def _inside(text: str, start: int, end: int) -> str:
    if not 0 <= start < end <= len(text):
        raise Refusal("span-outside", _("所选文字不在方案正文内；请重新在正文中选取。"))
    return text[start:end]


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
    span = _inside(row.plan.document.text, start, end)
    given = {"metric": metric, "comparator": comparator, "value": value, "unit": unit, **more}
    values = {name: read_field(TARGET_FIELDS, name, typed) for name, typed in given.items()}
    order = row.targets.count() + 1
    new = Target.objects.create(
        task=row,
        order=order,
        span=span,
        start=start,
        end=end,
        confidence=1.0,
        status=Status.CONFIRMED,
        **values,
    )
    write(row.plan, events.ADDED, by=by, at=at, task=row, target=new, new=str(new))
    return new.pk


@transaction.atomic
def add_task(
    *, plan: int, start: int, end: int, title: str, by: Actor, at: datetime, **more: Any
) -> int:
    """A task that the machine missed; answers its id."""
    row = editable_plan(by, plan)
    text = _inside(row.document.text, start, end)
    values = {name: read_field(TASK_FIELDS, name, typed) for name, typed in more.items()}
    last = row.tasks.order_by("-order").first()
    new = Task.objects.create(
        plan=row,
        order=(last.order if last else 0) + 1,
        title=read_field(TASK_FIELDS, "title", title),
        text=text,
        start=start,
        end=end,
        status=Status.CONFIRMED,
        **values,
    )
    write(row, events.ADDED, by=by, at=at, task=new, new=new.title)
    return new.pk
