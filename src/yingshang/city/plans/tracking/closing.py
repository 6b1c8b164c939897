"""From the verification to the end, and what is looked at again after it."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor
from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions
from yingshang.city.definitions.service import day_words, official
from yingshang.city.notify import service as notify
from yingshang.city.plans.tracking import numbers, rules
from yingshang.city.plans.tracking.access import bureau_track, require_stage
from yingshang.city.plans.tracking.following import VERIFY, tell_back
from yingshang.city.plans.tracking.kinds import Refusal, Stage
from yingshang.city.plans.tracking.models import ClosingAsk, LookBack, Track
from yingshang.city.plans.tracking.numbers import task_facts
from yingshang.city.plans.tracking.working import end_of
from yingshang.kernel.worktime import to_cst

__all__ = ["close", "look_back", "open_look_backs", "send_back", "verify"]


@official
@transaction.atomic
def verify(*, ref: str, passed: bool, opinion: str, by: Actor, at: datetime) -> None:
    """审核: the evidence holds, or what is missing and back to the unit. Where the rule wants two,
    the second must agree; one person signs once."""
    track = bureau_track(by, ref)
    require_stage(track, Stage.ASKED)
    if not opinion.strip():
        raise Refusal("opinion-missing", _("请写明审核意见；退回的，写明还缺什么。没有办成。"))
    result = "pass" if passed else "fail"
    view = cases.case_for(by, ref)
    step = next(one.code for one in view.steps if one.code in VERIFY and one.state == "open")
    cases.complete_step(ref=ref, step=step, result=result, opinion=opinion, by=by, at=at)


@transaction.atomic
def close(*, ref: str, by: Actor, at: datetime, override_reason: str = "") -> None:
    """销号: only when every bound indicator meets its target, and no number of the unit's own says
    that a promise is missed, or by this named person's grounds,
    which are shown wherever the task is."""
    require_stage(bureau_track(by, ref), Stage.VERIFIED)
    cases.close(ref=ref, override_reason=override_reason.strip() or None, by=by, at=at)


@official
@transaction.atomic
def send_back(*, ref: str, reason: str, by: Actor, at: datetime, due: date | None = None) -> None:
    """退回整改: verified, and yet it cannot be closed, since an indicator misses its target. The
    unit has it again, for the reason that is given; `due`: a new date, else the old one counts, or
    what the item's limit gives for work that is sent back."""
    track = bureau_track(by, ref)
    require_stage(track, Stage.VERIFIED)
    if not reason.strip():
        raise Refusal("reason-missing", _("退回整改要写明理由和要整改什么，没有办成。"))
    if due is not None and due <= to_cst(at).date():
        raise Refusal("due-past", _("整改的新时限应在今天之后；没有办成。"))
    check = numbers.check(track, at)
    says = "" if check.met else check.says
    ground = _("退回整改：%(why)s %(says)s") % {"why": reason.strip(), "says": says}
    until = end_of(due) if due else None
    ask = track.closings.filter(state=ClosingAsk.State.PASSED).last()
    cases.reopen(ref=ref, ground=ground.strip()[:1900], until=until, by=by, at=at)
    if ask is not None:
        ask.state = ClosingAsk.State.RETURNED
        ask.say(_("%(who)s退回整改：%(why)s") % {"who": by.name, "why": reason.strip()})
        ask.save(update_fields=["state", "opinion"])
    tell_back(track, _("退回整改"), ground.strip(), at)


@official
def open_look_backs(*, at: datetime, by: Actor) -> list[str]:
    """回头看: a check for every closed task whose months are over; answers the tasks' numbers.
    Again: nothing new."""
    day = to_cst(at).date()
    due = Track.objects.filter(stage=Stage.CLOSED, look_back_on__lte=day)
    opened = []
    for track in due.select_related("task__plan").defer("task__plan__reading"):
        if track.look_backs.filter(done_at=None).exists():
            continue
        if track.look_backs.filter(done_at__gt=track.closed_at).exists():
            continue
        _open_look_back(track, day, at)
        opened.append(track.ref)
    return opened


@transaction.atomic
def _open_look_back(track: Track, day: date, at: datetime) -> None:
    due = track.look_back_due
    if due is None or due < day:  # the machine stood still: whoever looks has the time all the same
        rule = rules.look_back_rule(track.region, day, task_facts(track))
        due = definitions.calendar(track.region).add_workdays(day, rule.due_workdays)
        Track.objects.filter(pk=track.pk).update(look_back_due=due)
    check = numbers.check(track, at)
    LookBack.objects.create(
        track=track,
        due_on=due,
        opened_at=at,
        numbers=[line.kept() for line in check.numbers],
    )
    for to in (f"unit:{accounts.answering(track.unit)}", f"unit:{track.region}-bureau"):
        notify.send(
            to=to,
            topic="task-look-back",
            title=_("回头看：%s") % track.task.title[:80],
            key=f"look-back-{track.ref}-{day}",
            at=at,
            body=_("销号已满约定月数，请于 %s 前核查成效是否保持。") % day_words(due),
            link=track.ref,
        )


@official
@transaction.atomic
def look_back(
    *, ref: str, kept: bool, words: str, by: Actor, at: datetime, due: date | None = None
) -> None:
    """What the look-back found. Fallen back: the task is reopened on that ground, with a new date.
    Where an indicator is no longer met, “kept” must say why all the same."""
    track = bureau_track(by, ref)
    row = track.look_backs.filter(done_at=None).first()
    if row is None:
        raise Refusal("no-look-back", _("没有待办的回头看。请刷新页面。"))
    if not words.strip():
        raise Refusal("words-missing", _("请写明核查的情况和依据，没有办成。"))
    check = numbers.check(track, at)
    if kept and not check.met and not check.own:
        raise Refusal(
            "fell-back",
            _("指标已经回落，不能认定成效保持：%s请认定回落并重新启动，重定完成时限。")
            % check.says,
        )
    row.result = LookBack.Result.KEPT if kept else LookBack.Result.FELL
    row.words, row.by_name, row.done_at = words.strip(), by.name, at
    row.numbers = [line.kept() for line in check.numbers]
    row.save()
    if kept:
        cases.note(ref=ref, text=_("回头看：成效保持。%s") % row.words, by=by, at=at)
        return
    if due is None or due <= to_cst(at).date():
        raise Refusal("due-past", _("重新启动要定新的完成时限，应在今天之后；没有办成。"))
    ground = _("回头看（%(day)s）：%(words)s %(says)s") % {
        "day": day_words(at),
        "words": row.words,
        "says": "" if check.met else check.says,
    }
    cases.reopen(ref=ref, ground=ground.strip(), kind="inspection", until=end_of(due), by=by, at=at)
