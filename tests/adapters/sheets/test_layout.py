"""Title, header, data and subtotal are told apart in tables that people laid out."""

import zipfile
from io import BytesIO

import pytest
from sheet_samples import workbook

from yingshang.adapters.sheets import SheetError, find_layout, read_workbook, sample_report

TITLE = "青岚市市场监管局2026年政务服务月报表"


def layout_of(data):
    return find_layout(read_workbook(data, "月报.xlsx")[0])


def test_a_month_a_row_under_a_merged_title_and_a_header_of_two_rows():
    data = sample_report(
        title=TITLE,
        unit="市市场监管局",
        months=["2026年1月", "2月", "2026.3", "４月份"],
        columns={"办结件数（件）": [1, 2, 3, 4], "按时办结率（%）": ["98%", 97, None, "９９"]},
        group="政务服务",
    )
    found = layout_of(data)
    assert found.kind == "rows"
    assert found.headers == {2: "政务服务 / 办结件数（件）", 3: "政务服务 / 按时办结率（%）"}
    assert (found.period_column, found.year) == (1, 2026)
    assert len(found.data_rows) == 4, "the subtotal and the total are left out"


def test_one_month_in_the_title_and_a_district_a_row():
    rows = [
        ["青岚市2026年3月办件情况表", None, None],
        ["区县", "办结件数", "按时办结率"],
        ["东城区", 10, "98%"],
        ["西岭区", 20, "97%"],
        ["合计", 30, "97.3%"],
    ]
    found = layout_of(workbook(rows, merged=[(0, 0, 0, 2)]))
    assert (found.kind, found.period, found.label_column) == ("sheet", "2026-03", 0)
    assert found.data_rows == (2, 3)


def test_a_month_a_column_and_an_indicator_a_row():
    rows = [
        ["2026年主要指标", None, None, None, None],
        ["序号", "指标名称", "1月", "2月", "3月"],
        [1, "按时办结率（%）", 98, 97, 96],
        [2, "办结件数（件）", 100, 120, 130],
    ]
    found = layout_of(workbook(rows))
    assert found.kind == "columns"
    assert found.headers == {2: "2026-01", 3: "2026-02", 4: "2026-03"}
    assert (found.label_column, found.data_rows) == (1, (2, 3))


def test_a_row_whose_cells_are_all_wrong_is_not_lost():
    rows = [
        ["月份", "按时办结率"],
        ["2026年1月", "98%"],
        ["2026年2月", "约98%"],
        ["二月", "无法统计"],
    ]
    assert layout_of(workbook(rows)).data_rows == (1, 2, 3)


def test_notes_signatures_and_empty_rows_are_no_data():
    rows = [
        ["月份", "办结件数"],
        [None, None],
        ["2026年1月", 5],
        ["注：含代办", None],
        ["制表人：张三", "审核人：李四"],
    ]
    assert layout_of(workbook(rows)).data_rows == (2,)


def test_a_table_that_starts_in_the_middle_keeps_its_cell_names():
    rows = [[None] * 5, [None] * 5, [None, None, "月份", "办结件数"], [None, None, "2026年1月", 7]]
    found = layout_of(workbook(rows))
    assert (found.data_rows, found.headers) == ((3,), {3: "办结件数"})


def test_cells_shown_as_per_cent_are_known():
    rows = [["月份", "按时办结率"], ["2026年1月", 0.98], ["2026年2月", 0.5]]
    grid = read_workbook(workbook(rows, percent={(1, 1)}), "a.xlsx")[0]
    assert grid.percents == {(1, 1)}


def test_a_sheet_without_numbers_has_no_layout():
    assert layout_of(workbook([["通知", "内容"], ["请各单位", "抓紧填报"]])) is None


def test_hidden_sheets_are_left_alone():
    data = workbook([["月份", "办结件数"], ["2026年1月", 1]], hidden="内部数据")
    assert [grid.name for grid in read_workbook(data, "a.xlsx")] == ["Sheet1"]


def bomb():
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (201 * 1024 * 1024))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"hello, world", "unreadable"),
        (b"PK\x03\x04 broken", "unreadable"),
        ("姓名,金额\n张三,1".encode(), "unreadable"),
        (workbook([[None]]), "empty"),
        (b"0" * (21 * 1024 * 1024), "too-big"),
    ],
)
def test_a_file_that_is_no_workbook_is_one_sentence(data, code):
    with pytest.raises(SheetError) as fault:
        read_workbook(data, "月报.xlsx")
    assert fault.value.code == code
    assert fault.value.sentence.endswith("。")


def test_a_zip_bomb_is_not_unpacked():
    with pytest.raises(SheetError, match="过大"):
        read_workbook(bomb(), "月报.xlsx")
