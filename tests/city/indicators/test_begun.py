"""The first month of an indicator: whole from its first days on, else no month at all."""

from datetime import date
from decimal import Decimal

import pytest

from yingshang.city.indicators._begun import SHORT, short_month
from yingshang.city.indicators._definition import definition
from yingshang.city.indicators._series import Place
from yingshang.city.indicators.kinds import PeriodKind, ValueView
from yingshang.city.indicators.open_data import row_of
from yingshang.city.indicators.queries import one_definition

DAY = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("first", "short"),
    [
        ("2025-11-28", "2025-11"),
        ("2025-12-03", ""),  # the first of December was a Monday
        ("2025-12-04", "2025-12"),
        ("2026-03-04", ""),  # the first of March was a Sunday
        ("2026-03-05", "2026-03"),
        ("2025-10-01", ""),  # a holiday, on which some came all the same
        ("2025-10-11", ""),  # the third working day after the national holiday: it was made up for
        ("2025-10-13", "2025-10"),
    ],
)
def test_a_month_is_whole_whose_first_case_came_by_its_third_working_day(city, first, short):
    one = one_definition("company-start-mean", city, DAY)
    facts = {"cases": {"rows": 9, "began": {"": "2020-01-01", "company-start": first}}}
    assert short_month(one, "cases", facts, city) == short
    assert short_month(one, "items", facts, city) == ""
    assert short_month(one, "cases", None, city) == ""


def test_what_counts_all_items_began_with_the_first_of_them(city):
    one = one_definition("workdays-mean", city, DAY)
    facts = {"cases": {"began": {"": "2025-12-01", "water": "2026-03-20"}}}
    assert short_month(one, "cases", facts, city) == ""


def month(period, value):
    return ValueView("x", "990100", period, "month", Decimal(value), "天", None, 50, id=1)


def test_a_short_month_leads_no_trend_and_is_drawn_as_a_gap(city):
    """Nine days in a month that was four days long, then five: nobody got faster."""
    one = definition("company-start-mean", city, DAY)
    stored = {"2026-07": month("2026-07", 9), "2026-08": month("2026-08", 5)}
    place = Place(city, "", "", PeriodKind.MONTH)
    day = date(2026, 8, 31)
    whole = place.series(one, stored, day, day, 6)
    short = place.series(one, stored, day, day, 6, "2026-07")
    assert whole.trend == "better"
    assert short.trend is None
    assert dict(whole.drawn)["2026-07"] == 9
    assert dict(short.drawn)["2026-07"] is None
    value = next(v for v in short.values if v.period == "2026-07")
    assert (value.partial, value.short, value.value) == (True, True, 9)
    row = row_of(value, 5, "mean")
    assert (row.status, row.value, row.cases, row.reason) == ("missing", None, None, SHORT)
