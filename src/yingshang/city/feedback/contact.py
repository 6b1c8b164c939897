"""Who contacts the rater: the hotline, never the unit that was rated. Every look is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Role
from yingshang.city.accounts.service import NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.cases.service import CaseRow
from yingshang.city.feedback.models import Rating, VisitRating
from yingshang.kernel.flow import Refusal

__all__ = ["ContactView", "contact", "to_contact"]

OPEN = "accepted"


@dataclass(frozen=True)
class ContactView:
    """Whom to call about a bad rating, and what was said."""

    rectification: str
    name: str
    phone: str
    service: str
    comment: str


def to_contact(actor: Actor, *, at: datetime) -> tuple[CaseRow, ...]:
    """Rectifications whose contact or call-back the hotline owes now, the most urgent first."""
    if actor.role != Role.OPERATOR:
        return ()
    refs: list[str] = []
    for model, wants in ((Rating, {"named": True}), (VisitRating, {"phone__gt": ""})):
        found = model.objects.filter(region=actor.region, rectification__state=OPEN, **wants)
        refs += found.values_list("rectification_id", flat=True)
    rows = cases.by_refs(actor, sorted(refs), at=at)
    owed = cases.with_open_step(actor.unit or "", refs)
    mine = [row for row in rows if row.ref in owed]
    return tuple(sorted(mine, key=lambda row: (row.due_at is None, row.due_at, row.ref)))


def contact(*, rectification: str, by: Actor, at: datetime) -> ContactView:
    """Name and number of the rater, for a call; recorded. NotVisible, Refusal 'not-yours'."""
    case = cases.case_for(by, rectification)
    if by.role != Role.OPERATOR:
        raise Refusal(
            "not-yours", _("评价人只由热线联系，被评单位看不到是谁评的。请把要问的写给热线。")
        )
    rated = Rating.objects.filter(rectification=rectification, named=True).first()
    visited = VisitRating.objects.filter(rectification=rectification).exclude(phone="").first()
    if rated is not None:
        source = cases.case_for(accounts.SYSTEM, rated.case_id)
        if source.party is None:
            raise NotVisible(rectification)
        party = accounts.party_view(source.party, masked=False)
        found = ContactView(
            rectification, party.name, party.phone or "", source.item_name, rated.comment
        )
        obj = rated.case_id
    elif visited is not None:
        found = ContactView(
            rectification, _("到访群众"), visited.phone, visited.hall, visited.comment
        )
        obj = f"visit:{visited.visit}"
    else:
        raise Refusal("not-named", _("评价人没有留下联系方式，不能联系。请直接核实整改。"))
    audit.record_reveal(
        by=by,
        at=at,
        obj=obj,
        fields=["name", "phone"],
        labels=["姓名", "联系手机"],
        unit=by.unit or "",
        why=f"差评联系核实 {case.ref}",
    )
    return found
