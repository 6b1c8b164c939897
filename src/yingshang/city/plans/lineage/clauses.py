"""Rows of a ledger as the clauses that the kernel compares."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db.models import Prefetch

from yingshang.city.plans import events
from yingshang.city.plans.models import PlanEvent, Status, Target, Task
from yingshang.kernel.plantext.align import Clause, Figure, Match, align

__all__ = ["Sides", "clause_of", "figure_of", "tasks_of"]


def tasks_of(plan: int, *, rejected: bool = False) -> list[Task]:
    """A plan's tasks in order, each with its targets and the titles that people have changed; what
    was merged away or taken back is none of them."""
    changed = PlanEvent.objects.filter(name__in=(events.CORRECTED, events.CARRIED), field="title")
    titles = Prefetch("events", changed.order_by("seq"), to_attr="retitled")
    rows = Task.objects.filter(plan=plan, gone=False).prefetch_related("targets", titles)
    rows = rows.order_by("order")
    return list(rows if rejected else rows.exclude(status=Status.REJECTED))


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def figure_of(row: Target) -> Figure:
    return Figure(
        metric=row.metric,
        comparator=row.comparator,
        value=_number(row.value),
        unit=row.unit,
        value_max=None if row.value_max is None else _number(row.value_max),
        by=row.due_on,
        key=row.metric_key,
        scope=row.scope,
        statistic=row.statistic,
    )


def clause_of(task: Task, targets: Iterable[Target]) -> Clause:
    retitled: Sequence[PlanEvent] = getattr(task, "retitled", ())
    return Clause(
        no=task.no,
        title=task.title,
        text=task.text,
        section=task.section,
        lead=tuple(task.lead),
        responsible=tuple(task.responsible),
        cooperating=tuple(task.cooperating),
        deadline=task.deadline,
        figures=tuple(figure_of(one) for one in targets),
        printed=retitled[0].old or "" if retitled else "",
    )


class Sides:
    """Two plans' tasks laid beside each other; places of a match are places in these lists."""

    def __init__(self, old: Sequence[Task], new: Sequence[Task]) -> None:
        self.old, self.new = list(old), list(new)
        self.old_targets = [self._live(one) for one in self.old]
        self.new_targets = [self._live(one) for one in self.new]
        self.old_clauses = [
            clause_of(*both) for both in zip(self.old, self.old_targets, strict=True)
        ]
        self.new_clauses = [
            clause_of(*both) for both in zip(self.new, self.new_targets, strict=True)
        ]

    @staticmethod
    def _live(task: Task) -> list[Target]:
        return [one for one in task.targets.all() if one.status != Status.REJECTED]

    def matches(self, couples: Sequence[tuple[int, int, float]] | None = None) -> list[Match]:
        return align(self.old_clauses, self.new_clauses, couples)
