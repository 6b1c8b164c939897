"""A later date on the page of an order, a motion or a rectification: asked for, ruled on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases.service import CaseView
from yingshang.city.supervision import service as supervision
from yingshang.surfaces.desk.forms.oversight import DelayForm, DelayRulingForm

__all__ = ["FORMS", "delay_context"]

FORMS: Mapping[str, type[forms.Form]] = {"ask": DelayForm, "rule": DelayRulingForm}


def delay_context(
    actor: Actor, case: CaseView, at: datetime, *, typed: Mapping[str, forms.Form] | None = None
) -> dict[str, Any]:
    """What was asked of the date, with the form that the actor may use; {} where its date is moved
    in another way. `typed`: what was not accepted, by verb."""
    found = supervision.delays(actor, case, at=at)
    if found is None:
        return {}
    typed = typed or {}
    may = {"ask": found.may_ask, "rule": found.may_rule}
    shown = {
        f"delay_{verb}": typed.get(verb) or FORMS[verb](auto_id=f"delay-{verb}-%s")
        for verb, yes in may.items()
        if yes
    }
    return {
        "delays": found,
        "lost_delays": [form for verb, form in typed.items() if not may[verb]],
        **shown,
    }
