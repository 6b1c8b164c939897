"""Write down what happened beside the procedure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._files import Upload, store
from yingshang.city.cases._views import CaseView
from yingshang.city.cases._work import Work
from yingshang.city.cases.actions._perform import perform
from yingshang.kernel.flow import Note

__all__ = ["note"]


def note(
    *,
    ref: str,
    text: str,
    by: Actor,
    at: datetime,
    seq: int | None = None,
    files: Sequence[Upload] = (),
) -> CaseView:
    """A line on the timeline, with what goes with it, by anybody on the staff who sees the case."""
    stored = store(files)
    data: dict[str, Any] = {"text": text.strip()[:2000]}
    if stored:
        data["files"] = [row.sha256 for row in stored]

    def command(work: Work) -> Note:
        return Note(by=by.id, at=at, data=data)

    return perform("note", ref, by, at, command, seq=seq, files=stored)
