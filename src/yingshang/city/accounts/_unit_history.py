"""What was done to a unit of the register, in words: when, by whom, on what grounds."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.accounts._unit_names import day_said
from yingshang.city.accounts._units import places
from yingshang.city.audit import service as audit

__all__ = ["UnitFact", "unit_history"]


@dataclass(frozen=True)
class UnitFact:
    """One change of the register."""

    at: datetime
    by_name: str
    sentence: str
    basis: str = ""


def unit_history(code: str) -> list[UnitFact]:
    """The newest first."""
    return [
        UnitFact(one.at, one.by_name, _sentence(one.action, one.detail), _basis(one.detail))
        # what a unit reported is no change of the register
        for one in audit.records(obj=f"unit:{code}", within="unit.")
    ]


def _basis(detail: dict[str, Any]) -> str:
    return detail.get("basis") or detail.get("why") or ""


def _sentence(action: str, detail: dict[str, Any]) -> str:
    on = detail.get("on")
    day = day_said(date.fromisoformat(on)) if on else ""
    heir = places()[1].get(detail.get("into", ""))
    words = {**detail, "day": day, "heir": heir.name if heir else "", "n": 0}
    words["n"] = len(detail.get("people", ()))
    said = {
        "unit.register": _("登记为“%(name)s”"),
        "unit.rename": _("“%(old)s”自%(day)s起改称“%(name)s”")
        if day
        else _("名称“%(old)s”登记有误，更正为“%(name)s”"),
        "unit.alias-added": _("增加简称“%(name)s”"),
        "unit.alias-dropped": _("简称“%(name)s”自%(day)s起停用")
        if day
        else _("简称“%(name)s”登记有误，去掉"),
        "unit.end": _("自%(day)s起并入“%(heir)s”，%(n)d 人随同转去")
        if heir
        else _("自%(day)s起撤销"),
        "unit.restore": _("撤并登记有误，恢复"),
    }
    return said.get(action, action) % words
