"""A department's monthly spreadsheet for the demo: right in all but one column."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from yingshang.adapters.sheets import sample_report
from yingshang.city.accounts import service as accounts
from yingshang.city.indicators._definition import definition
from yingshang.city.indicators._periods import as_day
from yingshang.city.indicators.kinds import ValueView
from yingshang.city.indicators.queries import values
from yingshang.kernel.flow import Refusal

__all__ = ["sample_sheet"]

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
    if not accounts.is_fictional(region):
        raise Refusal("not-fictional", "样表只能为虚构的示例城市生成。")
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
    name = accounts.unit_name(unit)
    return sample_report(
        title=f"{accounts.region_name(region).removesuffix('市')}{name}{day.year}年政务服务指标月报表（演示数据）",
        unit=name,
        months=[_month(period, place) for place, period in enumerate(months)],
        columns=columns,
        group="政务服务指标完成情况",
    )


def _month(period: str, place: int) -> str:
    year, month = period.split("-")
    return _MONTHS[place % 3].format(y=year, m=int(month))


def _written(value: Decimal | None, view: ValueView, place: int) -> Any:
    """As a number, as a text, in full width with its sign: whatever the month's clerk does."""
    if value is None:
        return "—"
    plain = f"{value.quantize(Decimal('0.1')).normalize():f}"
    if place % 3 == 0:
        return float(plain)
    if view.unit == "%":
        return f"{plain}%" if place % 3 == 1 else plain.translate(_WIDE) + "％"
    return f"{int(value):,}" if place % 3 == 1 else plain.translate(_WIDE)


_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
