"""A tracked task follows its case: told of every fact in the transaction that writes it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from yingshang.city.accounts.service import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions
from yingshang.city.notify import service as notify
from yingshang.city.plans.models import Plan
from yingshang.city.plans.tracking import numbers, rules
from yingshang.city.plans.tracking.kinds import Refusal, Stage
from yingshang.city.plans.tracking.models import ClosingAsk, Track
from yingshang.kernel.flow import Standing
from yingshang.kernel.worktime import Limit, Pause, due, to_cst

__all__ = ["FOLLOWER", "GUARD", "follow", "guard", "key_of", "tell_back", "words_in"]

FOLLOWER = "#plan-task"
GUARD = "plan-task-target"
VERIFY = ("verify", "verify-two")
LEAST_REASON = 8  # characters of a reason to close against the numbers


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
    track.again_on = _again(track, standing)
    sign = standing.steps.get("sign")
    declared = work.item.flow.step("sign")
    if sign is None or declared is None:
        return
    track.signed_at = sign.done_at
    limit: Limit | None = declared.limit
    if sign.opened_at is not None and limit is not None:
        calendar = definitions.calendar(track.region)
        pauses = [Pause(one.since, one.until, one.kind) for one in standing.pauses]
        ends = due(calendar, sign.opened_at, limit, pauses=pauses).at
        track.sign_due_at = ends or track.sign_due_at  # while it rests nobody knows


def _again(track: Track, standing: Standing) -> date | None:
    """The new day of what was sent back or rested, as its case has it; most never have one."""
    back = standing.reopened or any(step.again for step in standing.steps.values())
    back = back or bool(standing.pauses)
    if track.due_on is None or not (back or track.again_on):
        return None
    (row,) = cases.by_refs(SYSTEM, [track.ref], at=standing.last_at or track.sent_at)
    return _day(row.again_due_at) if row.again_due_at else None


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
        _closed(track, fact)
    elif name == "reopened":
        track.closed_at, track.closed_by, track.override_reason = None, "", ""
        track.look_back_on = track.look_back_due = track.asked_at = None
        track.closed_on, track.asked_by = {}, ""
        _go_on(track, at)
    elif name in ("withdrawn", "refused", "decided"):
        _rest(track, at)
    elif name == "step-done" and data["step"] == "apply":
        track.asked_at, track.asked_by = at, fact.event.by
        _rest(track, at)
    elif name in ("step-checked", "step-done") and data["step"] in VERIFY:
        _verified(track, fact)
    elif (name == "return-ruled" and data["upheld"]) or (name == "amended" and data.get("unit")):
        track.contact = track.phone = ""


def _closed(track: Track, fact: Any) -> None:
    at, reason = fact.event.at, fact.event.data.get("override_reason", "")
    if reason and words_in(reason) < LEAST_REASON:
        raise Refusal(
            "override-short",
            _("例外销号的理由太短，没有办成。请写明依据和原因，至少 %d 个字。") % LEAST_REASON,
        )
    track.closed_at, track.closed_by, track.override_reason = at, fact.by_name, reason
    rule = rules.look_back_rule(track.region, _day(at), numbers.task_facts(track))
    track.look_back_on = _months_after(_day(at), rule.months) if rule.months else None
    track.look_back_due = _look_back_due(track, rule.due_workdays)
    with override("zh-hans"):  # it is kept as it is written now
        check = numbers.check(track, at)
    track.closed_on = {
        "plan": Plan.objects.values_list("title", flat=True).get(tasks=track.task_id),
        "says": check.says,
        "numbers": [line.kept() for line in check.numbers],
    }
    _rest(track, at)


def _look_back_due(track: Track, workdays: int) -> date | None:
    if track.look_back_on is None:
        return None
    return definitions.calendar(track.region).add_workdays(track.look_back_on, workdays)


def words_in(text: str) -> int:
    """How many characters say something: no blanks, no marks."""
    return sum(one.isalnum() for one in text)


def _verified(track: Track, fact: Any) -> None:
    """Whichever page it is done on: who asked for the closing does not verify it, what is said
    stands with the request, and the unit is told of what comes back."""
    event, at = fact.event, fact.event.at
    if track.asked_by and event.by == track.asked_by:
        raise Refusal(
            "asked-self",
            _("办结是您自己申请的，不能由您审核，没有办成。请由另一名同事审核。"),
        )
    back = event.name == "step-done" and event.data["result"] == "fail"
    _said(track, fact, back=back)
    if back:
        track.returned += 1
        track.asked_at, track.asked_by = None, ""
        _go_on(track, at)
        with override("zh-hans"):
            tell_back(track, _("办结申请被退回"), event.data["opinion"], at)


def _said(track: Track, fact: Any, *, back: bool) -> None:
    state = ClosingAsk.State
    ask = track.closings.filter(state__in=(state.ASKED, state.FIRST)).last()
    if ask is None:  # the request was made on the page of the case
        return
    ended = state.RETURNED if back else state.PASSED
    ask.state = ended if fact.event.name == "step-done" else state.FIRST
    with override("zh-hans"):
        words = fact.event.data.get("opinion") or ended.label
    ask.say(f"{fact.by_name}：{words}")
    ask.verified_by = "、".join(filter(None, (ask.verified_by, fact.by_name)))
    ask.verified_at = fact.event.at
    ask.save()


def tell_back(track: Track, what: str, why: str, at: datetime) -> None:
    """Tell the unit that it has the task again, and why."""
    notify.send(
        to=f"unit:{track.unit}",
        topic="task-sent-back",
        title=_("%(what)s：%(title)s") % {"what": what, "title": track.task.title[:80]},
        key=f"sent-back-{track.ref}-{at:%Y%m%d%H%M}",
        at=at,
        body=why,
        link=track.ref,
    )


def _rest(track: Track, at: datetime) -> None:
    """From now on nothing is owed, until the task goes on."""
    if not track.rests or track.rests[-1][1] is not None:
        track.rests = [*track.rests, [_day(at).isoformat(), None]]


def _go_on(track: Track, at: datetime) -> None:
    if track.rests and track.rests[-1][1] is None:
        track.rests = [*track.rests[:-1], [track.rests[-1][0], _day(at).isoformat()]]


def _months_after(day: date, months: int) -> date:
    number = day.month - 1 + months
    year, month = day.year + number // 12, number % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - date.resolution).day
    return date(year, month, min(day.day, last))


def guard(case: cases.CaseView, at: datetime) -> Refusal | None:
    """The item's close guard: every bound target must be met by its indicator."""
    track = Track.objects.select_related("task__plan").filter(ref=case.ref).first()
    if track is None:
        return Refusal(
            "task-unknown", _("这件办件没有对应的方案任务，无法核对，请联系系统管理员。")
        )
    check = numbers.check(track, at)
    return None if check.met else Refusal("not-met", check.sentence)
