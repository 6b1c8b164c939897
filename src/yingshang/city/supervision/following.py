"""A new edition of a plan: warnings and orders go on against the same promise in it, and back
where the edition is taken back.

Only where the promised number is the same: an order keeps the level that it went out with, and a
warning on a number that changed stays with the edition that it was raised on.
"""

import re
from datetime import datetime

from django.db.models import Q

from yingshang.city.accounts.service import Actor
from yingshang.city.audit import service as audit
from yingshang.city.plans import service as plans
from yingshang.city.supervision.models import Order, Warning

__all__ = ["follow", "go_back"]


def follow(found: plans.lineage.Follow, by: Actor, at: datetime) -> None:
    """Point warnings and orders at the target that theirs goes on as."""
    moved: list[int | str] = []
    for row in Warning.objects.filter(target__in=list(found.targets)).order_by("pk"):
        if _point(row, found.targets[row.target_id or 0]):
            moved.append(row.pk)
    for order in Order.objects.filter(target__in=list(found.targets)):
        moved.append(_order(order, found.targets[order.target_id or 0]))
    _record(found, moved, {str(old): new for old, new in found.targets.items()}, by, at)


def go_back(found: plans.lineage.Follow, reason: str, by: Actor, at: datetime) -> None:
    """Point them back; what arose against the newer edition itself stays with it."""
    moved: list[int | str] = []
    there = Q(target__in=list(found.homes))
    for row in Warning.objects.filter(there).order_by("pk"):
        home = found.homes[row.target_id or 0]
        if row.raised_at <= home.until and _point(row, home.target):
            moved.append(row.pk)
    for order in Order.objects.filter(there).select_related("warning"):
        home = found.homes[order.target_id or 0]
        if order.warning.raised_at <= home.until:
            moved.append(_order(order, home.target))
    _record(found, moved, {str(one): home.target for one, home in found.homes.items()}, by, at)


def _point(row: Warning, new: int) -> bool:
    """False where it was raised there already."""
    key = re.sub(rf"\|(target|pace)-{row.target_id}\|", rf"|\g<1>-{new}|", row.key)
    if key != row.key and Warning.objects.filter(key=key).exists():
        return False
    row.target_id, row.key = new, key
    row.save(update_fields=["target", "key"])
    return True


def _order(order: Order, new: int) -> str:
    order.target_id = new
    order.save(update_fields=["target"])
    return order.ref


def _record(
    found: plans.lineage.Follow,
    moved: list[int | str],
    targets: dict[str, int],
    by: Actor,
    at: datetime,
) -> None:
    if moved:
        audit.record(
            by=by,
            at=at,
            action="supervision.followed",
            obj=f"region:{found.region}",
            detail={"moved": moved, "targets": targets},
        )
