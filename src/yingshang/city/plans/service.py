"""The door of plans: documents, ledgers, corrections, comparisons, bindings, promises."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yingshang.city.accounts.service import Actor
from yingshang.city.plans import importing, queries
from yingshang.city.plans.access import may_edit
from yingshang.city.plans.comparing import compare
from yingshang.city.plans.editing import (
    add_target,
    add_task,
    confirm_target,
    confirm_task,
    correct_target,
    correct_task,
    reject_target,
    reject_task,
)
from yingshang.city.plans.kinds import PlanRow, PlanView
from yingshang.city.plans.queries import history

__all__ = [
    "add_target",
    "add_task",
    "compare",
    "confirm_target",
    "confirm_task",
    "correct_target",
    "correct_task",
    "history",
    "import_plan",
    "may_edit",
    "plan",
    "plans",
    "reject_target",
    "reject_task",
    "store_reading",
]


def import_plan(*, data: bytes, name: str, region: str, by: Actor, at: datetime) -> PlanView:
    """Read a file and keep it as a plan; the same file again is the same plan (``new`` False)."""
    found, new = importing.import_plan(data=data, name=name, region=region, by=by, at=at)
    return queries.plan_view(found, today=at.date(), new=new)


def store_reading(
    *,
    text: str,
    reading: Mapping[str, Any],
    sha256: str,
    name: str,
    region: str,
    by: Actor,
    at: datetime,
) -> PlanView:
    """Keep a reading that is already there (JSON of design.md §5), as ``import_plan`` would."""
    importing.require_edit(by, region)
    found, new = importing.store(
        text, dict(reading), digest=sha256, name=name, region=region, by=by, at=at
    )
    return queries.plan_view(found, today=at.date(), new=new)


def plans(actor: Actor, *, region: str | None = None) -> list[PlanRow]:
    """All plans (they are public documents), newest year first."""
    return queries.plan_rows(region)


def plan(actor: Actor, id: int, *, at: datetime) -> PlanView:
    """One plan with its text beside its ledger; NotVisible where there is none."""
    return queries.plan_view(id, today=at.date())
