"""An act of which the decision no longer stands, taken back: what else was done stays done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from yingshang.city.licences._acts import INTO
from yingshang.city.licences._versions import as_before
from yingshang.city.licences.kinds import LicenceStatus
from yingshang.city.licences.models import Licence, LicenceAct

__all__ = ["UNDO", "UndoRow", "write_undone"]

UNDO = "undo"


@dataclass(frozen=True)
class UndoRow:
    """The act of a case, to be taken back in the transaction that reopens the case. `until`: the
    last valid day before that act, where the act had set another."""

    number: str
    case_ref: str
    at: datetime
    reason: str
    until: date | None = None


def write_undone(rows: Sequence[UndoRow]) -> None:
    """Take back in the caller's transaction; nothing where the case had done nothing."""
    for row in rows:
        licence = Licence.objects.select_for_update().filter(number=row.number).first()
        before = _standing(LicenceAct.objects.filter(licence=row.number).order_by("at", "pk"))
        gone = next((act for act in before if act.case_ref == row.case_ref), None)
        if licence is None or gone is None:
            continue
        left = [act for act in before if act is not gone]
        # the first state is that of its issue; a certificate that a later act ended stays ended
        states = [INTO[act.act] for act in left if act.act in INTO]
        until = licence.valid_until
        if gone.valid_until is not None:
            renewed = [act.valid_until for act in left if act.valid_until is not None]
            until = renewed[-1] if renewed else row.until or until
        status = states[-1] if states else LicenceStatus.VALID
        Licence.objects.filter(number=row.number).update(status=status)
        as_before(licence, case_ref=row.case_ref, at=row.at, until=until)
        LicenceAct.objects.create(
            licence_id=row.number,
            act=UNDO,
            case_ref=row.case_ref,
            at=row.at,
            reason=row.reason[:2000],
        )


def _standing(acts: Iterable[LicenceAct]) -> list[LicenceAct]:
    """The acts that still hold, oldest first: each undoing takes back the last of its case."""
    holding: list[LicenceAct] = []
    for act in acts:
        if act.act != UNDO:
            holding.append(act)
            continue
        last = next(
            (n for n in reversed(range(len(holding))) if holding[n].case_ref == act.case_ref), None
        )
        if last is not None:
            del holding[last]
    return holding
