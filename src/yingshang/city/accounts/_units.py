"""Units of a city: read from memory, and registered by a person where a plan names a new one."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Max, Subquery
from django.utils.translation import gettext as _

from yingshang.city.accounts._unit_names import (
    AHEAD,
    FIRST_DAY,
    MOST_ALIASES,
    FormerName,
    free,
    spelled,
)
from yingshang.city.accounts.kinds import Actor, Refusal, UnitKind
from yingshang.city.accounts.models import Region, Unit
from yingshang.city.audit import service as audit
from yingshang.kernel.worktime import to_cst

__all__ = [
    "UnitView",
    "heir_in",
    "may_register_unit",
    "places",
    "refresh",
    "register_unit",
    "view_of",
]

OWN = "own-"  # roles of units that no declared data knows
_ROLE = re.compile(r"[a-z][a-z0-9-]{0,23}")


@dataclass(frozen=True)
class UnitView:
    code: str
    name: str
    role: str
    region: str
    aliases: tuple[str, ...] = ()
    duties: str = ""
    phone: str = ""
    kind: str = ""
    superior: str = ""
    valid_from: date | None = None
    renamed_on: date | None = None
    former: tuple[FormerName, ...] = ()
    ended_on: date | None = None
    successor: str = ""

    def stood(self, on: date) -> bool:
        """Whether there was such a unit on a day."""
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.ended_on is None or on < self.ended_on)


Revision = tuple[int, datetime | None, datetime | None]
Places = tuple[
    dict[str, str],
    dict[str, UnitView],
    dict[str, list[tuple[str, str]]],
    Revision,
    dict[str, tuple[str, ...]],
]


# Places change only when data is loaded or somebody registers one; names are read on every row of
# every list.
@lru_cache(maxsize=1)
def places() -> Places:
    """Names of regions, units by code, districts by city, when they were changed, and what went
    into a unit, by however many steps. The units by the sound of their names, as GB 18030 lays
    the usual characters out."""
    names: dict[str, str] = {}
    districts: dict[str, list[tuple[str, str]]] = {}
    columns = ("code", "name", "parent_id", "same_as", "changed_at")
    regions = Region.objects.order_by("code").values_list(*columns)
    for code, name, parent, same, _at in regions:
        names[code] = name
        if parent and not same:
            districts.setdefault(parent, []).append((code, name))
    names |= {code: names[same] for code, _name, _parent, same, _at in regions if same}
    moved = max((at for *_rest, at in regions if at), default=None)  # renamed or merged
    units = sorted(Unit.objects.all(), key=lambda u: (u.name.encode("gb18030"), u.code))
    changed = max((u.changed_at for u in units if u.changed_at), default=None)
    views = {u.code: view_of(u) for u in units}
    return names, views, districts, (len(units), changed, moved), _gone_into(views)


def heir_in(units: Mapping[str, UnitView], code: str, on: date | None = None) -> UnitView | None:
    """The unit itself where it stood on a day (None: now), else the one that it went into, or
    that one's own; None where nobody followed it."""
    found, seen = units.get(code), {""}
    while found is not None and found.code not in seen:
        if found.ended_on is None or (on is not None and on < found.ended_on):
            return found
        seen.add(found.code)
        found = units.get(found.successor)
    return None


def _gone_into(units: Mapping[str, UnitView]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one in units.values():
        heir = heir_in(units, one.code) if one.successor else None
        if heir is not None and heir.code != one.code:
            found[heir.code] = (*found.get(heir.code, ()), one.code)
    return found


def refresh() -> None:
    """Forget what was read if another process has changed the register since; one small
    question."""
    if places.cache_info().currsize:
        moved = Region.objects.exclude(changed_at=None).order_by("-changed_at")
        now = Unit.objects.aggregate(
            n=Count("pk"),
            changed=Max("changed_at"),
            moved=Max(Subquery(moved.values("changed_at")[:1])),
        )
        if (now["n"], now["changed"], now["moved"]) != places()[3]:
            places.cache_clear()


def view_of(u: Unit) -> UnitView:
    """A row of the register, as it is handed out."""
    return UnitView(
        u.code,
        u.name,
        u.role,
        u.region_id,
        tuple(u.aliases),
        u.duties,
        u.phone,
        u.kind,
        u.superior_id or "",
        u.valid_from,
        u.renamed_on,
        tuple(_former(u)),
        u.ended_on,
        u.successor_id or "",
    )


def _former(u: Unit) -> Iterator[FormerName]:
    """A former name was borne from the day on which the one before it ended."""
    since = u.valid_from
    for one in u.former:
        until, alias = date.fromisoformat(one["until"]), one.get("alias", False)
        yield FormerName(one["name"], until, alias, None if alias else since)
        since = since if alias else until


def may_register_unit(by: Actor, region: str) -> bool:
    """Supervisors and the business environment bureau, in their own city; the system itself."""
    return by.role == "system" or (by.role in ("supervisor", "bureau") and by.region == region)


def register_unit(
    *,
    region: str,
    name: str,
    kind: str,
    by: Actor,
    at: datetime,
    aliases: Iterable[str] = (),
    superior: str = "",
    valid_from: date | None = None,
    role: str = "",
) -> UnitView:
    """A unit that the register lacks. `superior`: the code of the unit that it belongs under;
    `valid_from`: None where it has always been; `role`: what usual data calls such a body."""
    if not may_register_unit(by, region):
        raise Refusal("not-yours", _("只有本市营商局和督办人员可以登记单位，没有登记。"))
    called = spelled([name, *aliases])
    if len(called) > MOST_ALIASES + 1:
        raise Refusal("unit-aliases", _("简称最多 %d 个，没有登记。") % MOST_ALIASES)
    free(region, called, since=valid_from)
    if kind not in UnitKind.values:
        raise Refusal("unit-kind", _("请从列出的类别里选一个，没有登记。"))
    if superior and not Unit.objects.filter(code=superior, region=region, ended_on=None).exists():
        raise Refusal(
            "unit-superior",
            _("上级或归口单位请从本市现有的单位里选，已经撤并的不行，没有登记。"),
        )
    if valid_from and not FIRST_DAY <= valid_from <= to_cst(at).date() + AHEAD:
        raise Refusal("unit-since", _("成立日期应在1949年10月1日以后、一年以内，没有登记。"))
    values = {
        "name": called[0],
        "aliases": called[1:],
        "kind": kind,
        "superior_id": superior or None,
        "valid_from": valid_from,
    }
    for _again in range(3):
        try:
            with transaction.atomic():
                made = _create(region, _role(region, role), values, by, at)
        except IntegrityError:  # somebody registered a unit at the same moment
            free(region, called, since=valid_from)
            continue
        places.cache_clear()
        return view_of(made)
    raise Refusal("unit-taken", _("编号刚被占用，没有登记；请再试一次。"))


def _role(region: str, wanted: str) -> str:
    """The wanted role where it is free, else a number of our own."""
    taken = set(Unit.objects.filter(region=region).values_list("role", flat=True))
    if _ROLE.fullmatch(wanted) and wanted not in taken:
        return wanted
    numbers = [int(one.removeprefix(OWN)) for one in taken if re.fullmatch(rf"{OWN}\d+", one)]
    return f"{OWN}{max(numbers, default=0) + 1}"


def _create(region: str, role: str, values: Mapping[str, Any], by: Actor, at: datetime) -> Unit:
    made = Unit.objects.create(
        code=f"{region}-{role}",
        role=role,
        region_id=region,
        registered_at=at,
        registered_by=by.id,
        **values,
    )
    since = values["valid_from"]
    detail = {**values, "valid_from": since.isoformat() if since else ""}
    audit.record(by=by, at=at, action="unit.register", obj=f"unit:{made.code}", detail=detail)
    return made
