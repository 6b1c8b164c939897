"""Who supervises.

- to see warnings and orders: supervisors, the bureau and leaders of the city; the system.
- to dismiss a warning or give an order: supervisors and the bureau of the city.
- to watch (run the rules): the same, and the system (the nightly job).
"""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.models import Order, Warning

__all__ = ["may_order", "require_order", "visible_orders", "visible_warnings", "warning_to_settle"]

_SEE = frozenset({"supervisor", "bureau", "leader"})
_ORDER = frozenset({"supervisor", "bureau"})


def visible_warnings(actor: Actor) -> QuerySet[Warning]:
    """The warnings that the actor sees."""
    rows = Warning.objects.select_related("order")
    if actor.role == "system":
        return rows
    return rows.filter(region=actor.region) if actor.role in _SEE else rows.none()


def visible_orders(actor: Actor) -> QuerySet[Order]:
    """The orders whose grounds the actor sees: overseers; a unit sees those of its cases."""
    rows = Order.objects.select_related("warning").order_by("-opened_at", "-pk")
    if actor.role == "system":
        return rows
    if actor.role in _SEE or actor.unit:
        return rows.filter(region=actor.region)
    return rows.none()


def may_order(actor: Actor, region: str) -> bool:
    """Whether the actor may dismiss warnings and give orders in the region."""
    return actor.role == "system" or (actor.role in _ORDER and actor.region == region)


def require_order(actor: Actor, region: str) -> None:
    """Refuse with a sentence unless the actor supervises the region."""
    if not may_order(actor, region):
        raise Refusal(
            "not-supervisor",
            _("只有本市督办人员或营商局可以处理预警和发出督办单；请转请他们办理。"),
        )


def warning_to_settle(actor: Actor, warning: int) -> Warning:
    """A visible warning, locked; Refusal where it is settled already or not the actor's."""
    row = visible_warnings(actor).select_for_update(of=("self",)).filter(pk=warning).first()
    if row is None:
        raise NotVisible(f"warning {warning}")
    require_order(actor, row.region)
    if row.status == Warning.Status.ORDERED:
        raise Refusal(
            "ordered-already",
            _("这条预警已由%(who)s转为督办单 %(number)s，不能重复发单；请到该督办单继续办理。")
            % {"who": row.settled_by, "number": row.order.number},
        )
    if row.status == Warning.Status.CLEARED:
        raise Refusal(
            "cleared-already", _("这条预警的情形已经消除，不能再处理；再次出现时会重新预警。")
        )
    if row.status == Warning.Status.DISMISSED:
        raise Refusal(
            "dismissed-already",
            _("这条预警已由%(who)s决定不予督办（%(why)s）；情况再次出现时会重新预警。")
            % {"who": row.settled_by, "why": row.settled_reason},
        )
    return row
