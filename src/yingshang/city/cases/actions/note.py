"""Write down what happened beside the procedure."""

from __future__ import annotations

from datetime import datetime

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._views import CaseView
from yingshang.city.cases.actions._perform import perform
from yingshang.kernel.flow import Note

__all__ = ["note"]


def note(*, ref: str, text: str, by: Actor, at: datetime, seq: int | None = None) -> CaseView:
    """A line on the timeline, by anybody on the staff who sees the case."""
    data = {"text": text.strip()[:2000]}
    return perform("note", ref, by, at, lambda work: Note(by=by.id, at=at, data=data), seq=seq)
