"""Tasks of a plan go out: each opens a case with its lead unit; the others look on."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.definitions.service import official
from yingshang.city.plans import events
from yingshang.city.plans._history import write
from yingshang.city.plans.lineage.models import Kind, PlanLink
from yingshang.city.plans.models import OF_THE_WHOLE, REVIEWED, Plan, Status, Task
from yingshang.city.plans.queries import plan_day
from yingshang.city.plans.tracking import following, rules
from yingshang.city.plans.tracking.access import bureau_track, may_direct
from yingshang.city.plans.tracking.kinds import Refusal, SendLine
from yingshang.city.plans.tracking.models import Track
from yingshang.city.plans.tracking.numbers import closes, lines, promises_of, task_facts
from yingshang.city.plans.tracking.rhythm import EVERY, rhythm_for_all, rhythm_of
from yingshang.city.plans.units import Resolver, resolve_all, resolver
from yingshang.kernel.worktime import CST, to_cst

__all__ = [
    "ITEM",
    "cancel",
    "rule_objection",
    "send_lines",
    "send_tasks",
    "set_coordinator",
    "without_lead",
]

ITEM = "plan-task"
RULE = "rule"


def _plan(actor: Actor, plan: int, *, lock: bool = False) -> Plan:
    rows = Plan.objects.defer("reading")
    found = (rows.select_for_update() if lock else rows).filter(pk=plan).first()
    if found is None:
        raise NotVisible(f"plan {plan}")
    if found.withdrawn_at is not None:
        raise Refusal("plan-withdrawn", _("这份方案已撤回，不能交办；请先重新导入。"))
    if not may_direct(actor, found.region):
        raise Refusal(
            "not-yours", _("只有本市营商局和督查人员可以交办方案任务，没有交办。请联系营商局。")
        )
    return found


def send_lines(actor: Actor, plan: int, *, at: datetime) -> list[SendLine]:
    """Every task of the plan as it would go out: to whom, or why it can't yet."""
    found = _plan(actor, plan)
    tasks = found.tasks.exclude(status=Status.REJECTED).select_related("track").order_by("order")
    ask = resolver(found.region, plan_day(found))
    every = _for_all(found)
    return [_line(task, ask, every) for task in tasks]


def _for_all(plan: Plan) -> str:
    """How often the plan wants every one of its tasks reported on."""
    return rhythm_for_all(plan.document.text, plan.tasks.values_list("start", "end"))


def _line(task: Task, ask: Resolver, every: str) -> SendLine:
    names = resolve_all([*task.lead, *task.responsible], ask.region, ask)
    track = getattr(task, "track", None)
    why = "" if task.status in REVIEWED else _("还没有核对，先确认或更正后再交办")
    return SendLine(
        task=task.pk,
        no=task.no,
        title=task.title,
        deadline=task.deadline,
        deadline_text=task.deadline_text,
        units=names,
        unit=default_lead(task, ask),
        status_label=str(Status(task.status).label),
        ref=track.ref if track else "",
        why_not=why,
        every=rhythm_of(task.text) or every,
        of_the_whole=not task.no and task.title in OF_THE_WHOLE,
    )


def default_lead(task: Task, ask: Resolver) -> str:
    """The one lead where it is ours; of a task without leads, its one responsible unit. ``ask``:
    as of the plan's day; one that has ended since is answered for by the unit it went into, and
    two that went into one are one."""
    names = resolve_all(task.lead or task.responsible, ask.region, ask)
    codes = {one.now for one in names}
    return codes.pop() if len(codes) == 1 else ""


@official  # what is written stays Chinese, whatever language the screen speaks
@transaction.atomic
def send_tasks(
    *,
    plan: int,
    by: Actor,
    at: datetime,
    tasks: Iterable[int] | None = None,
    coordinators: Mapping[int, str] | None = None,
    rhythms: Mapping[int, str] | None = None,
) -> list[str]:
    """Send out tasks (all that were reviewed, or those named); answers the numbers of their cases.

    `coordinators`: by task, the unit that leads where the plan names several or none. Without one
    the case waits for :func:`set_coordinator`. `rhythms`: by task, how often it is reported
    on; else as the plan says, or by the rule (RULE). A task that is out keeps its case. Refused:
    a named task that nobody has reviewed, a unit that is none of ours.
    """
    found = _plan(by, plan, lock=True)
    wanted = set(tasks) if tasks is not None else None
    rows = list(found.tasks.exclude(status=Status.REJECTED).order_by("order"))
    if wanted is not None:
        rows = [row for row in rows if row.pk in wanted]
    unreviewed = [row for row in rows if row.status not in REVIEWED]
    if wanted is not None and unreviewed:
        raise Refusal(
            "not-reviewed",
            _("任务“%s”还没有核对，没有交办。请先在台账里确认或更正，再交办。")
            % unreviewed[0].title,
        )
    rows = [row for row in rows if row.status in REVIEWED]
    if not rows:
        raise Refusal("nothing-to-send", _("没有可以交办的任务。请先选择已经核对过的任务。"))
    units = {one.code for one in accounts.units(found.region)}
    chosen, every = dict(coordinators or {}), dict(rhythms or {})
    _check_rhythms(every.values())
    tracks = {one.task_id: one for one in Track.objects.filter(task__in=rows)}
    fresh = [row for row in rows if row.pk not in tracks]
    if fresh:
        _check_newest(found)
    promised = promises_of(found.pk, at) if fresh else {}
    ask = resolver(found.region, plan_day(found))
    said = _for_all(found) if fresh else ""
    for row in fresh:
        unit = chosen.get(row.pk) or default_lead(row, ask)
        ends = closes(lines(promised.get(row.pk, ())))
        how = every.get(row.pk) or rhythm_of(row.text) or said
        tracks[row.pk] = _send(found, row, unit, units, ends, ask, how, by, at)
    return [tracks[row.pk].ref for row in rows]


def _check_newest(plan: Plan) -> None:
    newer = PlanLink.objects.filter(origin=plan, kind=Kind.EDITION, undone_at=None).first()
    if newer is not None:
        raise Refusal(
            "newer-edition",
            _("《%s》已有新一版，旧版任务不再交办。请到新一版里交办。") % plan.title,
        )


def _send(
    plan: Plan,
    task: Task,
    unit: str,
    units: set[str],
    ends: str,
    ask: Resolver,
    every: str,
    by: Actor,
    at: datetime,
) -> Track:
    """`ends`: what closes it, in words; `every`: how often it is reported on, where it is known."""
    if unit:
        _check_unit(unit, units)
    track = _track(plan, task, every, by, at)
    facts = task_facts(track)
    checkers = rules.checkers(plan.region, to_cst(at).date(), facts)
    names = resolve_all([*task.lead, *task.responsible, *task.cooperating], plan.region, ask)
    others = {name.now for name in names if name.now} - {unit}
    ref = _open(plan, task, others, ends, checkers, by, at)
    if unit:
        cases.assign(ref=ref, unit=unit, by=by, at=at, reason=_("按方案分工交办"))
    write(plan, events.SENT, by=by, at=at, task=task, field="unit", new=unit, reason=ref)
    track.refresh_from_db()
    return track


def _check_unit(unit: str, units: set[str]) -> None:
    if unit not in units:
        raise Refusal("unit-unknown", _("“%s”不是本市的承办单位；请从单位清单里选择。") % unit)


def _check_rhythms(chosen: Iterable[str]) -> None:
    if any(one not in ("", RULE, *EVERY) for one in chosen):
        raise Refusal("rhythm-unknown", _("报送频次看不懂，没有交办。请从列表里选择。"))


def _track(plan: Plan, task: Task, every: str, by: Actor, at: datetime) -> Track:
    track = Track(
        task=task,
        region=plan.region,
        first_due_on=task.deadline,
        due_on=task.deadline,
        sent_at=at,
        sent_by=by.id,
        sent_by_name=by.name,
    )
    rule = rules.report_rule(plan.region, to_cst(at).date(), task_facts(track))
    track.every = every if every in EVERY else rule.every
    track.due_workdays = rule.due_workdays
    track.first_after_days = rule.first_after_days
    track.save(force_insert=True)
    return track


def _open(
    plan: Plan, task: Task, others: set[str], ends: str, checkers: int, by: Actor, at: datetime
) -> str:
    due = task.deadline
    form = {
        "title": task.title[:200],
        "plan": plan.title[:200],
        "number": task.no,
        "demand": task.text[:4900],
        "due": due.isoformat() if due else "",
        "closes": ends[:4900],
        "checkers": _("两人") if checkers == 2 else _("一人"),
    }
    opened = cases.open_case(
        item=ITEM,
        region=plan.region,
        form=form,
        party=None,
        channel="system",
        by=by,
        at=at,
        subject=f"{task.no} {task.title}".strip(),
        due_at=_end(due) if due else None,
        about=f"plan/{plan.pk}/task/{task.pk}",
        follows=following.key_of(task.pk),
    )
    cases.seat_onlookers(opened.ref, others)
    return opened.ref


def _end(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), CST)


def without_lead(refs: Iterable[str]) -> int:
    """Of tasks that are out, how many have no lead unit: nobody has heard of them."""
    return Track.objects.filter(ref__in=list(refs), unit="").count()


def set_coordinator(*, ref: str, unit: str, by: Actor, at: datetime) -> None:
    """Appoint the one unit that leads a task with several leads, or none."""
    track = bureau_track(by, ref)
    _check_unit(unit, {one.code for one in accounts.units(track.region)})
    cases.assign(ref=ref, unit=unit, by=by, at=at, reason="确定统筹单位")


def rule_objection(
    *, ref: str, upheld: bool, reason: str, by: Actor, at: datetime, unit: str = ""
) -> None:
    """Rule on a unit's objection to leading: final; upheld, another unit takes over."""
    track = bureau_track(by, ref)
    if upheld and unit:
        _check_unit(unit, {one.code for one in accounts.units(track.region)})
    cases.rule_return(ref=ref, upheld=upheld, unit=unit, reason=reason, by=by, at=at)


def cancel(*, ref: str, reason: str, by: Actor, at: datetime) -> None:
    """Take a task back (a newer edition dropped it); the reason stays."""
    bureau_track(by, ref)
    cases.withdraw(ref=ref, reason=reason, by=by, at=at)
