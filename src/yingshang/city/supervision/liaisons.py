"""The liaison list (联络员): who has named whom, who has not. The list is register `liaisons`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.definitions.service import official
from yingshang.city.notify import service as notify
from yingshang.city.registers import service as registers
from yingshang.city.supervision.access import require_order
from yingshang.city.supervision.kinds import Refusal
from yingshang.kernel.worktime import to_cst

__all__ = ["LiaisonRow", "liaison_list", "remind_unnamed"]

REGISTER = "liaisons"


@dataclass(frozen=True)
class LiaisonRow:
    """One unit of the city; `record` None: it has not named anybody. The phone is masked."""

    unit: str
    unit_name: str
    record: int | None
    leader: str
    post: str
    liaison: str
    phone: str
    since: str
    changed_at: datetime | None
    mine: bool


def liaison_list(actor: Actor, *, at: datetime) -> list[LiaisonRow]:
    """Every unit of the actor's city, those without a liaison first."""
    if not actor.is_staff or not actor.region:
        raise NotVisible("liaisons")
    asked = registers.Asked(size=500)
    found = registers.listing(
        actor, REGISTER, asked, region=actor.region, on=to_cst(at).date()
    ).rows
    known = {}
    for one in found:
        named = accounts.resolve_unit(one.title, actor.region)
        known[named.code if named else one.unit] = one
    rows = []
    for unit in accounts.units(actor.region):
        row = known.get(unit.code)
        cells: Mapping[str, str] = {c.name: c.value for c in row.cells} if row else {}
        rows.append(
            LiaisonRow(
                unit=unit.code,
                unit_name=unit.name,
                record=row.id if row else None,
                leader=cells.get("leader", ""),
                post=cells.get("post", ""),
                liaison=cells.get("liaison", ""),
                phone=cells.get("phone", ""),
                since=cells.get("since", ""),
                changed_at=row.changed_at if row else None,
                mine=unit.code == actor.unit,
            )
        )
    return sorted(rows, key=lambda one: (one.record is not None, not one.mine))


@official  # what is written stays Chinese, whatever language the screen speaks
@transaction.atomic
def remind_unnamed(*, by: Actor, at: datetime) -> int:
    """Ask every unit without a liaison to name one, at most once a day; answers to how many."""
    require_order(by, by.region)
    missing = [one.unit for one in liaison_list(by, at=at) if one.record is None]
    if not missing:
        raise Refusal("all-named", _("各单位都已报联络员，没有要提醒的单位。"))
    day = to_cst(at).date().isoformat()
    notify.send_many(
        notify.Outgoing(
            to=f"unit:{unit}", topic="liaison", title=_("请报本单位分管领导和联络员"), at=at,
            key=f"liaison-{by.region}-{day}", link="/desk/liaisons/",
            body=_("在联络员页面填写姓名、职务和电话。"),
        )
        for unit in missing
    )  # fmt: skip
    detail = {"units": "、".join(missing)}
    audit.record(by=by, at=at, action="liaison.remind", obj=f"region/{by.region}", detail=detail)
    return len(missing)
