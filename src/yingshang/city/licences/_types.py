"""Types of licences, as data/ declares them; an undeclared one is taken from its item."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from yingshang.city.definitions import service as definitions
from yingshang.city.licences import _identifiers as identifiers
from yingshang.city.licences.kinds import GRADE_LABELS

__all__ = ["BASE", "Attribute", "LicenceType", "facts_from", "type_of", "types"]

KIND = "licencetype"


@dataclass(frozen=True)
class Attribute:
    """One line of a licence. `sources`: fields of a form that it is taken from; `public`: what
    somebody who only holds the QR code sees of it (show, mask, hide)."""

    code: str
    label: str
    sources: tuple[str, ...] = ()
    personal: bool = False
    public: str = "show"


# what stands on every licence; facts of a type come after these
BASE = (
    Attribute("holder", "持有人", personal=True, public="mask"),
    Attribute("number", "证照编号"),
    Attribute("issuer", "发证机关"),
    Attribute("issued_on", "发证日期"),
    Attribute("valid_until", "有效期至"),
)


@dataclass(frozen=True)
class LicenceType:
    code: str
    name: str
    gbt: str = ""
    seq: str = ""
    issuer: str = ""
    issuer_code: str = ""
    holder: str = "either"
    valid_years: int | None = None
    grade: str = "A"
    replaces_paper: bool = True
    declared: bool = True
    basis: str = ""
    attributes: tuple[Attribute, ...] = field(default=())

    @property
    def grade_label(self) -> str:
        return str(GRADE_LABELS[self.grade])

    def issuer_credit_code(self, unit: str) -> str:
        return self.issuer_code or identifiers.issuer_code(unit)

    def type_code(self, unit: str) -> str:
        issuer = self.issuer_credit_code(unit)
        return identifiers.type_code(self.gbt, issuer=issuer, code=self.code, seq=self.seq)

    def every_attribute(self) -> tuple[Attribute, ...]:
        return (*BASE, *self.attributes)


def type_of(code: str, *, region: str, on: date, name: str = "") -> LicenceType:
    """The type in force; one that nobody declared has the name its item gives it."""
    edition = definitions.edition(KIND, code, region=region, on=on)
    if edition is None:
        return LicenceType(code=code, name=name or code, declared=False)
    return _read(edition.body)


def types(*, region: str, on: date) -> list[LicenceType]:
    """Every declared type, by code."""
    return [_read(edition.body) for edition in definitions.editions(KIND, region=region, on=on)]


def _read(body: Mapping[str, Any]) -> LicenceType:
    return LicenceType(
        code=body["code"],
        name=body["name"],
        gbt=body.get("gbt", ""),
        seq=body.get("seq", ""),
        issuer=body["issuer"],
        issuer_code=body.get("issuer_code", ""),
        holder=body.get("holder", "either"),
        valid_years=body.get("valid_years"),
        grade=body.get("grade", "A"),
        replaces_paper=body.get("replaces_paper", True),
        basis=body.get("basis", ""),
        attributes=tuple(
            Attribute(
                code=row["code"],
                label=row["label"],
                sources=tuple(row.get("from", [row["code"]])),
                personal=row.get("personal", False),
                public=row.get("public", "mask" if row.get("personal") else "show"),
            )
            for row in body.get("attributes", ())
        ),
    )


def facts_from(kind: LicenceType, form: Mapping[str, Any]) -> dict[str, str]:
    """What a form says about the attributes of a type; nothing where it is silent."""
    found = {}
    for attribute in kind.attributes:
        said = (str(form.get(name) or "").strip() for name in attribute.sources)
        value = next((text for text in said if text), "")
        if value:
            found[attribute.code] = value[:500]
    return found


def read_facts(text: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(text or "{}")
    return found
