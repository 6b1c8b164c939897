"""Task to task: taken over, let go with a reason, taken apart again; changed numbers settled."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.plans import events
from yingshang.city.plans._history import write
from yingshang.city.plans.binding import differences, target_with_plan
from yingshang.city.plans.lineage.carrying import (
    Follow,
    carry,
    carry_bindings,
    follow,
    go_back,
)
from yingshang.city.plans.lineage.clauses import clause_of
from yingshang.city.plans.lineage.declaring import editable_link
from yingshang.city.plans.lineage.models import Kind, PlanLink, TargetLink, TaskLink
from yingshang.city.plans.lineage.returning import homes, let_bindings_go
from yingshang.city.plans.models import Binding, Status, Target, Task
from yingshang.kernel.flow import Refusal
from yingshang.kernel.plantext.align import likeness
from yingshang.kernel.worktime import to_cst

__all__ = ["let_go", "part", "settle", "take"]


def _task(plan: int, task: int) -> Task:
    row = Task.objects.filter(pk=task, plan=plan).first()
    if row is None:
        raise NotVisible(f"task {task}")
    return row


@transaction.atomic
def take(*, link: int, origin: int, heir: int, by: Actor, at: datetime, grounds: str = "") -> int:
    """A person says that ``origin`` goes on in (is answered by) ``heir``; answers the link's id."""
    row = editable_link(by, link)
    if not heir:
        raise Refusal("heir-missing", _("还没有选定由哪一项承接，没有承接；请先选定一项再提交。"))
    old, new = _task(row.origin_id, origin), _task(row.heir_id, heir)
    live = TaskLink.objects.filter(link=row, origin=old, undone_at=None)
    known = live.filter(heir=new).first()
    if known is not None:
        return known.pk
    _check_single(row, old, new)
    live.filter(heir=None).update(undone_at=at)  # it is not let go after all
    old.plan, new.plan = row.origin, row.heir
    made = TaskLink.objects.create(
        link=row,
        origin=old,
        heir=new,
        likeness=round(likeness(clause_of(old, ()), clause_of(new, ())), 6),
        grounds=grounds.strip()[:400],
        by=by.id,
        by_name=by.name,
        at=at,
    )
    said = {"kind": row.kind, "origin": old.pk, "title": old.title}
    write(row.heir, events.LINKED, by=by, at=at, task=new, new=said, reason=made.grounds)
    if row.kind == Kind.EDITION:
        same = carry(made, by=by, at=at)
        follow(Follow(row.heir.region, {old.pk: new.pk}, same, link=row.pk), by=by, at=at)
    elif row.kind == Kind.SUCCESSOR:
        carry_bindings(made, by=by, at=at)
        found = Follow(row.heir.region, {old.pk: new.pk}, kind=row.kind, link=row.pk)
        follow(found, by=by, at=at)
    return made.pk


def _check_single(row: PlanLink, old: Task, new: Task) -> None:
    """Of editions a clause goes into one other, which several may go into; a task of next year
    may take over several, and be taken over by several."""
    if row.kind != Kind.EDITION:
        return
    live = TaskLink.objects.filter(link=row, undone_at=None)
    if live.filter(origin=old).exclude(heir=None).exists():
        raise Refusal(
            "clause-paired",
            _("旧版的这一条已与另一条对应；请先拆开原来的对应，再重新指定。"),
        )


@transaction.atomic
def let_go(*, link: int, origin: int, reason: str, by: Actor, at: datetime) -> int:
    """The task is not taken over, or not answered here; the reason stays on record."""
    row = editable_link(by, link)
    old = _task(row.origin_id, origin)
    if not reason.strip():
        raise Refusal(
            "reason-missing",
            _("不再承接要写明理由（如已完成、已并入其他任务），理由会公开在对照表里。"),
        )
    live = TaskLink.objects.filter(link=row, origin=old, undone_at=None)
    if live.exclude(heir=None).exists():
        raise Refusal("taken-already", _("这项任务已有承接任务；请先撤销承接，再写明不再承接。"))
    live.update(undone_at=at)
    made = TaskLink.objects.create(
        link=row,
        origin=old,
        heir=None,
        grounds=reason.strip()[:400],
        by=by.id,
        by_name=by.name,
        at=at,
    )
    said = {"kind": row.kind, "origin": old.pk, "title": old.title, "let_go": True}
    write(row.heir, events.UNLINKED, by=by, at=at, new=said, reason=made.grounds)
    return made.pk


@transaction.atomic
def part(*, task_link: int, reason: str, by: Actor, at: datetime) -> None:
    """Two tasks are not one after all, or a task let go is open again."""
    rows = TaskLink.objects.filter(pk=task_link, undone_at=None)
    row = editable_link(by, rows.values_list("link", flat=True).first() or 0)
    made = rows.select_related("origin", "heir").first()  # read behind the lock
    if made is None:
        raise NotVisible(f"task link {task_link}")
    if not reason.strip():
        raise Refusal("reason-missing", _("请写明拆开的理由；理由会留在修改记录里。"))
    made.undone_at = at
    made.save(update_fields=["undone_at"])
    if made.heir is not None:
        made.heir.plan = row.heir
    said = {"kind": row.kind, "origin": made.origin_id, "title": made.origin.title}
    if made.heir is None:
        said["let_go"] = True  # the decision that it is, is taken back
    write(row.heir, events.UNLINKED, by=by, at=at, task=made.heir, old=said, reason=reason.strip())
    if row.kind == Kind.SUCCESSOR:
        let_bindings_go([made], row.heir, reason.strip(), by=by, at=at)
    if made.heir_id is not None and row.kind != Kind.SUPERIOR:
        tasks = {made.origin_id: made.heir_id}
        home = homes([made])
        found = Follow(row.heir.region, tasks, kind=row.kind, link=row.pk, homes=home)
        go_back(found, reason.strip(), by=by, at=at)


@transaction.atomic
def settle(*, target_link: int, by: Actor, at: datetime) -> str:
    """A person has looked at a number that changed: it is confirmed, and bound again to what
    measured the old one where that still agrees. Answers the indicator, or ''."""
    rows = TargetLink.objects.filter(pk=target_link, task__undone_at=None)
    plan_link = editable_link(by, rows.values_list("task__link", flat=True).first() or 0)
    made = rows.first()  # read behind the lock
    if made is None:
        raise NotVisible(f"target link {target_link}")
    row = target_with_plan(made.heir_id)
    row.task.plan = plan_link.heir
    if made.same or made.settled_at is not None:
        return ""
    made.settled_at, made.settled_by = at, by.name
    made.save(update_fields=["settled_at", "settled_by"])
    if row.status in (Status.SUGGESTED, Status.REJECTED):
        old, row.status = row.status, Status.CONFIRMED
        row.version += 1
        row.save(update_fields=["status", "version"])
        write(plan_link.heir, events.CONFIRMED, by=by, at=at, target=row, field="status", old=old,
              new=row.status)  # fmt: skip
    bound = _rebind(made, row, by=by, at=at)
    follow(Follow(plan_link.heir.region, {}, {made.origin_id: row.pk}), by=by, at=at)
    return bound


def _rebind(made: TargetLink, row: Target, *, by: Actor, at: datetime) -> str:
    free = not row.bindings.filter(undone_at=None).exists()
    if not made.indicator or not free or differences(row, made.indicator, on=to_cst(at).date()):
        return ""
    Binding.objects.create(target=row, indicator=made.indicator, by=by.id, by_name=by.name, at=at)
    write(row.task.plan, events.BOUND, by=by, at=at, target=row, field="indicator",
          new=made.indicator)  # fmt: skip
    return made.indicator
