"""The ladder on the page of a case."""

from datetime import datetime
from typing import Any

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases.service import CaseView
from yingshang.city.supervision import service as supervision
from yingshang.surfaces.desk.forms.oversight import AnswerForm, RungForm, WhyForm

__all__ = ["ladder_context"]


def ladder_context(actor: Actor, case: CaseView, at: datetime) -> dict[str, Any]:
    """The ladder of one case with its forms; {} where its family has none."""
    found = supervision.ladder_for(actor, case, at=at)
    if found is None:
        return {}
    forms = [
        (one, RungForm(meeting=one.meeting, initial={"rung": one.code, "demand": one.demand},
                       auto_id=f"rung-{one.code}-%s"))
        for one in found.rungs
        if one.may_take
    ]  # fmt: skip
    standing = [one for one in found.past if one.standing]
    return {
        "ladder": found,
        "rung_forms": forms,
        "answers": [(one, AnswerForm(auto_id=f"answer-{one.id}-%s")) for one in standing],
        "whys": {one.id: WhyForm(auto_id=f"why-{one.id}-%s") for one in found.past},
    }
