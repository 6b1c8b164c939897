"""Who writes the catalogue: officers of an item's lead unit, and the business-environment bureau
of the city. Everybody else on the staff may read what is published."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from yingshang.city.accounts.kinds import Role
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.catalog.models import Draft
from yingshang.kernel.flow import Refusal

__all__ = ["EDITORS", "draft_for", "may_edit", "require_edit", "visible_to"]

EDITORS = ("bureau", "reviewer", "clerk", "supervisor")


def own_role(actor: Actor) -> str:
    """The role of the actor's unit: 990100-market → market."""
    return (actor.unit or "").rpartition("-")[2]


def may_edit(actor: Actor, *, region: str, lead: str) -> bool:
    """Whether this officer may write an item that this unit leads."""
    if not actor.is_staff or actor.region != region:
        return False
    if actor.role == Role.BUREAU:
        return True
    return actor.role in EDITORS and bool(actor.unit) and own_role(actor) == lead


def require_edit(actor: Actor, *, region: str, lead: str) -> None:
    if not may_edit(actor, region=region, lead=lead):
        raise Refusal(
            "draft-not-yours",
            _("这个事项由牵头单位和营商局修改，您不在其中。需要改动时，请联系牵头单位。"),
        )


def visible_to(actor: Actor) -> QuerySet[Draft]:
    """Drafts that this officer may see: those they may write."""
    rows = Draft.objects.filter(region=actor.region)
    if actor.role == Role.BUREAU and actor.region:
        return rows
    if actor.role in EDITORS and actor.unit:
        return rows.filter(Q(lead=own_role(actor)))
    return rows.none()


def draft_for(actor: Actor, draft: int, *, lock: bool = False) -> Draft:
    """The draft; NotVisible where there is none for this actor."""
    rows = visible_to(actor)
    found = (rows.select_for_update() if lock else rows).filter(pk=draft).first()
    if found is None:
        raise NotVisible(f"draft {draft}")
    return found
