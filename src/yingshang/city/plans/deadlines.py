"""What plans of a city promise by which day, laid on its working calendar.

A deadline on a day off is shown on the last working day before it, since nobody hands in on a
holiday; the printed day stays beside it. Whether something is late is said in words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.definitions import service as definitions
from yingshang.city.plans.kinds import UnitName
from yingshang.city.plans.lineage.finding import superseded
from yingshang.city.plans.lineage.models import Kind, TaskLink
from yingshang.city.plans.models import Status, Target, Task
from yingshang.city.plans.queries import plan_day
from yingshang.city.plans.tracking.kinds import Stage
from yingshang.city.plans.tracking.models import Track
from yingshang.city.plans.tracking.moved import moved, words
from yingshang.city.plans.tracking.resting import held_on
from yingshang.city.plans.units import Resolver, resolver
from yingshang.kernel.worktime import Calendar

__all__ = ["Day", "Deadline", "Standing", "UnitCount", "counts", "deadlines", "month"]

WEEK = 7


@dataclass(frozen=True)
class Standing:
    """What became of a task at work: done or not, its stage in words, the day it is held to."""

    done: bool
    label: str
    due_on: date | None = None
    note: str = ""  # the plan's promise, where another day counts
    track: Track | None = None


@dataclass(frozen=True)
class Deadline:
    """One promise with its day. ``shown``: the last working day on or before ``due``; ``note``:
    what the plan promised where another day counts."""

    task: int
    target: int | None
    plan: int
    plan_title: str
    no: str
    what: str
    due: date
    shown: date
    day_off: str  # the name of the day off that it falls on, '' for a working day
    units: tuple[UnitName, ...]
    done: bool
    standing: str
    days: int  # until the day shown; negative: past
    workdays: int
    note: str = ""

    @property
    def overdue(self) -> bool:
        return not self.done and self.days < 0

    @property
    def words(self) -> str:
        """How far off it is, in words."""
        if self.done:
            return self.standing or _("已办结")
        if self.days < 0 and not self.standing:  # never sent out: nobody here knows
            return _("时限已过 %s 天，未交办") % -self.days
        if self.days < 0:
            return _("已逾期 %s 天") % -self.days
        if self.days == 0:
            return _("今天到期")
        return _("还有 %(days)s 天（%(work)s 个工作日）") % {
            "days": self.days,
            "work": self.workdays,
        }


@dataclass(frozen=True)
class Day:
    """One cell of the month."""

    day: date
    inside: bool
    today: bool
    works: bool
    name: str  # of the holiday, or of the day made up for
    rows: tuple[Deadline, ...]

    @property
    def overdue(self) -> int:
        return sum(row.overdue for row in self.rows)


@dataclass(frozen=True)
class UnitCount:
    """A unit with how many deadlines it answers for."""

    code: str
    name: str
    rows: int
    overdue: int


def deadlines(region: str, *, today: date, unit: str = "") -> list[Deadline]:
    """Every dated promise of a city's plans in force, by day; of one unit where asked."""
    targets = Target.objects.filter(gone=False).exclude(status=Status.REJECTED)
    tasks = (
        _in_force(region, today)
        .select_related("plan")
        .defer("plan__reading", "text")
        .prefetch_related(Prefetch("targets", targets.exclude(due_on=None), to_attr="dated"))
    )
    rows = list(tasks)
    standing = _standings(task.pk for task in rows)
    calendar = definitions.calendar(region)
    base, asks = resolver(region), dict[int, Resolver]()
    found: list[Deadline] = []
    for task in rows:
        if task.plan_id not in asks:
            asks[task.plan_id] = base.on_day(plan_day(task.plan))
        known = standing.get(task.pk)
        found += _of_task(task, asks[task.plan_id], known, calendar, today)
    if unit:
        found = [row for row in found if any(unit in one.duty for one in row.units)]
    return sorted(found, key=lambda row: (row.due, row.plan, row.task, row.target or 0))


def _in_force(region: str, today: date) -> QuerySet[Task]:
    """The tasks that somebody is held to: not those of an older edition or of a year that is over
    and that a later plan takes over or lets go; but whatever is still at work."""
    tasks = Task.objects.filter(plan__region=region, gone=False).exclude(status=Status.REJECTED)
    gone_on = Q(link__heir__year__lte=today.year) | Q(heir__track__isnull=False)
    links = TaskLink.objects.filter(
        gone_on, link__kind=Kind.SUCCESSOR, undone_at=None, link__undone_at=None
    )
    running = Track.objects.filter(region=region).exclude(ref="")
    running = running.exclude(stage__in=(Stage.CLOSED, Stage.ENDED))
    replaced = Q(plan__in=superseded()) | Q(pk__in=links.values("origin"))
    return tasks.filter(Q(pk__in=running.values("task")) | ~replaced)


def _of_task(
    task: Task, ask: Resolver, known: Standing | None, calendar: Calendar, today: date
) -> list[Deadline]:
    due = (known.due_on if known else None) or task.deadline
    found = []
    units = tuple(ask(name) for name in task.lead or task.responsible)
    if due:
        row = _row(task, None, task.title, due, calendar, today)
        note = known.note if known else ""
        found.append(replace(row, units=units, note=note, **_standing(known)))
    dated: list[Target] = task.dated  # type: ignore[attr-defined]
    for target in dated:
        if target.due_on and target.due_on != task.deadline:
            day, note = _own_day(target.due_on, known)
            row = _row(task, target.pk, target.words, day, calendar, today)
            found.append(replace(row, units=units, note=note, **_standing(known)))
    return found


def _own_day(day: date, known: Standing | None) -> tuple[date, str]:
    """The day of a promise beside its task's, and what the plan says where its rest moved it."""
    moved_to = held_on(known.track, day) if known and known.track else day
    return moved_to, "" if moved_to == day else words("rested", day, moved_to)


def _standings(tasks: Iterable[int]) -> dict[int, Standing]:
    """What became of those that were sent out, by task."""
    rows = Track.objects.filter(task__in=list(tasks)).prefetch_related("closings")
    return {one.task_id: _of_track(one) for one in rows}


def _of_track(one: Track) -> Standing:
    note = words(moved(one), one.first_due_on, one.owed_on)
    done = one.stage in (Stage.CLOSED, Stage.ENDED)
    return Standing(done, str(Stage(one.stage).label), one.owed_on, note, one)


def _standing(known: Standing | None) -> dict[str, Any]:
    return {"done": known.done, "standing": known.label} if known else {}


def _row(
    task: Task, target: int | None, what: str, due: date, calendar: Calendar, today: date
) -> Deadline:
    shown = due
    while not calendar.is_workday(shown):
        shown -= timedelta(days=1)
    off = "" if shown == due else (calendar.label(due) or _("周末"))
    return Deadline(
        task=task.pk,
        target=target,
        plan=task.plan_id,
        plan_title=task.plan.title,
        no=task.no,
        what=what,
        due=due,
        shown=shown,
        day_off=off,
        units=(),
        done=False,
        standing="",
        days=(shown - today).days,
        workdays=calendar.count_workdays(today, shown),
    )


def month(rows: Iterable[Deadline], first: date, *, region: str, today: date) -> list[list[Day]]:
    """The weeks of a month, Monday first, each day with what is due on it."""
    calendar = definitions.calendar(region)
    by_day: dict[date, list[Deadline]] = {}
    for row in rows:
        by_day.setdefault(row.shown, []).append(row)
    day = first - timedelta(days=first.weekday())
    weeks: list[list[Day]] = []
    while day.replace(day=1) <= first or len(weeks) == 0:
        weeks.append(
            [_day(day + timedelta(days=n), first, today, calendar, by_day) for n in range(WEEK)]
        )
        day += timedelta(days=WEEK)
    return weeks


def _day(
    day: date,
    first: date,
    today: date,
    calendar: Calendar,
    by_day: Mapping[date, list[Deadline]],
) -> Day:
    inside = (day.year, day.month) == (first.year, first.month)
    rows = tuple(by_day.get(day, ())) if inside else ()
    works = calendar.is_workday(day)
    return Day(day, inside, day == today, works, calendar.label(day), rows)


def counts(rows: Iterable[Deadline]) -> list[UnitCount]:
    """Per unit of ours how many deadlines, how many of them late; the most first."""
    found: dict[str, list[Deadline]] = {}
    for row in rows:
        for code in dict.fromkeys(code for unit in row.units for code in unit.duty):
            found.setdefault(code, []).append(row)
    listed = [
        UnitCount(code, accounts.unit_name(code), len(own), sum(row.overdue for row in own))
        for code, own in found.items()
    ]
    return sorted(listed, key=lambda one: (-one.rows, one.code))
