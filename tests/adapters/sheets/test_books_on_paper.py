"""A workbook that somebody prints fits the paper, tells its columns on every page, and shows like
numbers alike."""

from decimal import Decimal
from io import BytesIO

import openpyxl

from yingshang.adapters.sheets import Table, table_book


def test_a_wide_table_lies_across_the_page_and_its_headings_are_on_each():
    wide = Table("位次", [f"列{n}" for n in range(9)], [[1] * 9])
    slim = Table("依据", ["内容", "值"], [["截至", "2026-11-27"]])
    across, upright = openpyxl.load_workbook(BytesIO(table_book([wide, slim])))
    assert (across.page_setup.orientation, upright.page_setup.orientation) == (
        "landscape",
        "portrait",
    )
    for sheet in (across, upright):
        assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$1:$1"


def test_scores_show_equally_many_decimals_and_stay_the_numbers_they_are():
    rows = [
        ["青岚市", 84.8, 100.0, 3],
        ["澜州市", 100, None, 12],
        ["望岳市", Decimal("7.25"), 9, 1],
    ]
    table = Table("得分", ["城市", "最低", "最高", "件数"], iter(rows), alike=(1, 2))
    sheet = openpyxl.load_workbook(BytesIO(table_book([table]))).active
    shown = {cell.number_format for row in sheet["B2:C4"] for cell in row if cell.value is not None}
    assert shown == {"0.00"}
    assert [cell.value for cell in sheet["B"][1:]] == [84.8, 100, 7.25]
    assert sheet["D2"].number_format == "General"  # of another kind


def test_like_numbers_that_are_whole_show_no_decimals_and_endless_ones_four():
    whole = Table("整", ["分"], [[100], [98]], alike=(0,))
    endless = Table("零", ["分"], [[100], [1 / 3]], alike=(0,))
    rounded = Table("舍", ["分"], [[Decimal("100.0")], [Decimal("98.0")]], alike=(0,))
    book = openpyxl.load_workbook(BytesIO(table_book([whole, endless, rounded])))
    assert [sheet["A2"].number_format for sheet in book] == ["0", "0.0000", "0.0"]
