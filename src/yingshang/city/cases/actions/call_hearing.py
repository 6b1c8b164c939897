"""Call a hearing: time, place and chair, seven days before (law, art. 48)."""

from __future__ import annotations

from datetime import datetime, timedelta

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._views import CaseView
from yingshang.city.cases._work import Work
from yingshang.city.cases.actions._perform import perform
from yingshang.city.cases.actions._terms import declared_limit, ends
from yingshang.kernel.flow import CallHearing

__all__ = ["call_hearing"]


def call_hearing(
    *,
    ref: str,
    on: datetime,
    place: str,
    chair: str,
    by: Actor,
    at: datetime,
    seq: int | None = None,
) -> CaseView:
    """`chair`: a user name of the staff, or the name of somebody from outside.

    Whoever completed or checked a step of the case cannot preside. A new call replaces the last.
    """

    def command(work: Work) -> CallHearing:
        known = accounts.user_of(chair)
        person = accounts.actor_of(known) if known is not None else None
        return CallHearing(
            by=by.id,
            at=at,
            on=on,
            # the whole last day of the notice has to pass
            earliest=ends(work, at, declared_limit(work, "hearing_notice")) + timedelta(seconds=1),
            place=place,
            chair=person.name if person else chair,
            chair_id=person.id if person else "",
            takes=str(declared_limit(work, "hearing_hold")),
        )

    return perform("call_hearing", ref, by, at, command, seq=seq)
