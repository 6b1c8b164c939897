"""The door of licences: issue, verify, list."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

import segno
from django.db import transaction

from yingshang.adapters import rows as changes
from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal, Role
from yingshang.city.audit import service as audit
from yingshang.city.licences._acts import (
    ActRow,
    ActView,
    acts_of,
    fit_to_act,
    number_of_case,
    renewed_until,
    write_acts,
)
from yingshang.city.licences._undo import UndoRow, write_undone
from yingshang.city.licences.kinds import LicenceStatus
from yingshang.city.licences.models import Licence
from yingshang.kernel.worktime import CST

__all__ = [
    "ActRow",
    "ActView",
    "LicenceRow",
    "LicenceStatus",
    "LicenceView",
    "UndoRow",
    "acts_of",
    "fit_to_act",
    "for_case",
    "issue",
    "my",
    "number_of_case",
    "prepare",
    "qr_svg",
    "renewed_until",
    "revoke",
    "verify",
    "write",
    "write_acts",
    "write_undone",
]


@dataclass(frozen=True)
class LicenceRow:
    """A certificate ready to be written in the deciding transaction."""

    number: str
    type: str
    name: str
    holder: str
    party_id: int | None
    region: str
    issuer: str
    case_ref: str
    issued_on: date
    valid_until: date | None
    token: str

    def fact(self) -> dict[str, Any]:
        """What the case's `licence-issued` event records; neither holder nor token."""
        return {
            "number": self.number,
            "type": self.type,
            "name": self.name,
            "issued_on": self.issued_on.isoformat(),
            "valid_until": self.valid_until.isoformat() if self.valid_until else None,
        }


@dataclass(frozen=True)
class LicenceView:
    """A certificate as it is shown. `status` takes the day into account."""

    number: str
    type: str
    name: str
    holder: str
    region: str
    region_name: str
    issuer: str
    issuer_name: str
    case_ref: str
    issued_on: date
    valid_until: date | None
    status: str
    status_label: str
    token: str

    def qr_svg(self, url: str) -> str:
        """The QR code of the public verification page at `url`, as inline SVG."""
        return qr_svg(url)


def qr_svg(url: str) -> str:
    """An inline SVG of a QR code, error correction M, quiet zone kept, scalable."""
    code = segno.make(url, error="m", micro=False)
    return str(code.svg_inline(scale=4, border=4, omitsize=True, title="扫码核验"))


def prepare(
    *,
    declared: Mapping[str, Any],
    case_ref: str,
    region: str,
    issuer: str,
    party: int | None,
    holder: str,
    at: datetime,
    again: int = 0,
) -> LicenceRow:
    """A certificate as the item declares it (type, name, prefix, valid_years), not written.

    `again`: how often the case was reopened; what it then brings has a number of its own.
    """
    issued = at.astimezone(CST).date()
    serial = case_ref.rpartition("-")[2] + (f"-{again + 1}" if again else "")
    years = declared.get("valid_years")
    return LicenceRow(
        number=f"{declared['prefix']}{region}{issued:%Y%m%d}{serial}",
        type=declared["type"],
        name=declared["name"],
        holder=holder,
        party_id=party,
        region=region,
        issuer=issuer,
        case_ref=case_ref,
        issued_on=issued,
        valid_until=_last_day(issued, int(years)) if years else None,
        token=secrets.token_urlsafe(24),
    )


VALID, REVOKED = LicenceStatus.VALID.value, LicenceStatus.REVOKED.value
COLUMNS = ("status", *(field.name for field in fields(LicenceRow)))
SUPERSEDE = "UPDATE licences_licence SET status = %s WHERE case_ref = %s AND status = %s"


def _last_day(issued: date, years: int) -> date:
    """The day before the anniversary; 29 February runs to the 28th."""
    try:
        anniversary = issued.replace(year=issued.year + years)
    except ValueError:
        anniversary = date(issued.year + years, 3, 1)
    return anniversary - timedelta(days=1)


def write(rows: list[LicenceRow]) -> None:
    """Write prepared certificates in the caller's transaction; an earlier one of a case ends."""
    changes.change_many(SUPERSEDE, [(REVOKED, row.case_ref, VALID) for row in rows])
    values = [(VALID, *vars(row).values()) for row in rows]
    changes.change_many(changes.insert("licences_licence", COLUMNS), values)


def issue(
    *,
    declared: Mapping[str, Any],
    case_ref: str,
    region: str,
    issuer: str,
    party: int | None,
    holder: str,
    at: datetime,
) -> LicenceView:
    """Prepare and write one certificate in the caller's transaction."""
    row = prepare(
        declared=declared,
        case_ref=case_ref,
        region=region,
        issuer=issuer,
        party=party,
        holder=holder,
        at=at,
    )
    write([row])
    return _view(Licence.objects.get(number=row.number))


def _view(row: Licence, on: date | None = None) -> LicenceView:
    status = row.status
    if on and row.valid_until and row.valid_until < on and status == LicenceStatus.VALID:
        status = LicenceStatus.EXPIRED
    return LicenceView(
        number=row.number,
        type=row.type,
        name=row.name,
        holder=row.holder,
        region=row.region,
        region_name=accounts.region_name(row.region),
        issuer=row.issuer,
        issuer_name=accounts.unit_name(row.issuer),
        case_ref=row.case_ref,
        issued_on=row.issued_on,
        valid_until=row.valid_until,
        status=status,
        status_label=str(LicenceStatus(status).label),
        token=row.token,
    )


def for_case(ref: str) -> LicenceView | None:
    """The certificate in force (else the latest) that a case brought; None where none."""
    rows = Licence.objects.filter(case_ref=ref)
    found = sorted(rows, key=lambda row: (row.status == LicenceStatus.VALID, row.number))
    return _view(found[-1]) if found else None


def verify(token: str, *, on: date | None = None) -> LicenceView | None:
    """Public: the certificate behind a token; None for a token that was never given out.

    A natural person's name is masked (秦*兰 still compares with the paper); a firm's is not.
    """
    row = Licence.objects.filter(token=token).first() if token else None
    if row is None:
        return None
    row.holder = _public_name(row.holder)
    return _view(row, on)


def _public_name(holder: str) -> str:
    """A registered firm's name is longer than four characters: it must say its form."""
    if len(holder) > 4:
        return holder
    return (
        holder[:1] + "*" * (len(holder) - 2) + holder[-1:] if len(holder) > 2 else holder[:1] + "*"
    )


def my(actor: Actor, *, on: date | None = None) -> list[LicenceView]:
    """The certificates of the actor's party, newest first."""
    if actor.party is None:
        return []
    rows = Licence.objects.filter(party=actor.party).order_by("-issued_on", "-number")
    return [_view(row, on) for row in rows]


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
    return _view(row)
