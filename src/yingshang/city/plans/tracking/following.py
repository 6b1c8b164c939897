"""A tracked task follows its case: told of every fact in the transaction that writes it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions
from yingshang.city.plans.tracking import numbers, rules
from yingshang.city.plans.tracking.kinds import Refusal, Stage
from yingshang.city.plans.tracking.models import Track
from yingshang.kernel.flow import Standing
from yingshang.kernel.worktime import Limit, due, to_cst

__all__ = ["FOLLOWER", "GUARD", "follow", "guard", "key_of"]

FOLLOWER = "#plan-task"
GUARD = "plan-task-target"
VERIFY = ("verify", "verify-two")


def key_of(task: int) -> str:
    """The key of a task's case: it names the follower, and opens no second case."""
    return f"{FOLLOWER}:{task}"


def follow(work: Any, facts: Sequence[Any]) -> None:
    """Write what the facts make of the track."""
    task = int(work.header["key"].partition(":")[2])
    # by its number once it has one: a new edition's clause may have taken the case over
    track = Track.objects.filter(ref=work.ref).first()
    track = track or Track.objects.filter(task_id=task, ref="").first()
    if track is None:
        return
    standing: Standing = work.standing
    track.ref = work.ref
    track.stage = stage_of(standing)
    track.unit = standing.unit
    track.extensions = len(standing.extensions)
    track.pauses = [
        [_day(span.since).isoformat(), _day(span.until).isoformat() if span.until else None]
        for span in standing.pauses
    ]
    track.reopened = standing.reopened
    track.assigned_at = standing.assigned_at
    _dates(track, work, standing)
    for fact in facts:
        _take(track, fact)
    track.save()


def _day(moment: datetime) -> date:
    return to_cst(moment).date()


def _dates(track: Track, work: Any, standing: Standing) -> None:
    fixed = standing.due_by_hand(work.header["due_fixed_at"])
    track.due_on = _day(fixed) if fixed else None
    sign = standing.steps.get("sign")
    declared = work.item.flow.step("sign")
    if sign is None or declared is None:
        return
    track.signed_at = sign.done_at
    limit: Limit | None = declared.limit
    if sign.opened_at is not None and limit is not None:
        calendar = definitions.calendar(track.region)
        track.sign_due_at = due(calendar, sign.opened_at, limit).at


def stage_of(standing: Standing) -> str:
    """Where a task stands, from where its case stands."""
    if standing.state in ("withdrawn", "refused"):
        return Stage.ENDED
    if standing.state in ("decided", "closed"):
        if standing.outcome == "terminated":
            return Stage.ENDED
        return Stage.CLOSED if standing.state == "closed" else Stage.VERIFIED
    if not standing.unit:
        return Stage.UNASSIGNED
    if standing.return_pending:
        return Stage.OBJECTED
    if standing.open_pause is not None:
        return Stage.SUSPENDED
    open_ = set(standing.open_steps)
    if "sign" in open_:
        return Stage.UNSIGNED
    return Stage.ASKED if open_ & set(VERIFY) else Stage.WORKING


def _take(track: Track, fact: Any) -> None:
    name, data, at = fact.event.name, fact.event.data, fact.event.at
    if name == "closed":
        track.closed_at, track.closed_by = at, fact.by_name
        track.override_reason = data.get("override_reason", "")
        rule = rules.look_back_rule(track.region, _day(at), numbers.task_facts(track))
        track.look_back_on = _months_after(_day(at), rule.months) if rule.months else None
    elif name == "reopened":
        track.closed_at, track.closed_by, track.override_reason = None, "", ""
        track.look_back_on = track.asked_at = None
    elif name == "step-done" and data["step"] == "apply":
        track.asked_at = at
    elif name == "step-done" and data["step"] in VERIFY and data["result"] == "fail":
        track.returned += 1
        track.asked_at = None
    elif name == "return-ruled" and data["upheld"]:
        track.contact = track.phone = ""


def _months_after(day: date, months: int) -> date:
    number = day.month - 1 + months
    year, month = day.year + number // 12, number % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - date.resolution).day
    return date(year, month, min(day.day, last))


def guard(case: cases.CaseView, at: datetime) -> Refusal | None:
    """The item's close guard: every bound target must be met by its indicator."""
    track = Track.objects.select_related("task__plan").filter(ref=case.ref).first()
    if track is None:
        return Refusal("task-unknown", "这件办件没有对应的方案任务，无法核对，请联系系统管理员。")
    check = numbers.check(track, at)
    return None if check.met else Refusal("not-met", check.sentence)
