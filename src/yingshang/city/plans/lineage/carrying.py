"""What people did to a task goes with it into the new edition, unless its reading has changed.

A confirmation goes along where the machine read the same again; a correction where the machine
made the same mistake again; a binding where the promised number is the same. A number that
changed is never carried: it waits, with what it was bound to, until a person has settled it.

Next year's plan is another paper, read by itself: nothing but the bindings go on into it, so that
what was measured this year is not closed on somebody's word in the next.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor
from yingshang.city.definitions.service import official
from yingshang.city.plans import events
from yingshang.city.plans._fields import TARGET_FIELDS, TASK_FIELDS, read_field
from yingshang.city.plans._history import plain, write
from yingshang.city.plans.binding import differences
from yingshang.city.plans.lineage.clauses import clause_of, figure_of
from yingshang.city.plans.lineage.models import Kind, TargetLink, TaskLink
from yingshang.city.plans.lineage.remaking import add_again
from yingshang.city.plans.models import Binding, PlanEvent, Status, Target, Task
from yingshang.kernel.plantext.align import figures, together
from yingshang.kernel.worktime import to_cst

__all__ = [
    "FOLLOWERS",
    "RETURNERS",
    "Follow",
    "Home",
    "carry",
    "carry_bindings",
    "follow",
    "go_back",
    "rebind",
]


@dataclass(frozen=True)
class Home:
    """The target that one came from; what arose before ``until`` had come from there with it."""

    target: int
    until: datetime


@dataclass(frozen=True)
class Follow:
    """What goes on as what: ids of tasks, and of targets whose number is the same."""

    region: str
    tasks: Mapping[int, int] = field(default_factory=dict)
    targets: Mapping[int, int] = field(default_factory=dict)
    kind: str = Kind.EDITION
    link: int = 0  # the link of the two plans; whole: all of it is taken back
    whole: bool = False
    homes: Mapping[int, Home] = field(default_factory=dict)  # going back: target → where it was


FOLLOWERS: list[Callable[[Follow, Actor, datetime], None]] = []
"""Filled from above in ``apps.ready()``: whoever keeps something against a task or a target
(a tracking case, a warning, an order) lets it follow, in the same transaction."""


RETURNERS: list[Callable[[Follow, str, Actor, datetime], None]] = []
"""Filled likewise: whoever let something follow takes it back, for the reason that is given."""


def follow(found: Follow, *, by: Actor, at: datetime) -> None:
    for follower in FOLLOWERS:
        follower(found, by, at)


def go_back(found: Follow, reason: str, *, by: Actor, at: datetime) -> None:
    for returner in RETURNERS:
        returner(found, reason, by, at)


@official
def carry(link: TaskLink, *, by: Actor, at: datetime) -> dict[int, int]:
    """Let a task's standing follow; answers the targets whose number is the same."""
    old, new = link.origin, link.heir
    if new is None:
        return {}
    _carry_task(old, new, by=by, at=at)
    same: dict[int, int] = {}
    couples = _promises(link, old, new)
    for before, after in couples:
        kept = _carry_target(before, after, by=by, at=at)
        indicator = _link(link, before, after, same=kept)
        if kept:
            same[before.pk] = after.pk
            _bind(after, indicator, by=by, at=at)
    taken = {before.pk for before, _after in couples}
    for before, after in add_again(old, new, taken, by=by, at=at):
        _bind(after, _link(link, before, after, same=True), by=by, at=at)
        same[before.pk] = after.pk
    return same


def carry_bindings(link: TaskLink, *, by: Actor, at: datetime) -> None:
    """Next year's plan takes a task over: what measured a promise measures the one that replaces
    it, if it can. A number that changed waits besides, until its reading has been reviewed."""
    old, new = link.origin, link.heir
    if new is None:
        return
    day = to_cst(at).date()
    for before, after in _promises(link, old, new):
        if Status.REJECTED in (before.status, after.status):
            continue
        same = _same(before, after)
        indicator = _link(link, before, after, same=same)
        if indicator and (same or not differences(after, indicator, on=day)):
            _bind(after, indicator, by=by, at=at)


def rebind(row: TargetLink, *, by: Actor, at: datetime) -> None:
    """What was bound in a newer plan before a link was taken back is bound again."""
    if row.same or not differences(row.heir, row.indicator, on=to_cst(at).date()):
        _bind(row.heir, row.indicator, by=by, at=at)


def _link(link: TaskLink, before: Target, after: Target, *, same: bool) -> str:
    """Note that one promise goes on as the other; answers what the first is bound to, or ''."""
    bound = before.bindings.filter(undone_at=None).first()
    indicator = bound.indicator if bound else ""
    TargetLink.objects.create(task=link, origin=before, heir=after, same=same, indicator=indicator)
    return indicator


def _bind(target: Target, indicator: str, *, by: Actor, at: datetime) -> None:
    if not indicator or target.bindings.filter(undone_at=None).exists():
        return
    Binding.objects.create(target=target, indicator=indicator, by=by.id, by_name=by.name, at=at)
    write(target.task.plan, events.CARRIED, by=by, at=at, target=target, field="indicator",
          new=indicator)  # fmt: skip


def _carry_task(old: Task, new: Task, *, by: Actor, at: datetime) -> None:
    _recorrect(old, new, TASK_FIELDS, by=by, at=at)
    found = together(clause_of(old, ()), clause_of(new, ()))
    if found.changes or old.status == Status.SUGGESTED or new.status != Status.SUGGESTED:
        return
    _status(old, new, by=by, at=at)


def _carry_target(old: Target, new: Target, *, by: Actor, at: datetime) -> bool:
    """True where the new edition promises the same."""
    _recorrect(old, new, TARGET_FIELDS, by=by, at=at)
    same = _same(old, new)
    if same and old.status != Status.SUGGESTED and new.status == Status.SUGGESTED:
        _status(old, new, by=by, at=at)
    return same and old.status != Status.REJECTED


def _same(old: Target, new: Target) -> bool:
    before, after = figure_of(old), figure_of(new)
    return (before.level, before.by, before.statistic, before.scope) == (
        after.level,
        after.by,
        after.statistic,
        after.scope,
    )


def _status(old: Task | Target, new: Task | Target, *, by: Actor, at: datetime) -> None:
    new.status, before = old.status, new.status
    new.version += 1
    new.save(update_fields=["status", "version"])
    last = _events(old).order_by("-seq").first()
    said = _("上一版由%(who)s处理") % {"who": last.by_name} if last else ""
    _write(new, "status", before, new.status, said, by=by, at=at)


def _events(row: Task | Target) -> QuerySet[PlanEvent]:
    if isinstance(row, Target):
        return PlanEvent.objects.filter(target=row)
    return PlanEvent.objects.filter(task=row, target=None)


def _recorrect(
    old: Task | Target, new: Task | Target, fields: dict, *, by: Actor, at: datetime
) -> None:
    """Where the machine read the new text as it had read the old, the person's word stands."""
    if old.status != Status.CORRECTED or new.status != Status.SUGGESTED:
        return
    if isinstance(old, Target) and isinstance(new, Target) and old.span != new.span:
        return  # other words: what the machine reads there is another question
    machine: dict[str, object] = {}
    for one in _events(old).filter(name__in=(events.CORRECTED, events.CARRIED)).order_by("seq"):
        if one.field in fields:
            machine.setdefault(one.field, one.old)
    changed = [name for name, read in machine.items() if plain(getattr(new, name)) == read]
    for name in changed:
        before, after = getattr(new, name), getattr(old, name)
        if plain(before) != plain(after):
            setattr(new, name, read_field(fields, name, plain(after)))
            _write(new, name, before, after, _("上一版的更正"), by=by, at=at)
    if changed:
        new.save(update_fields=changed)


def _write(
    row: Task | Target, name: str, old: object, new: object, why: str, *, by: Actor, at: datetime
) -> None:
    target = row if isinstance(row, Target) else None
    task = row.task if isinstance(row, Target) else row
    write(task.plan, events.CARRIED, by=by, at=at, task=task, target=target, field=name, old=old,
          new=new, reason=why)  # fmt: skip


def _promises(link: TaskLink, old: Task, new: Task) -> list[tuple[Target, Target]]:
    """Which promise of the old task is which of the new one: the same words first. One that has
    its counterpart in another clause that went into the same task is left out."""
    before = list(old.targets.filter(gone=False).select_related("task__plan"))
    free = new.targets.filter(gone=False)
    if link.link.kind == Kind.EDITION:
        taken = TargetLink.objects.filter(task__link=link.link_id, task__undone_at=None)
        free = free.exclude(pk__in=taken.values("heir"))
    after = list(free.select_related("task__plan"))
    for row in after:
        row.task.plan = new.plan  # one object a plan, since it counts its events
    couples = figures([figure_of(one) for one in before], [figure_of(one) for one in after])
    return [(before[i], after[j]) for i, j in couples]
