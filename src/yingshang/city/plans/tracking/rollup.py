"""Parts of a target: how they are made from the whole, and how they make the whole again. Pure.

Counts and amounts add up. Shares and means are weighted by what they are counted over, never
averaged; one that returns no base is named and left out. Where every case must keep a level, the
worst place speaks for the city. A median of the whole cannot be had from medians of the parts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yingshang.city.definitions import service as definitions

__all__ = ["RULES", "Part", "Rolled", "adds_up", "equal_parts", "roll", "rule_of"]

RULES = {
    "sum": gettext_noop("各地相加"),
    "weighted": gettext_noop("按分子分母加权，不作简单平均"),
    "worst": gettext_noop("取最差的一地（每一件都要达到）"),
    "none": gettext_noop("不能由各地数汇总（中位数），须用全市原始数据计算"),
}
_BY_STATISTIC = {
    "count": "sum",
    "amount": "sum",
    "share": "weighted",
    "mean": "weighted",
    "each": "worst",
    "max": "worst",
    "median": "none",
}
_DOWN = ("<=", "<")


def rule_of(statistic: str, unit: str) -> str:
    """How the parts of a target are put together, by its statistic; by its unit where the plan
    names none."""
    if statistic in _BY_STATISTIC:
        return _BY_STATISTIC[statistic]
    if unit in ("%", "百分点", "‰"):
        return "weighted"
    if unit in ("工作日", "天", "日", "小时", "分钟", "个月", "月", "环节"):
        return "worst"
    return "sum"


def equal_parts(rule: str, whole: Decimal, places: Sequence[str]) -> dict[str, Decimal]:
    """The whole in equal parts that add up to it again (what is left over goes to the first
    places, one least unit each); the same level everywhere for what does not add up."""
    if not places:
        return {}
    if rule != "sum":
        return dict.fromkeys(places, whole)
    least = Decimal(1) if whole == whole.to_integral_value() else Decimal("0.01")
    each = (whole / len(places)).quantize(least, ROUND_DOWN)
    left = whole - each * len(places)
    parts = {}
    for place in places:
        more = min(least, left) if left > 0 else Decimal(0)
        parts[place] = each + more
        left -= more
    return parts


def adds_up(
    rule: str, comparator: str, whole: Decimal, unit: str, parts: Mapping[str, Decimal]
) -> str:
    """'' where the parts make the whole; else a sentence with the difference."""
    if not parts:
        return ""
    if rule == "sum":
        total = sum(parts.values(), Decimal(0))
        if total == whole:
            return ""
        word = _("多") if total > whole else _("少")
        return _(
            "各地合计 %(total)s%(unit)s，比全市目标 %(whole)s%(unit)s %(word)s %(gap)s%(unit)s。"
        ) % {
            "total": _plain(total),
            "whole": _plain(whole),
            "unit": unit,
            "word": word,
            "gap": _plain(abs(total - whole)),
        }
    laxer = [
        place
        for place, value in parts.items()
        if (value > whole if comparator in _DOWN else value < whole)
    ]
    if not laxer:
        return ""
    return _("%(n)d 个地区的目标低于全市要求（%(whole)s%(unit)s）：%(places)s。") % {
        "n": len(laxer),
        "whole": _plain(whole),
        "unit": unit,
        "places": definitions.listed(laxer),
    }


def _plain(value: Decimal) -> str:
    text = format(value.normalize(), "f")
    return "0" if text == "-0" else text


@dataclass(frozen=True)
class Part:
    """What one place has: its value, and what it is counted over."""

    place: str
    value: Decimal | None
    base: Decimal | None = None  # the denominator


@dataclass(frozen=True)
class Rolled:
    """The whole, of which places; `missing` returned nothing, `baseless` no base to weigh by."""

    value: Decimal | None
    counted: tuple[str, ...]
    missing: tuple[str, ...]
    baseless: tuple[str, ...] = ()


def roll(rule: str, comparator: str, parts: Sequence[Part]) -> Rolled:
    """The parts put together. A place without a value never counts as zero: it is named."""
    missing = tuple(one.place for one in parts if one.value is None)
    there = [(one, one.value) for one in parts if one.value is not None]
    if rule == "none" or not there:
        return Rolled(None, (), missing)
    if rule == "sum":
        value = sum((value for _one, value in there), Decimal(0))
        return Rolled(value, tuple(one.place for one, _value in there), missing)
    if rule == "worst":
        worst = max if comparator in _DOWN else min
        value = worst(value for _one, value in there)
        return Rolled(value, tuple(one.place for one, _value in there), missing)
    weighed = [(one, value, one.base) for one, value in there if one.base]
    baseless = tuple(one.place for one, _value in there if not one.base)
    if not weighed:
        return Rolled(None, (), missing, baseless)
    base = sum((base for _one, _value, base in weighed), Decimal(0))
    total = sum((value * base for _one, value, base in weighed), Decimal(0))
    return Rolled(total / base, tuple(one.place for one, *_rest in weighed), missing, baseless)
