"""What a decision about a motion leaves: the class of the reply; and when it may close."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.cases import service as cases
from yingshang.city.cases.service import DecidedCase, Effect
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.motions.tables import MotionShare
from yingshang.city.supervision.motions.telling import tell_given
from yingshang.kernel.worktime import to_cst

__all__ = ["GUARD", "HANDLER", "answered", "guard"]

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
