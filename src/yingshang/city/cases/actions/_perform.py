"""What all verbs share: lock → may → decide → write → audit and messages, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from yingshang.city.accounts.kinds import SYSTEM, Actor
from yingshang.city.audit import service as audit
from yingshang.city.cases._files import FileRow
from yingshang.city.cases._load import work_of
from yingshang.city.cases._notices import notices
from yingshang.city.cases._reading import fetch, not_yours, view_of
from yingshang.city.cases._views import CaseView
from yingshang.city.cases._work import Work
from yingshang.city.cases._writer import append, stale
from yingshang.city.cases.access import may
from yingshang.city.cases.kinds import VERB_LABELS
from yingshang.city.cases.models import Case
from yingshang.city.notify import service as notify
from yingshang.kernel.flow import Command

__all__ = ["Sealed", "locked", "perform", "save"]

Sealed = tuple[str, str, str]


def locked(
    verb: str, ref: str, by: Actor, seq: int | None, step: str | None = None
) -> tuple[Case, Work]:
    """The case in hand, locked; NotVisible, 'stale' or 'not-yours' where the actor stops here."""
    case = fetch(by, ref, lock=True)
    work = work_of(case)
    if seq is not None and seq != work.standing.seq:
        raise stale()
    if not may(by, verb, case, work.item.flow, work.standing, step):
        raise not_yours(VERB_LABELS[verb])
    return case, work


def perform(
    verb: str,
    ref: str,
    by: Actor,
    at: datetime,
    command: Callable[[Work], Command],
    *,
    seq: int | None = None,
    step: str | None = None,
    sealed: Sealed | None = None,
    files: Sequence[FileRow] = (),
) -> CaseView:
    """Do one verb on one case: Refusal or NotVisible, or the case as it stands afterwards."""
    with transaction.atomic():
        _case, work = locked(verb, ref, by, seq, step)
        work.do(command(work), by, sealed, files)
        save(work, verb, by, at)
    return seen_after(by, ref, at)


def save(work: Work, verb: str, by: Actor, at: datetime) -> None:
    """Write what is in hand with its messages and audit record, in the caller's transaction."""
    messages = list(notices(work))
    names = [fact.event.name for fact in work.facts]
    append([work])
    notify.send_many(messages)
    audit.record(by=by, at=at, action=f"cases.{verb}", obj=work.ref, detail=_detail(names, work))


def _detail(names: list[str], work: Work) -> dict[str, Any]:
    return {"events": names, "seq": work.standing.seq, "hash": work.last_hash}


def seen_after(by: Actor, ref: str, at: datetime) -> CaseView:
    """The case after a verb; who has just handed it to another unit still sees the result."""
    case = Case.objects.get(ref=ref)
    try:
        fetch(by, ref)
    except LookupError:
        return view_of(SYSTEM, case, at=at)
    return view_of(by, case, at=at)
