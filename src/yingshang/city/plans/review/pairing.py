"""A plan as it stands beside the same text as it is read now: which row is which, and which rows
somebody has had a hand in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch

from yingshang.city.plans._history import plain
from yingshang.city.plans.drafting import Drafts, drafts
from yingshang.city.plans.lineage.models import TaskLink
from yingshang.city.plans.models import Plan, Status, Target, Task
from yingshang.kernel import plantext

__all__ = ["Pair", "matched", "pairs_of"]

OVERLAP = 0.5
Fresh = tuple[Task, list[Target]]


@dataclass(frozen=True)
class Pair:
    """A task as it stands and as it is read now; either may lack."""

    old: Task | None
    new: Task | None
    targets: Sequence[Target] = ()  # as read now
    held: bool = False

    @property
    def key(self) -> str:
        if self.old is not None:
            return f"t{self.old.pk}"
        return f"n{self.new.start}-{self.new.end}" if self.new else ""


def _fresh(plan: Plan, on: date) -> Drafts:
    text, sheet = plan.document.text, plan.reading.get("sheet")
    if sheet:
        from yingshang.city.plans.ledgers.sheet import read_again

        reading: dict[str, Any] = {"tasks": read_again(text, sheet)}
    else:
        reading = plantext.to_json(plantext.parse(text))
    return drafts(plan, reading, text, on=on)


def pairs_of(plan: Plan, on: date) -> list[Pair]:
    """Every task that stands with what is read in its place, then what is read newly."""
    live = Target.objects.filter(gone=False).prefetch_related("bindings").order_by("start", "order")
    every = list(
        plan.tasks.select_related("track")
        .prefetch_related(Prefetch("targets", live), "merged")
        .order_by("order")
    )
    held = {task.pk for task in every if task.merged_into_id or _is_held(task)} | _linked(plan)
    standing = [task for task in every if not task.gone]
    fresh = dict(enumerate(_fresh(plan, on)))
    found = {task.pk: _taken(task, fresh) for task in standing}
    for task in standing:
        found[task.pk] = found[task.pk] or _alike(task, fresh)
    pairs = []
    for task in standing:
        new, targets = found[task.pk] or (None, [])
        pairs.append(Pair(task, new, targets, held=task.pk in held))
    kept = [task for task in every if task.pk in held and not _whole_of(task)]
    free = [one for one in fresh.values() if not any(_share(one[0], t) > OVERLAP for t in kept)]
    return pairs + [Pair(None, task, targets) for task, targets in free]


def _is_held(task: Task) -> bool:
    """Whether somebody has had a hand in it."""
    targets = task.targets.all()
    if task.gone:  # an addition that was taken back
        return False
    if task.status != Status.SUGGESTED or any(t.status != Status.SUGGESTED for t in targets):
        return True
    if hasattr(task, "track") or task.split_from_id or task.merged.all():
        return True
    return any(b.undone_at is None for target in targets for b in target.bindings.all())


def _linked(plan: Plan) -> set[int]:
    """Tasks that a person has linked to those of another plan."""
    rows = TaskLink.objects.filter(undone_at=None)
    origins = rows.filter(origin__plan=plan).values_list("origin", flat=True)
    heirs = rows.filter(heir__plan=plan).values_list("heir", flat=True)
    return {pk for pk in (*origins, *heirs) if pk}


def _taken(task: Task, fresh: dict[int, Fresh]) -> Fresh | None:
    """The reading with the very bounds, or of the same kind of row of the whole plan."""
    for number, (new, _targets) in fresh.items():
        if (new.start, new.end) == (task.start, task.end) and _whole_of(new) == _whole_of(task):
            return fresh.pop(number)
    return None


def _alike(task: Task, fresh: dict[int, Fresh]) -> Fresh | None:
    """The reading that shares most of its words; a row of the whole plan only with its like."""
    whole = _whole_of(task)
    likely = [
        (1.0 if whole else _share(new, task), number)
        for number, (new, _targets) in fresh.items()
        if _whole_of(new) == whole
    ]
    share, number = max(likely, default=(0.0, -1))
    return fresh.pop(number) if share > OVERLAP else None


def _whole_of(task: Task) -> str:
    """Of which sort of row of the whole plan; "" for a task."""
    return next((kind for kind in ("indicator-table", "plan-goal") if kind in task.doubts), "")


def _share(one: Task, other: Task) -> float:
    """How much of the shorter stretch both have."""
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return 0.0
    both = min(one.end, other.end) - max(one.start, other.start)
    return max(0, both) / max(1, min(one.end - one.start, other.end - other.start))


def matched(
    old: Sequence[Target], fresh: Sequence[Target]
) -> list[tuple[Target | None, Target | None]]:
    """Targets with the same bounds, then with shared words, then those without a fellow."""
    left = list(fresh)
    pairs: dict[int, Target] = {}
    for test in (_bounds, _touch):
        for target in old:
            found = next(
                (one for one in left if target.pk not in pairs and test(target, one)), None
            )
            if found is not None:
                pairs[target.pk] = found
                left.remove(found)
    return [*((t, pairs.get(t.pk)) for t in old), *((None, one) for one in left)]


def _bounds(one: Target, other: Target) -> bool:
    return (one.start, one.end) == (other.start, other.end)


def _touch(one: Target, other: Target) -> bool:
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return False
    return min(one.end, other.end) > max(one.start, other.start) and plain(one.value) == plain(
        other.value
    )
