"""Who sees a bulletin: overseers of the city all, others what was sent to them or their unit.

To draft, approve, send, correct: supervisors and the bureau of the city. Invisible is NotVisible.
"""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.supervision.bulletins.kinds import Refusal
from yingshang.city.supervision.bulletins.tables import Bulletin, BulletinReader

__all__ = ["addresses", "fetch", "locked", "may_write", "require_write", "visible"]

_SEE = frozenset({"supervisor", "bureau", "leader"})
_WRITE = frozenset({"supervisor", "bureau"})


def addresses(actor: Actor) -> list[str]:
    """Under which the actor is sent things."""
    return [f"user:{actor.id}", *(f"unit:{one}" for one in accounts.answers_for(actor.unit))]


def visible(actor: Actor) -> QuerySet[Bulletin]:
    """The bulletins that the actor sees."""
    rows = Bulletin.objects.all()
    if actor.role == "system":
        return rows
    if actor.role in _SEE:
        return rows.filter(region=actor.region)
    if not actor.is_staff:
        return rows.none()
    mine = BulletinReader.objects.filter(to__in=addresses(actor)).values("bulletin")
    return rows.filter(Q(pk__in=mine), status=Bulletin.Status.SENT)


def fetch(actor: Actor, id: int) -> Bulletin:
    row = visible(actor).select_related("corrects").filter(pk=id).first()
    if row is None:
        raise NotVisible(f"bulletin {id}")
    return row


def may_write(actor: Actor, region: str) -> bool:
    """Whether the actor may draft and send bulletins of the region."""
    return actor.role == "system" or (actor.role in _WRITE and actor.region == region)


def require_write(actor: Actor, region: str) -> None:
    if not may_write(actor, region):
        raise Refusal(
            "not-supervisor",
            _("只有本市督办人员或营商局可以起草和印发通报；请转请他们办理。"),
        )


def locked(actor: Actor, id: int) -> Bulletin:
    """A visible bulletin that the actor may write, its row locked."""
    found = fetch(actor, id)
    require_write(actor, found.region)
    return Bulletin.objects.select_for_update(of=("self",)).get(pk=found.pk)
