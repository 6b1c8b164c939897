"""Promises counted, ranked and gathered by unit: how the cockpit arranges what plans judged."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from yingshang.city.accounts import service as accounts
from yingshang.city.plans.kinds import PromiseView

__all__ = [
    "BEHIND",
    "GATHERED",
    "STANDINGS",
    "Tally",
    "UnitRow",
    "chosen",
    "ranked",
    "tallies",
    "unit_rows",
]

STANDINGS: dict[str, tuple[str, Any]] = {
    "met": ("green", _lazy("已兑现")),
    "near": ("yellow", _lazy("接近")),
    "missed": ("red", _lazy("未达标")),
    "reported": ("reported", _lazy("只有自报")),
    "nodata": ("grey", _lazy("暂无数据")),
}
BEHIND = ("missed", "near")
# What the ten-second page counts together, for its way down.
GATHERED: dict[str, Any] = {
    "late": _lazy("到期没做到"),
    "open": _lazy("没到期，还没做到"),
    "untold": _lazy("说不清"),
}
_WORST = ("missed", "near", "reported", "nodata", "met")
_GRAVITY = ("missed", "near", "met", "reported", "nodata")


@dataclass(frozen=True)
class Tally:
    """How many promises stand so; `cells` to draw one each."""

    key: str
    lamp: str
    label: str
    count: int
    share: float
    current: bool

    @property
    def cells(self) -> range:
        return range(self.count)


def tallies(promises: Sequence[PromiseView], show: str) -> list[Tally]:
    """The five standings in their order; none is left out, so that a zero is seen."""
    total = max(len(promises), 1)
    found = []
    for key, (lamp, label) in STANDINGS.items():
        count = sum(one.standing == key for one in promises)
        found.append(Tally(key, lamp, str(label), count, 100 * count / total, show == key))
    return found


def ranked(promises: Iterable[PromiseView]) -> list[PromiseView]:
    """Worst first: by standing, then by the gap as a share of what was promised."""
    return sorted(promises, key=lambda one: (_WORST.index(one.standing), -_share(one)))


def _share(one: PromiseView) -> Decimal:
    level = abs(one.target.value_max or one.target.value)
    if one.gap is None or not level:
        return Decimal(0)
    return one.gap / level


def chosen(promises: Sequence[PromiseView], show: str, unit: str) -> list[PromiseView]:
    """What the list shows: one standing, what is behind ('' = the default), or all."""
    rows = [one for one in promises if not unit or unit in _keys(one)]
    if show in STANDINGS:
        return [one for one in rows if one.standing == show]
    if show == "untold":
        return [one for one in rows if one.standing in ("reported", "nodata")]
    if show in GATHERED:
        return [one for one in rows if one.standing in BEHIND and one.late == (show == "late")]
    if show == "all" or unit:
        return rows
    behind = [one for one in rows if one.standing in BEHIND]
    return behind or rows


def _keys(one: PromiseView) -> list[str]:
    return [unit.code or unit.name for unit in one.units] or ["-"]


@dataclass(frozen=True)
class UnitRow:
    """One unit and its promises, the gravest first; `known` = it is a unit of ours."""

    key: str
    name: str
    known: bool
    promises: tuple[PromiseView, ...]

    @property
    def standing(self) -> str:
        """The gravest; what can't be told, or is only told, must not hide what can."""
        return self.promises[0].standing

    @property
    def behind(self) -> int:
        return sum(one.standing in BEHIND for one in self.promises)


def unit_rows(promises: Iterable[PromiseView]) -> list[UnitRow]:
    """Units by their worst lamp; promises that name no unit of ours stand last, on their own."""
    found: dict[str, list[PromiseView]] = {}
    names: dict[str, str] = {}
    for one in promises:
        said = {unit.now or unit.name: unit for unit in one.units}
        for key, unit in said.items():
            names[key] = accounts.unit_name(unit.now) if unit.now else unit.name
            found.setdefault(key, []).append(one)
        if not one.units:
            names["-"] = _("没有写明责任单位")
            found.setdefault("-", []).append(one)
    rows = [
        UnitRow(
            key,
            names[key],
            accounts.unit_name(key) != key,
            tuple(sorted(mine, key=lambda one: _GRAVITY.index(one.standing))),
        )
        for key, mine in found.items()
    ]
    return sorted(
        rows, key=lambda r: (_GRAVITY.index(r.standing), not r.known, -r.behind, -len(r.promises))
    )
