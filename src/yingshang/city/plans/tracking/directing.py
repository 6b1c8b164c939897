"""What those do who sent a task out: agree its nodes, give more time, suspend, remind, say how
often it is reported on."""

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
from yingshang.city.plans.tracking.models import ExtensionAsk, Milestone, Track
from yingshang.city.plans.tracking.rhythm import EVERY
from yingshang.city.plans.tracking.working import end_of
from yingshang.kernel.worktime import to_cst

__all__ = [
    "change_rhythm",
    "remind",
    "resume",
    "rule_extension",
    "rule_milestones",
    "suspend",
]

# where reports are owed, or will be again
REPORTED = (
    Stage.UNASSIGNED,
    Stage.UNSIGNED,
    Stage.OBJECTED,
    Stage.WORKING,
    Stage.SUSPENDED,
    Stage.ASKED,
)


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
    day = to_cst(at).date() if agreed else None
    open_.update(state=state, ruled_by=by.name, agreed_on=day, reason=reason.strip()[:500])
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
    """暂停: with the ground on which it is put off. Nothing is owed meanwhile; the plan's date
    stays, and what was left of its time is left when it goes on."""
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


@official
@transaction.atomic
def change_rhythm(*, ref: str, every: str, reason: str, by: Actor, at: datetime) -> None:
    """调整报送频次: from today on it is reported on so often. What is owed of before stays owed."""
    track = bureau_track(by, ref)
    require_stage(track, *REPORTED)
    if every not in EVERY:
        raise Refusal("rhythm-unknown", _("报送频次看不懂，没有改动。请从列表里选择。"))
    if every == track.every:
        raise Refusal("rhythm-same", _("现在就是%s报送，没有改动。") % _(EVERY[every]))
    if not reason.strip():
        raise Refusal("reason-missing", _("请写明为什么调整报送频次，没有改动。"))
    said = _("报送频次由%(was)s改为%(now)s：%(why)s") % {
        "was": _(EVERY[track.every]),
        "now": _(EVERY[every]),
        "why": reason.strip()[:500],
    }
    day = to_cst(at).date().isoformat()
    rhythms = [*track.rhythms, [track.every, day]]
    Track.objects.filter(pk=track.pk).update(every=every, rhythms=rhythms)
    cases.note(ref=ref, text=said, by=by, at=at)
    if track.unit:
        notify.send(
            to=f"unit:{track.unit}",
            topic="task-reminder",
            title=_("报送频次调整：%s") % track.task.title[:80],
            key=f"rhythm-{ref}-{len(rhythms)}",
            at=at,
            body=said,
            link=ref,
        )
