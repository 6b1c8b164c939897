"""Accept an application; silence accepts by itself."""

from __future__ import annotations

from datetime import datetime

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._views import CaseView
from yingshang.city.cases._whole import whole
from yingshang.city.cases.actions._perform import locked, perform, save
from yingshang.city.cases.kinds import Refusal
from yingshang.city.cases.models import Case
from yingshang.kernel.flow import Accept

__all__ = ["accept", "accept_silent"]

# Families under the Administrative Licensing Law, where silence is an answer.
BY_SILENCE = ("application",)


def accept(*, ref: str, by: Actor, at: datetime, seq: int | None = None) -> CaseView:
    """The decision clock starts; the first steps open."""
    return perform("accept", ref, by, at, lambda work: Accept(by=by.id, at=at), seq=seq)


def accept_silent(*, at: datetime, by: Actor, limit: int = 500) -> list[str]:
    """Accept what nobody answered in time, from the day of receipt (law, art. 32): numbers done.

    For the job that runs every few minutes; whatever cannot be accepted is left for a person.
    """
    late = Case.objects.filter(state="submitted", acceptance_due_at__lt=at, family__in=BY_SILENCE)
    done = []
    for ref in late.order_by("acceptance_due_at").values_list("ref", flat=True)[:limit]:
        try:
            with whole():
                case, work = locked("accept", ref, by, None)
                received = work.standing.supplied_at or case.submitted_at
                work.do(Accept(by=by.id, at=at, deemed_at=received), by)
                save(work)
        except Refusal:
            continue
        done.append(ref)
    return done
