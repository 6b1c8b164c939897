"""Shares that do not say what their case says, from before the one followed the other.

A case is facts that are appended, so that no migration can end it: the tick does, once for each.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor
from yingshang.city.cases import service as cases
from yingshang.city.cases.kinds import OPEN_STATES
from yingshang.city.definitions.service import official
from yingshang.city.supervision.motions.effects import unsay
from yingshang.city.supervision.motions.tables import MotionShare
from yingshang.kernel.worktime import to_cst

__all__ = ["mend_motions"]

REPLYING = frozenset({"joint", "contact", "draft", "review"})  # while one is open nothing is said


@official  # what is written stays Chinese, whatever language the screen speaks
def mend_motions(*, at: datetime, by: Actor) -> int:
    """End the case of a co-handler that has given its opinion or is not waited for; take back the
    class of a reply that is made anew. Answers how many; again: none."""
    return _opinions(at, by) + _replies(at, by)


def _opinions(at: datetime, by: Actor) -> int:
    rows = {one.ref: one for one in MotionShare.objects.filter(leads=False, replied_on=None)}
    running = [one.ref for one in cases.by_refs(by, rows, at=at) if one.state in OPEN_STATES]
    said = cases.written(running, ("opine",))
    mended = 0
    for ref in running:
        given = said[ref].at if ref in said else None
        if given is not None:
            _given(ref, given, at, by)
        elif rows[ref].waived_on is not None and "withdraw" in cases.allowed(by, ref):
            why = _("主办单位不再等待会办意见：%s") % rows[ref].waived_why
            cases.withdraw(ref=ref, reason=why, by=by, at=at)
        else:
            continue
        mended += 1
    return mended


@transaction.atomic
def _given(ref: str, given: datetime, at: datetime, by: Actor) -> None:
    """The opinion counts from the day on which it was given, not from that of the mending."""
    cases.hold(ref)
    MotionShare.objects.filter(ref=ref).update(replied_on=to_cst(given).date())
    why = _("会办意见已送主办单位，补记办结。")
    cases.decide(ref=ref, outcome="answered", reason=why, by=by, at=at)


def _replies(at: datetime, by: Actor) -> int:
    rows = list(MotionShare.objects.filter(leads=True).exclude(replied_on=None))
    steps = cases.open_steps([one.ref for one in rows])
    anew = [one for one in rows if steps.get(one.ref, frozenset()) & REPLYING]
    for row in anew:
        unsay(row, by, at)
    return len(anew)
