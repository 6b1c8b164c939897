"""A licence used instead of paper, and how far each material of a case may be trusted (A–D)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.licences._paper import drawn, file_name
from yingshang.city.licences._types import type_of
from yingshang.city.licences._views import LicenceView, view_of
from yingshang.city.licences.kinds import GRADE_LABELS, LicenceStatus
from yingshang.city.licences.models import Licence, MaterialTrust
from yingshang.kernel.worktime import CST

__all__ = ["StandIn", "TrustRow", "TrustView", "stand_in", "trust_of", "usable", "write_trust"]


@dataclass(frozen=True)
class StandIn:
    """A licence as a file of a case."""

    number: str
    name: str
    data: bytes
    grade: str


@dataclass(frozen=True)
class TrustRow:
    """How far one file of a case may be trusted, ready to be written."""

    case_ref: str
    material: str
    sha256: str
    grade: str
    by: str
    by_name: str
    at: datetime
    licence: str = ""


@dataclass(frozen=True)
class TrustView:
    grade: str
    label: str
    licence: str = ""
    by_name: str = ""
    at: datetime | None = None


def usable(
    party: int | None, wanted: Mapping[str, str], *, on: date
) -> dict[str, list[LicenceView]]:
    """By material: the party's licences in force that stand in for it; `wanted` is its type.

    One question, however many materials. Who may ask for this party is the caller's to know.
    """
    if party is None or not wanted:
        return {}
    rows = Licence.objects.filter(
        party=party, type__in=set(wanted.values()), status=LicenceStatus.VALID
    ).order_by("-issued_on", "-number")
    views = [view for row in rows if (view := view_of(row, on)) and _serves(view, on)]
    found = {m: [v for v in views if v.type == kind] for m, kind in wanted.items()}
    return {material: fits for material, fits in found.items() if fits}


def _serves(view: LicenceView, on: date) -> bool:
    kind = type_of(view.type, region=view.region, on=on, name=view.name)
    return view.status == LicenceStatus.VALID and kind.replaces_paper


def stand_in(*, number: str, party: int | None, type: str, url: str, at: datetime) -> StandIn:
    """The licence as a file. Refusal where it is not the party's, of another type or not in force.

    `url`: the address of the public page that verifies it; `{token}` in it is filled in.
    """
    row = Licence.objects.filter(number=number, party=party, type=type).first()
    if party is None or row is None:
        raise Refusal(
            "licence-unknown", "没有找到申请人名下的这份证照，不能代替材料。请刷新页面重新选择。"
        )
    on = at.astimezone(CST).date()
    view = view_of(row, on)
    if not _serves(view, on):
        raise Refusal(
            "licence-status",
            f"“{view.name}”现在的状态是“{view.status_label}”，不能代替材料。请上传文件，或先办理恢复、延续。",
        )
    data = drawn(view, url=url.replace("{token}", view.token), at=at)
    return StandIn(view.number, file_name(view), data, view.grade)


def write_trust(rows: Sequence[TrustRow]) -> None:
    """Keep the grades in the caller's transaction."""
    MaterialTrust.objects.bulk_create([MaterialTrust(**vars(row)) for row in rows])


def trust_of(case_ref: str) -> dict[tuple[str, str], TrustView]:
    """By material and content hash: the grade that holds now, of the files that have one."""
    rows = MaterialTrust.objects.filter(case_ref=case_ref).order_by("pk")
    return {
        (row.material, row.sha256): TrustView(
            row.grade, str(GRADE_LABELS[row.grade]), row.licence, row.by_name, row.at
        )
        for row in rows
    }
