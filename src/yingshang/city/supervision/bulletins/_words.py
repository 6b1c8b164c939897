"""Small grammar for sentences written from data: nothing is said of what is not there."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from yingshang.kernel.worktime import to_cst

__all__ = ["among", "cut", "day_of", "listed", "plain", "sentence", "share"]


def plain(value: Decimal | int | float | None, places: int = 1) -> str:
    """A number without idle zeros; — where there is none."""
    if value is None:
        return "—"
    number = Decimal(str(value))
    text = f"{round(number, places):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def share(part: int, whole: int, places: int = 1) -> float | None:
    """Per cent, divided last; None where there is nothing to divide by."""
    return float(round(Decimal(part) * 100 / whole, places)) if whole else None


def listed(words: Iterable[str]) -> str:
    """A、B、C。"""
    return "、".join(words)


def among(parts: Iterable[tuple[str, int]], unit: str) -> str:
    """“其中已逾期1件、待指定承办单位2件”; '' where all are nought."""
    told = [f"{label}{count}{unit}" for label, count in parts if count]
    return _("其中%s") % listed(told) if told else ""


def sentence(*clauses: str) -> str:
    """The clauses that say something, joined by commas, with a full stop."""
    told = [one.strip("，。") for one in clauses if one]
    return "，".join(told) + "。" if told else ""


def cut(names: list[str], most: int = 3) -> str:
    """“市水务集团、市税务局等5个单位”; all of them where they are few."""
    if len(names) <= most:
        return listed(names)
    return _("%(names)s等%(n)d个单位") % {"names": listed(names[:most]), "n": len(names)}


def day_of(at: datetime) -> str:
    """2026年3月2日17时, of the city's own clock."""
    local = to_cst(at)
    return f"{local.year}年{local.month}月{local.day}日{local.hour}时"
