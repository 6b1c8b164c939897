"""A certificate comes into being: prepared by the deciding case, written with its facts."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from yingshang.adapters import rows as changes
from yingshang.city.licences import _identifiers as identifiers
from yingshang.city.licences._types import facts_from, type_of
from yingshang.city.licences._views import LicenceView, serial_of, view_of
from yingshang.city.licences.kinds import LicenceStatus
from yingshang.city.licences.models import Licence
from yingshang.kernel.worktime import CST

__all__ = ["LicenceRow", "issue", "prepare", "write"]


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
    identifier: str = ""
    facts: str = "{}"
    grade: str = "A"

    def fact(self) -> dict[str, Any]:
        """What the case's `licence-issued` event records; neither holder nor token."""
        return {
            "number": self.number,
            "type": self.type,
            "name": self.name,
            "issued_on": self.issued_on.isoformat(),
            "valid_until": self.valid_until.isoformat() if self.valid_until else None,
        }


VALID, REVOKED = LicenceStatus.VALID.value, LicenceStatus.REVOKED.value
COLUMNS = ("status", "version", *(field.name for field in fields(LicenceRow)))
SUPERSEDE = "UPDATE licences_licence SET status = %s WHERE case_ref = %s AND status = %s"


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
    form: Mapping[str, Any] | None = None,
) -> LicenceRow:
    """A certificate as the item declares it (type, name, prefix, valid_years), not written.

    `again`: how often the case was reopened; what it then brings has a number of its own.
    `form`: what the type's further lines are taken from.
    """
    issued = at.astimezone(CST).date()
    serial = case_ref.rpartition("-")[2] + (f"-{again + 1}" if again else "")
    number = f"{declared['prefix']}{region}{issued:%Y%m%d}{serial}"
    kind = type_of(declared["type"], region=region, on=issued, name=declared["name"])
    years = declared.get("valid_years") or kind.valid_years
    return LicenceRow(
        number=number,
        type=declared["type"],
        name=declared["name"],
        holder=holder,
        party_id=party,
        region=region,
        issuer=issuer,
        case_ref=case_ref,
        issued_on=issued,
        valid_until=last_day(issued, int(years)) if years else None,
        token=secrets.token_urlsafe(24),
        identifier=identifiers.make(
            type=kind.type_code(issuer),
            issuer=kind.issuer_credit_code(issuer),
            serial=serial_of(case_ref, serial),
        ),
        facts=json.dumps(facts_from(kind, form or {}), ensure_ascii=False),
        grade=kind.grade,
    )


def last_day(issued: date, years: int) -> date:
    """The day before the anniversary; 29 February runs to the 28th."""
    try:
        anniversary = issued.replace(year=issued.year + years)
    except ValueError:
        anniversary = date(issued.year + years, 3, 1)
    return anniversary - timedelta(days=1)


def write(rows: list[LicenceRow]) -> None:
    """Write prepared certificates in the caller's transaction; an earlier one of a case ends."""
    changes.change_many(SUPERSEDE, [(REVOKED, row.case_ref, VALID) for row in rows])
    values = [(VALID, 1, *vars(row).values()) for row in rows]
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
    form: Mapping[str, Any] | None = None,
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
        form=form,
    )
    write([row])
    return view_of(Licence.objects.get(number=row.number))
