"""Let the applicant put right on the spot what can be (law, art. 32 (3))."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._forms import validate
from yingshang.city.cases._views import CaseView
from yingshang.city.cases._work import Work, seal
from yingshang.city.cases.actions._perform import Sealed, perform
from yingshang.kernel.flow import CorrectOnSpot

__all__ = ["correct_on_spot"]


def correct_on_spot(
    *,
    ref: str,
    what: str,
    by: Actor,
    at: datetime,
    form: Mapping[str, Any] | None = None,
    seq: int | None = None,
) -> CaseView:
    """What was put right, in words; `form`: fields that changed. It is no request for correction.

    FormInvalid for a wrong field.
    """
    changed = {name: value for name, value in (form or {}).items() if value != ""}

    sealed: list[Sealed] = []

    def command(work: Work) -> CorrectOnSpot:
        if changed:
            fields = work.item.body.get("fields", ())
            sealed.append(seal(validate(fields, {**work.form, **changed}, at=at)))
        data = {"digest": sealed[0][2]} if sealed else {}
        return CorrectOnSpot(by=by.id, at=at, what=what, data=data)

    return perform(
        "correct_on_spot",
        ref,
        by,
        at,
        command,
        seq=seq,
        sealed=lambda: sealed[0] if sealed else None,
    )
