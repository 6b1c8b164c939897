"""Hand in what was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._files import Upload, store, uploads
from yingshang.city.cases._forms import validate
from yingshang.city.cases._trust import Own, keep_trust, lend_to, lent_fact
from yingshang.city.cases._views import CaseView
from yingshang.city.cases._whole import whole
from yingshang.city.cases._work import seal
from yingshang.city.cases.actions._perform import locked, save, seen_after
from yingshang.kernel.flow import Supply

__all__ = ["supply"]


def supply(
    *,
    ref: str,
    by: Actor,
    at: datetime,
    form: Mapping[str, Any] | None = None,
    files: Sequence[Upload | tuple[str, bytes] | tuple[str, bytes, str]] = (),
    channel: str = "web",
    seq: int | None = None,
    own: Own = MappingProxyType({}),
) -> CaseView:
    """Lay corrected fields over the form and add files. FormInvalid for a wrong field.

    `own`: licences in place of materials (_trust).
    """
    lent = lend_to(ref, own, by, at)
    stored = store([*uploads(files), *lent.uploads])
    with whole():
        _case, work = locked("supply", ref, by, seq)
        changed = dict(form or {})
        clean = validate(work.item.body.get("fields", ()), {**work.form, **changed}, at=at)
        sealed = seal(clean)
        data: dict[str, Any] = {"digest": sealed[2], **lent_fact(lent)}
        if stored:
            data["files"] = [row.sha256 for row in stored]
        work.do(Supply(by=by.id, at=at, channel=channel, data=data), by, sealed, stored)
        save(work)
        keep_trust(ref, stored, lent, by=by, at=at)
    return seen_after(by, work, at)
