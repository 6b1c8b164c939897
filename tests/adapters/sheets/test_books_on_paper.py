"""A workbook that somebody prints fits the paper and tells its columns on every page."""

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
