"""Accept an application; silence accepts by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._views import CaseView
from yingshang.city.cases._whole import whole
from yingshang.city.cases._work import Work
from yingshang.city.cases.actions._perform import locked, perform, save
from yingshang.city.cases.actions._silence import one_by_one
from yingshang.city.cases.actions._terms import accepted_by_silence, barred, ends
from yingshang.city.cases.models import Case
from yingshang.kernel.flow import Accept
from yingshang.kernel.worktime import Limit

__all__ = ["accept", "accept_silent"]

# Families under the Administrative Licensing Law, where silence is an answer.
BY_SILENCE = ("application",)


def accept(
    *,
    ref: str,
    by: Actor,
    at: datetime,
    seq: int | None = None,
    missing: Sequence[str] = (),
    make_up: int = 0,
    promise: str = "",
) -> CaseView:
    """The decision clock starts; the first steps open.

    Who accepts when the days for answering are over only says what silence did: the clock has
    run since the day of receipt (law, art. 32).

    `missing`: codes of materials accepted without (容缺), to be made up within `make_up` days of
    the item's unit; `promise`: where the written promise is, unless it came with the application.
    """

    def command(work: Work) -> Accept:
        if not missing:
            return Accept(by=by.id, at=at, deemed_at=accepted_by_silence(work, at))
        flow = work.item.flow
        barred(work, "tolerance", at)
        longest = flow.make_up or flow.promised or flow.statutory
        until = (
            ends(work, at, Limit(make_up, longest.unit))
            if longest and 1 <= make_up <= 366
            else None
        )
        return Accept(
            by=by.id,
            at=at,
            deemed_at=accepted_by_silence(work, at),
            missing=tuple(missing),
            make_up=make_up,
            make_up_by=until,
            promise=promise,
        )

    return perform("accept", ref, by, at, command, seq=seq)


def accept_silent(*, at: datetime, by: Actor, limit: int = 500) -> list[str]:
    """Accept what nobody answered in time, from the day of receipt (law, art. 32): numbers done.

    For the job that runs every few minutes; whatever cannot be accepted is left for a person.
    """
    late = Case.objects.filter(state="submitted", acceptance_due_at__lt=at, family__in=BY_SILENCE)

    def accepted(ref: str, _kind: str) -> None:
        with whole():
            case, work = locked("accept", ref, by, None)
            received = work.standing.supplied_at or case.submitted_at
            work.do(Accept(by=by.id, at=at, deemed_at=received), by)
            save(work)

    found = late.order_by("acceptance_due_at").values_list("ref", "edition_id", "state")
    return one_by_one(found, accepted, limit)
