"""Withdraw before a decision."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._views import CaseView
from yingshang.city.cases._work import Work
from yingshang.city.cases.actions._perform import perform
from yingshang.city.cases.actions._silence import one_by_one
from yingshang.city.cases.kinds import Refusal
from yingshang.city.cases.models import Duty
from yingshang.kernel.flow import Withdraw

__all__ = ["withdraw", "withdraw_lapsed"]


def withdraw(
    *,
    ref: str,
    by: Actor,
    at: datetime,
    seq: int | None = None,
    reason: str = "",
    dropped: bool = False,
) -> CaseView:
    """The case ends without a decision. At the counter for the applicant: with his reason, for a
    case that quietly ends is no case decided in time. `dropped`: a new edition of the paper behind
    appointed work no longer says it; such a case can be reopened."""

    def command(work: Work) -> Withdraw:
        if by.is_staff and not reason.strip():
            raise Refusal(
                "reason-missing",
                _("代申请人撤回要写明申请人为什么撤回，理由会留在记录里。请补写后再提交。")
                if not work.item.flow.assigned
                else _("撤销交办要写明理由，理由会留在记录里。请补写后再提交。"),
            )
        deemed = "edition" if dropped else ""
        return Withdraw(by=by.id, at=at, reason=reason, deemed=deemed)

    return perform("withdraw", ref, by, at, command, seq=seq)


# duty that ran out -> what the withdrawal is deemed for
LAPSES = {"make-up": "make-up", "correction": "correction"}


def withdraw_lapsed(*, at: datetime, by: Actor, limit: int = 500) -> list[str]:
    """Deem withdrawn what its applicant left unanswered: numbers done.

    A tolerant acceptance without its materials by the promised day, a correction not supplied in
    the time that the item gives for it. For the job that runs every few minutes.
    """
    late = Duty.objects.filter(kind__in=LAPSES, ended_at=None, due_at__lt=at)

    def lapsed(ref: str, kind: str) -> None:
        command = Withdraw(by=by.id, at=at, deemed=LAPSES[kind])
        perform("withdraw", ref, by, at, lambda work: command)

    found = late.order_by("due_at").values_list("case_id", "case__edition_id", "kind")
    return one_by_one(found, lapsed, limit)
