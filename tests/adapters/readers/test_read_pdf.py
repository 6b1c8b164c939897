"""A pdf reads in the order in which a person reads it, without what only pages need."""

import pytest
from papers import as_pdf, typeset

from yingshang.adapters.readers import Document, read_document
from yingshang.adapters.readers._pdf_page import Rule
from yingshang.adapters.readers._pdf_tables import tables

BODY = "为优化营商环境，推进审批制度改革，压缩办理时限，减少申请材料，提升服务水平，制定本方案。"
GRID = "#table(columns: (2cm, 1fr, 3.2cm), "


def read(markup: str, settings: str = "") -> Document:
    return read_document(typeset(markup, settings), "方案.pdf")


def test_lines_come_in_order_and_wrapped_ones_are_one_paragraph():
    text = f"青岚市方案\n一、任务\n（一）甲。{BODY * 20}\n牵头单位：市局\n1.乙。{BODY * 20}"
    found = read_document(as_pdf(text), "方案.pdf")
    assert [line for line in found.text.split("\n") if line] == text.split("\n")
    assert found.media == "pdf"


def test_running_heads_and_page_numbers_are_dropped_and_it_says_so():
    text = "\n".join(f"（{n}）第{n}件事。{BODY}" for n in range(60))
    found = read_document(as_pdf(text), "方案.pdf")
    assert "营商环境文件汇编" not in found.text
    assert "—" not in found.text
    assert found.text.replace("\n", "") == text.replace("\n", "")
    assert found.notes == ("页眉、页脚和页码没有读入。",)


@pytest.mark.parametrize("foot", ["- 1 -", "第 1 页 共 9 页", "1 / 9", "1"])
def test_page_numbers_of_every_kind(foot):
    number = foot.replace("1", "#counter(page).display()", 1).replace("- ", "\\- ")
    found = read(f"{BODY}\n\n" * 40, f"#set page(footer: context [{number}])\n")
    assert set(found.text.split("\n")) == {BODY} or found.text.replace("\n", "") == BODY * 40


def test_what_stands_at_the_foot_of_many_pages_by_chance_is_kept():
    text = "\n".join(
        f"{n}.做好工作。\n牵头单位：市审批局\n完成时限：2026年{n % 12 + 1}月底前"
        for n in range(200)
    )
    found = read_document(as_pdf(text), "方案.pdf")
    assert found.text.count("完成时限") == 200
    assert found.text.count("牵头单位") == 200


def test_ruled_tables_become_rows_with_wrapped_cells_joined():
    table = (
        f"{GRID}[序号], [任务], [责任单位], [1], [{BODY}], [市审批局 \\ 市税务局],"
        " [2], [压缩时限], [市住房和城乡建设局、市自然资源局])"
    )
    lines = read(f"前言\n\n{table}\n\n结尾").text.split("\n")
    assert lines == [
        "前言",
        "",
        "序号\t任务\t责任单位",
        f"1\t{BODY}\t市审批局 市税务局",
        "2\t压缩时限\t市住房和城乡建设局、市自然资源局",
        "",
        "结尾",
    ]


def test_a_merged_cell_is_read_once_where_it_begins():
    table = (
        "#table(columns: 3, table.cell(colspan: 2)[任务与目标], [备注], [甲], [乙],"
        " table.cell(rowspan: 2)[三处], [丙], [丁])"
    )
    assert read(table).text.split("\n") == ["任务与目标\t\t备注", "甲\t乙\t三处", "丙\t丁"]


def test_a_table_over_two_pages_is_one_and_its_head_is_read_once():
    rows = ", ".join(f"[{n}], [{BODY}], [市审批局]" for n in range(1, 31))
    table = f"{GRID} table.header([序号], [任务], [责任单位]), {rows})"
    lines = [line for line in read(table).text.split("\n") if line]
    assert lines.count("序号\t任务\t责任单位") == 1
    assert lines[1:] == [f"{n}\t{BODY}\t市审批局" for n in range(1, 31)]


def test_a_row_that_the_foot_of_the_page_cuts_has_its_cells_without_a_line_below_it():
    level = [Rule(True, y, 50.0, 350.0) for y in (700.0, 650.0)]
    upright = [Rule(False, x, 600.0, 700.0) for x in (50.0, 150.0, 250.0, 350.0)]
    (found,) = tables([*level, *upright])
    assert found.ys == [700.0, 650.0, 600.0]
    assert [found.home[1, column] for column in range(3)] == [(1, 0), (1, 1), (1, 2)]


def test_two_columns_are_read_one_after_the_other():
    left = "左栏的内容写在这里，应当先读完这一栏。" * 22
    right = "右栏在左栏之后，不应当与左栏的字混在一起。" * 22
    found = read(f"#columns(2)[{left}#colbreak(){right}]", "#set page(numbering: none)\n")
    assert found.text.replace("\n", "").replace(" ", "") == left + right


@pytest.mark.parametrize("degrees", [90, -90, 180])
def test_a_sideways_page_is_turned(degrees):
    found = read(f"#rotate({degrees}deg, reflow: true)[#block(width: 18cm)[一、任务 \\ {BODY}]]")
    assert found.text.replace("\n", "").startswith("一、任务为优化")


def test_a_slanting_watermark_is_not_read():
    stamp = "#place(center + horizon, rotate(-35deg, text(size: 60pt)[内部资料]))\n"
    assert read(f"{stamp}{BODY}").text.replace("\n", "") == BODY


def test_empty_pages_and_rare_characters():
    found = read(f"一、任务𠮷㐂\n#pagebreak()\n#pagebreak()\n{BODY}")
    assert found.text.split("\n")[0].startswith("一、任务")
    assert found.text.replace("\n", "").endswith(BODY)
