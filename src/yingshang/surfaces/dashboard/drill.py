"""Links from a number down to its cases."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from yingshang.city.accounts.kinds import Actor
from yingshang.city.indicators.kinds import Mark, Part, ValueView

__all__ = ["PARTS", "Way", "address", "has_cases", "may_drill", "part_of", "ways"]

# the words of the address; `late` is what people call the cases that missed
PARTS = {
    "denominator": Part.DENOMINATOR,
    "numerator": Part.NUMERATOR,
    "late": Part.MISSED,
}


@dataclass(frozen=True)
class Way:
    """One list of cases behind a value: its label, how many, where."""

    label: str
    count: int | None
    url: str


def may_drill(actor: Actor, region: str) -> bool:
    """Case lists are for the city's own staff; of which cases, the service decides."""
    return actor.is_staff and actor.region == region


def has_cases(value: ValueView) -> bool:
    """Only what was measured here has cases here; what others tell has a spreadsheet cell."""
    return value.mark == Mark.MEASURED and bool(value.denominator)


def part_of(text: str) -> tuple[str, Part]:
    """The part that an address names; anything unknown is the whole list."""
    name = {"missed": "late"}.get(text, text)
    return (name, PARTS[name]) if name in PARTS else ("denominator", Part.DENOMINATOR)


def address(value: ValueView, part: str = "denominator", **more: Any) -> str:
    """The page with the cases behind a value."""
    asked = {
        "code": value.code,
        "city": value.region,
        "period": value.period,
        "kind": value.kind,
        "part": part,
        "unit": value.unit_code,
        "district": value.district,
        **more,
    }
    query = urlencode({name: text for name, text in asked.items() if text})
    return f"{reverse('dashboard:cases')}?{query}"


def ways(value: ValueView, statistic: str) -> list[Way]:
    """Down to all cases, to those that met, to those that did not.

    Of shares the three add up; of days used only the whole is a number of the value itself.
    """
    if value.value is None or value.denominator is None or not has_cases(value):
        return []
    everything = Way(_("分母：全部计入"), value.denominator, address(value))
    if statistic == "share" and value.numerator is not None:
        missed = value.denominator - value.numerator
        return [
            Way(_("分子：达到的"), value.numerator, address(value, "numerator")),
            everything,
            Way(_("没有达到的"), missed, address(value, "late")),
        ]
    return [
        Way(_("全部计入"), value.denominator, address(value)),
        Way(_("超过各自时限的"), None, address(value, "late")),
    ]
