"""A paper is a Word file that says what it was given, laid out by GB/T 9704."""

from datetime import datetime, timedelta, timezone
from io import BytesIO

import pypdfium2
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as WD_ALIGN
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

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
    # 22 lines fill the 225 mm of the text block and a 23rd has no room
    pitch = normal.paragraph_format.line_spacing
    assert pitch * 22 <= Mm(225) < pitch * 23


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


def official(**head) -> Document:
    """A whole official paper: head with signer, attachments, annex, last lines."""
    blocks = (
        paper.Head("青岚市营商环境建设局文件", "青营发〔2026〕3号", **head),
        paper.Title("关于优化营商环境工作情况的报告"),
        paper.Line("市人民政府："),
        paper.Heading("一、进展"),
        paper.Heading("（一）承诺", level=2),
        paper.Heading("1.企业开办", level=3),
        paper.Paragraph("已达到。"),
        paper.Attachments(("承诺兑现明细", "督办单清单")),
        paper.Signature("青岚市营商环境建设局", "2026年3月2日", ("（此件公开发布）",)),
        paper.Annex("附件1", "承诺兑现明细"),
        paper.Colophon(
            ("市委办公室", "市人大常委会办公室"), "青岚市营商环境建设局", "2026年3月2日"
        ),
    )
    made = paper.Sheet(title="报告", author="营商局", at=AT, blocks=blocks, footer="演示数据")
    return Document(BytesIO(paper.render(made)))


def said(document, text):
    return next(p for p in document.paragraphs if text in p.text)


def look(paragraph):
    run = paragraph.runs[0]
    return run._element.rPr.rFonts.get(qn("w:eastAsia")), run.font.size.pt


def test_the_grid_holds_22_lines_of_28_characters():
    section = official().sections[0]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"
    height = section.page_height - section.top_margin - section.bottom_margin
    assert abs(height - Mm(225)) < Mm(0.1)
    assert int(height / 12700 // (int(grid.get(qn("w:linePitch"))) / 20)) == 22
    character = 16 + int(grid.get(qn("w:charSpace"))) / 4096
    assert 28 <= Mm(156).pt / character < 29


def test_each_part_has_the_face_and_size_of_the_standard():
    document = official()
    assert look(said(document, "青营发")) == ("仿宋_GB2312", 16)
    assert look(said(document, "工作情况的报告")) == ("方正小标宋简体", 22)
    assert look(said(document, "一、进展")) == ("黑体", 16)
    assert look(said(document, "（一）承诺")) == ("楷体_GB2312", 16)
    assert look(said(document, "1.企业开办")) == ("仿宋_GB2312", 16)
    assert look(said(document, "附件1")) == ("黑体", 16)


def test_the_mark_of_the_issuer_is_red_and_the_rule_below_it():
    document = official()
    mark = said(document, "文件")
    assert mark.runs[0].font.color.rgb == RGBColor(0xC8, 0x10, 0x1E)
    assert abs(mark.paragraph_format.space_before - Mm(35)) < Mm(0.1)
    assert 'w:color="C8101E"' in said(document, "青营发")._p.xml


def test_the_red_head_is_left_out_by_a_switch():
    document = official(red=False)
    assert "文件" not in "".join(p.text for p in document.paragraphs)
    assert "C8101E" not in document.element.xml
    assert said(document, "青营发〔2026〕3号")


def test_the_signer_stands_right_of_the_number():
    document = official(signer="方敏")
    line = said(document, "签发人")
    assert line.text == "青营发〔2026〕3号\t签发人：方敏"
    assert line.runs[-1]._element.rPr.rFonts.get(qn("w:eastAsia")) == "楷体_GB2312"


def test_page_numbers_stand_outside_in_song_of_14_points():
    document = official()
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert (odd.alignment, even.alignment) == (WD_ALIGN.RIGHT, WD_ALIGN.LEFT)
    for paragraph in (odd, even):
        assert "演示数据" in paragraph.text
        number = next(r for r in paragraph.runs if "PAGE" in r._element.xml)
        assert number.font.size == Pt(14)
        assert number._element.rPr.rFonts.get(qn("w:eastAsia")) == "宋体"
        assert "—  —" in paragraph.text


def test_the_day_stands_four_characters_from_the_right_under_the_name():
    document = official()
    name, day = [
        p for p in document.paragraphs if p.text.startswith(("青岚市营商环境建设局", "2026年"))
    ][-2:]
    assert day.paragraph_format.right_indent == Pt(64)
    wide = {name: 160, day: 16 * 3 + 8 * 6}
    middles = [p.paragraph_format.right_indent.pt + wide[p] / 2 for p in (name, day)]
    assert abs(middles[0] - middles[1]) < 0.5


def test_attachments_are_numbered_and_begin_on_their_own_page():
    document = official()
    assert said(document, "附件：").text == "附件：1. 承诺兑现明细"
    assert said(document, "2. 督办单清单")
    assert said(document, "附件1").paragraph_format.page_break_before


def test_the_last_lines_float_to_the_foot_of_the_last_page():
    table = official().tables[-1]
    assert table.rows[0].cells[0].text == "抄送：市委办公室，市人大常委会办公室。"
    assert table.rows[1].cells[0].text == "青岚市营商环境建设局\t2026年3月2日印发"
    xml = table._tbl.xml
    assert 'w:tblpYSpec="bottom"' in xml
    assert all(
        run.font.size == Pt(14) for row in table.rows for run in row.cells[0].paragraphs[0].runs
    )


TYPED = "认真研究，\r\n限期整改。\r\n\r\n月底前报告。"


def of(*blocks):
    return paper.Sheet(title="回复", author="营商局", at=AT, blocks=blocks)


def test_a_typed_line_is_one_printed_line_indented_as_the_first():
    document = Document(BytesIO(paper.render(of(paper.Paragraph(TYPED)))))
    lines = document.paragraphs
    assert [p.text for p in lines] == ["认真研究，", "限期整改。", "", "月底前报告。"]
    assert {p.paragraph_format.first_line_indent for p in lines} == {Pt(32)}


def test_a_typed_line_breaks_once_in_a_table():
    document = Document(BytesIO(paper.render(of(paper.Facts((("批示", "研究。\r\n落实。"),))))))
    assert document.tables[0].rows[0].cells[1].text == "研究。\n落实。"


def drawn(data: bytes):
    """Each printed line of the first page with its right edge in millimetres."""
    page = pypdfium2.PdfDocument(data)[0].get_textpage()
    rows: dict[int, list] = {}
    for place in range(page.count_chars()):
        sign = page.get_text_range(place, 1)
        if sign.strip():
            box = page.get_charbox(place)
            rows.setdefault(round(box[1] / 6), []).append((box[0], box[2], sign))
    mm = 25.4 / 72
    return [
        ("".join(one[2] for one in sorted(row)), min(row)[0] * mm, max(one[1] for one in row) * mm)
        for _y, row in sorted(rows.items(), reverse=True)
    ]


def test_a_narrow_cell_is_not_stretched():
    grid = paper.Grid(("单位", "差多少"), (("市财政局", "超出 6 工作日"),), (0.84, 0.16))
    document = Document(BytesIO(paper.render(of(grid))))
    cells = [cell for row in document.tables[0].rows for cell in row.cells]
    assert {cell.paragraphs[0].alignment for cell in cells} == {WD_ALIGN.LEFT}
    rows = drawn(paper.portable(of(grid)))
    (first,) = [row for row in rows if "超出" in row[0]]
    assert first[2] < 181  # the line ends where its words end, not at the cell's edge


def test_a_long_title_breaks_before_its_bracket_and_not_within():
    title = paper.Title("青岚市优化营商环境工作专报（2026年第48周）")
    (printed,) = Document(BytesIO(paper.render(of(title)))).paragraphs
    assert printed.text == "青岚市优化营商环境工作专报\n（2026年第48周）"
    page = pypdfium2.PdfDocument(paper.portable(of(title)))[0].get_textpage()
    assert page.get_text_range().replace(" ", "").splitlines()[:2] == [
        "青岚市优化营商环境工作专报",
        "（2026年第48周）",
    ]
    (short,) = Document(BytesIO(paper.render(of(paper.Title("专报（2026年）"))))).paragraphs
    assert short.text == "专报（2026年）"


def test_the_pdf_breaks_lines_where_they_were_typed():
    rows = drawn(paper.portable(of(paper.Paragraph(TYPED))))
    assert [(text, round(left)) for text, left, _right in rows[:3]] == [
        ("认真研究，", 39),
        ("限期整改。", 39),
        ("月底前报告。", 39),
    ]


def test_the_day_stands_four_characters_from_the_right_in_the_pdf_too():
    rows = drawn(paper.portable(of(paper.Signature("营商局", "2026年3月2日"))))
    (name,) = [row for row in rows if row[0] == "营商局"]
    (dated,) = [row for row in rows if row[0].startswith("2026年")]
    edge = 210 - 26
    assert 20 <= edge - dated[2] <= 23  # four characters of 15 pt
    assert abs((name[1] + name[2]) - (dated[1] + dated[2])) < 2  # the name centred over the day
