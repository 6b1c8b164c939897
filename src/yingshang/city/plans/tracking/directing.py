"""What those do who sent a task out: agree its nodes, give more time, suspend, remind."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor
from yingshang.city.cases import service as cases
from yingshang.city.definitions.service import day_words, official
from yingshang.city.notify import service as notify
from yingshang.city.plans.tracking.access import bureau_track, require_stage
from yingshang.city.plans.tracking.kinds import Refusal, Stage
from yingshang.city.plans.tracking.models import ExtensionAsk, Milestone
from yingshang.city.plans.tracking.working import end_of
from yingshang.kernel.worktime import to_cst

__all__ = ["remind", "resume", "rule_extension", "rule_milestones", "suspend"]


@official
@transaction.atomic
def rule_milestones(*, ref: str, agreed: bool, by: Actor, at: datetime, reason: str = "") -> None:
    """Agree the proposed nodes, or return them with what is wanting."""
    track = bureau_track(by, ref)
    open_ = track.milestones.filter(state=Milestone.State.PROPOSED)
    if not open_.exists():
        raise Refusal("no-nodes", _("没有待确认的节点计划。请刷新页面。"))
    if not agreed and not reason.strip():
        raise Refusal("reason-missing", _("退回节点计划要写明需要怎样修改，没有办成。"))
    state = Milestone.State.AGREED if agreed else Milestone.State.RETURNED
    open_.update(state=state, ruled_by=by.name, reason=reason.strip()[:500])
    text = _("确认节点计划") if agreed else _("退回节点计划：%s") % reason.strip()
    cases.note(ref=ref, text=text, by=by, at=at)


@official
@transaction.atomic
def rule_extension(
    *, ref: str, granted: bool, approver: str, by: Actor, at: datetime, words: str = ""
) -> None:
    """Rule on the extension that the unit asked for in time: who approved it, or why not."""
    track = bureau_track(by, ref)
    ask = track.asks.filter(state=ExtensionAsk.State.ASKED).first()
    if ask is None:
        raise Refusal("no-ask", _("没有待审批的延期申请。请刷新页面。"))
    if granted and not approver.strip():
        raise Refusal("approver-missing", _("请写明批准延期的负责人，没有办成。"))
    if not granted and not words.strip():
        raise Refusal("reason-missing", _("不同意延期要写明理由，没有办成。"))
    ask.state = ExtensionAsk.State.GRANTED if granted else ExtensionAsk.State.REFUSED
    ask.approver, ask.words = approver.strip()[:100], words.strip()
    ask.ruled_by, ask.ruled_at = by.name, at
    ask.save()
    if granted:
        cases.extend(
            ref=ref,
            until=end_of(ask.until),
            reason=ask.reason,
            approver=ask.approver,
            asked_at=ask.asked_at,
            by=by,
            at=at,
        )
    else:
        text = _("未同意延期至 %(until)s：%(why)s") % {
            "until": day_words(ask.until),
            "why": ask.words,
        }
        cases.note(ref=ref, text=text, by=by, at=at)


@transaction.atomic
def suspend(*, ref: str, reason: str, basis: str, by: Actor, at: datetime) -> None:
    """暂停: with the ground on which it is put off; nothing is owed meanwhile, the date stays."""
    require_stage(bureau_track(by, ref), Stage.WORKING, Stage.UNSIGNED)
    cases.pause(ref=ref, kind="suspended", reason=reason, basis=basis, by=by, at=at)


@transaction.atomic
def resume(*, ref: str, by: Actor, at: datetime) -> None:
    """The task goes on."""
    require_stage(bureau_track(by, ref), Stage.SUSPENDED)
    cases.resume(ref=ref, by=by, at=at)


@official
@transaction.atomic
def remind(*, refs: Iterable[str], by: Actor, at: datetime, words: str = "") -> list[str]:
    """催办: one message a unit and task and day, and a line on the task's timeline; answers the
    numbers of the tasks that were reminded of. Ended and suspended ones are passed over."""
    done = []
    for ref in dict.fromkeys(refs):
        track = bureau_track(by, ref)
        if track.stage in (Stage.CLOSED, Stage.ENDED, Stage.SUSPENDED) or not track.unit:
            continue
        text = words.strip() or _("请按要求报送进展、办理任务。")
        day: date = to_cst(at).date()
        notify.send(
            to=f"unit:{track.unit}",
            topic="task-reminder",
            title=_("催办：%s") % track.task.title[:80],
            key=f"remind-{ref}-{day}",
            at=at,
            body=text,
            link=ref,
        )
        cases.note(ref=ref, text=_("催办：%s") % text, by=by, at=at)
        done.append(ref)
    if not done:
        raise Refusal(
            "nothing-to-remind", _("所选任务都已办结、已暂停或没有牵头单位，没有发出催办。")
        )
    return done
