"""Reopen an ended case on a stated ground (reconsideration, judgment, review)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import SYSTEM, Actor
from yingshang.city.cases._hands import passing
from yingshang.city.cases._views import CaseView
from yingshang.city.cases._whole import whole
from yingshang.city.cases.actions._perform import locked, save, seen_after
from yingshang.kernel.flow import Amend, Reopen

__all__ = ["reopen"]


def reopen(
    *,
    ref: str,
    ground: str,
    by: Actor,
    at: datetime,
    kind: str = "",
    until: datetime | None = None,
    seq: int | None = None,
) -> CaseView:
    """The steps start anew; the ground and its kind (kinds.REOPEN_LABELS) stay on the timeline.
    `until`: the new due date, of work whose due date is set by hand. Appointed work of a unit that
    has ended since is handed to the one that it went into, or nobody would have it in hand."""
    with whole():
        head, work = locked("reopen", ref, by, seq)
        if head.claims:
            by = passing(head, work, "reopen", None, by, at)
        work.do(Reopen(by=by.id, at=at, ground=ground, kind=kind, until=until), by)
        if work.item.flow.assigned and accounts.answering(work.standing.unit) != work.standing.unit:
            work.do(_to_heir(work.standing.unit, at), SYSTEM)
        save(work)
    return seen_after(by, work, at)


def _to_heir(unit: str, at: datetime) -> Amend:
    heir = accounts.answering(unit)
    with override("zh-hans"):
        why = _("“%(old)s”已并入“%(new)s”，由其接办。") % {
            "old": accounts.unit_name(unit),
            "new": accounts.unit_name(heir),
        }
    return Amend(by=SYSTEM.id, at=at, unit=heir, reason=why)
