"""Sentences about orders that more than one place prints."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.definitions import service as definitions
from yingshang.city.supervision.models import Order
from yingshang.kernel.worktime import CST, to_cst

__all__ = ["condition_text", "level_text", "paper_number", "plain", "sign_of", "year_begins"]

_SIGNS = {"<=": "≤", ">=": "≥", "<": "<", ">": ">", "=": "="}


def plain(value: Decimal | None) -> str:
    """A number without trailing zeros; '' for None."""
    if value is None:
        return ""
    text = f"{value.quantize(Decimal('0.01')):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def year_begins(at: datetime) -> datetime:
    """The first moment of the city's year: numbers of papers run per city and year."""
    return datetime(at.astimezone(CST).year, 1, 1, tzinfo=CST)


def paper_number(region: str, mark: str, taken: int, at: datetime) -> str:
    """青营督〔2026〕3号, where ``taken`` numbers of this mark are given in the year already."""
    city = accounts.region_name(region)[0]
    return f"{city}{mark}〔{at.astimezone(CST).year}〕{taken + 1}号"


def level_text(order: Order) -> str:
    """The level to reach: ``≤ 4 工作日``; '' where none is set."""
    if order.level is None:
        return ""
    amount = plain(order.level)
    if order.level_max is not None:
        amount += f"–{plain(order.level_max)}"
    sign = sign_of(order)
    return f"{_SIGNS.get(sign, sign)} {amount} {order.level_unit}".strip()


def sign_of(order: Order) -> str:
    """Its comparator; where a plain number was asked for, a better one will do as well."""
    if order.comparator != "=":
        return order.comparator
    way = _indicator(order).get("direction", "")
    return {"lower": "<=", "higher": ">="}.get(way, "=")


def _indicator(order: Order) -> Mapping[str, Any]:
    """Its definition, as in force when the order went out."""
    on = to_cst(order.opened_at).date()
    found = definitions.edition("indicator", order.indicator, region=order.region, on=on)
    return found.body if found else {}


def _indicator_name(order: Order) -> str:
    return str(_indicator(order).get("name", order.indicator))


def condition_text(order: Order) -> str:
    """When the order may close, in one sentence."""
    if order.closes_by == Order.ClosesBy.INDICATOR:
        return _(
            "督办单发出后新收的办件，在最近 %(days)d 天内不少于 %(n)d 件，"
            "指标“%(name)s”达到 %(level)s，方可销号。"
        ) % {
            "days": order.window_days,
            "n": order.min_cases,
            "name": _indicator_name(order),
            "level": level_text(order),
        }
    if order.closes_by == Order.ClosesBy.CASES:
        return _("所列 %d 件超期办件全部办结后，方可销号。") % len(order.cases)
    if order.closes_by == Order.ClosesBy.CLUES:
        return _("所附办件的情况逐件核实、核实结果记录在案后，方可销号。")
    if order.closes_by == Order.ClosesBy.REPLY:
        return _("承办单位报送办理情况并经交办人员确认后，方可销号。")
    return _(
        "单位更正或补报后，自报数与对照数（办件实测、系统回传或上一次报送的数）不再矛盾，方可销号。"
    )
