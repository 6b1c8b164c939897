"""Tags that only the cockpit needs."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yingshang.city.definitions import service as definitions
from yingshang.city.indicators import service as indicators
from yingshang.surfaces.dashboard import sparks
from yingshang.surfaces.dashboard.standing import STANDINGS

register = template.Library()


@register.simple_tag
def spark(trend: Any, level: Any = None, unit: str = "", running: str = "") -> SafeString:
    """A line of months, with the promise as a dashed one; the running month is drawn apart."""
    return sparks.spark(trend, level, definitions.said(unit), running)


@register.filter
def plain(value: Decimal | float | None, promised: Decimal | None = None) -> str:
    """97.0047 → 97; 4.8247 → 4.82: no more digits than people read. Missing: an en dash.

    Beside a promise, as many digits as the promise has: 99.966 beside 99.965.
    """
    if value is None:
        return "–"
    places = 1 if abs(value) >= 100 else 2
    if promised is not None:
        digits = promised.normalize().as_tuple().exponent
        places = max(places, -digits if isinstance(digits, int) else 0)
    text = f"{value:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@register.filter
def period(name: str, kind: str = "month") -> str:
    """2026-11 → 2026年11月; of a running year: 2026年1—11月."""
    if not name or "-" not in name:
        return name
    return definitions.month_words(name, running=kind != "month")


@register.filter
def likely(place: Any) -> str:
    """第 2–3 位（90%）: the narrower range of places; '' where it says no more."""
    return "" if place is None else indicators.likely_text(place)


@register.filter
def standing_word(standing: str) -> str:
    """The word for how a promise stands."""
    return str(STANDINGS[standing][1])


@register.filter
def moving(direction: str | None) -> str:
    """Which way the last months go, as a word."""
    words = {"better": _("向好"), "worse": _("变差"), "flat": _("持平")}
    return words.get(direction or "", "")


@register.filter
def moving_icon(direction: str | None) -> str:
    return {"better": "trending-up", "worse": "trending-down", "flat": "minus"}.get(
        direction or "", "minus"
    )


@register.filter
def taken(target: Any) -> str:
    """Of many cases the longest, the mean or the middle one: eight days at most are no mean of
    eight days. '' where the number is no time of cases."""
    if not any(sign in target.unit for sign in "日天时分月"):
        return ""
    words = {"each": _("最长"), "max": _("最长"), "mean": _("平均"), "median": _("中位")}
    return words.get(target.statistic or "", "")


@register.filter
def points(unit: str) -> str:
    """The unit of a distance: between 92% and 96% lie four points."""
    return definitions.said("个百分点" if unit == "%" else unit)
