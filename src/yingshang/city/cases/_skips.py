"""Which declared steps do not apply to a case: their `when` is a rule over the form."""

from __future__ import annotations

from collections.abc import Mapping

from yingshang.city.cases._applies import applicable
from yingshang.city.cases._flows import ItemFlow

__all__ = ["skipped_steps"]


def skipped_steps(item: ItemFlow, form: Mapping[str, str]) -> tuple[str, ...]:
    """Codes of the steps whose condition says no; an unknown answer keeps the step."""
    if not any(step.when for step in item.flow.steps):
        return ()
    kept = applicable(item.body, form).steps
    return tuple(step.code for step in item.flow.steps if step.code not in kept)
