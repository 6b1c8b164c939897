"""What a decision about a motion leaves: the class of the reply; when it may close; and that a
reply no longer stands."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.cases.service import DecidedCase, Effect
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.motions.tables import MotionShare
from yingshang.city.supervision.motions.telling import tell_given
from yingshang.kernel.worktime import to_cst

__all__ = ["GUARD", "HANDLER", "answered", "guard", "unsay"]

GUARD = "motion-answered"
HANDLER = "motion.answered"
GRADES = {"answered-a": "A", "answered-b": "B", "answered-c": "C"}


def answered(case: DecidedCase, _data: Any, at: datetime) -> Effect | None:
    """Class of the reply, in the transaction of the decision; the day it was sent stays."""
    grade = GRADES.get(case.outcome, "")
    if not grade and case.outcome != "answered":
        return None
    return Effect(write=_write, rows=((case.ref, grade, at),))


def _write(rows: list[Any]) -> None:
    for ref, grade, at in rows:
        day = to_cst(at).date()
        MotionShare.objects.filter(ref=ref).update(grade=grade)
        MotionShare.objects.filter(ref=ref, replied_on=None).update(replied_on=day)
        given = MotionShare.objects.filter(ref=ref, leads=False).select_related("motion").first()
        if given is not None:
            tell_given(given, at)


def guard(case: cases.CaseView, at: datetime) -> Refusal | None:
    """A lead's case closes when every co-handler has answered."""
    share = MotionShare.objects.filter(ref=case.ref).first()
    if share is None or not share.leads:
        return None
    waiting = share.motion.shares.filter(leads=False, replied_on=None, waived_on=None).count()
    if waiting:
        return Refusal(
            "co-missing", _("还有 %d 个会办单位没有报送会办意见，不能归档；请先催收。") % waiting
        )
    return None


def unsay(row: MotionShare, by: Actor, at: datetime) -> None:
    """The reply is an open one again, or the opinion is waited for again. What had been said, in
    which class and on which day, stays on record."""
    said = {
        "grade": row.grade,
        "replied_on": str(row.replied_on or ""),
        "waived": row.waived_why,
        "waived_by": row.waived_by,
    }
    if not any(said.values()):
        return
    row.grade, row.replied_on = "", None
    row.waived_why, row.waived_by, row.waived_on = "", "", None
    row.save(update_fields=["grade", "replied_on", "waived_why", "waived_by", "waived_on"])
    detail = {"unit": row.unit} | {name: text for name, text in said.items() if text}
    audit.record(by=by, at=at, action="motion.unsaid", obj=f"motion/{row.motion_id}", detail=detail)
