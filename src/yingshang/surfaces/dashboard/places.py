"""One indicator place by place: districts and units, the missing ones among them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.indicators.kinds import NOWHERE, ValueView
from yingshang.surfaces.dashboard import drill
from yingshang.surfaces.kit.charts import Chart, chart

__all__ = ["Place", "by_district", "by_unit", "place_chart", "with_rest"]


@dataclass(frozen=True)
class Place:
    """`value` None: nothing was counted there; `url` leads to the cases."""

    code: str
    name: str
    value: ValueView | None

    @property
    def url(self) -> str:
        return drill.address(self.value) if self.value and drill.has_cases(self.value) else ""

    @property
    def late_url(self) -> str:
        return (
            drill.address(self.value, "late") if self.value and drill.has_cases(self.value) else ""
        )


def by_district(region: str, spread: Iterable[ValueView]) -> list[Place]:
    """Every district of the city, also those without a value."""
    found = {one.district: one for one in spread if one.district and not one.unit_code}
    return [Place(code, name, found.get(code)) for code, name in accounts.districts(region)]


def with_rest(places: Sequence[Place], whole: ValueView) -> list[Place]:
    """The places and, where they don't add up to the whole of what is counted, those without one:
    nothing that is counted stands nowhere."""
    known = sum(int(place.value.value or 0) for place in places if place.value)
    rest = int(whole.value or 0) - known
    if not places or rest <= 0:
        return list(places)
    value = replace(
        whole, id=None, value=Decimal(rest), numerator=None, denominator=rest, district=NOWHERE
    )
    return [*places, Place(NOWHERE, _("未分区县"), value)]


def by_unit(spread: Iterable[ValueView]) -> list[Place]:
    """The units that lead cases of this indicator."""
    return [
        Place(one.unit_code, accounts.unit_name(one.unit_code), one)
        for one in spread
        if one.unit_code and not one.district
    ]


def place_chart(
    title: str,
    places: Sequence[Place],
    unit: str,
    *,
    target: Any = None,
    target_label: str = "",
) -> Chart | None:
    """Bars by place; None where no place has a value. A missing place is an empty row."""
    found = [place.value.value if place.value else None for place in places]
    values = [None if value is None else round(value, 2) for value in found]
    if not any(value is not None for value in values):
        return None
    return chart(
        title,
        [place.name for place in places],
        {title: values},
        kind="bar",
        unit=unit,
        target=target,
        target_label=target_label,
        horizontal=True,
    )
