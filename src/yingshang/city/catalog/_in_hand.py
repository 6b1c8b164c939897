"""Which items a unit leads or has a step in: its new cases would go to nobody."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Held, UnitView
from yingshang.city.catalog.service import items
from yingshang.kernel.worktime import to_cst

__all__ = ["items_of"]


def items_of(unit: UnitView, at: datetime) -> Iterator[Held]:
    """By the unit's role, which is what items name."""
    found = items(region=unit.region, on=to_cst(at).date(), portal_only=False)
    names = tuple(one.name for one in found if unit.role in _named(one.body))
    yield Held(_("由它办理的事项"), names, len(names))


def _named(body: Mapping[str, Any]) -> set[str]:
    steps = [*body.get("steps", ()), *body.get("items", ())]
    return {body.get("lead", ""), *(one.get("unit", "") for one in steps if isinstance(one, dict))}
