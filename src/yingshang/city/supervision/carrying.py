"""What goes along when a unit goes into another: its orders, as they stand, with their numbers."""

from collections.abc import Collection
from datetime import datetime

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor
from yingshang.city.cases import service as cases
from yingshang.city.supervision.kinds import ENDED
from yingshang.city.supervision.models import Order

__all__ = ["carry"]


def carry(
    unit: str, to: str, *, why: str, by: Actor, at: datetime, only: Collection[str] | None = None
) -> list[str]:
    """Hand the orders that a unit has not done with to another; answers which."""
    rows = Order.objects.filter(region=accounts.unit(unit).region)
    if only is not None:
        rows = rows.filter(ref__in=only)
    found = cases.by_refs(by, rows.values_list("ref", flat=True), at=at, unit=unit)
    refs = [one.ref for one in found if one.state not in ENDED]
    for ref in refs:
        cases.amend(ref=ref, unit=to, heir=True, reason=why, by=by, at=at)
    return refs
