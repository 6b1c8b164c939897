"""Units as printed in plans and spreadsheets; working days and days are never one."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

__all__ = ["Unit", "UnitMismatch", "convert", "unit_of"]


class UnitMismatch(ValueError):
    """Two units that measure different things; ``sentence`` is for people."""

    def __init__(self, one: Unit, other: Unit) -> None:
        self.sentence = (
            f"“{one.name}”和“{other.name}”不是同一种单位（{one.label}与{other.label}），"
            "不能相加、换算或比较。"
        )
        super().__init__(self.sentence)


@dataclass(frozen=True)
class Unit:
    """``factor`` turns one of this unit into the base unit of its dimension."""

    name: str
    dimension: str
    factor: Decimal = Decimal(1)

    @property
    def label(self) -> str:
        return _DIMENSIONS.get(self.dimension.partition(":")[0], "其他")


_DIMENSIONS = {
    "workday": "工作日",
    "elapsed": "自然时间",
    "month": "月",
    "percent": "百分比",
    "money": "金额",
    "count": "数量",
    "score": "得分",
    "step": "环节",
}

# A natural day is exactly 24 hours; a working day is not a fixed number of hours, since
# opening hours are local, so 工作日 and 小时 stay strangers.
_KNOWN = {
    "工作日": Unit("工作日", "workday"),
    "分钟": Unit("分钟", "elapsed"),
    "小时": Unit("小时", "elapsed", Decimal(60)),
    "天": Unit("天", "elapsed", Decimal(1440)),
    "月": Unit("月", "month"),
    "年": Unit("年", "month", Decimal(12)),
    "%": Unit("%", "percent"),
    "‰": Unit("‰", "percent", Decimal("0.1")),
    "元": Unit("元", "money"),
    "万元": Unit("万元", "money", Decimal(10_000)),
    "亿元": Unit("亿元", "money", Decimal(100_000_000)),
    "件": Unit("件", "count:件"),
    "户": Unit("户", "count:户"),
    "项": Unit("项", "count:项"),
    "次": Unit("次", "count:次"),
    "人": Unit("人", "count:人"),
    "份": Unit("份", "count:份"),
    "环节": Unit("环节", "step"),
    "分": Unit("分", "score"),
}

_ALIASES = {
    "日": "天",
    "自然日": "天",
    "日历日": "天",
    "小時": "小时",
    "h": "小时",
    "分鐘": "分钟",
    "个月": "月",
    "％": "%",
    "百分比": "%",
    "个百分点": "%",
    "百分点": "%",
    "宗": "件",
    "笔": "件",
    "单": "件",
    "家": "户",
    "人次": "次",
    "名": "人",
}


def unit_of(text: str) -> Unit:
    """The unit a text names (个工作日 → 工作日); an unknown one is comparable with itself only."""
    name = text.strip()
    if len(name) > 1 and name.startswith("个") and name not in _ALIASES:
        name = name[1:]
    name = _ALIASES.get(name, name)
    return _KNOWN.get(name) or Unit(name, f"other:{name}")


def convert(value: Decimal | int, source: str, target: str) -> Decimal:
    """``value`` of ``source`` in ``target``; raises UnitMismatch across dimensions."""
    one, other = unit_of(source), unit_of(target)
    if one.dimension != other.dimension:
        raise UnitMismatch(one, other)
    return Decimal(value) * one.factor / other.factor
