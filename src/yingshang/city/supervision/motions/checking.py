"""The office checks a draft and sets its class; co-handlers that are not waited for.

The class is the office's word and stands on the reply when it goes to the deputies; the reply's
day is the day on which it goes. The lead collects the co-handlers' opinions first; whoever does
not wait for one says why.
"""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import SYSTEM, Actor, NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.definitions.service import official
from yingshang.city.supervision.access import may_order, require_order
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.motions.access import visible
from yingshang.city.supervision.motions.tables import MotionShare
from yingshang.city.supervision.motions.telling import tell_redo
from yingshang.kernel.worktime import to_cst

__all__ = ["check_reply", "grade_label", "held", "may_waive", "waive_opinion"]

GRADES = ("A", "B", "C")


def grade_label(grade: str) -> str:
    return {
        "A": _("A类（已经解决或基本解决）"),
        "B": _("B类（部分解决或已列入计划）"),
        "C": _("C类（受条件限制，留作参考）"),
    }.get(grade, "")


def held(ref: str, step: str) -> Refusal | None:
    """Guards the steps that ask for more than a word: the class, the opinion, the co-handlers."""
    if step in ("review", "opinion"):
        return Refusal(
            "motion-only",
            _("核稿、分类和代表委员的意见请由政府办公室在这件建议提案的页面上办理。"),
        )
    share = MotionShare.objects.filter(ref=ref, leads=True).first() if step == "joint" else None
    waits = _silent(share) if share else []
    if not waits:
        return None
    return Refusal(
        "co-missing",
        _("%s还没有报送会办意见；请先催收，确实不再等待的，在建议提案页面上写明理由。")
        % "、".join(accounts.unit_name(one.unit) for one in waits),
    )


def _silent(lead: MotionShare) -> list[MotionShare]:
    rows = lead.motion.shares.filter(leads=False, replied_on=None, waived_on=None)
    return list(rows)


def _share(by: Actor, pk: int, *, leads: bool) -> MotionShare:
    """The share, locked, of a motion that the actor sees; else NotVisible. Its case is locked
    first, as it is by whatever moves the case and then the share."""
    rows = MotionShare.objects.filter(pk=pk, leads=leads, motion__in=visible(by))
    ref = rows.values_list("ref", flat=True).first()
    if ref is None:
        raise NotVisible(f"share {pk}")
    cases.hold(ref)
    row = rows.select_for_update(of=("self",)).select_related("motion").first()
    if row is None:
        raise NotVisible(f"share {pk}")
    return row


@official  # what is written stays Chinese, whatever language the screen speaks
@transaction.atomic
def check_reply(
    *, share: int, passed: bool, by: Actor, at: datetime, grade: str = "", words: str = ""
) -> None:
    """Pass the draft in a class, and it goes to the deputies today; or send it back with words."""
    row = _share(by, share, leads=True)
    require_order(by, row.motion.region)
    if passed and grade not in GRADES:
        raise Refusal("grade-missing", _("请确定答复类别（A、B、C），类别要印在答复右上角。"))
    if not passed and not words.strip():
        raise Refusal("check-why", _("退回重拟的，请写明哪里要改。"))
    opinion = "；".join(filter(None, (grade_label(grade) if passed else "", words.strip())))
    result = "pass" if passed else "fail"
    cases.complete_step(
        ref=row.ref, step="review", result=result, opinion=opinion, by=by, at=at, past_guard=True
    )
    if passed:
        row.grade, row.replied_on = grade, to_cst(at).date()
        row.save(update_fields=["grade", "replied_on"])
    else:
        tell_redo(row, _("核稿退回，请重新拟稿"), words.strip(), at)


def may_waive(actor: Actor, region: str, leads: list[str]) -> bool:
    """Who says that a co-handler is not waited for: overseers, and the lead."""
    return may_order(actor, region) or (actor.region == region and actor.unit in leads)


@official
@transaction.atomic
def waive_opinion(*, share: int, reason: str, by: Actor, at: datetime) -> None:
    """The lead answers without this co-handler, and why: its case ends, and it is told."""
    row = _share(by, share, leads=False)
    leads = list(row.motion.shares.filter(leads=True).values_list("unit", flat=True))
    if not may_waive(by, row.motion.region, leads):
        raise Refusal("not-lead", _("只有主办单位和督办人员可以决定不再等待会办意见。"))
    if row.replied_on is not None:
        raise Refusal("co-answered", _("这个单位已经报送会办意见，不需要再写不等待的理由。"))
    if row.waived_on is not None:
        raise Refusal(
            "waived-already",
            _("%(who)s已经决定不再等待这份会办意见（%(why)s），不需要再写。")
            % {"who": row.waived_by, "why": row.waived_why},
        )
    if not reason.strip():
        raise Refusal("reason-missing", _("请写明不再等待这份会办意见的理由；理由会留存。"))
    row.waived_why, row.waived_by = reason.strip()[:500], by.name
    row.waived_on = to_cst(at).date()
    row.save(update_fields=["waived_why", "waived_by", "waived_on"])
    if "withdraw" in cases.allowed(SYSTEM, row.ref):
        # in its own name: a lead may not end another unit's case in any other way
        why = _("主办单位不再等待会办意见：%s") % row.waived_why
        cases.withdraw(ref=row.ref, reason=why, by=replace(SYSTEM, id=by.id, name=by.name), at=at)
    audit.record(
        by=by, at=at, action="motion.waive", obj=f"motion/{row.motion_id}",
        detail={"unit": row.unit, "reason": row.waived_why},
    )  # fmt: skip
