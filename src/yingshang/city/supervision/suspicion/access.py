"""Who reads clues: supervisors and the bureau of the region; for everybody else there are none.

A clue is about how named officers work and nothing is proved: leaders see the warnings and orders
that people made of clues, units see the orders they are given.
"""

from collections.abc import Iterable

from django.db.models import QuerySet

from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.supervision.models import Clue

__all__ = ["READERS", "clues_to_settle", "may_see_clues", "visible_clues"]

READERS = frozenset({"supervisor", "bureau"})


def may_see_clues(actor: Actor) -> bool:
    """Whether there is a list of clues for the actor at all."""
    return actor.role == "system" or (actor.role in READERS and bool(actor.region))


def visible_clues(actor: Actor) -> QuerySet[Clue]:
    """The clues that the actor sees."""
    rows = Clue.objects.all()
    if actor.role == "system":
        return rows
    return rows.filter(region=actor.region) if may_see_clues(actor) else rows.none()


def clues_to_settle(actor: Actor, ids: Iterable[int]) -> list[Clue]:
    """Visible clues, locked, in the order of their numbers; NotVisible where one is not there."""
    wanted = sorted(set(ids))
    rows = visible_clues(actor).select_for_update().filter(pk__in=wanted).order_by("pk")
    found = list(rows)
    if not wanted or len(found) != len(wanted):
        raise NotVisible(f"clues {wanted}")
    return found
