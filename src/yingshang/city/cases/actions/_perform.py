"""What all verbs share: lock → may → decide → write with its messages, in one transaction.

The appended facts are the record of who did what: no second record is kept of a verb.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, cast

from yingshang.city.accounts.kinds import SYSTEM, Actor
from yingshang.city.accounts.service import NotVisible
from yingshang.city.cases._files import FileRow
from yingshang.city.cases._fold import seated
from yingshang.city.cases._hands import passing
from yingshang.city.cases._load import Head, take
from yingshang.city.cases._notices import notices
from yingshang.city.cases._reading import fetch, not_yours, view_of
from yingshang.city.cases._views import CaseView
from yingshang.city.cases._whole import whole
from yingshang.city.cases._work import Work
from yingshang.city.cases._writer import append, stale
from yingshang.city.cases.access import looks_on, may, sees
from yingshang.city.cases.kinds import VERB_LABELS
from yingshang.city.cases.models import Case
from yingshang.city.cases.registries import follow
from yingshang.kernel.flow import Command

__all__ = ["Sealed", "locked", "perform", "save", "seen_after"]

Sealed = tuple[str, str, str]


class _After:
    """The case after a verb: `ref`, `seq`, `hash` and `state` at once, all of CaseView when asked.

    Most callers need no more than that it was done; whoever shows the case pays for its view,
    and is shown it as it stands then.
    """

    __slots__ = ("_at", "_by", "_view", "hash", "ref", "seq", "state")

    def __init__(self, by: Actor, work: Work, at: datetime) -> None:
        self.ref, self.seq, self.hash = work.ref, work.standing.seq, work.last_hash
        self.state = work.standing.state
        self._by, self._at = by, at
        self._view: CaseView | None = None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if self._view is None:
            self._view = _seen(self._by, self.ref, self._at)
        return getattr(self._view, name)


def locked(
    verb: str, ref: str, by: Actor, seq: int | None, step: str | None = None
) -> tuple[Head, Work]:
    """The case in hand, locked; NotVisible, 'stale' or 'not-yours' where the actor stops here."""
    head, work = take(ref, lock=True)
    if not sees(by, head, seated(work)) and not (verb == "note" and looks_on(by, ref)):
        raise NotVisible(ref)
    if seq is not None and seq != work.standing.seq:
        raise stale()
    if not may(by, verb, head, work.item.flow, work.standing, step):
        raise not_yours(VERB_LABELS[verb])
    return head, work


def perform(
    verb: str,
    ref: str,
    by: Actor,
    at: datetime,
    command: Callable[[Work], Command],
    *,
    seq: int | None = None,
    step: str | None = None,
    sealed: Sealed | Callable[[], Sealed | None] | None = None,
    files: Sequence[FileRow] = (),
) -> CaseView:
    """Do one verb on one case: Refusal or NotVisible, or the case as it stands afterwards.

    `sealed` may be a function, asked after `command` was: personal data that it found.
    """
    with whole():
        head, work = locked(verb, ref, by, seq, step)
        if head.claims:
            by = passing(head, work, verb, step, by, at)
        asked = command(work)
        work.do(asked, by, sealed() if callable(sealed) else sealed, files)
        save(work)
    return seen_after(by, work, at)


def save(work: Work) -> None:
    """Write what is in hand with its messages, in the caller's transaction, and what follows."""
    facts = tuple(work.facts)
    append([work], list(notices(work)))
    follow(work, facts)


def seen_after(by: Actor, work: Work, at: datetime) -> CaseView:
    """The case after a verb; its view is read only when somebody looks."""
    return cast(CaseView, _After(by, work, at))


def _seen(by: Actor, ref: str, at: datetime) -> CaseView:
    """Who has just handed the case to another unit still sees the result."""
    case = Case.objects.get(ref=ref)
    try:
        fetch(by, ref)
    except LookupError:
        return view_of(SYSTEM, case, at=at)
    return view_of(by, case, at=at)
