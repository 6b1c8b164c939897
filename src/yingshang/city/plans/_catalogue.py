"""Which promises an item's change touches: targets bound to an indicator that measures it."""

from collections.abc import Iterator
from datetime import date

from yingshang.city.catalog.kinds import Touched
from yingshang.city.definitions import service as definitions
from yingshang.city.plans.lineage.finding import superseded
from yingshang.city.plans.models import Binding

__all__ = ["promises_on"]


def promises_on(region: str, code: str, on: date) -> Iterator[Touched]:
    """Each bound target in the plan's own words, with where it stands."""
    measuring = [
        e.code
        for e in definitions.editions("indicator", region=region, on=on)
        if e.body.get("item") == code
    ]
    if not measuring:
        return
    rows = Binding.objects.filter(
        indicator__in=measuring, undone_at=None, target__task__plan__region=region
    ).exclude(target__task__plan__in=superseded())
    for row in rows.select_related("target__task__plan").order_by("target_id"):
        task = row.target.task
        label = f"《{task.plan.title}》{row.target.words}"
        yield Touched("promise", label[:300], ref=f"{task.plan_id}/{row.target_id}")
