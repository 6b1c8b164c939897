"""Figures on their way into the book: the earlier report of the same is kept, superseded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.indicators._definition import Definition
from yingshang.city.indicators._figures import Figure
from yingshang.city.indicators.kinds import Way
from yingshang.city.indicators.models import HandIn, Import, Reported

__all__ = ["Delivery", "keep", "refuse_stranger"]


@dataclass(frozen=True)
class Delivery:
    """What came with the figures."""

    unit: str
    region: str
    name: str
    sha256: str
    sheet: str
    way: Way
    note: str = ""
    confirmed: Sequence[str] = ()
    evidence: tuple[str, str] = field(default=("", ""))  # name, sha256


@transaction.atomic
def keep(
    figures: Iterable[Figure],
    known: Mapping[str, Definition],
    told: Delivery,
    *,
    by: Actor,
    at: datetime,
) -> tuple[HandIn, list[Reported]]:
    """Write all of them; each supersedes the unit's earlier figure of the same place and month."""
    figures = list(figures)
    source = Import.objects.create(
        region=told.region,
        unit=told.unit,
        file=told.name[:200],
        sha256=told.sha256,
        rows=len(figures),
        imported_by=by.id,
        imported_at=at,
    )
    hand_in = HandIn.objects.create(
        source=source,
        way=told.way,
        note=told.note[:300],
        confirmed=list(told.confirmed),
        evidence_name=told.evidence[0],
        evidence_sha256=told.evidence[1],
    )
    standing = Reported.objects.select_for_update().filter(unit=told.unit, superseded_at=None)
    for one in figures:
        standing.filter(code=one.code, district=one.district, period=one.period).update(
            superseded_at=at
        )
    rows = Reported.objects.bulk_create(
        Reported(
            source=source,
            edition_id=known[one.code].edition,
            code=one.code,
            region=told.region,
            unit=told.unit,
            district=one.district,
            period=one.period,
            value=one.value,
            sheet=told.sheet[:80],
            cell=one.cell[:12],
            text=one.text[:120],
        )
        for one in figures
    )
    detail = {"file": told.name, "figures": len(rows), "way": told.way.value}
    audit.record(by=by, at=at, action="figures-reported", obj=f"unit:{told.unit}", detail=detail)
    return hand_in, rows


def refuse_stranger(by: Actor, unit: str, region: str) -> None:
    """The unit itself or whoever oversees its region; a unit of another region is not there."""
    owner = accounts.unit(unit)
    allowed = by.role == "system" or (by.oversees and by.region == region)
    if owner.region != region or not (allowed or by.unit == unit):
        raise NotVisible(unit)
