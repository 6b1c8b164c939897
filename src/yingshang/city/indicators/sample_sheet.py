"""Departments' monthly spreadsheets for the demo, as messy as real ones.

One is made from the measured values, right in all but one column; the other holds figures that
no case can give.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from yingshang.adapters.sheets import sample_report
from yingshang.city.accounts import service as accounts
from yingshang.city.indicators._definition import definition
from yingshang.city.indicators._periods import as_day
from yingshang.city.indicators.kinds import ValueView
from yingshang.city.indicators.queries import values
from yingshang.kernel.flow import Refusal

__all__ = ["own_sheet", "sample_sheet"]

# Written three ways in turn, as by three hands.
_MONTHS = ("{y}年{m}月", "{m}月份", "{y}.{m}")


def sample_sheet(
    *,
    region: str,
    unit: str,
    as_of: date | datetime,
    codes: tuple[str, ...] = ("case-count", "on-time-rate", "good-rating-rate"),
    flattered: str = "on-time-rate",
    claimed: Decimal = Decimal(98),
) -> bytes:
    """An xlsx of this year's whole months, from the unit's measured values; ``flattered`` says
    ``claimed`` in every month, whatever was measured. Only for fictional cities.
    """
    _refuse_real(region)
    day = as_day(as_of)
    known = [definition(code, region, day) for code in codes]
    found = {
        one.code: [
            v
            for v in values(one.code, region, as_of=day, unit=unit)
            if v.period[:4] == str(day.year) and not v.partial
        ]
        for one in known
    }
    months = [value.period for value in found[known[0].code]]
    if not months:
        raise Refusal("no-data", "这个单位今年还没有整月的数据，无法生成样表。")
    columns: dict[str, list[Any]] = {}
    for one in known:
        shown = [claimed if one.code == flattered else v.value for v in found[one.code]]
        columns[f"{one.name}（{one.unit}）"] = [
            _written(value, v, place)
            for place, (value, v) in enumerate(zip(shown, found[one.code], strict=True))
        ]
    return _sheet(region, unit, months, columns, "政务服务指标")


def own_sheet(
    *,
    region: str,
    unit: str,
    as_of: date | datetime,
    figures: Mapping[str, Sequence[str | None]],
) -> bytes:
    """An xlsx of what only the unit itself can say: code → its figures from January on, None =
    not reported; months that are not over by ``as_of`` are left out. Only for fictional cities.
    """
    _refuse_real(region)
    day = as_day(as_of)
    last = day.month if (day + timedelta(days=1)).month != day.month else day.month - 1
    if not last:
        raise Refusal("no-data", "今年还没有整月，无法生成样表。")
    months = [f"{day.year}-{month:02d}" for month in range(1, last + 1)]
    columns: dict[str, list[Any]] = {}
    for code, said in figures.items():
        one = definition(code, region, day)
        cells = [None if text is None else Decimal(text) for text in said[:last]]
        columns[f"{one.name}（{one.unit}）"] = [
            _cell(value, one.unit, place) for place, value in enumerate(cells)
        ] + ["—"] * (last - len(cells))
    return _sheet(region, unit, months, columns, "自报指标")


def _refuse_real(region: str) -> None:
    if not accounts.is_fictional(region):
        raise Refusal("not-fictional", "样表只能为虚构的示例城市生成。")


def _sheet(
    region: str, unit: str, months: Sequence[str], columns: Mapping[str, list[Any]], what: str
) -> bytes:
    city, name = accounts.region_name(region).removesuffix("市"), accounts.unit_name(unit)
    return sample_report(
        title=f"{city}{name}{months[0][:4]}年{what}月报表（演示数据）",
        unit=name,
        months=[_month(period, place) for place, period in enumerate(months)],
        columns=columns,
        group=f"{what}完成情况",
    )


def _month(period: str, place: int) -> str:
    year, month = period.split("-")
    return _MONTHS[place % 3].format(y=year, m=int(month))


def _written(value: Decimal | None, view: ValueView, place: int) -> Any:
    """As a number, as a text, in full width with its sign: whatever the month's clerk does."""
    if value is None:
        return "—"
    if view.unit != "%" and place % 3 == 1:
        return f"{int(value):,}"
    return _cell(value.quantize(Decimal("0.1")), view.unit, place)


def _cell(value: Decimal | None, unit: str, place: int) -> Any:
    if value is None:
        return "—"
    plain = f"{value.normalize():f}"
    if place % 3 == 0:
        return float(plain)
    if unit == "%":
        return f"{plain}%" if place % 3 == 1 else plain.translate(_WIDE) + "％"
    return plain if place % 3 == 1 else plain.translate(_WIDE)


_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
