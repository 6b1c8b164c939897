"""The ladder on the page of a case, an order or a task."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases.service import CaseView
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision.service import EscalationView, RungView
from yingshang.surfaces.desk.forms.oversight import AnswerForm, HeldForm, RungForm, WhyForm

__all__ = ["FORMS", "ladder_context", "rung_form"]

FORMS: Mapping[str, type[forms.Form]] = {
    "answer": AnswerForm, "refuse": WhyForm, "lift": WhyForm, "held": HeldForm,
}  # fmt: skip
WHYS = {"proposed": "refuse", "standing": "lift"}  # what may be asked of it, by how it stands
Typed = Mapping[str, forms.Form]


def rung_form(rung: RungView, *said: Any) -> RungForm:
    """The form of a rung, empty or with what was typed (`said`)."""
    return RungForm(
        *said,
        rung=rung,
        initial={"rung": rung.code, "demand": rung.demand},
        auto_id=f"rung-{rung.code}-%s",
    )


def ladder_context(
    actor: Actor, case: CaseView, at: datetime, *, typed: Typed | None = None
) -> dict[str, Any]:
    """The ladder of one case with its forms; {} where its family has none. `typed`: what was not
    accepted, by "take-<rung>" or "<verb>-<id>"; where its form is gone its words are shown."""
    found = supervision.ladder_for(actor, case, at=at)
    if found is None:
        return {}
    typed = typed or {}
    takes = {f"take-{one.code}": one for one in found.rungs if one.may_take}
    owed = [one for one in found.past if one.standing and _answers(actor, one, found.may_act)]
    asked = [one for one in found.past if one.status in WHYS]
    oversees = supervision.may_order(actor, case.region)
    met = [one for one in found.past if oversees and one.was_called and actor.unit != one.unit]
    known = {
        *takes,
        *(_key("held", one) for one in met),
        *(_key("answer", one) for one in owed),
        *(_key_of(one) for one in asked),
    }
    return {
        "ladder": found,
        "rung_forms": [(one, typed.get(key) or rung_form(one)) for key, one in takes.items()],
        "answers": [(one, _form("answer", one, typed)) for one in owed],
        "whys": {one.id: _form(WHYS[one.status], one, typed) for one in asked},
        "helds": [(one, _form("held", one, typed)) for one in met],
        "unheld": {one.id for one in found.past if one.unheld_on(timezone.localdate(at))},
        "lost_rungs": [form for key, form in typed.items() if key not in known],
    }


def _answers(actor: Actor, one: EscalationView, office: bool) -> bool:
    """The unit gives its own answer; the office only enters what another body did."""
    return office if one.addressee else actor.unit == one.unit


def _key(verb: str, one: EscalationView) -> str:
    return f"{verb}-{one.id}"


def _key_of(one: EscalationView) -> str:
    return _key(WHYS[one.status], one)


def _form(verb: str, one: EscalationView, typed: Typed) -> forms.Form:
    said = {"held_on": one.held_on, "who": one.held_who, "words": one.held_words}
    return typed.get(_key(verb, one)) or FORMS[verb](
        auto_id=f"{verb}-{one.id}-%s", initial=said if verb == "held" else None
    )
