"""Confirm a whole task, confirm all that is certain, and take the last act back."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.definitions.service import official
from yingshang.city.plans import events
from yingshang.city.plans._history import plain
from yingshang.city.plans._why import SURE
from yingshang.city.plans.access import editable_plan, editable_task
from yingshang.city.plans.models import Plan, PlanEvent, Status, Target, Task
from yingshang.city.plans.review import lexicon
from yingshang.city.plans.review.models import Act, Teaching
from yingshang.city.plans.review.recording import Recording, check_version, recording
from yingshang.kernel.flow import Refusal

__all__ = ["CERTAIN", "certain_rows", "confirm_certain", "confirm_whole", "last_act", "undo"]

CERTAIN = SURE
"""Readings marked at least so are right in 97 of 100 (the scorer's calibration)."""

Row = Task | Target


@official
@transaction.atomic
def confirm_whole(*, task: int, by: Actor, at: datetime, version: int | None = None) -> int:
    """A task and every target of it that waits are read rightly; answers how many rows. One
    that was rejected is a task again."""
    row = editable_task(by, task)
    check_version(row, version)
    targets = row.targets.filter(gone=False, status=Status.SUGGESTED)
    with recording(row.plan, "confirm", by=by, at=at) as act:
        open_again = row.status == Status.REJECTED
        rows: list[Row] = [row] if open_again or row.status == Status.SUGGESTED else []
        rows += list(targets)
        said = _("恢复任务“%s”") if open_again else _("确认任务“%s”及其目标")
        act.sentence = said % row.title
        for one in rows:
            act.set(one, events.CONFIRMED, status=Status.CONFIRMED)
    return len(rows)


def certain_rows(plan: int) -> list[Row]:
    """What waits and is marked as certain: tasks and targets. A reading that does not say how
    sure it is, is not certain."""
    waiting = {"gone": False, "status": Status.SUGGESTED, "confidence__gte": CERTAIN}
    tasks = Task.objects.filter(plan=plan, **waiting)
    targets = Target.objects.filter(task__plan=plan, task__gone=False, **waiting)
    targets = targets.exclude(task__status=Status.REJECTED)
    return [*tasks, *targets]


@official
@transaction.atomic
def confirm_certain(*, plan: int, expected: int, by: Actor, at: datetime) -> int:
    """Confirm all that is marked as certain, in one act that says how many.

    ``expected``: the number that the person saw; refused where it is another by now.
    """
    row = editable_plan(by, plan)
    rows = certain_rows(plan)
    if len(rows) != expected:
        raise Refusal(
            "count-changed",
            _(
                "把握不低于 %(c)s 的现在是 %(now)s 条，不是您看到的 %(seen)s 条，没有确认；"
                "请看过新的数目再按。"
            )
            % {"c": CERTAIN, "now": len(rows), "seen": expected},
        )
    if not rows:
        return 0
    counts = {
        "tasks": sum(isinstance(one, Task) for one in rows),
        "targets": sum(isinstance(one, Target) for one in rows),
        "threshold": CERTAIN,
    }
    reason = _("把握不低于 %s，一次确认") % CERTAIN
    with recording(row, "confirm-certain", by=by, at=at) as act:
        act.sentence = _("一次确认 %(n)s 条（把握不低于 %(c)s）") % {"n": len(rows), "c": CERTAIN}
        act.note(None, events.CONFIRMED_MANY, new=counts, reason=reason)
        for one in rows:
            act.set(one, events.CONFIRMED, reason=reason, status=Status.CONFIRMED)
    return len(rows)


def last_act(plan: int, by: Actor) -> Act | None:
    """What this person did last to a plan and has not taken back."""
    return Act.objects.filter(plan=plan, by=by.id, undone_at=None).order_by("-pk").first()


@official
@transaction.atomic
def undo(*, plan: int, by: Actor, at: datetime) -> tuple[str, set[int]]:
    """Take this person's last act back; answers its sentence and the tasks it touched.

    Refused where somebody has changed the same fields since: theirs is not thrown away.
    """
    row = editable_plan(by, plan)
    act = last_act(plan, by)
    if act is None:
        raise Refusal("nothing-to-undo", _("您在这份方案里没有可撤销的操作。"))
    touched: set[int] = set()
    with recording(row, "undo", by=by, at=at) as back:
        for kept in act.rows:
            touched |= _put_back(back, kept, act, row)
        for made in act.made:
            touched |= _take_away(back, made, act, row)
        back.note(None, events.UNDONE, new=act.sentence)
        back.sentence = _("撤销：%s") % act.sentence
    if back.act:
        back.act.undone_at = at  # what was taken back is not itself undone
        back.act.save(update_fields=["undone_at"])
    _unlearn(act, by, at)
    if back.act:
        _rejected_no_more(act, back.act, row.region, by, at)
    act.undone_at = at
    act.save(update_fields=["undone_at"])
    return act.sentence, touched


def _row(kind: str, pk: int, plan: Plan) -> Row:
    rows = Target.objects.filter(task__plan=plan) if kind == "target" else plan.tasks.all()
    found: Row | None = rows.filter(pk=pk).first()
    if found is None:
        raise NotVisible(f"{kind} {pk}")
    return found


def _put_back(back: Recording, kept: dict[str, Any], act: Act, plan: Plan) -> set[int]:
    row = _row(kept["kind"], kept["id"], plan)
    if any(plain(getattr(row, name)) != new for name, new in kept["after"].items()):
        _overtaken(row, act)
    back.set(row, **{name: _read(row, name, old) for name, old in kept["before"].items()})
    back.note(row, events.UNDONE, field="status", new=row.status, reason=act.sentence)
    moved = (kept["before"].get("task_id"), kept["after"].get("task_id"))
    return {row.task_id if isinstance(row, Target) else row.pk, *filter(None, moved)}


def _read(row: Row, name: str, kept: Any) -> Any:
    """A value as it was kept in JSON, as the field holds it."""
    field: Any = row._meta.get_field(name)
    return field.to_python(kept)


def _take_away(back: Recording, made: dict[str, Any], act: Act, plan: Plan) -> set[int]:
    kind, pk = made["kind"], made["id"]
    row = back.held(kind, pk) or _row(kind, pk, plan)
    if any(kept["kind"] == kind and kept["id"] == pk for kept in act.rows):
        since = PlanEvent.objects.filter(**{kind: pk}, at__gt=act.at).exclude(by=act.by)
        overtaken = since.exists()
    else:
        overtaken = row.version > 1
    if overtaken:
        _overtaken(row, act)
    back.set(row, events.UNDONE, reason=act.sentence, status=Status.REJECTED)
    back.set(row, gone=True)
    return {row.task_id if isinstance(row, Target) else row.pk}


def _overtaken(row: Row, act: Act) -> None:
    key = "target" if isinstance(row, Target) else "task"
    last = PlanEvent.objects.filter(**{key: row}).order_by("-seq").first()
    raise Refusal(
        "undo-overtaken",
        _("“%(act)s”之后，%(who)s又改了同一条，不能整体撤销；请直接更正那一条。")
        % {"act": act.sentence, "who": last.by_name if last else ""},
    )


def _unlearn(act: Act, by: Actor, at: datetime) -> None:
    """What the act taught is forgotten; what the phrases meant before holds again."""
    act.taught.filter(removed_at=None).update(removed_at=at, removed_by_name=by.name)
    before = Teaching.objects.filter(
        region=act.plan.region, removed_at=act.at, removed_by_name=act.by_name
    )
    # what an act taught that was itself taken back since does not come to life with it
    before = before.exclude(Q(act__undone_at__isnull=False) & ~Q(act__verb="undo"))
    for entry in before.exclude(act=act).order_by("-pk"):
        same = Teaching.objects.filter(region=entry.region, kind=entry.kind, phrase=entry.phrase)
        if not same.filter(removed_at=None).exists():
            entry.removed_at, entry.removed_by_name = None, ""
            entry.save(update_fields=["removed_at", "removed_by_name"])


def _rejected_no_more(act: Act, back: Act, region: str, by: Actor, at: datetime) -> None:
    """A rejection that is taken back counts no more, though somebody rejected the like since."""
    for kept in act.rows:
        if kept["kind"] == "target" and kept["after"].get("status") == Status.REJECTED:
            target = Target.objects.select_related("task").get(pk=kept["id"])
            lexicon.unlearn_rejection(target, region, act=back, by=by, at=at)
