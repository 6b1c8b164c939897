"""Numbers and months are read as people type them; what is none says so."""

from datetime import date
from decimal import Decimal

import pytest

from yingshang.adapters.sheets import NotANumber, cell_name, is_blank, read_month, read_number

pytestmark = pytest.mark.walk


@pytest.mark.parametrize(
    ("cell", "value", "percent"),
    [
        (98, 98, False),
        (0.913, "0.913", False),
        ("９８．５％", "98.5", True),
        ("98.5 %", "98.5", True),
        ("5‰", "0.5", True),
        ("1,203", 1203, False),
        ("１，２０３", 1203, False),
        ("1.2万", 12000, False),
        ("3亿", 300_000_000, False),
        ("-3", -3, False),
        (" 12 ", 12, False),
        ("12\n", 12, False),
    ],
)
def test_a_number_is_read_as_typed(cell, value, percent):
    found = read_number(cell)
    assert (found.value, found.percent) == (Decimal(str(value)), percent)


def test_a_unit_behind_a_number_is_kept():
    assert read_number("2个工作日").unit == "个工作日"


def test_a_cell_in_a_per_cent_format_holds_a_hundredth():
    found = read_number(0.913, shown_as_percent=True)
    assert (found.value, found.percent) == (Decimal("91.300"), True)


@pytest.mark.parametrize("cell", ["", "  ", "—", "-", "/", "无", "暂无", "N/A"])
def test_signs_for_nothing_are_blank_and_no_zero(cell):
    assert is_blank(cell)
    assert read_number(cell) is None


@pytest.mark.parametrize("cell", ["约98%", "98%以上", "九成", "1.2.3", "#REF!", True, None])
def test_what_is_no_number_says_so(cell):
    with pytest.raises(NotANumber) as fault:
        read_number(cell)
    assert fault.value.sentence.endswith("。")


@pytest.mark.parametrize(
    "cell",
    [
        "2026年3月",
        "２０２６年０３月份",
        "2026.3",
        "2026-03",
        "2026/3/1",
        "202603",
        202603.0,
        "二〇二六年三月",
        "3月",
        "3月份",
        date(2026, 3, 31),
    ],
)
def test_a_month_is_read_as_typed(cell):
    assert read_month(cell, year=2026) == "2026-03"


@pytest.mark.parametrize("cell", ["1-3月", "一季度", "2026年", "13月", "合计", 98, ""])
def test_a_span_or_a_total_is_no_month(cell):
    assert read_month(cell, year=2026) is None


def test_a_bare_month_needs_its_year():
    assert read_month("3月") is None
    assert read_month("二〇二五年十二月") == "2025-12"


def test_cells_are_named_as_in_the_spreadsheet():
    assert [cell_name(6, 2), cell_name(0, 26)] == ["C7", "AA1"]
