"""Whoever oversees the city sees all rounds; a unit sees those it is asked in, and its own part."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.supervision.access import may_order
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.rounds.tables import Round, RoundShare

__all__ = ["fetch", "locked_share", "may_keep", "own_share", "shares_seen", "visible"]


def may_keep(actor: Actor, region: str) -> bool:
    """Open, rule, remind, stop: supervisors and the bureau of the city."""
    return may_order(actor, region)


def visible(actor: Actor) -> QuerySet[Round]:
    """The rounds that the actor sees."""
    rows = Round.objects.all()
    if actor.role == "system":
        return rows
    if not actor.is_staff or not actor.region:
        return rows.none()
    if actor.oversees:
        return rows.filter(region=actor.region)
    mine = accounts.answers_for(actor.unit)
    return rows.filter(pk__in=RoundShare.objects.filter(unit__in=mine).values("round"))


def shares_seen(actor: Actor) -> QuerySet[RoundShare]:
    """What of the rounds the actor sees: everything, or what the own unit owes."""
    rows = RoundShare.objects.filter(round__in=visible(actor))
    return rows if actor.oversees else rows.filter(unit__in=accounts.answers_for(actor.unit))


def fetch(actor: Actor, round: int) -> Round:
    """The round, or NotVisible."""
    row: Any = visible(actor).filter(pk=round).first()
    if row is None:
        raise NotVisible(f"round {round}")
    return row


def locked_share(actor: Actor, share: int) -> RoundShare:
    """A unit's part of a round, locked, for whoever keeps the round."""
    row: Any = shares_seen(actor).filter(pk=share).first()
    if row is None:
        raise NotVisible(f"share {share}")
    if not may_keep(actor, row.round.region):
        raise Refusal(
            "not-keeper", _("只有本市督办人员或营商局可以审核报送的材料；请转请他们办理。")
        )
    return RoundShare.objects.select_for_update().select_related("round").get(pk=share)


def own_share(actor: Actor, round: int) -> RoundShare:
    """What the actor's own unit owes in the round, locked."""
    fetch(actor, round)
    rows = RoundShare.objects.select_for_update().select_related("round")
    row: Any = rows.filter(round=round, unit=actor.unit or "-").first()
    if row is None:
        raise Refusal("not-asked", _("您的单位不在这次报送的名单里，不用报送。"))
    return row
