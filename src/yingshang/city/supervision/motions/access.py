"""Whoever oversees the city sees all motions; a unit sees those it has a part in."""

from django.db.models import QuerySet

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor
from yingshang.city.supervision.motions.tables import Motion

__all__ = ["visible"]

SEE = frozenset({"supervisor", "bureau", "leader"})


def visible(actor: Actor) -> QuerySet[Motion]:
    """The motions that the actor sees."""
    rows = Motion.objects.all()
    if actor.role == "system":
        return rows
    rows = rows.filter(region=actor.region)
    if actor.role in SEE:
        return rows
    return rows.filter(shares__unit__in=accounts.answers_for(actor.unit)).distinct()
