"""One writer of a plan's history: the next number, the event, and the audit line."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from yingshang.city.accounts.service import Actor
from yingshang.city.audit import service as audit
from yingshang.city.plans._wording import number
from yingshang.city.plans.models import Plan, PlanEvent, Target, Task

__all__ = ["plain", "write"]


def plain(value: Any) -> Any:
    """A value as JSON: dates as ISO text, decimals as written by a person."""
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def write(
    plan: Plan,
    name: str,
    *,
    by: Actor,
    at: datetime,
    task: Task | None = None,
    target: Target | None = None,
    field: str = "",
    old: Any = None,
    new: Any = None,
    reason: str = "",
) -> PlanEvent:
    """Append one event; the plan must be locked by the caller's transaction."""
    plan.last_seq += 1
    plan.save(update_fields=["last_seq"])
    event = PlanEvent.objects.create(
        plan=plan,
        seq=plan.last_seq,
        name=name,
        task=task or (target.task if target else None),
        target=target,
        field=field,
        old=plain(old),
        new=plain(new),
        reason=reason,
        by=by.id,
        by_name=by.name,
        at=at,
    )
    audit.record(
        by=by,
        at=at,
        action=f"plans.{name}",
        obj=f"plan/{plan.pk}" + (f"/target/{target.pk}" if target else ""),
        detail={"seq": event.seq, "field": field, "old": event.old, "new": event.new},
    )
    return event
