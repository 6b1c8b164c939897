"""Overseers see the city's meetings; a unit those it is asked to, decisions once signed.

Who sits in for one topic sees the agenda once it goes out: until then it is the members' draft.
"""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.supervision.access import may_order
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.meetings.tables import Meeting

__all__ = ["fetch", "locked", "visible"]


def visible(actor: Actor) -> QuerySet[Meeting]:
    """The meetings that the actor sees; members stand in a JSON list of few entries."""
    rows = Meeting.objects.all()
    if actor.role == "system":
        return rows
    if not actor.is_staff or not actor.region:
        return rows.none()
    rows = rows.filter(region=actor.region)
    if actor.oversees:
        return rows
    mine = set(accounts.answers_for(actor.unit))
    units = rows.values_list("pk", "members", "guests", "called_at")
    asked = [
        pk
        for pk, members, guests, called in units
        if mine.intersection(members) or (called and mine.intersection(guests))
    ]
    return rows.filter(pk__in=asked)


def fetch(actor: Actor, meeting: int) -> Meeting:
    """The meeting, or NotVisible."""
    row: Any = visible(actor).filter(pk=meeting).first()
    if row is None:
        raise NotVisible(f"meeting {meeting}")
    return row


def locked(actor: Actor, meeting: int) -> Meeting:
    """The meeting, locked, for whoever prepares it; signed minutes are frozen."""
    fetch(actor, meeting)
    row = Meeting.objects.select_for_update().get(pk=meeting)
    if not may_order(actor, row.region):
        raise Refusal(
            "not-secretary", _("只有本市督办人员或营商局可以办理联席会议；请转请他们办理。")
        )
    if row.status == Meeting.Status.SIGNED:
        raise Refusal("signed", _("会议纪要已由%s签发，不能再改。") % row.signer)
    return row
