"""Numbers as they are printed, and the days that date expressions mean."""

from datetime import date

import pytest

from yingshang.kernel.plantext._deadlines import dates
from yingshang.kernel.plantext._numerals import parse_number


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百二十", 120),
        ("一百零五", 105),
        ("三千二百", 3200),
        ("二〇二六", 2026),
        ("九十八点五", 98.5),
        ("半", 0.5),
        ("一万二千", 12_000),
        ("1,200", 1200),
        ("99.950", 99.95),
        ("3.75", 3.75),
        ("", None),
        ("若干", None),
    ],
)
def test_a_printed_number_has_its_value(printed: str, value: float | None) -> None:
    assert parse_number(printed) == value


@pytest.mark.parametrize(
    ("printed", "day", "binding"),
    [
        ("2020年6月底前", date(2020, 6, 30), True),
        ("5月底之前", date(2026, 5, 31), True),
        ("2月底", date(2026, 2, 28), True),
        ("2022年6月30日前", date(2022, 6, 30), True),
        ("年底前", date(2026, 12, 31), True),
        ("今年底", date(2026, 12, 31), True),
        ("明年6月底前", date(2027, 6, 30), True),
        ("年内", date(2026, 12, 31), True),
        ("到2027年", date(2027, 12, 31), True),
        ("十二月底前", date(2026, 12, 31), True),
        ("三季度末", date(2026, 9, 30), True),
        ("2021年", date(2021, 12, 31), False),
        ("自2021年12月1日起", date(2021, 12, 1), False),
    ],
)
def test_a_date_expression_means_its_last_day(printed: str, day: date, binding: bool) -> None:
    found = dates(f"全面完成{printed}", 2026)

    assert [(by.day, by.binding) for by in found] == [(day, binding)]


@pytest.mark.parametrize("printed", ["3年内", "半年内", "13月底前", "2月30日前", "6个月内"])
def test_what_names_no_day_is_left_alone(printed: str) -> None:
    assert dates(printed, 2026) == []


def test_without_a_known_year_nothing_is_guessed() -> None:
    assert dates("6月底前", None) == []
