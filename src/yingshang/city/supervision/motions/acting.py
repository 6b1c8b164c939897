"""Hand over, take the deputies' opinion. Signing for it, contact, draft and check are the case's.

Three months from the day of handing over, six where it is broad or difficult (代表法, 2025,
art. 51; for proposals the same by rule of the CPPCC, to be verified by the city).
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from functools import partial

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions
from yingshang.city.definitions.service import day_words, official
from yingshang.city.supervision.access import require_order
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.motions.checking import grade_label
from yingshang.city.supervision.motions.effects import unsay
from yingshang.city.supervision.motions.tables import Motion, MotionOpinion, MotionShare
from yingshang.city.supervision.motions.telling import tell_redo
from yingshang.kernel.worktime import CST, Limit, to_cst
from yingshang.kernel.worktime import due as due_of

__all__ = ["CO_ITEM", "ITEM", "hand_over_motion", "take_opinion"]

ITEM = "proposal-answer"
CO_ITEM = "co-opinion"
MONTHS = Limit(3, "month", basis="代表法第五十一条")
MONTHS_HARD = Limit(6, "month", basis="代表法第五十一条")
CO_DAYS = Limit(30, "day", basis="会办意见期限（可配置，须由本市核实）")


def _end(on: date, limit: Limit) -> date:
    found = due_of(definitions.calendar(), datetime.combine(on, time(9), CST), limit).at
    if found is None:
        raise Refusal("date-far", _("交办日期太远，算不出答复期限；请核对日期。"))
    return to_cst(found).date()


@official  # what is written stays Chinese, whatever language the screen speaks
def hand_over_motion(
    *,
    number: str,
    title: str,
    kind: str,
    members: Sequence[str],
    body: str,
    leads: Sequence[str],
    handed_on: date,
    by: Actor,
    at: datetime,
    co: Sequence[str] = (),
    hard: bool = False,
    session: str = "",
    open_reply: bool = True,
) -> int:
    """Open a case for every unit: all or none; answers the motion's id.

    One lead alone: 单办; several leads: 分办, each replies for itself; one lead with co-handlers:
    主办会办, the co-handlers give their opinions to the lead within thirty days.
    """
    require_order(by, by.region)
    _check(number, title, members, body, leads, co, by.region)
    if handed_on > to_cst(at).date():
        raise Refusal("handed-late", _("交办日期在今天之后，请核对。"))
    mode = Motion.Mode.SPLIT if len(leads) > 1 else Motion.Mode.JOINT if co else Motion.Mode.SOLE
    if mode == Motion.Mode.SPLIT and co:
        raise Refusal("split-and-joint", _("分办件由各单位分别答复，不设会办单位；请二选一。"))
    reply_by = _end(handed_on, MONTHS_HARD if hard else MONTHS)
    row = Motion(
        region=by.region, number=number.strip()[:60], title=title.strip()[:300], kind=kind,
        mode=mode, session=session.strip()[:100], members=list(members), body=body.strip(),
        hard=hard, handed_on=handed_on, reply_by=reply_by, open_reply=open_reply,
        handed_by=by.name, handed_at=at,
    )  # fmt: skip
    try:
        return _write(row, leads, co, by, at)
    except IntegrityError:
        raise Refusal(
            "number-known", _("编号“%s”已经交办过，没有重复交办；请核对编号。") % row.number
        ) from None


def _check(
    number: str,
    title: str,
    members: Sequence[str],
    body: str,
    leads: Sequence[str],
    co: Sequence[str],
    region: str,
) -> None:
    given = ((_("编号"), number), (_("题目"), title), (_("主要内容"), body))
    missing = [label for label, value in given if not value.strip()]
    missing += [_("提出人")] if not members else []
    missing += [_("主办单位")] if not leads else []
    if missing:
        raise Refusal("motion-incomplete", _("还没有填写：%s。请补齐后交办。") % "、".join(missing))
    known = {one.code for one in accounts.units(region)}
    if strangers := [one for one in (*leads, *co) if one not in known]:
        raise Refusal(
            "unit-unknown",
            _("“%s”不是本市的承办单位；请从单位清单里选择。") % "、".join(strangers),
        )
    if set(leads) & set(co):
        raise Refusal("unit-twice", _("同一个单位不能既主办又会办；请核对。"))


@transaction.atomic
def _write(row: Motion, leads: Sequence[str], co: Sequence[str], by: Actor, at: datetime) -> int:
    row.save(force_insert=True)
    for unit in dict.fromkeys(leads):
        _share(row, unit, True, bool(co), by, at)
    for unit in dict.fromkeys(co):
        _share(row, unit, False, False, by, at)
    units = "、".join((*leads, *co))
    audit.record(
        by=by, at=at, action="motion.hand-over", obj=f"motion/{row.pk}", detail={"units": units}
    )
    return row.pk


def _share(row: Motion, unit: str, leads: bool, joint: bool, by: Actor, at: datetime) -> None:
    due = row.reply_by if leads else min(_end(row.handed_on, CO_DAYS), row.reply_by)
    if due < to_cst(at).date():
        raise Refusal(
            "motion-overdue",
            _("按交办日期计算，答复期限 %s 已过；请核对交办日期。") % day_words(due),
        )
    form = {"title": row.title, "number": row.number, "body": row.body[:4900]}
    if leads:
        form |= {
            "kind": str(Motion.Kind(row.kind).label),
            "joint": "有" if joint else "没有",
            "handed_on": row.handed_on.isoformat(),
        }
    ref = cases.open_case(
        item=ITEM if leads else CO_ITEM,
        region=row.region,
        form=form,
        party=None,
        channel="system",
        by=by,
        at=at,
        key=f"motion-{row.pk}-{unit}",
        subject=row.title,
        due_at=datetime.combine(due, time(23, 59, 59), CST),
        about=f"motion/{row.pk}",
    ).ref
    why = _("建议提案交办：主办") if leads else _("建议提案交办：会办")
    cases.assign(ref=ref, unit=unit, by=by, at=at, reason=why)
    MotionShare.objects.create(motion=row, unit=unit, leads=leads, ref=ref, due_on=due)


@official
@transaction.atomic
def take_opinion(
    *, share: int, work: str, result: str, said_on: date, by: Actor, at: datetime, words: str = ""
) -> None:
    """What the deputies say of a reply. Not satisfied with either: it goes back and is redone."""
    row = MotionShare.objects.select_for_update().filter(pk=share, leads=True).first()
    if row is None or not cases.by_refs(by, [row.ref], at=at):
        raise NotVisible(f"share {share}")
    require_order(by, row.motion.region)
    if work not in MotionOpinion.Word.values or result not in MotionOpinion.Word.values:
        raise Refusal("opinion-unknown", _("请分别选择对办理工作和办理结果的意见。"))
    bad = MotionOpinion.Word.BAD in (work, result)
    if bad and not words.strip():
        raise Refusal("opinion-why", _("不满意的，请写明代表委员的具体意见，供承办单位重办。"))
    if not row.motion.handed_on <= said_on <= to_cst(at).date():
        raise Refusal("opinion-day", _("反馈日期应在交办之后、今天之前，请核对。"))
    MotionOpinion.objects.create(
        share=row, work=work, result=result, words=words.strip(), said_on=said_on,
        noted_by=by.name, noted_at=at,
    )  # fmt: skip
    _settle(row, [work, result], words.strip(), bad, by, at)


def _settle(
    row: MotionShare, said: list[str], words: str, bad: bool, by: Actor, at: datetime
) -> None:
    """Satisfied: the case is decided in the class that its reply has. Not satisfied: back past
    the office's check, to whoever drafted it, and the reply is an open one again."""
    labels = [str(MotionOpinion.Word(one).label) for one in said]
    opinion = _("对工作%(work)s，对结果%(result)s。%(words)s") % {
        "work": labels[0],
        "result": labels[1],
        "words": words,
    }
    step = partial(cases.complete_step, ref=row.ref, opinion=opinion, by=by, at=at, past_guard=True)
    step(step="opinion", result="fail" if bad else "pass")
    if bad:
        step(step="review", result="fail")
        unsay(row, by, at)
        tell_redo(row, _("代表委员不满意，退回重办"), opinion, at)
    elif row.grade:
        outcome, why = f"answered-{row.grade.lower()}", grade_label(row.grade)
        cases.decide(ref=row.ref, outcome=outcome, reason=why, by=by, at=at)
