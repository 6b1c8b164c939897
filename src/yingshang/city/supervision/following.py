"""A new edition of a plan: warnings and orders go on against the same promise in it.

Only where the promised number is the same: an order keeps the level that it went out with, and a
warning on a number that changed stays with the edition that it was raised on.
"""

from datetime import datetime

from yingshang.city.accounts.service import Actor
from yingshang.city.audit import service as audit
from yingshang.city.plans import service as plans
from yingshang.city.supervision.models import Order, Warning

__all__ = ["follow"]


def follow(found: plans.lineage.Follow, by: Actor, at: datetime) -> None:
    """Point warnings and orders at the target that theirs goes on as."""
    moved: list[int | str] = []
    for row in Warning.objects.filter(target__in=list(found.targets)).order_by("pk"):
        old, new = row.target_id, found.targets[row.target_id or 0]
        key = row.key.replace(f"|target-{old}|", f"|target-{new}|")
        if key != row.key and Warning.objects.filter(key=key).exists():
            continue  # raised on the new edition already
        row.target_id, row.key = new, key
        row.save(update_fields=["target", "key"])
        moved.append(row.pk)
    for order in Order.objects.filter(target__in=list(found.targets)):
        order.target_id = found.targets[order.target_id or 0]
        order.save(update_fields=["target"])
        moved.append(order.ref)
    if moved:
        audit.record(
            by=by,
            at=at,
            action="supervision.followed",
            obj=f"region:{found.region}",
            detail={"moved": moved, "targets": {str(k): v for k, v in found.targets.items()}},
        )
