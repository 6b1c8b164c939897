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

__all__ = ["NOTED", "note_place", "place_named"]

NOTED = "98"
_NAME = re.compile(r"[\u4e00-\u9fff·]{1,28}(?:省|市|区|县|州|盟|旗|师|镇|乡|街道|新城|园区)")
_ASIDE = re.compile(r"[（(].*?[）)]")


def place_named(name: str) -> str:
    """The code of the place of this name; '' where there is none, or where several end so."""
    name = _ASIDE.sub("", name).strip()
    if not name:
        return ""
    rows = {
        code: _ASIDE.sub("", known) for code, known in Region.objects.values_list("code", "name")
    }
    exact = [code for code, known in rows.items() if known == name]
    found = exact or [code for code, known in rows.items() if known.endswith(name)]
    return found[0] if len(found) == 1 else ""


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
    for _again in range(3):
        try:
            with transaction.atomic():
                code = _next()
                Region.objects.create(code=code, name=name, level=Region.Level.CITY)
        except IntegrityError:  # another person noted a place at the same moment
            if known := place_named(name):
                return known
            continue
        audit.record(by=by, at=at, action="place.note", obj=f"region:{code}", detail={"name": name})
        return code
    raise Refusal("place-taken", _("编号刚被占用，没有登记；请再试一次。"))


def _next() -> str:
    last = Region.objects.filter(code__startswith=NOTED).order_by("code").values_list("code").last()
    number = int(last[0]) + 1 if last else int(f"{NOTED}0101")
    return str(number + 1 if number % 100 == 0 else number)  # ..00 would stand over others
