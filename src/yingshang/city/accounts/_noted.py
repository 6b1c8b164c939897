"""A place that somebody needs by name before anybody has declared it: plans of it are kept.

Its code begins with 98, which GB/T 2260 gives to no place. Nobody works there and nothing is
measured; a declared region of that name takes its place in lists once there is one.
"""

import re
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.accounts.models import Region
from yingshang.city.audit import service as audit

__all__ = [
    "NOTED",
    "bearers",
    "check_name",
    "level_of",
    "note_place",
    "over_noted",
    "place_named",
    "place_over",
    "plain_name",
    "under_noted",
    "whole_names",
]

NOTED = "98"
_NAME = re.compile(r"[\u4e00-\u9fff·]{1,28}(?:省|市|区|县|州|盟|旗|师|镇|乡|街道|新城|园区)")
_UNDER = re.compile(r"(.{2,}?(?:省|自治区|市|州|盟|地区))(.{1,}(?:市|区|县|旗))")
_ASIDE = re.compile(r"[（(].*?[）)]")


def place_named(name: str) -> str:
    """The code of the place of this name; '' where there is none, or where several end so."""
    name = plain_name(name)
    known = _called() if name else []
    exact = {code for code, called in known if called == name}
    found = exact or {code for code, called in known if called.endswith(name)}
    return found.pop() if len(found) == 1 else ""


def bearers(name: str) -> set[str]:
    """The codes of the places of just this name, also of one that was merged into another."""
    return {code for code, called in _called() if called == plain_name(name)}


def _called() -> list[tuple[str, str]]:
    rows = Region.objects.order_by("code").values_list("code", "name", "same_as")
    return [(same or code, plain_name(called)) for code, called, same in rows]


def plain_name(name: str) -> str:
    """A name without what stands in brackets."""
    return _ASIDE.sub("", name).strip()


def whole_names() -> dict[str, str]:
    """The name of every place by its code, without what stands in brackets."""
    rows = Region.objects.filter(same_as=None).order_by("code").values_list("code", "name")
    return {code: plain_name(name) for code, name in rows}


def check_name(name: str) -> None:
    """Refuse what is no name of a place."""
    if not _NAME.fullmatch(name):
        raise Refusal(
            "place-name", _("“%s”不像地名；请写全称，如“成都市”“珠海市香洲区”。") % name[:40]
        )


def note_place(*, name: str, by: Actor, at: datetime) -> str:
    """The code of the place; it is noted where nobody has yet."""
    name = name.strip()
    if known := place_named(name):
        return known
    if by.role not in ("supervisor", "bureau", "system"):
        raise Refusal("not-yours", _("只有营商局和督办人员可以登记别的城市，没有登记。"))
    check_name(name)
    over = place_over(name, by, at)
    level = level_of(name, over)
    for _again in range(3):
        try:
            with transaction.atomic():
                code = _next()
                Region.objects.create(code=code, name=name, level=level, parent=over)
        except IntegrityError:  # another person noted a place at the same moment
            if known := place_named(name):
                return known
            continue
        audit.record(by=by, at=at, action="place.note", obj=f"region:{code}", detail={"name": name})
        return code
    raise Refusal("place-taken", _("编号刚被占用，没有登记；请再试一次。"))


def level_of(name: str, over: Region | None) -> Region.Level:
    """What a noted place is: its own name says a province, else what it lies under does."""
    if name.endswith(("省", "自治区")):
        return Region.Level.PROVINCE
    under_city = over is not None and over.level == Region.Level.CITY
    return Region.Level.DISTRICT if under_city else Region.Level.CITY


def place_over(name: str, by: Actor, at: datetime) -> Region | None:
    """The place that a whole name begins with: 上海市 of 上海市松江区; noted where it is new."""
    rows = Region.objects.exclude(level=Region.Level.STATE).filter(same_as=None)
    known = {plain_name(row.name): row for row in rows}
    begun = [row for own, row in known.items() if name.startswith(own) and name != own]
    if begun:
        return max(begun, key=lambda row: len(row.name))
    parts = _UNDER.fullmatch(name)
    return Region.objects.get(pk=note_place(name=parts[1], by=by, at=at)) if parts else None


def over_noted(place: str) -> tuple[str, ...]:
    """The codes of what a noted place lies under, the nearest first; none of any other place, for
    its code says it."""
    found: list[str] = []
    while place.startswith(NOTED):
        rows = Region.objects.filter(pk=place).exclude(parent=None)
        place = rows.values_list("parent_id", flat=True).first() or ""
        found += [place] if place else []
    return tuple(found)


def under_noted(place: str) -> set[str]:
    """The codes of the noted places that lie under a place, by however many steps; one query."""
    rows = Region.objects.filter(code__startswith=NOTED).exclude(parent=None)
    parents = dict(rows.values_list("code", "parent_id"))
    found, fresh = set[str](), {place}
    while fresh := {code for code, over in parents.items() if over in fresh} - found:
        found |= fresh
    return found


def _next() -> str:
    last = Region.objects.filter(code__startswith=NOTED).order_by("code").values_list("code").last()
    number = int(last[0]) + 1 if last else int(f"{NOTED}0101")
    return str(number + 1 if number % 100 == 0 else number)  # ..00 would stand over others
