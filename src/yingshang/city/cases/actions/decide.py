"""Decide the case; effects of the outcome follow in the same transaction."""

from __future__ import annotations

from datetime import datetime

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._views import CaseView
from yingshang.city.cases._whole import whole
from yingshang.city.cases.actions._perform import locked, perform, save
from yingshang.city.cases.actions._silence import one_by_one
from yingshang.city.cases.models import Duty
from yingshang.kernel.flow import Accept, Decide

__all__ = ["decide", "grant_silent"]


def decide(
    *, ref: str, outcome: str, by: Actor, at: datetime, seq: int | None = None, reason: str = ""
) -> CaseView:
    """The first outcome of an item is the positive one; any other needs a reason."""
    return perform(
        "decide",
        ref,
        by,
        at,
        lambda work: Decide(by=by.id, at=at, outcome=outcome, reason=reason),
        seq=seq,
    )


def grant_silent(*, at: datetime, by: Actor, limit: int = 500) -> list[str]:
    """Grant the renewals that nobody decided before the old licence ended (law, art. 50).

    What stands in a special procedure, or waits for the applicant, is left for a person.
    """
    late = Duty.objects.filter(kind="renewal", ended_at=None, due_at__lt=at)

    def granted(ref: str, _kind: str) -> None:
        with whole():
            head, work = locked("decide", ref, by, None)
            if work.standing.state == "submitted":
                received = work.standing.supplied_at or head.submitted_at
                work.do(Accept(by=by.id, at=at, deemed_at=received), by)
            outcome = work.item.flow.outcomes[0]
            work.do(Decide(by=by.id, at=at, outcome=outcome, deemed=True), by)
            save(work)

    found = late.order_by("due_at").values_list("case_id", "case__edition_id", "kind")
    return one_by_one(found, granted, limit)
