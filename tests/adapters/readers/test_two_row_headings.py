"""A table whose headings take two rows, and whose cells of bodies reach down over several rows, is
read alike from Word, from a page and from a ruled pdf."""

import pytest
from papers import typeset
from word_files import table, tc, tr, word

from yingshang.adapters.readers import read_document

pytestmark = pytest.mark.walk

WORD = table(
    tr(
        tc("序号", merge="restart"),
        tc("重点任务", merge="restart"),
        tc("责任分工", span=2),
        tc("时限", merge="restart"),
    ),
    tr(tc(merge=""), tc(merge=""), tc("牵头单位"), tc("配合单位"), tc(merge="")),
    tr(tc("1"), tc("减税", merge="restart"), tc("甲局", merge="restart"), tc("乙局"), tc("6月")),
    tr(tc("2"), tc(merge=""), tc(merge=""), tc("丙局"), tc("7月")),
    tr(tc("3"), tc("减费"), tc("丁局"), tc("乙局"), tc("8月")),
)
PAGE = """<table>
<tr><th rowspan=2>序号<th rowspan=2>重点任务<th colspan=2>责任分工<th rowspan=2>时限</tr>
<tr><th>牵头单位<th>配合单位</tr>
<tr><td>1<td rowspan=2>减税<td rowspan=2>甲局<td>乙局<td>6月</tr>
<tr><td>2<td>丙局<td>7月</tr>
<tr><td>3<td>减费<td>丁局<td>乙局<td>8月</tr></table>"""
HEAD = (
    "table.cell(rowspan: 2)[序号], table.cell(rowspan: 2)[重点任务],"
    " table.cell(colspan: 2)[责任分工], table.cell(rowspan: 2)[时限], [牵头单位], [配合单位]"
)
ROWS = (
    "[1], table.cell(rowspan: 2)[减税], table.cell(rowspan: 2)[甲局], [乙局], [6月],"
    " [2], [丙局], [7月], [3], [减费], [丁局], [乙局], [8月]"
)
READ = [
    "序号\t重点任务\t责任分工\t\t时限",
    "\t\t牵头单位\t配合单位",
    "1\t减税\t甲局\t乙局\t6月",
    "2\t\t甲局\t丙局\t7月",
    "3\t减费\t丁局\t乙局\t8月",
]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (word(WORD), "清单.docx"),
        (PAGE.encode(), "清单.html"),
        (typeset(f"#table(columns: 5, {HEAD}, {ROWS})", ""), "清单.pdf"),
    ],
    ids=["docx", "html", "pdf"],
)
def test_who_leads_is_said_in_every_row_and_a_title_once(data, name):
    assert read_document(data, name).text.strip().split("\n") == READ


def test_a_row_of_a_page_with_a_single_cell_of_its_own_keeps_its_columns():
    page = """<table><tr><th>序号<th>重点任务<th>牵头单位</tr>
    <tr><td rowspan=2>1<td>减税<td rowspan=2>甲局</tr><tr><td>减费</tr>
    <tr><td>2<td>减证<td>乙局</tr></table>"""
    assert read_document(page.encode(), "清单.html").text.split("\n") == [
        "序号\t重点任务\t牵头单位",
        "1\t减税\t甲局",
        "\t减费\t甲局",
        "2\t减证\t乙局",
    ]


def test_both_rows_of_headings_are_read_once_in_a_table_over_two_pages():
    rows = ", ".join(f"[{n}], [减税], [甲局], [乙局], [6月]" for n in range(1, 71))
    found = read_document(typeset(f"#table(columns: 5, table.header({HEAD}), {rows})", ""), "a.pdf")
    assert found.text.count("责任分工") == found.text.count("牵头单位") == 1
    assert found.text.count("减税") == 70
