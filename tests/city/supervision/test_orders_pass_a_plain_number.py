"""An order that asks for a plain number closes on a better one."""

from decimal import Decimal

import pytest

from yingshang.city.indicators.kinds import ValueView
from yingshang.city.supervision import closing
from yingshang.city.supervision._words import level_text
from yingshang.city.supervision.models import Order


@pytest.mark.parametrize(("value", "met"), [("1.5", True), ("2", True), ("2.5", False)])
def test_less_than_the_days_that_were_asked_for_closes_it(city, now, monkeypatch, value, met):
    order = Order(
        region=city,
        indicator="company-start-max",
        comparator="=",
        level=Decimal(2),
        level_unit="工作日",
        opened_at=now,
        min_cases=1,
        window_days=30,
        closes_by=Order.ClosesBy.INDICATOR,
    )
    found = ValueView(
        code="company-start-max", region=city, period="2026-03", kind="month",
        value=Decimal(value), unit="工作日", mark="measured", denominator=9,
    )  # fmt: skip
    monkeypatch.setattr(closing.indicators, "over_window", lambda **_asked: found)
    assert closing.check(order, now).met is met
    assert level_text(order) == "≤ 2 工作日"
