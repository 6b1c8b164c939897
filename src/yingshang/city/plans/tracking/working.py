"""What the lead unit does beside its reports: sign, object, plan its nodes, ask for time, ask to
close."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor
from yingshang.city.cases import service as cases
from yingshang.city.definitions.service import day_words, official
from yingshang.city.plans.tracking import numbers
from yingshang.city.plans.tracking.access import require_stage, unit_track
from yingshang.city.plans.tracking.kinds import Refusal, Stage
from yingshang.city.plans.tracking.models import ClosingAsk, ExtensionAsk, Milestone, Track
from yingshang.kernel.worktime import CST, to_cst

__all__ = [
    "MOST_NODES",
    "ask_close",
    "ask_extension",
    "finish_milestone",
    "object_lead",
    "propose_milestones",
    "sign",
]

Files = Sequence[cases.Upload]
RUNNING = (Stage.WORKING, Stage.ASKED, Stage.SUSPENDED)
MOST_NODES = 20
LATIN = re.compile("[A-Za-z]")
LEAST_DIGITS = 3  # the short number of an office


def _words(text: str, code: str, sentence: str) -> str:
    if not text.strip():
        raise Refusal(code, sentence)
    return text.strip()


@official
@transaction.atomic
def sign(*, ref: str, contact: str, phone: str, by: Actor, at: datetime) -> None:
    """签收: the unit takes the task; who answers for it, and his telephone."""
    track = unit_track(by, ref)
    require_stage(track, Stage.UNSIGNED)
    contact = _words(contact, "contact-missing", _("请写明责任人姓名，签收没有办成。"))
    phone = _words(phone, "phone-missing", _("请写明责任人电话，签收没有办成。"))
    if LATIN.search(phone) or sum(one.isdigit() for one in phone) < LEAST_DIGITS:
        raise Refusal(
            "phone-wrong",
            _("“%s”不像电话号码，签收没有办成。请写手机、座机（可加转分机）或内线号码。") % phone,
        )
    Track.objects.filter(pk=track.pk).update(contact=contact[:60], phone=phone[:40])
    opinion = _("责任人：%s") % contact
    cases.complete_step(ref=ref, step="sign", opinion=opinion, by=by, at=at)


@transaction.atomic
def object_lead(*, ref: str, reason: str, duties: str, by: Actor, at: datetime) -> None:
    """The unit says that it should not lead, citing its duties; once, to be ruled on."""
    require_stage(unit_track(by, ref), Stage.UNSIGNED, Stage.WORKING)
    cases.return_assignment(ref=ref, reason=reason, duties=duties, by=by, at=at)


@official
@transaction.atomic
def propose_milestones(
    *, ref: str, nodes: Iterable[tuple[str, date]], by: Actor, at: datetime
) -> None:
    """节点计划: the unit's own dates and words, to be agreed. What is agreed or done stays."""
    track = unit_track(by, ref)
    require_stage(track, Stage.WORKING)
    clean = [(words.strip()[:200], day) for words, day in nodes if words.strip()]
    if not clean:
        raise Refusal("nodes-missing", _("请至少写一个节点的日期和要做到什么；没有保存。"))
    if len(clean) > MOST_NODES:
        raise Refusal("nodes-many", _("节点最多 %d 个，没有保存。请合并一些。") % MOST_NODES)
    sent = to_cst(track.sent_at).date()
    for words, day in clean:
        if day < sent:
            raise Refusal(
                "node-early",
                _("节点“%(words)s”的日期 %(day)s 早于交办日期 %(sent)s，没有保存。请调整日期。")
                % {
                    "words": words,
                    "day": day_words(day),
                    "sent": day_words(sent),
                },
            )
        if track.owed_on and day > track.owed_on:
            raise Refusal(
                "node-late",
                _("节点“%(words)s”的日期 %(day)s 晚于完成时限 %(due)s，没有保存。请调整日期。")
                % {
                    "words": words,
                    "day": day_words(day),
                    "due": day_words(track.owed_on),
                },
            )
    open_ = (Milestone.State.PROPOSED, Milestone.State.RETURNED)
    track.milestones.filter(state__in=open_).delete()
    Milestone.objects.bulk_create(
        Milestone(track=track, order=place, words=words, due_on=day, proposed_by=by.name)
        for place, (words, day) in enumerate(clean, start=1)
    )
    said = "；".join(f"{day_words(day)} {words}" for words, day in clean)
    cases.note(ref=ref, text=_("提出节点计划：%s") % said, by=by, at=at)


@official
@transaction.atomic
def finish_milestone(
    *, milestone: int, words: str, by: Actor, at: datetime, ref: str, files: Files = ()
) -> None:
    """A node is done: what was done, with evidence."""
    track = unit_track(by, ref)
    require_stage(track, *RUNNING)
    row = track.milestones.filter(pk=milestone).first()
    if row is None or row.state != Milestone.State.AGREED:
        raise Refusal("node-not-agreed", _("这个节点还没有确认或已经完成，没有登记。请刷新页面。"))
    row.done_words = _words(words, "words-missing", _("请写明节点完成的情况，没有登记。"))
    row.state, row.done_on, row.done_by = Milestone.State.DONE, to_cst(at).date(), by.name
    row.save(update_fields=["done_words", "state", "done_on", "done_by"])
    text = _("完成节点“%(node)s”：%(words)s") % {"node": row.words, "words": row.done_words}
    cases.note(ref=ref, text=text, by=by, at=at, files=files)


@official
@transaction.atomic
def ask_extension(*, ref: str, until: date, reason: str, by: Actor, at: datetime) -> None:
    """延期: before the due date only; the number of times is the item's rule. Both dates stay."""
    track = unit_track(by, ref)
    require_stage(track, Stage.WORKING, Stage.UNSIGNED)
    day = to_cst(at).date()
    if track.owed_on is None:
        raise Refusal("no-deadline", _("这项任务没有完成时限，不需要延期。"))
    if day > track.owed_on:
        raise Refusal(
            "extended-late",
            _("完成时限 %s 已过，不能再申请延期：延期须在到期之前提出。请尽快办结并说明逾期原因。")
            % day_words(track.owed_on),
        )
    if until <= track.owed_on:
        raise Refusal(
            "extension-length",
            _("延期后的日期应晚于现有时限 %s。") % day_words(track.owed_on),
        )
    most = _most(ref, by)
    if track.extensions >= most:
        raise Refusal(
            "extended-already",
            _("已延期 %d 次，达到规定的上限，不能再申请。请在现有时限内完成。") % track.extensions,
        )
    if track.asks.filter(state=ExtensionAsk.State.ASKED).exists():
        raise Refusal("asked-already", _("已有一份延期申请在等审批，不能重复申请。请等审批结果。"))
    reason = _words(reason, "reason-missing", _("请写明为什么需要延期，没有提交。"))
    ExtensionAsk.objects.create(
        track=track, was=track.owed_on, until=until, reason=reason, by_name=by.name, asked_at=at
    )
    text = _("申请延期：由 %(was)s 延至 %(until)s，理由：%(why)s") % {
        "was": day_words(track.owed_on),
        "until": day_words(until),
        "why": reason,
    }
    cases.note(ref=ref, text=text, by=by, at=at)


def _most(ref: str, by: Actor) -> int:
    """How often the case's own edition of the item lets it be extended."""
    return int(cases.case_for(by, ref).body.get("max_extensions", 1))


@official
@transaction.atomic
def ask_close(*, ref: str, words: str, by: Actor, at: datetime, files: Files = ()) -> None:
    """办结申请: what was achieved, with evidence. A task that nothing measures needs a file."""
    track = unit_track(by, ref)
    require_stage(track, Stage.WORKING)
    words = _words(words, "words-missing", _("请写明任务完成的情况，没有提交。"))
    check = numbers.check(track, at)
    if check.evidence and not files and not _has_files(ref, by):
        raise Refusal("evidence-missing", _no_evidence(check))
    kept = [line.kept() for line in check.numbers]
    ClosingAsk.objects.create(track=track, words=words, numbers=kept, by_name=by.name, asked_at=at)
    if files:
        cases.note(ref=ref, text=_("提交办结佐证材料"), by=by, at=at, files=files)
    cases.complete_step(ref=ref, step="apply", opinion=words[:2000], by=by, at=at)


def _no_evidence(check: numbers.TargetCheck) -> str:
    loose = [one.metric for one in check.numbers if not one.bound]
    if len(loose) < len(check.numbers):
        return _(
            "“%s”没有绑定系统指标，凭佐证材料审核；请至少上传一份佐证材料，没有提交。"
        ) % "、".join(loose)
    return _("本任务无系统指标可核对，凭佐证材料销号；请至少上传一份佐证材料，没有提交。")


def _has_files(ref: str, by: Actor) -> bool:
    return bool(cases.case_for(by, ref).files)


def end_of(day: date) -> datetime:
    """The last second of a day, as due dates are kept."""
    return datetime.combine(day, time(23, 59, 59), CST)
