"""Materials of a case: a licence in place of an upload, and the grade of trust of every file."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts.kinds import Actor, NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.cases._files import FileRow, Upload
from yingshang.city.cases._flows import item_flow_by_id
from yingshang.city.cases._reading import fetch
from yingshang.city.cases.access import may_see_personal
from yingshang.city.cases.kinds import Refusal
from yingshang.city.cases.models import Attachment, Case, Step
from yingshang.city.licences import service as licences
from yingshang.city.licences.kinds import GRADE_LABELS

__all__ = ["Lent", "Own", "check_original", "keep_trust", "lend", "lend_to", "lent_fact", "trust"]

Own = Mapping[str, tuple[str, str]]  # by material: number of a licence, where it is verified


@dataclass(frozen=True)
class Lent:
    """Licences that stand in for materials, as files."""

    uploads: tuple[Upload, ...]
    by_material: Mapping[str, licences.StandIn]
    seen: frozenset[str] = frozenset()  # materials of which the counter saw the original
    promised: bool = False


def lend(
    body: Mapping[str, Any],
    own: Own,
    party: int | None,
    at: datetime,
    *,
    seen: Collection[str] = (),
    promised: bool = False,
) -> Lent:
    """`own`: by material, the number of a licence and the address that verifies it.

    Refusal where the material takes no licence, or the licence is not one that may be used.
    """
    takes = {m["code"]: m["licence"] for m in body.get("materials") or () if m.get("licence")}
    found = {}
    for material, (number, url) in own.items():
        if material not in takes:
            raise Refusal(
                "licence-not-taken", _("这项材料不能用电子证照代替。请上传文件，或到窗口提交。")
            )
        found[material] = licences.stand_in(
            number=number, party=party, type=takes[material], url=url, at=at
        )
    files = tuple(Upload(one.name, one.data, material) for material, one in found.items())
    return Lent(files, found, frozenset(seen), promised)


def lend_to(ref: str, own: Own, by: Actor, at: datetime) -> Lent:
    """`lend` for a case that stands already, in the eyes of who hands in."""
    if not own:
        return Lent((), {})
    case = fetch(by, ref)
    return lend(item_flow_by_id(case.edition_id).body, own, case.party_id, at)


def lent_fact(lent: Lent) -> dict[str, Any]:
    """What the submission records: which licence stood in for which material."""
    used = {material: one.number for material, one in lent.by_material.items()}
    return {"licences": used} if used else {}


def keep_trust(
    ref: str,
    stored: Sequence[FileRow],
    lent: Lent,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Grade the files of a submission, in its transaction: A from a licence, B seen in the original
    at the counter, D promised to be true, C for any other upload (which is not written)."""
    rows = []
    lent_from = len(stored) - len(lent.uploads)
    for place, file in enumerate(stored):
        own = lent.by_material.get(file.material) if place >= lent_from else None
        checked = by.is_staff and file.material in lent.seen
        grade = own.grade if own else "B" if checked else "D" if lent.promised else "C"
        if grade == "C":
            continue
        number = own.number if own else ""
        rows.append(
            licences.TrustRow(
                ref, file.material, file.sha256, grade, by.id, by.name[:60], at, number
            )
        )
    if rows:
        licences.write_trust(rows)


def trust(actor: Actor, ref: str) -> dict[int, licences.TrustView]:
    """The grade of every file of a visible case, by the file's id."""
    case = fetch(actor, ref)
    graded = licences.trust_of(ref)
    if (case.key or "").startswith("#bundle:"):  # handed in once, with the whole
        whole = licences.trust_of(case.about)
        by_digest = {digest: view for (_material, digest), view in whole.items()}
        own = Attachment.objects.filter(case=case).values_list("material", "sha256")
        graded = {key: by_digest[key[1]] for key in own if key[1] in by_digest} | graded
    plain = licences.TrustView("C", str(GRADE_LABELS["C"]))
    files = Attachment.objects.filter(case=case).values_list("pk", "material", "sha256")
    return {pk: graded.get((material, digest), plain) for pk, material, digest in files}


@transaction.atomic
def check_original(*, ref: str, file: int, by: Actor, at: datetime) -> licences.TrustView:
    """Somebody who works on the case has compared a copy with its original: C becomes B."""
    case = fetch(by, ref)
    row = Attachment.objects.filter(case=case, pk=file).first()
    if row is None:
        raise NotVisible(f"{ref}/{file}")
    if not by.is_staff or not may_see_personal(by, case, _units(case)):
        raise Refusal(
            "not-yours", _("只有收件窗口和承办单位可以核对原件，没有记录。请由经办人办理。")
        )
    held = trust(by, ref)[row.pk]
    if held.grade != "C":
        raise Refusal("trust-not-c", _("这份材料已是“%s”，不用再核对。") % held.label)
    made = licences.TrustRow(ref, row.material, row.sha256, "B", by.id, by.name[:60], at)
    licences.write_trust([made])
    audit.record(by=by, at=at, action="cases.check_original", obj=ref, detail={"file": row.pk})
    return licences.trust_of(ref)[row.material, row.sha256]


def _units(case: Case) -> set[str]:
    return {case.unit, *Step.objects.filter(case=case.pk).values_list("unit", flat=True)}
