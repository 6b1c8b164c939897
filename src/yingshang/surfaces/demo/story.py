"""What a bureau's officer would have done with the sample plans by now: confirmed and bound."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.plans import service as plans
from yingshang.city.plans.kinds import PlanView

__all__ = ["bind_sample_plans", "import_plans"]


def import_plans(folders: list[Path], *, by: Actor, at: datetime) -> tuple[int, list[str]]:
    """Import the sample plans, and the real ones where they are present: number, problems."""
    found = plans.import_folder(folders, by=by, at=at)
    problems = [f"{g.file}：{g.sentence}" for g in found if g.sentence]
    return sum(g.plan is not None for g in found), problems


def bind_sample_plans(region: str, *, by: Actor, at: datetime) -> int:
    """Bind every target of the region's plans whose first suggestion agrees in all respects.

    Targets that agree with nothing stay unbound and grey, with the reason, as they would in life.
    """
    bound = 0
    for row in plans.plans(by, region=region):
        for target in _open_targets(plans.plan(by, row.id, at=at)):
            first = next(iter(plans.suggest_bindings(target=target, at=at)), None)
            if first is None or not first.sure:
                continue
            try:
                plans.bind(target=target, indicator=first.indicator, by=by, at=at)
            except Refusal:  # two targets of one clause may suggest the same indicator
                continue
            bound += 1
    return bound


def _open_targets(plan: PlanView) -> Iterator[int]:
    for task in plan.tasks:
        for target in task.targets:
            if target.indicator is None and target.status != "rejected":
                yield target.id
