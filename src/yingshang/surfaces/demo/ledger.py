"""A ledger at work for the sample cities (演示数据): signed, late, extended, closed, reviewed."""

from collections.abc import Callable
from datetime import datetime, timedelta

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import SYSTEM, Actor, Refusal
from yingshang.city.plans import service as plans
from yingshang.surfaces.demo.officers import OFFICERS

__all__ = ["track_sample_plans"]

MOST = 7  # tasks of a city that are sent out
SENT_BEFORE = timedelta(days=210)
Step = Callable[[str, Actor, datetime], None]


def track_sample_plans(regions: tuple[str, ...], *, at: datetime) -> str:
    """Send out some tasks of each city's newest plan and let them live; what was done, in words."""
    sent = 0
    for region in regions:
        plan = next(iter(plans.plans(SYSTEM, region=region)), None)
        if plan is not None:
            sent += _track(plan.id, region, at)
    opened = plans.open_look_backs(at=at, by=SYSTEM)
    return f"{sent} 项任务已交办，{len(opened)} 项待回头看"


def _track(plan: int, region: str, at: datetime) -> int:
    start = at - SENT_BEFORE
    lines = [line for line in plans.send_lines(SYSTEM, plan, at=at) if line.unit]
    chosen = [line.task for line in lines][:MOST]
    for task in chosen:
        plans.confirm_task(task=task, by=SYSTEM, at=start)
    if not chosen:
        return 0
    director = _director(region)
    refs = plans.send_tasks(plan=plan, tasks=chosen, by=director, at=start)
    rows = {row.ref: row for row in plans.tracked(SYSTEM, at=start, plan=plan)}
    past, ahead = 0, 0
    for ref in refs:
        due, officer = rows[ref].due_on, _officer(rows[ref].unit)
        if due is not None and due <= at.date():
            OVER[past % len(OVER)](ref, officer, at)
            past += 1
        else:
            RUNNING[ahead % len(RUNNING)](ref, officer, at)
            ahead += 1
    return len(refs)


def _person(name: str) -> Actor:
    user = accounts.user_of(name)
    return accounts.actor_of(user) if user else SYSTEM


def _director(region: str) -> Actor:
    """Who sends out and verifies there: one of the cast, or a person of the sample."""
    if region == "990100":
        return _person("shen")
    return Actor(f"demo-{region}-bureau", "演示审核人", "bureau", region, f"{region}-bureau")


def _officer(unit: str) -> Actor:
    """Somebody of the cast who works there; the system itself where nobody does."""
    region, _dash, role = unit.partition("-")
    name = OFFICERS.get(role) if region == "990100" else None
    return _person(name) if name else SYSTEM


def _sign(ref: str, by: Actor, at: datetime) -> None:
    contact = by.name if by.role != "system" else "演示责任人"
    plans.sign_task(ref=ref, contact=contact, phone="0999-1234567", by=by, at=at)


def _silent(ref: str, by: Actor, at: datetime) -> None:
    """Signed, and never heard of again."""
    _sign(ref, by, at - SENT_BEFORE + timedelta(days=1))


def _steady(ref: str, by: Actor, at: datetime) -> None:
    """Signed, and reported on in every period."""
    _sign(ref, by, at - SENT_BEFORE + timedelta(days=1))
    _report(ref, by, at)


def _report(ref: str, by: Actor, at: datetime) -> None:
    owed = plans.tracked_task(SYSTEM, ref, at=at).owed
    due = [one for one in owed if one.due_on <= at.date()]
    for place, one in enumerate(due, start=1):
        late = timedelta(days=2 if place == len(due) - 1 else 0)
        plans.report_progress(
            ref=ref,
            period=one.period,
            percent=90 * place // len(due),
            progress=f"{one.label}按计划推进（演示数据）。",
            next_steps="继续按节点推进。",
            by=by,
            at=min(at.replace(hour=10) - (at.date() - one.due_on) + late, at),
        )


def _extended(ref: str, by: Actor, at: datetime) -> None:
    """Signed; more time was asked for before the day, and granted."""
    _steady(ref, by, at)
    row = plans.tracked_task(SYSTEM, ref, at=at).row
    if row.due_on is None:
        return
    when = at + timedelta(minutes=1)
    if when.date() > row.due_on:
        return
    plans.ask_extension(
        ref=ref,
        until=row.due_on + timedelta(days=45),
        reason="配套系统改造晚于预期（演示数据）",
        by=by,
        at=when,
    )
    plans.rule_extension(ref=ref, granted=True, approver="分管副市长（演示）", by=SYSTEM, at=when)


def _closed(ref: str, by: Actor, at: datetime) -> None:
    """Closed long ago on its indicator, so that it is looked back at; or left for verification."""
    start = at - SENT_BEFORE
    _sign(ref, by, start + timedelta(days=1))
    _report(ref, by, start + timedelta(days=40))
    checker = _director(ref.partition("-")[0])  # another person than who asked
    try:
        plans.ask_close(
            ref=ref, words="已达到承诺水平（演示数据）。", by=by, at=start + timedelta(days=41)
        )
        checked = start + timedelta(days=42)
        plans.verify_closing(
            ref=ref, passed=True, opinion="指标已核对（演示数据）。", by=checker, at=checked
        )
        plans.close_task(ref=ref, by=checker, at=checked + timedelta(days=1))
    except Refusal:  # not met on that day: it stays where it is, as it would in life
        return


OVER: tuple[Step, ...] = (_closed, _steady, _silent)
RUNNING: tuple[Step, ...] = (_extended, _steady, _silent)
