"""A paper is a Word file that says what it was given, laid out by GB/T 9704."""

from datetime import datetime, timedelta, timezone
from io import BytesIO

from docx import Document
from docx.shared import Mm, Pt

from yingshang.adapters import paper

AT = datetime(2026, 3, 2, 10, 0, tzinfo=timezone(timedelta(hours=8)))


def sheet() -> paper.Sheet:
    return paper.Sheet(
        title="督办单",
        author="青岚市营商局",
        at=AT,
        footer="演示数据",
        blocks=(
            paper.Head("青岚市营商环境建设局", "青营督〔2026〕1号"),
            paper.Title("关于低压电力报装超期的督办单"),
            paper.Line("国网青岚供电公司："),
            paper.Facts((("承诺", "≤ 5 工作日"), ("实际", "7.2 工作日"))),
            paper.Heading("一、督办依据"),
            paper.Paragraph("方案第七项。"),
            paper.Grid(("单位", "超期"), (("供电公司", "3"), ("水务集团", "0")), (0.7, 0.3)),
            paper.Note("来源：办件实测"),
            paper.Signature("青岚市营商环境建设局", "2026年3月2日"),
        ),
    )


def opened():
    return Document(BytesIO(paper.render(sheet())))


def test_it_prints_every_block_in_order():
    texts = [p.text for p in opened().paragraphs if p.text]
    assert texts == [
        "青岚市营商环境建设局",
        "青营督〔2026〕1号",
        "关于低压电力报装超期的督办单",
        "国网青岚供电公司：",
        "一、督办依据",
        "方案第七项。",
        "来源：办件实测",
        "青岚市营商环境建设局",
        "2026年3月2日",
    ]


def test_it_prints_tables_cell_by_cell():
    facts, grid = opened().tables
    assert [cell.text for cell in facts.rows[1].cells] == ["实际", "7.2 工作日"]
    assert [cell.text for cell in grid.rows[2].cells] == ["水务集团", "0"]


def test_it_keeps_the_margins_of_the_standard():
    section = opened().sections[0]
    # Word stores twentieths of a point, hence a tenth of a millimetre of play
    assert abs(section.top_margin - Mm(37)) < Mm(0.1)
    assert abs(section.left_margin - Mm(28)) < Mm(0.1)
    assert abs(section.page_width - section.left_margin - section.right_margin - Mm(156)) < Mm(0.1)


def test_body_is_fangsong_on_fixed_lines():
    normal = opened().styles["Normal"]
    fonts = normal.element.rPr.rFonts
    assert {fonts.get(key).split("_")[0] for key in fonts.attrib if "Theme" not in key} == {"仿宋"}
    assert normal.paragraph_format.line_spacing == Pt(28)


def test_a_missing_face_has_a_stand_in():
    package = opened().part.package
    table = next(p for p in package.iter_parts() if str(p.partname) == "/word/fontTable.xml")
    text = table.blob.decode()
    assert "仿宋_GB2312" in text
    assert "altName" in text


def test_it_numbers_its_pages_and_repeats_the_footer_text():
    footer = opened().sections[0].footer.paragraphs[0]
    assert footer.text.startswith("演示数据")
    assert "PAGE" in footer._p.xml


def test_the_same_sheet_is_dated_by_its_own_time():
    assert opened().core_properties.created.isoformat().startswith("2026-03-02T10:00")
