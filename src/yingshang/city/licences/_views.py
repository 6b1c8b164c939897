"""A certificate as it is shown; the day decides whether it has run out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import segno

from yingshang.city.accounts import service as accounts
from yingshang.city.licences import _identifiers as identifiers
from yingshang.city.licences._types import Attribute, LicenceType, read_facts, type_of
from yingshang.city.licences.kinds import LicenceStatus
from yingshang.city.licences.models import Licence

__all__ = ["FactLine", "LicenceView", "lines_of", "public_name", "qr_svg", "view_of"]


@dataclass(frozen=True)
class FactLine:
    """One line of a licence. `value` '' where nothing is recorded."""

    code: str
    label: str
    value: str
    personal: bool = False


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
    identifier: str = ""
    version: int = 1
    grade: str = "A"
    imported: bool = False
    facts: tuple[FactLine, ...] = ()

    def qr_svg(self, url: str) -> str:
        """The QR code of the public verification page at `url`, as inline SVG."""
        return qr_svg(url)


def qr_svg(url: str) -> str:
    """An inline SVG of a QR code, error correction M, quiet zone kept, scalable."""
    code = segno.make(url, error="m", micro=False)
    return str(code.svg_inline(scale=4, border=4, omitsize=True, title="扫码核验"))


def status_of(row: Licence, on: date | None) -> str:
    if on and row.valid_until and row.valid_until < on and row.status == LicenceStatus.VALID:
        return LicenceStatus.EXPIRED
    return row.status


def view_of(row: Licence, on: date | None = None) -> LicenceView:
    """Facts are given in full: callers say what a reader may see of them."""
    status = status_of(row, on)
    kind = kind_of(row)
    said = read_facts(row.facts)
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
        identifier=row.identifier or identifier_of(row, kind),
        version=row.version,
        grade=row.grade,
        imported=row.batch_id is not None,
        facts=tuple(
            FactLine(a.code, a.label, said[a.code], a.personal)
            for a in kind.attributes
            if a.code in said
        ),
    )


def kind_of(row: Licence) -> LicenceType:
    """Its type as it was on the day of its issue, or the first that was ever declared."""
    return type_of(row.type, region=row.region, on=row.issued_on, name=row.name)


def identifier_of(row: Licence, kind: LicenceType, *, version: int | None = None) -> str:
    """Worked out anew; for a certificate from before identifiers were kept, or a next version."""
    known = identifiers.parse(row.identifier)
    if known is not None:
        return identifiers.make(
            type=known.type,
            issuer=known.issuer,
            serial=known.serial,
            version=version or known.version,
        )
    return identifiers.make(
        type=kind.type_code(row.issuer),
        issuer=kind.issuer_credit_code(row.issuer),
        serial=serial_of(row.case_ref, row.number),
        version=version or row.version,
    )


def serial_of(case_ref: str, number: str) -> str:
    """Year and serial of the case, and what tells a second certificate of it from the first."""
    head, _dash, rest = case_ref.partition("-")
    again = number.rpartition("-")[2] if number.count("-") else ""
    letters = "".join(c for c in f"{rest}{'R' + again if again else ''}".upper() if c.isalnum())
    return letters if head and letters.isascii() and letters else "0"


def value_of(view: LicenceView, attribute: Attribute) -> str:
    """One line in words."""
    base = {
        "holder": view.holder,
        "number": view.number,
        "issuer": view.issuer_name,
        "issued_on": view.issued_on.isoformat(),
        "valid_until": view.valid_until.isoformat() if view.valid_until else "长期",
    }
    if attribute.code in base:
        return base[attribute.code]
    return next((line.value for line in view.facts if line.code == attribute.code), "")


def lines_of(view: LicenceView) -> list[FactLine]:
    """Every line that has something to say, the base ones first."""
    kind = type_of(view.type, region=view.region, on=view.issued_on, name=view.name)
    found = (
        FactLine(a.code, a.label, value_of(view, a), a.personal) for a in kind.every_attribute()
    )
    return [line for line in found if line.value]


def public_name(holder: str) -> str:
    """A registered firm's name is longer than four characters: it must say its form."""
    if len(holder) > 4:
        return holder
    return (
        holder[:1] + "*" * (len(holder) - 2) + holder[-1:] if len(holder) > 2 else holder[:1] + "*"
    )


def public_facts(view: LicenceView) -> tuple[FactLine, ...]:
    """What a stranger with the QR code sees: as the type says, mask or nothing."""
    kind = type_of(view.type, region=view.region, on=view.issued_on, name=view.name)
    rule = {a.code: a.public for a in kind.attributes}
    shown = []
    for line in view.facts:
        if rule[line.code] == "show":
            shown.append(line)
        elif rule[line.code] == "mask":
            masked = accounts.mask(line.value)
            shown.append(FactLine(line.code, line.label, masked, line.personal))
    return tuple(shown)
