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

__all__ = ["NOTED", "give_superior", "note_place", "over_noted", "place_named"]

NOTED = "98"
_NAME = re.compile(r"[\u4e00-\u9fff·]{1,28}(?:省|市|区|县|州|盟|旗|师|镇|乡|街道|新城|园区)")
_UNDER = re.compile(r"(.{2,}?(?:省|自治区|市|州|盟|地区))(.{1,}(?:市|区|县|旗))")
_ASIDE = re.compile(r"[（(].*?[）)]")


def place_named(name: str) -> str:
    """The code of the place of this name; '' where there is none, or where several end so."""
    name = _ASIDE.sub("", name).strip()
    rows = _names() if name else {}
    exact = [code for code, known in rows.items() if known == name]
    found = exact or [code for code, known in rows.items() if known.endswith(name)]
    return found[0] if len(found) == 1 else ""


def _names() -> dict[str, str]:
    """The name of every place by its code, without what stands in brackets."""
    rows = Region.objects.order_by("code").values_list("code", "name")
    return {code: _ASIDE.sub("", name) for code, name in rows}


def note_place(*, name: str, by: Actor, at: datetime) -> str:
    """The code of the place; it is noted where nobody has yet."""
    name = name.strip()
    if known := place_named(name):
        return known
    if by.role not in ("supervisor", "bureau", "system"):
        raise Refusal("not-yours", _("只有营商局和督办人员可以登记别的城市，没有登记。"))
    if not _NAME.fullmatch(name):
        raise Refusal(
            "place-name", _("“%s”不像地名；请写全称，如“成都市”“珠海市香洲区”。") % name[:40]
        )
    over = _over(name, by, at)
    level = _level(name, over)
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


def _level(name: str, over: Region | None) -> Region.Level:
    """What a noted place is: its own name says a province, else what it lies under does."""
    if name.endswith(("省", "自治区")):
        return Region.Level.PROVINCE
    under_city = over is not None and over.level == Region.Level.CITY
    return Region.Level.DISTRICT if under_city else Region.Level.CITY


def _over(name: str, by: Actor, at: datetime) -> Region | None:
    """The place that a whole name begins with: 上海市 of 上海市松江区; noted where it is new."""
    rows = Region.objects.exclude(level=Region.Level.STATE)
    known = {_ASIDE.sub("", row.name): row for row in rows}
    begun = [row for own, row in known.items() if name.startswith(own) and name != own]
    if begun:
        return max(begun, key=lambda row: len(row.name))
    parts = _UNDER.fullmatch(name)
    return Region.objects.get(pk=note_place(name=parts[1], by=by, at=at)) if parts else None


def give_superior(*, place: str, name: str, by: Actor, at: datetime) -> str:
    """Say what a noted place lies under, by name (noted where it is new); the superior's code."""
    if by.role not in ("supervisor", "bureau", "system"):
        raise Refusal("not-yours", _("只有营商局和督办人员可以登记上级地区，没有登记。"))
    row = Region.objects.filter(pk=place, code__startswith=NOTED).first()
    if row is None:
        raise Refusal("place-declared", _("这个地方的上级由系统数据规定，不能在这里改。"))
    near = place_named(name)  # 西湖区 must not become 杭州市西湖区 unasked
    if near and (known := _names()[near]) != _ASIDE.sub("", name).strip():
        raise Refusal("place-short", _("系统里有“%s”；上级地区请写全称。") % known)
    over = note_place(name=name, by=by, at=at)
    if place in (over, *over_noted(over)):
        raise Refusal("place-circle", _("上级不能是它自己或它的下级；请另填一个。"))
    detail = {"old": row.parent_id or "", "new": over}
    row.parent_id = over
    row.level = _level(row.name, Region.objects.get(pk=over))
    row.save(update_fields=["parent", "level"])
    audit.record(by=by, at=at, action="place.superior", obj=f"region:{place}", detail=detail)
    return over


def over_noted(place: str) -> tuple[str, ...]:
    """The codes of what a noted place lies under, the nearest first; none of any other place, for
    its code says it."""
    found: list[str] = []
    while place.startswith(NOTED):
        rows = Region.objects.filter(pk=place).exclude(parent=None)
        place = rows.values_list("parent_id", flat=True).first() or ""
        found += [place] if place else []
    return tuple(found)


def _next() -> str:
    last = Region.objects.filter(code__startswith=NOTED).order_by("code").values_list("code").last()
    number = int(last[0]) + 1 if last else int(f"{NOTED}0101")
    return str(number + 1 if number % 100 == 0 else number)  # ..00 would stand over others
