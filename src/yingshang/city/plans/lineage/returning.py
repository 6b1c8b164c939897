"""What went on over a link goes back with it: bindings are free again, targets go home."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from yingshang.city.accounts.service import Actor
from yingshang.city.plans import events
from yingshang.city.plans._history import write
from yingshang.city.plans.lineage.carrying import Home, rebind
from yingshang.city.plans.lineage.models import Kind, TargetLink, TaskLink
from yingshang.city.plans.models import Binding, Plan, Status

__all__ = ["WENT", "bind_again", "homes", "let_bindings_go"]

WENT = Q(same=True) | Q(settled_at__isnull=False)
"""Promises whose warnings and orders went on: the number is the same, or somebody settled it."""


def let_bindings_go(
    links: Iterable[TaskLink], plan: Plan, reason: str, *, by: Actor, at: datetime
) -> None:
    """What :func:`carry_bindings` bound in next year's ``plan``, and what its later editions have
    from there, is free again, unless a person has reviewed the number (who binds it has), or it
    comes from another task that goes on there."""
    found = TargetLink.objects.filter(task__in=links)
    plans = {plan.pk: plan}  # one object a plan, since it counts its events
    while freed := _let_go(found, plans, reason, by=by, at=at):
        found = _editions(freed)


def _let_go(
    links: QuerySet[TargetLink], plans: dict[int, Plan], reason: str, *, by: Actor, at: datetime
) -> list[int]:
    """Free the heirs of these links; answers their ids."""
    carried = links.filter(heir__status=Status.SUGGESTED)
    kept = _live().exclude(pk__in=links.values("pk"))
    bound = Binding.objects.filter(undone_at=None, target__in=carried.values("heir"))
    held = set(kept.values_list("heir", "indicator"))
    mine = set(carried.values_list("heir", "indicator"))
    freed = []
    for row in bound.select_related("target__task").order_by("pk"):
        if (row.target_id, row.indicator) not in mine - held:
            continue
        row.undone_at = at
        row.save(update_fields=["undone_at"])
        of = row.target.task.plan_id
        if of not in plans:
            plans[of] = Plan.objects.select_for_update().get(pk=of)
        write(plans[of], events.UNBOUND, by=by, at=at, target=row.target, field="indicator",
              old=row.indicator, reason=reason)  # fmt: skip
        freed.append(row.target_id)
    return freed


def bind_again(
    links: Iterable[TaskLink], plan: Plan, since: datetime, *, by: Actor, at: datetime
) -> None:
    """What :func:`let_bindings_go` let go at the moment ``since`` is bound again; what a person
    has unbound, before or after it, stays free."""
    found = TargetLink.objects.filter(task__in=links)
    plans = {plan.pk: plan}  # one object a plan, since it counts its events
    while freed := _freed(found, since):
        for row in freed:
            of = row.heir.task.plan_id
            if of not in plans:
                plans[of] = Plan.objects.select_for_update().get(pk=of)
            row.heir.task.plan = plans[of]
            rebind(row, by=by, at=at)
        found = _editions(row.heir_id for row in freed)


def _freed(links: QuerySet[TargetLink], since: datetime) -> list[TargetLink]:
    """Links whose heir's last binding, to the same indicator, ended at that moment."""
    bound = Binding.objects.filter(target__in=links.values("heir")).order_by("pk")
    last = {one.target_id: (one.indicator, one.undone_at) for one in bound}
    rows = links.filter(heir__status=Status.SUGGESTED, heir__gone=False).order_by("pk")
    return [
        row
        for row in rows.select_related("heir__task")
        if last.get(row.heir_id) == (row.indicator, since)
    ]


def _live() -> QuerySet[TargetLink]:
    return TargetLink.objects.filter(task__undone_at=None, task__link__undone_at=None)


def _editions(targets: Iterable[int]) -> QuerySet[TargetLink]:
    """What these go on as in the next edition of their plan."""
    return _live().filter(task__link__kind=Kind.EDITION, origin__in=list(targets))


def homes(pairs: Iterable[TaskLink], *, until: datetime | None = None) -> dict[int, Home]:
    """Where what is kept against the targets of a newer edition, and of editions since, came from.

    ``until``: the newer edition is withdrawn; what arose there against the same number goes too.
    """
    rows = TargetLink.objects.filter(task__in=pairs, task__link__kind=Kind.EDITION)
    told = rows.filter(WENT).values_list("heir", "origin", "same", "task__at")
    found = {heir: Home(to, until if until and same else on) for heir, to, same, on in told}
    fresh = found
    while fresh:
        later = _editions(fresh).filter(WENT).exclude(heir__in=list(found))
        fresh = {heir: fresh[origin] for heir, origin in later.values_list("heir", "origin")}
        found = found | fresh
    return found
