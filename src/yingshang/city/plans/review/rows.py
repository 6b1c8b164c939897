"""The ledger as a reviewer reads it: what is unsure first, and who has said what of each row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.definitions import service as definitions
from yingshang.city.plans import events
from yingshang.city.plans.kinds import PlanRow, TargetView, TaskView
from yingshang.city.plans.models import REVIEWED, PlanEvent, Status, Target, Task
from yingshang.city.plans.queries import (
    counted_plans,
    live_bindings,
    plan_day,
    row_of,
    task_view,
)
from yingshang.city.plans.review.verbs import CERTAIN, certain_rows, last_act
from yingshang.city.plans.review.words import in_words
from yingshang.city.plans.units import Resolver, resolver

__all__ = [
    "Progress",
    "ReviewRow",
    "ReviewView",
    "Said",
    "order",
    "progress",
    "review",
    "review_rows",
]

UNSAID = 0.75  # where a reading does not say how sure it is: after the doubtful ones
_SAYING = (
    events.CONFIRMED,
    events.CORRECTED,
    events.REJECTED,
    events.ADDED,
    events.SPLIT,
    events.MERGED,
)


@dataclass(frozen=True)
class Said:
    """Who said what of a row last, and why."""

    name: str
    label: str
    by_name: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class ReviewRow:
    """A task with its targets, how sure its reading is, and what makes it doubtful."""

    task: TaskView
    certainty: float | None
    doubts: tuple[str, ...]
    said: Said | None
    targets: tuple[tuple[TargetView, Said | None], ...]
    split_from: int | None
    own: tuple[str, ...] = ()
    """Of the doubts those about the task itself; each target has its own beside it."""

    @property
    def id(self) -> int:
        return self.task.id

    @property
    def waits(self) -> bool:
        """Whether anything of it waits for a person."""
        if self.task.status == Status.REJECTED:
            return False
        return Status.SUGGESTED in (self.task.status, *(t.status for t, _said in self.targets))

    @property
    def rejected(self) -> bool:
        return self.task.status == Status.REJECTED

    @property
    def doubtful(self) -> bool:
        return bool(self.doubts) or self.certainty is None or self.certainty < CERTAIN


@dataclass(frozen=True)
class Progress:
    """How far the review has come: rows are tasks and targets."""

    done: int
    all: int
    certain: int
    undo: str  # the sentence of what this person may take back; '' for nothing
    people: tuple[tuple[str, int], ...] = ()  # who has looked at how many rows

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.all) if self.all else 100

    @property
    def left(self) -> int:
        return self.all - self.done


@dataclass(frozen=True)
class ReviewView:
    """A plan's text beside its rows."""

    row: PlanRow
    text: str
    rows: tuple[ReviewRow, ...]
    progress: Progress
    notes: tuple[str, ...] = ()  # what the reader left out or mended, in words

    @property
    def id(self) -> int:
        return self.row.id

    @property
    def tasks(self) -> tuple[TaskView, ...]:
        return tuple(row.task for row in self.rows)


def review(plan: int, by: Actor) -> ReviewView:
    """Everything of a plan under review, in the order of the text: a fixed number of queries."""
    row = counted_plans().select_related("document").filter(pk=plan).first()
    if row is None:
        raise NotVisible(f"plan {plan}")
    rows = _rows(row.pk, resolver(row.region, plan_day(row)))
    return ReviewView(
        row_of(row),
        row.document.text,
        rows,
        progress(plan, by),
        tuple(row.document.notes),
    )


def review_rows(plan: int, tasks: Iterable[int]) -> tuple[ReviewRow, ...]:
    """Some rows of a plan, in the order of the text; those that are gone are left out."""
    found = counted_plans().filter(pk=plan).first()
    if found is None:
        raise NotVisible(f"plan {plan}")
    return _rows(plan, resolver(found.region, plan_day(found)), set(tasks))


def _rows(plan: int, ask: Resolver, only: set[int] | None = None) -> tuple[ReviewRow, ...]:
    targets = Target.objects.filter(gone=False).order_by("start", "order")
    tasks = Task.objects.filter(plan=plan, gone=False).order_by("order")
    if only is not None:
        tasks = tasks.filter(pk__in=only)
    tasks = tasks.prefetch_related(Prefetch("targets", targets.prefetch_related(live_bindings())))
    said = _said(plan, only)
    return tuple(_row(task, ask, said) for task in tasks)


def _said(plan: int, only: set[int] | None) -> Mapping[tuple[str, int], Said]:
    """The last word on each row, by (kind, id)."""
    rows = PlanEvent.objects.filter(plan=plan, name__in=_SAYING)
    if only is not None:
        rows = rows.filter(task__in=only)
    found: dict[tuple[str, int], Said] = {}
    fields = ("task_id", "target_id", "name", "by_name", "at", "reason")
    for task, target, name, by_name, at, reason in rows.order_by("seq").values_list(*fields):
        said = Said(name, str(events.LABELS[name]), by_name, at, reason)
        if target or task:
            found["target" if target else "task", target or task] = said
    return found


def _row(task: Task, ask: Resolver, said: Mapping[tuple[str, int], Said]) -> ReviewRow:
    view = task_view(task, ask.region, task.targets.all(), ask)
    own = _doubts(view)
    return ReviewRow(
        task=view,
        certainty=_certainty(view),
        doubts=tuple(dict.fromkeys((*own, *_of_targets(view)))),
        own=own,
        said=_of(said, "task", task.pk, view.status),
        targets=tuple(
            (target, _of(said, "target", target.id, target.status)) for target in view.targets
        ),
        split_from=task.split_from_id,
    )


def _of(said: Mapping[tuple[str, int], Said], kind: str, pk: int, status: str) -> Said | None:
    """What was said of a row that no longer waits (an undone act leaves it waiting)."""
    return None if status == Status.SUGGESTED else said.get((kind, pk))


def _certainty(task: TaskView) -> float | None:
    """The least sure of those readings, the task's own and its targets', that wait."""
    known = [t.confidence for t in task.targets if t.status == Status.SUGGESTED]
    own = task.status not in REVIEWED or not known
    if own and task.confidence is not None:
        known.append(task.confidence)
    return min(known, default=None)


def _doubts(task: TaskView) -> tuple[str, ...]:
    """Why a person should look: what the reading says of itself, and what is missing."""
    found = [in_words(code) for code in task.doubts]
    if not (task.lead or task.responsible or task.generic):
        found.append(_("没有读到单位"))
    units = (*task.lead, *task.responsible, *task.cooperating)
    unknown = [unit.name for unit in units if not unit.known]
    if unknown:
        found.append(_("单位表里没有：%s") % definitions.listed(dict.fromkeys(unknown)))
    return tuple(dict.fromkeys(found))


def _of_targets(task: TaskView) -> list[str]:
    waiting = (target for target in task.targets if target.status == Status.SUGGESTED)
    return [doubt for target in waiting for doubt in target.doubts]


def order(rows: Iterable[ReviewRow]) -> list[ReviewRow]:
    """What waits first, the least sure of it before the surer; then what is done."""

    def key(row: ReviewRow) -> tuple[Any, ...]:
        sure = UNSAID if row.certainty is None else row.certainty
        return (not row.waits, sure, not row.doubts, row.task.offsets or (0, 0), row.id)

    return sorted(rows, key=key)


def progress(plan: int, by: Actor) -> Progress:
    """Counts only: cheap enough to be told after every act."""
    waiting = Count("pk", filter=Q(status=Status.SUGGESTED))
    tasks = Task.objects.filter(plan=plan, gone=False).aggregate(all=Count("pk"), open=waiting)
    targets = Target.objects.filter(task__plan=plan, task__gone=False, gone=False)
    targets = targets.exclude(Q(status=Status.SUGGESTED) & Q(task__status=Status.REJECTED))
    counts = targets.aggregate(all=Count("pk"), open=waiting)
    every = tasks["all"] + counts["all"]
    last = last_act(plan, by)
    return Progress(
        done=every - tasks["open"] - counts["open"],
        all=every,
        certain=len(certain_rows(plan)),
        undo=last.sentence if last else "",
        people=_people(plan),
    )


def _people(plan: int) -> tuple[tuple[str, int], ...]:
    names = (events.CONFIRMED, events.CORRECTED, events.REJECTED, events.ADDED)
    rows = PlanEvent.objects.filter(plan=plan, name__in=names).exclude(field="").order_by()
    settled = ~Q(target__status=Status.SUGGESTED)  # what was undone waits again
    whole = Q(target=None) & ~Q(task__status=Status.SUGGESTED)
    counted = rows.values("by_name").annotate(
        n=Count("target", filter=settled, distinct=True),
        t=Count("task", filter=whole, distinct=True),
    )
    found = [(row["by_name"], row["n"] + row["t"]) for row in counted]
    return tuple(sorted((row for row in found if row[1]), key=lambda row: (-row[1], row[0])))
