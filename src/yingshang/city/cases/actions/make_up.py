"""Hand in what was promised at a tolerant acceptance (容缺)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._files import Upload, store, uploads
from yingshang.city.cases._views import CaseView
from yingshang.city.cases._work import Work
from yingshang.city.cases.actions._perform import perform
from yingshang.kernel.flow import MakeUp

__all__ = ["make_up"]


def make_up(
    *,
    ref: str,
    materials: Sequence[str] = (),
    by: Actor,
    at: datetime,
    files: Sequence[Upload | tuple[str, bytes] | tuple[str, bytes, str]] = (),
    channel: str = "web",
    seq: int | None = None,
) -> CaseView:
    """`materials`: codes handed in; those of `files` count too. In time the case simply goes on."""
    stored = store(uploads(files))
    brought = tuple(dict.fromkeys([*materials, *(row.material for row in stored)]))

    def command(work: Work) -> MakeUp:
        data = {"files": [row.sha256 for row in stored]} if stored else {}
        return MakeUp(by=by.id, at=at, materials=brought, channel=channel, data=data)

    return perform("make_up", ref, by, at, command, seq=seq, files=stored)
