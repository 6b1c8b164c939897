"""What people would have done by now: plans confirmed and bound, departments' figures handed in."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.cases import service as cases
from yingshang.city.indicators import service as indicators
from yingshang.city.plans import service as plans
from yingshang.city.plans.kinds import PlanView

__all__ = ["bind_sample_plans", "hand_in_reports", "import_plans", "share_out"]


def import_plans(folders: list[Path], *, by: Actor, at: datetime) -> tuple[int, list[str]]:
    """Import the sample plans, and the real ones where they are present: number, problems."""
    found = plans.import_folder(folders, by=by, at=at)
    problems = [f"{g.file}：{g.sentence}" for g in found if g.sentence]
    return sum(g.plan is not None for g in found), problems


def hand_in_reports(*, at: datetime) -> int:
    """Every department's own sheet, as its officer hands it in: read, confirmed, imported.

    Answers the number of figures; none before the year's first month is over.
    """
    said: list[dict[str, Any]] = yaml.safe_load(
        (Path(__file__).parent / "self_reports.yaml").read_text("utf-8")
    )
    return sum(_hand_in(one, at) for one in said)


def _hand_in(one: dict[str, Any], at: datetime) -> int:
    unit = one["unit"]
    region, _dash, _role = unit.partition("-")
    user = accounts.user_of(one["by"])
    assert user is not None, one["by"]
    try:
        data = indicators.own_sheet(region=region, unit=unit, as_of=at, figures=one["figures"])
    except Refusal:  # January
        return 0
    officer = accounts.actor_of(user)
    place = {"data": data, "name": one["file"], "unit": unit, "region": region}
    found = indicators.propose_mapping(**place, on=at)
    choices = {column.letter: column.indicator for column in found.columns}
    indicators.confirm_mapping(**place, choices=choices, by=officer, at=at)
    done = indicators.import_reported(**place, by=officer, at=at)
    assert not done.errors, done.errors
    return done.rows


def share_out(*, at: datetime) -> int:
    """What colleagues have taken in hand by now; every third case is left for whoever comes."""
    taken = 0
    for names in (("zhou", "xia"), ("ma", "sun")):
        officers = [accounts.actor_of(user) for name in names if (user := accounts.user_of(name))]
        asked = {"mine": True, "held": "nobody", "family": "application"}
        waiting = cases.queue(officers[0], at=at, size=30, **asked).rows
        for place, row in enumerate(waiting):
            if place % 3 < 2:
                cases.claim(ref=row.ref, by=officers[place % 3 % len(officers)], at=at)
                taken += 1
    return taken


def bind_sample_plans(region: str, *, by: Actor, at: datetime) -> int:
    """Confirm what is read with certainty in the region's plans, and bind every target whose first
    suggestion agrees in all respects. What is doubtful waits for whoever tries the review desk.

    Targets that agree with nothing stay unbound and grey, with the reason, as they would in life.
    """
    bound = 0
    for row in plans.plans(by, region=region):
        sure = plans.progress(row.id, by).certain
        plans.confirm_certain(plan=row.id, expected=sure, by=by, at=at)
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
