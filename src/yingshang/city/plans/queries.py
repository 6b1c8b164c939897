"""Plans as people read them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import NotVisible
from yingshang.city.plans._previewed import month_said, result_of
from yingshang.city.plans._why import SURE, why_unsure
from yingshang.city.plans._wording import promise_text
from yingshang.city.plans.kinds import PlanEventView, PlanRow, PlanView, TargetView, TaskView
from yingshang.city.plans.models import OF_THE_WHOLE, Binding, Plan, PlanEvent, Status, Target, Task
from yingshang.city.plans.telling import tell
from yingshang.city.plans.units import Resolver, resolve_all, resolver
from yingshang.kernel.worktime import to_cst

__all__ = [
    "counted_plans",
    "default_as_of",
    "history",
    "live_bindings",
    "plan_day",
    "plan_row",
    "plan_rows",
    "plan_view",
    "resolvers",
    "row_of",
    "target_view",
    "task_view",
]


def counted_plans() -> QuerySet[Plan]:
    """Plans with their numbers of tasks, targets and rows that wait for a person (tasks and
    targets). The rows that hold the targets of the whole plan are no tasks of it."""
    there = Q(tasks__gone=False) & ~Q(tasks__status=Status.REJECTED)
    whole = Q(tasks__no="", tasks__title__in=OF_THE_WHOLE)
    live = Q(tasks__targets__gone=False) & ~Q(tasks__targets__status=Status.REJECTED)
    waits = Q(tasks__targets__status=Status.SUGGESTED)
    return Plan.objects.annotate(
        task_count=Count("tasks", filter=there & ~whole, distinct=True),
        target_count=Count("tasks__targets", filter=there & live, distinct=True),
        open_tasks=Count("tasks", filter=there & Q(tasks__status=Status.SUGGESTED), distinct=True),
        open_targets=Count("tasks__targets", filter=there & live & waits, distinct=True),
    ).defer("reading")


def row_of(plan: Any) -> PlanRow:
    """A counted plan (see :func:`counted_plans`) as a list row."""
    return PlanRow(
        id=plan.pk,
        title=plan.title,
        region=plan.region,
        region_name=accounts.region_name(plan.region),
        year=plan.year,
        edition=plan.edition,
        doc_number=plan.doc_number,
        issuer=plan.issuer,
        issued_on=plan.issued_on,
        kind=plan.kind,
        tasks=plan.task_count,
        targets=plan.target_count,
        unconfirmed=plan.open_tasks + plan.open_targets,
        imported_at=plan.imported_at,
        withdrawn_at=plan.withdrawn_at,
        withdrawn_by=plan.withdrawn_by,
        withdrawn_why=plan.withdrawn_why,
    )


def plan_rows(region: str | None = None) -> list[PlanRow]:
    """All plans, newest year first; of one region where asked."""
    plans = counted_plans().filter(withdrawn_at=None)
    plans = plans.order_by("-year", "region", "-edition", "pk")
    if region:
        plans = plans.filter(region=region)
    return [row_of(plan) for plan in plans]


def plan_row(plan: int) -> PlanRow:
    """One plan as a list row, also where it was withdrawn; NotVisible where there is none."""
    row = counted_plans().filter(pk=plan).first()
    if row is None:
        raise NotVisible(f"plan {plan}")
    return row_of(row)


def _offsets(row: Task | Target) -> tuple[int, int] | None:
    return None if row.start is None or row.end is None else (row.start, row.end)


def target_view(row: Target) -> TargetView:
    """A target with its live bindings prefetched (``to_attr='live'``)."""
    bound = getattr(row, "live", None)
    return TargetView(
        id=row.pk,
        task=row.task_id,
        span=row.span,
        offsets=_offsets(row),
        metric=row.metric,
        metric_key=row.metric_key,
        comparator=row.comparator,
        value=row.value,
        value_max=row.value_max,
        baseline=row.baseline,
        unit=row.unit,
        statistic=row.statistic or None,
        due_on=row.due_on,
        scope=row.scope or None,
        confidence=row.confidence,
        status=row.status,
        status_label=str(Status(row.status).label),
        version=row.version,
        doubts=tuple(row.doubts),
        taught=tuple(row.taught),
        promised=promise_text(row.comparator, row.value, row.unit, value_max=row.value_max),
        indicator=bound[0].indicator if bound else None,
    )


def task_view(
    row: Task, region: str, targets: Iterable[Target] = (), ask: Resolver | None = None
) -> TaskView:
    """A task with its units resolved in the region; for many tasks give the plan's resolver."""
    ask = ask or resolver(region)
    return TaskView(
        id=row.pk,
        plan=row.plan_id,
        no=row.no,
        title=row.title,
        section=row.section,
        text=row.text,
        offsets=_offsets(row),
        lead=resolve_all(row.lead, region, ask),
        responsible=resolve_all(row.responsible, region, ask),
        cooperating=resolve_all(row.cooperating, region, ask),
        generic=tuple(row.generic),
        open_ended=row.open_ended,
        deadline=row.deadline,
        deadline_text=row.deadline_text,
        status=row.status,
        status_label=str(Status(row.status).label),
        version=row.version,
        confidence=row.confidence,
        doubts=tuple(row.doubts),
        taught=tuple(row.taught),
        targets=tuple(_told(target_view(target), row) for target in targets),
    )


def _told(target: TargetView, task: Task) -> TargetView:
    """With the reasons why its reading is unsure, while it waits."""
    if target.status != Status.SUGGESTED or target.confidence >= SURE:
        return target
    why = why_unsure(
        target.span,
        text=task.text,
        metric=target.metric,
        doubts=task.doubts,
    )
    return replace(target, doubts=(*target.doubts, *why))


def live_bindings() -> Prefetch:
    """Bindings in force, as ``target.live``."""
    return Prefetch("bindings", Binding.objects.filter(undone_at=None), to_attr="live")


def plan_view(plan: int, *, today: date, new: bool = False) -> PlanView:
    """A plan with its text beside its ledger; NotVisible where there is none."""
    row = counted_plans().select_related("document").filter(pk=plan).first()
    if row is None:
        raise NotVisible(f"plan {plan}")
    targets = Target.objects.filter(gone=False).order_by("order")
    targets = targets.prefetch_related(live_bindings())
    ask = resolver(row.region, plan_day(row))
    tasks = tuple(
        task_view(task, row.region, task.targets.all(), ask)
        for task in row.tasks.filter(gone=False).prefetch_related(Prefetch("targets", targets))
    )
    as_of, reason = default_as_of(tasks, row.year, today)
    reading = Plan.objects.values_list("reading", flat=True).get(pk=plan)
    return PlanView(
        row=row_of(row),
        name=row.document.name,
        sha256=row.document.sha256,
        text=row.document.text,
        tasks=tasks,
        duties=tuple(reading.get("duties", ())),
        results=tuple(map(result_of, reading.get("achievements", ()))),
        as_of=as_of,
        as_of_reason=reason,
        unresolved=_unresolved(tasks),
        seq=row.last_seq,
        issue_month=month_said(reading),
        notes=tuple(row.document.notes),
        new=new,
    )


def _unresolved(tasks: Iterable[TaskView]) -> tuple[str, ...]:
    """Names that no unit of the region answers to, each once, in order of appearance."""
    names = (
        unit.name
        for task in tasks
        for unit in (*task.lead, *task.responsible, *task.cooperating)
        if not unit.known
    )
    return tuple(dict.fromkeys(names))


def plan_day(plan: Plan) -> date:
    """The day whose names a plan uses: its own, else the end of its year, else its import."""
    if plan.issued_on:
        return plan.issued_on
    return date(plan.year, 12, 31) if plan.year else to_cst(plan.imported_at).date()


def resolvers(plans: Iterable[Plan]) -> dict[int, Resolver]:
    """By plan, who reads its names, each as of its own day; a city is asked for once."""
    cities: dict[str, Resolver] = {}
    found = {}
    for plan in plans:
        if plan.pk not in found:
            base = cities.get(plan.region) or cities.setdefault(plan.region, resolver(plan.region))
            found[plan.pk] = base.on_day(plan_day(plan))
    return found


def default_as_of(tasks: Iterable[TaskView], year: int | None, today: date) -> tuple[date, str]:
    """The day a plan opens at, and why.

    A plan whose deadlines have all passed opens as of 31 December of its own year (or its last
    deadline, if later), so that it is judged by what it promised then.
    """
    days = [task.deadline for task in tasks if task.deadline]
    days += [target.due_on for task in tasks for target in task.targets if target.due_on]
    own = date(year, 12, 31) if year else None
    if own:
        days.append(own)
    if not days or max(days) >= today:
        return today, str(_("方案仍在执行期内，按今天查看"))
    return max(days), str(_("方案的时限已过，按其执行期末查看；日期可以改动"))


def history(plan: int, *, target: int | None = None) -> list[PlanEventView]:
    """What happened to a plan, or to one of its targets, oldest first."""
    rows = PlanEvent.objects.filter(plan=plan).order_by("seq")
    if target is not None:
        rows = rows.filter(target=target)
    return tell(rows.select_related("plan", "task", "target").defer("plan__reading"))
