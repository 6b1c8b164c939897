"""Personal data: shown unmasked only on record, erased without touching the chain."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts.kinds import Actor, Role
from yingshang.city.audit import service as audit
from yingshang.city.cases._forms import personal_fields
from yingshang.city.cases._load import work_of
from yingshang.city.cases._reading import fetch
from yingshang.city.cases.kinds import ENDED_STATES, Refusal
from yingshang.city.cases.models import Case, EventPayload

__all__ = ["erase_personal", "reveal"]

MAY_REVEAL = frozenset({Role.SUPERVISOR, Role.BUREAU, Role.LEADER, Role.SYSTEM})
MAY_ERASE = frozenset({Role.BUREAU, Role.SYSTEM})


@transaction.atomic
def reveal(*, ref: str, by: Actor, at: datetime, reason: str) -> dict[str, str]:
    """Personal fields in clear for an overseer who says why; every reveal is recorded."""
    case = fetch(by, ref)
    if by.role not in MAY_REVEAL:
        raise Refusal("not-yours", _("您不能查看未遮盖的个人信息。请由承办单位或督查人员查看。"))
    if not reason.strip():
        raise Refusal("reason-missing", _("查看个人信息必须写明用途。请补写后再查看。"))
    work = work_of(case)
    declared = work.item.body.get("fields", ())
    names = personal_fields(declared)
    shown = {name: value for name, value in work.form.items() if name in names}
    audit.record_reveal(
        by=by,
        at=at,
        obj=ref,
        fields=[*shown, f"用途：{reason.strip()[:200]}"],
        labels=[field["label"] for field in declared if field["name"] in shown],
        unit=by.unit or "",
        why=reason.strip()[:200],
    )
    return shown


@transaction.atomic
def erase_personal(*, ref: str, by: Actor, at: datetime, basis: str) -> int:
    """Erase what was typed into an ended case: number of payloads. The facts keep their digests."""
    case = fetch(by, ref, lock=True)
    if by.role not in MAY_ERASE:
        raise Refusal("not-yours", _("您不能删除个人信息。请由营商局按规定办理。"))
    if case.state not in ENDED_STATES:
        raise Refusal("still-open", _("本件还在办理，不能删除个人信息。请在办结后再办。"))
    if not basis.strip():
        raise Refusal("basis-missing", _("删除个人信息必须写明依据。请补写后再提交。"))
    rows = EventPayload.objects.filter(case=case, erased_at=None)
    erased = rows.update(body="", salt="", erased_at=at)
    Case.objects.filter(ref=ref).update(subject="")
    audit.record(by=by, at=at, action="cases.erase", obj=ref, detail={"basis": basis.strip()})
    return erased
