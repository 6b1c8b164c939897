"""Whether what a closed task misses is what somebody has answered for already."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import override

from yingshang.city.plans._wording import number, promise_text
from yingshang.city.plans.kinds import TargetView

__all__ = ["answered", "pledge_of"]


def pledge_of(target: TargetView) -> tuple[str, ...]:
    """What is promised, in the words of no language: comparator, value, upper value, unit."""
    return target.comparator, number(target.value), number(target.value_max), target.unit


def answered(one: Any, lines: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a missed number stands among the missed lines that were frozen: the same promise of
    the same target, or of the same metric where an edition has put another in its place."""
    missed = (line for line in lines if line.get("short", line["lamp"] != "green"))
    return any(_same(one, line) for line in missed)


def _same(one: Any, line: Mapping[str, Any]) -> bool:
    if one.target != line["target"] and one.metric != line["metric"]:
        return False
    if line.get("pledge"):
        return tuple(line["pledge"]) == one.pledge
    return bool(line["promised"] == _in_chinese(one.pledge))  # frozen before pledges were


def _in_chinese(pledge: tuple[str, ...]) -> str:
    comparator, value, most, unit = pledge
    with override("zh-hans"):
        return promise_text(
            comparator, Decimal(value), unit, value_max=Decimal(most) if most else None
        )
