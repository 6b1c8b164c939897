"""Whose certificate is shown to whom; and the issuer's own revocation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal, Role
from yingshang.city.audit import service as audit
from yingshang.city.licences._views import LicenceView, public_facts, public_name, view_of
from yingshang.city.licences.kinds import LicenceStatus
from yingshang.city.licences.models import Licence

__all__ = ["for_case", "my", "own", "revoke", "verify"]


def for_case(ref: str) -> LicenceView | None:
    """The certificate in force (else the latest) that a case brought; None where none."""
    rows = Licence.objects.filter(case_ref=ref)
    found = sorted(rows, key=lambda row: (row.status == LicenceStatus.VALID, row.number))
    return view_of(found[-1]) if found else None


def verify(token: str, *, on: date | None = None) -> LicenceView | None:
    """Public: the certificate behind a token; None for a token that was never given out.

    A natural person's name is masked (秦*兰 still compares with the paper); a firm's is not.
    """
    row = Licence.objects.filter(token=token).first() if token else None
    if row is None:
        return None
    view = view_of(row, on)
    return replace(view, holder=public_name(row.holder), facts=public_facts(view))


def my(actor: Actor, *, on: date | None = None) -> list[LicenceView]:
    """The certificates of the actor's party, newest first."""
    if actor.party is None:
        return []
    rows = Licence.objects.filter(party=actor.party).order_by("-issued_on", "-number")
    return [view_of(row, on) for row in rows]


def own_row(actor: Actor, number: str) -> Licence:
    """A certificate of the actor's party; NotVisible for anybody else's."""
    row = Licence.objects.filter(number=number, party=actor.party).first()
    if actor.party is None or row is None:
        raise accounts.NotVisible(number)
    return row


def own(actor: Actor, number: str, *, on: date | None = None) -> LicenceView:
    """One of my certificates; NotVisible for anybody else's."""
    return view_of(own_row(actor, number), on)


@transaction.atomic
def revoke(*, number: str, by: Actor, at: datetime, reason: str) -> LicenceView:
    """Revoke an unlawful grant (Administrative Licensing Law art. 69), on record, with a reason."""
    row = Licence.objects.select_for_update().filter(number=number).first()
    if row is None or (by.role != Role.SYSTEM and by.region != row.region):
        raise accounts.NotVisible(number)
    if by.role != Role.SYSTEM and by.unit != row.issuer:
        raise Refusal("not-yours", "只有发证机关可以撤销证照，没有撤销。请由发证机关办理。")
    if row.status != LicenceStatus.VALID:
        raise Refusal("licence-ended", "该证照已经失效，不必再撤销。请刷新页面查看状态。")
    if not reason.strip():
        raise Refusal("reason-missing", "撤销证照必须写明理由。请补写后再提交。")
    row.status = LicenceStatus.REVOKED
    Licence.objects.filter(number=number).update(status=row.status)
    audit.record(
        by=by, at=at, action="licences.revoke", obj=number, detail={"reason": reason.strip()}
    )
    return view_of(row)
