"""A day in a workbook is a real one, shown as the screens show it: it sorts, and it is counted."""

from datetime import UTC, date, datetime
from io import BytesIO

from openpyxl import load_workbook

from yingshang.adapters.sheets import Table, table_book

DAY, MOMENT = date(2026, 3, 6), datetime(2026, 3, 6, 14, 5, 9, tzinfo=UTC)


def test_days_and_moments_are_real_and_say_so():
    rows = [(DAY, MOMENT, "2026-03-06"), (date(1899, 1, 1), None, "x")]
    page = load_workbook(BytesIO(table_book([Table("台账", ("期限", "提交", "原话"), rows)])))[
        "台账"
    ]
    assert page["A2"].value == datetime(2026, 3, 6)
    assert page["A2"].number_format == 'yyyy"年"m"月"d"日"'
    assert page["B2"].value == datetime(2026, 3, 6, 22, 5)  # by the clock on our walls
    assert page["B2"].number_format == 'yyyy"年"m"月"d"日" hh:mm'
    assert page["C2"].value == "2026-03-06"  # what was said in words stays words
    assert page["A3"].value == "1899-01-01"  # no spreadsheet tells such a day rightly
