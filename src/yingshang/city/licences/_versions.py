"""Versions: a change leaves the old one readable and gives the certificate a next identifier."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yingshang.city.licences._types import facts_from, read_facts
from yingshang.city.licences._views import FactLine, identifier_of, kind_of
from yingshang.city.licences.models import Licence, LicenceVersion

__all__ = ["VersionView", "as_before", "changed_facts", "next_version", "versions_of"]


@dataclass(frozen=True)
class VersionView:
    """A certificate as it stood until `until`, when the case `case_ref` replaced it."""

    version: int
    identifier: str
    holder: str
    valid_until: date | None
    facts: tuple[FactLine, ...]
    case_ref: str
    until: datetime


def next_version(
    row: Licence,
    *,
    case_ref: str,
    at: datetime,
    holder: str = "",
    valid_until: date | None = None,
    facts: Mapping[str, str] | None = None,
) -> None:
    """Keep what stands and write what follows, in the caller's transaction; `row` is updated.

    What is not named stays as it is. Saying the same again makes no version.
    """
    said = read_facts(row.facts)
    new = (holder or row.holder, valid_until or row.valid_until, {**said, **(facts or {})})
    if new == (row.holder, row.valid_until, said):
        return
    _replace(row, case_ref, at, *new)


def as_before(row: Licence, *, case_ref: str, at: datetime, until: date | None) -> None:
    """What the case had changed reads as before again: that too is a version of its own.

    Only what no later case has changed since; `until` is the last valid day that now holds.
    """
    last = LicenceVersion.objects.filter(licence=row.number).order_by("-version").first()
    if last is not None and last.case_ref == case_ref:
        _replace(row, case_ref, at, last.holder, until, read_facts(last.facts))
    elif until != row.valid_until:
        _replace(row, case_ref, at, row.holder, until, read_facts(row.facts))


def _replace(
    row: Licence,
    case_ref: str,
    at: datetime,
    holder: str,
    until: date | None,
    facts: Mapping[str, str],
) -> None:
    kind = kind_of(row)
    old = row.identifier or identifier_of(row, kind)
    LicenceVersion.objects.create(
        licence_id=row.number,
        version=row.version,
        identifier=old,
        holder=row.holder,
        valid_until=row.valid_until,
        facts=row.facts,
        case_ref=case_ref,
        until=at,
    )
    row.identifier = identifier_of(row, kind, version=row.version + 1)
    row.version += 1
    row.holder, row.valid_until = holder, until
    row.facts = json.dumps(facts, ensure_ascii=False)
    Licence.objects.filter(number=row.number).update(
        identifier=row.identifier,
        version=row.version,
        holder=row.holder,
        valid_until=row.valid_until,
        facts=row.facts,
    )


def changed_facts(number: str, form: Mapping[str, Any]) -> dict[str, str]:
    """What the form of a change says about the lines of this certificate."""
    row = Licence.objects.filter(number=number).first()
    return facts_from(kind_of(row), form) if row else {}


def versions_of(number: str) -> list[VersionView]:
    """The earlier versions of a certificate, newest first. Who may see it is the caller's ask."""
    rows = LicenceVersion.objects.filter(licence=number).select_related("licence")
    found = []
    for row in rows.order_by("-version"):
        labels = {a.code: a.label for a in kind_of(row.licence).attributes}
        facts = tuple(FactLine(c, labels.get(c, c), v) for c, v in read_facts(row.facts).items())
        found.append(
            VersionView(
                version=row.version,
                identifier=row.identifier,
                holder=row.holder,
                valid_until=row.valid_until,
                facts=facts,
                case_ref=row.case_ref,
                until=row.until,
            )
        )
    return found
