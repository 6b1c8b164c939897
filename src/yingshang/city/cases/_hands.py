"""In whose hands a unit's share of a case lies: who may act, and the one place that writes it.

A claim keeps two colleagues from doing the same work. It is cheap and no fact of the case: taking
and giving back leave no event. Handing over and moving by an overseer are facts, and do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Role
from yingshang.city.cases._fold import seated
from yingshang.city.cases._hands_shown import FREE, IN_HAND, claims_of
from yingshang.city.cases._load import Head, take
from yingshang.city.cases._work import Work
from yingshang.city.cases.access import sees
from yingshang.city.cases.kinds import Refusal
from yingshang.city.cases.models import Case, Claim, Seat

__all__ = ["give", "passing", "share_of", "taken"]


def passing(case: Head, work: Work, verb: str, step: str | None, by: Actor, at: datetime) -> Actor:
    """The actor as he may act on a case that somebody has claimed; Refusal 'claimed' else.

    The holder himself; his deputy while he is away, who then acts in his place; the second of two
    who verify; another unit, the system, a bureau's own system. For all others: the sentence.
    A claim ends with the case: nobody could hand over or move what is closed, so it binds nobody.
    """
    if work.standing.state not in IN_HAND:
        return by
    holder = claims_of(case.claims).get(by.unit or "", "")
    if holder in ("", by.id) or verb in FREE or by.role == Role.SYSTEM or by.scopes:
        return by
    if step is not None and verb == "complete_step":
        signed = work.standing.steps.get(step)
        if signed is not None and signed.checked_by:
            return by
    absent = accounts.stands_in_for(by.id, at=at)
    if holder in absent:
        return replace(by, name=f"{by.name} 代 {absent[holder]}"[:60], stands_for=holder)
    name = accounts.person_names([holder])[holder]
    raise Refusal(
        "claimed",
        _(
            "本件已由%(name)s认领，没有办理。请由%(name)s办理或移交；"
            "%(name)s不在岗的，请指定代办人，或请督办人员调整。"
        )
        % {"name": name},
    )


def share_of(ref: str, by: Actor, unit: str) -> tuple[Head, Work, str]:
    """A case locked for a change of hands, and who holds the unit's share ('' nobody).

    NotVisible, or Refusal 'nothing-to-do' where the case is over or does not concern the unit.
    """
    head, work = take(ref, lock=True)
    seats = seated(work)
    if not sees(by, head, seats):
        raise accounts.NotVisible(ref)
    if not seats.get(unit):
        raise Refusal(
            "nothing-to-do", _("本件没有要由本单位办的事，不用认领或移交。请刷新列表查看。")
        )
    return head, work, claims_of(head.claims).get(unit, "")


def give(case: Head, unit: str, holder: str, *, by: Actor, at: datetime) -> None:
    """Write who holds the unit's share from now on ('' for nobody), in the caller's transaction."""
    Claim.objects.filter(case=case.ref, unit=unit, released_at=None).update(released_at=at)
    if holder:
        try:
            Claim.objects.create(case_id=case.ref, unit=unit, holder=holder, given_by=by.id, at=at)
        except IntegrityError as error:
            raise taken(_("别的同事")) from error
    held: Mapping[str, str] = {**claims_of(case.claims), unit: holder}
    text = ";".join(f"{place}={who}" for place, who in sorted(held.items()) if who)
    Case.objects.filter(ref=case.ref).update(claims=text)
    Seat.objects.filter(case=case.ref, unit=unit).update(claimed_by=holder)


def taken(name: str) -> Refusal:
    sentence = _("%(name)s已经先认领了本件。请另选一件，或请%(name)s移交给您。") % {"name": name}
    return Refusal("claimed-already", sentence)
