"""What the catalogue publishes as workbooks: the list with its four do's, and the five cuts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from yingshang.adapters.sheets import Table, table_book
from yingshang.city.catalog._doing import CUTS, FOUR
from yingshang.city.catalog.checking import (
    CutRow,
    cuts_between,
    cuts_declared,
    four_do,
    place_of,
)

__all__ = ["cut_names", "cuts_book", "four_book", "four_names", "handled_names", "unit_of"]


def four_names() -> dict[str, str]:
    return dict(zip(FOUR, (_("马上办"), _("网上办"), _("就近办"), _("一次办")), strict=True))


def cut_names() -> dict[str, str]:
    names = (_("减环节"), _("减时间"), _("减材料"), _("减跑动"), _("减费用"))
    return dict(zip(CUTS, names, strict=True))


def handled_names() -> dict[str, str]:
    return {
        "here": _("在本平台办"),
        "elsewhere-returned": _("在别处办，办件回传"),
        "elsewhere-reported": _("在别处办，只报数字"),
    }


def four_book(region: str, on: date) -> bytes:
    """Every item with the unit, where it is handled, and which of the four hold and why."""
    place, names, handled = place_of(region), four_names(), handled_names()
    header = [_("事项"), _("代码"), _("实施主体"), _("在哪里办"), *names.values()]
    rows = (
        [
            row.item.name,
            row.item.code,
            place.unit(row.item.lead),
            handled[row.item.handled],
            *(row.four.reason(name) or _("否") for name in names),
        ]
        for row in four_do(region, on)
    )
    return table_book([Table(_("四办清单"), header, rows)])


def cuts_book(region: str, on: date, since: date | None = None) -> bytes:
    """The five cuts by item and in total; against a day where one is named."""
    compared = cuts_between(region, since, on) if since else cuts_declared(region, on)
    rows, totals, among = compared
    names = cut_names()
    total_rows = [
        [names[t.name], unit_of(t.name, t.unit), t.before, t.now, t.less, t.percent, t.items, among]
        for t in totals
    ]
    heads = [_("项目"), _("单位"), _("原来"), _("现在"), _("减少"), _("减少（%）")]
    return table_book(
        [
            Table(_("合计"), [*heads, _("可比事项数"), _("全部事项数")], total_rows),
            Table(_("逐项"), [_("事项"), *heads, _("说明")], _by_item(rows, names)),
        ]
    )


def _by_item(rows: Sequence[CutRow], names: Mapping[str, str]) -> list[list[object]]:
    return [
        [
            row.name,
            names[c.name],
            unit_of(c.name, c.unit),
            c.before,
            c.now,
            c.less,
            c.percent,
            c.why or row.source,
        ]
        for row in rows
        for c in row.cuts
    ]


def unit_of(name: str, unit: str) -> str:
    units = {"workday": _("工作日"), "day": _("自然日"), "hour": _("小时"), "month": _("个月")}
    plain = {"steps": _("个"), "materials": _("份"), "visits": _("次"), "fees": _("分（人民币）")}
    return units.get(unit, "") if name == "time" else plain[name]
