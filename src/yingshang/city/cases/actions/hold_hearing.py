"""Enter the record of a hearing that was held; the decision rests on it (art. 48)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._files import Upload, store, uploads
from yingshang.city.cases._views import CaseView
from yingshang.city.cases._work import Work
from yingshang.city.cases.actions._perform import perform
from yingshang.kernel.flow import HoldHearing

__all__ = ["hold_hearing"]


def hold_hearing(
    *,
    ref: str,
    record: str,
    by: Actor,
    at: datetime,
    files: Sequence[Upload | tuple[str, bytes] | tuple[str, bytes, str]] = (),
    seq: int | None = None,
) -> CaseView:
    """What the record says, and its signed pages as files; the decision clock runs on."""
    stored = store(uploads(files))

    def command(work: Work) -> HoldHearing:
        data = {"files": [row.sha256 for row in stored]} if stored else {}
        return HoldHearing(by=by.id, at=at, record=record, data=data)

    return perform("hold_hearing", ref, by, at, command, seq=seq, files=stored)
