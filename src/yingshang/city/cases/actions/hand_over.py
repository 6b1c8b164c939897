"""Hand work over to a colleague; move it, as an overseer, within a unit. Both are facts."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._hands import give, share_of
from yingshang.city.cases._hands_shown import MOVERS
from yingshang.city.cases._views import CaseView
from yingshang.city.cases._whole import whole
from yingshang.city.cases.actions._perform import save, seen_after
from yingshang.city.cases.kinds import Refusal
from yingshang.kernel.flow import HandOver

__all__ = ["hand_over", "move_work"]


def hand_over(*, ref: str, to: str, by: Actor, at: datetime, note: str = "") -> CaseView:
    """To a colleague of one's own unit, who is told. By the holder or his deputy."""
    unit = by.unit or ""
    if not by.is_staff or not unit:
        raise Refusal("not-yours", _("只有承办单位的工作人员可以移交。请由承办人办理。"))
    with whole():
        head, work, holder = share_of(ref, by, unit)
        absent = accounts.stands_in_for(by.id, at=at)
        if holder != by.id and holder not in absent:
            raise Refusal(
                "not-yours", _("本件不在您手里，不能由您移交。请先认领，或请承办人、督办人员办理。")
            )
        taker = _colleague(to, unit, at)
        command = HandOver(
            by=by.id,
            at=at,
            unit=unit,
            giver=holder,
            giver_name=accounts.person_names([holder])[holder],
            taker=taker.id,
            taker_name=taker.name,
            reason=note[:500],
        )
        work.do(command, by, beside={"for": holder} if holder in absent else {})
        give(head, unit, taker.id, by=by, at=at)
        save(work)
    return seen_after(by, work, at)


def move_work(
    *, ref: str, unit: str, to: str, reason: str, by: Actor, at: datetime, seq: int | None = None
) -> CaseView:
    """From whoever holds a unit's share to another officer of that unit, or back to all ('').

    For overseers, with a reason; both officers are told.
    """
    if by.role not in MOVERS:
        raise Refusal(
            "not-yours", _("调整承办人由督办人员办理。您可以把自己认领的办件移交给同事。")
        )
    with whole():
        head, work, holder = share_of(ref, by, unit)
        taker = _colleague(to, unit, at) if to else None
        names = accounts.person_names([holder]) if holder else {}
        command = HandOver(
            by=by.id,
            at=at,
            unit=unit,
            giver=holder,
            giver_name=names.get(holder, ""),
            taker=taker.id if taker else "",
            taker_name=taker.name if taker else "",
            reason=reason[:500],
            moved=True,
        )
        work.do(command, by)
        give(head, unit, taker.id if taker else "", by=by, at=at)
        save(work)
    return seen_after(by, work, at)


def _colleague(username: str, unit: str, at: datetime) -> Actor:
    """An officer of the unit who is there to take it."""
    found = accounts.officer(username)
    if found is None or found.unit != unit:
        raise Refusal("colleague-unit", _("接办人必须是承办单位的在职同事。请从名单里另选一人。"))
    deputy = accounts.away([username], at=at).get(username)
    if deputy:
        raise Refusal(
            "colleague-away",
            _("%(name)s现在不在岗，由%(deputy)s代办。请交给%(deputy)s，或另选一名同事。")
            % {"name": found.name, "deputy": deputy},
        )
    return found
