"""A Word file reads as its printout does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from word_files import RELS, SPACES, STRICT, W, level, numbering, p, packed, r, table, tc, tr, word

from yingshang.adapters.readers import Document, read_document
from yingshang.adapters.readers._numbering import numeral

pytestmark = pytest.mark.walk


def read(body: str, **parts: str) -> Document:
    return read_document(word(body, **parts), "方案.docx")


def lines(body: str, **parts: str) -> list[str]:
    return read(body, **parts).text.split("\n")


# --- automatic numbers ------------------------------------------------------------------------

PLAN = numbering(
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "japaneseCounting", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimalEnclosedCircleChinese", "%4"),
    level(4, "decimal", "%3.%5"),
)


def test_numbers_that_word_counts_are_written_out():
    body = (
        p("总体要求", num=(1, 0))
        + p("主要任务", num=(1, 0))
        + p("压缩时限", num=(1, 1))
        + p("企业开办", num=(1, 2))
        + p("2026年底前完成", num=(1, 2))
        + p("材料", num=(1, 3))
        + p("细项", num=(1, 4))
        + p("优化服务", num=(1, 1))
        + p("不动产登记", num=(1, 2))
    )
    assert lines(body, numbering=PLAN) == [
        "一、总体要求",
        "二、主要任务",
        "（一）压缩时限",
        "1.企业开办",
        "2. 2026年底前完成",
        "①材料",
        "2.1 细项",
        "（二）优化服务",
        "1.不动产登记",
    ]


def test_the_second_list_of_one_kind_starts_anew_where_word_says_so():
    more = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="2">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    listed = numbering(level(2, "decimal", "%3、"), more=more)
    body = p("甲", num=(1, 2)) + p("乙", num=(2, 2)) + p("丙", num=(2, 2))
    assert lines(body, numbering=listed) == ["1、甲", "5、乙", "6、丙"]


def test_numbers_may_come_with_the_style():
    styles = (
        f'<w:styles {SPACES}><w:style w:type="paragraph" w:styleId="2">'
        '<w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="3"><w:name w:val="我的"/><w:basedOn w:val="2"/>'
        "</w:style></w:styles>"
    )
    listed = numbering(level(0, "chineseCounting", "第%1条 ", more='<w:pStyle w:val="2"/>'))
    body = (
        p("甲", style="2")
        + p("乙", style="3")
        + p("丙", style="9")
        + p("丁", style="2", num=(0, 0))
    )
    assert lines(body, numbering=listed, styles=styles) == ["第一条甲", "第二条乙", "丙", "丁"]


def test_bullets_and_missing_lists_write_nothing():
    listed = numbering(level(0, "bullet", ""), level(1, "none", ""))
    body = p("甲", num=(1, 0)) + p("乙", num=(1, 1)) + p("丙", num=(77, 0)) + p("丁", num=(1, 8))
    assert lines(body, numbering=listed) == ["甲", "乙", "丙", "丁"]
    assert lines(body) == ["甲", "乙", "丙", "丁"]


@pytest.mark.parametrize(
    ("form", "number", "shown"),
    [
        ("decimal", 12, "12"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("ideographDigital", 20, "二〇"),
        ("ideographTraditional", 3, "丙"),
        ("ideographZodiac", 12, "亥"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircle", 21, "㉑"),
        ("decimalEnclosedParen", 3, "⑶"),
        ("decimalFullWidth", 10, "１０"),
        ("ideographEnclosedCircle", 2, "㊁"),
        ("upperRoman", 14, "XIV"),
        ("lowerLetter", 28, "bb"),
        ("decimalZero", 7, "07"),
        ("numbersOfNextYear", 7, "7"),
    ],
)
def test_each_of_words_formats(form, number, shown):
    assert numeral(number, form) == shown


@given(st.integers(1, 9999))
def test_chinese_numbers_read_back(number):
    import cn2an

    assert cn2an.cn2an(numeral(number, "chineseCountingThousand"), "smart") == number


# --- what is text and what is not --------------------------------------------------------------


def test_insertions_are_kept_and_deletions_left_out_and_it_says_so():
    body = p(
        "企业开办",
        inner='<w:del w:id="1"><w:r><w:delText>3</w:delText></w:r></w:del>'
        + f'<w:ins w:id="2">{r("2")}</w:ins>'
        + r("个工作日")
        + f'<w:moveFrom w:id="3">{r("旧处")}</w:moveFrom><w:moveTo w:id="4">{r("新处")}</w:moveTo>',
    )
    found = read(body)
    assert found.text == "企业开办2个工作日新处"
    assert any("修订" in note and "删除" in note for note in found.notes)


def test_a_deleted_paragraph_end_joins_what_it_parted():
    first = "<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>" + r("推进") + "</w:p>"
    assert lines(first + p("改革。") + p("下一段")) == ["推进改革。", "下一段"]
    assert lines(p("甲") + first) == ["甲", "推进"]


def test_comments_notes_and_hidden_words_stay_out():
    body = (
        p(
            "正文",
            inner='<w:commentRangeStart w:id="0"/>'
            + r("继续")
            + '<w:r><w:commentReference w:id="0"/></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
            + r("看不见", "<w:vanish/>")
            + r("看得见", '<w:vanish w:val="0"/>'),
        )
        + '<w:sectPr><w:headerReference w:type="default" r:id="r9"/></w:sectPr>'
    )
    found = read(
        body,
        comments=f"<w:comments {SPACES}><w:comment w:id='0'>{p('请改')}</w:comment></w:comments>",
        footnotes=f"<w:footnotes {SPACES}><w:footnote>{p('脚注')}</w:footnote></w:footnotes>",
        header1=f"<w:hdr {SPACES}>{p('页眉')}</w:hdr>",
    )
    assert found.text == "正文继续看得见"
    assert [note[:2] for note in found.notes] == ["批注", "脚注", "页眉", "隐藏"]


def field(code: str, result: str) -> str:
    kinds = [
        f'<w:r><w:fldChar w:fldCharType="{one}"/></w:r>' for one in ("begin", "separate", "end")
    ]
    return f"{kinds[0]}<w:r><w:instrText>{code}</w:instrText></w:r>{kinds[1]}{result}{kinds[2]}"


def test_only_the_result_of_a_field_is_read():
    inner = field('HYPERLINK "http://a.b/"', r("链接")) + field("REF x", field("PAGE", r("3")))
    link = f'<w:hyperlink r:id="r1">{r("附表")}</w:hyperlink>'
    link += f'<w:fldSimple w:instr="DATE">{r("今天")}</w:fldSimple>'
    assert lines(p("见", inner=inner + link)) == ["见链接3附表今天"]


def test_the_table_of_contents_is_left_out():
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{one}"/></w:r>' for one in ("begin", "separate", "end")
    )
    contents = (
        f"<w:p>{begin}<w:r><w:instrText> TOC \\o </w:instrText></w:r>{separate}"
        f"{r('一、任务 1')}</w:p>" + p("二、保障 2") + f"<w:p>{r('三、附则 3')}{end}</w:p>"
    )
    boxed = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
        f"</w:sdtPr><w:sdtContent>{p('目录')}</w:sdtContent></w:sdt>"
    )
    for one in (contents, boxed):
        found = read(one + p("一、任务"))
        assert found.text == "一、任务"
        assert found.notes == ("目录没有读入。",)


def test_content_controls_soft_breaks_and_signs():
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('控件里的段落')}</w:sdtContent></w:sdt>"
    inner = (
        "<w:r><w:br/></w:r>"
        + r("第二行")
        + "<w:r><w:noBreakHyphen/></w:r><w:r><w:tab/></w:r>"
        + r("末")
        + f"<w:sdt><w:sdtContent>{r('尾')}</w:sdtContent></w:sdt>"
        + '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
    )
    assert lines(control + p("第一行", inner=inner)) == ["控件里的段落", "第一行", "第二行- 末尾"]


def test_text_boxes_are_read_once_and_pictures_are_told_of():
    box = f"<w:txbxContent>{p('文本框')}</w:txbxContent>"
    drawing = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><a:graphic>"
        f"<a:graphicData><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></a:graphicData></a:graphic>"
        "</wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )
    picture = "<w:r><w:drawing><wp:inline><a:blip r:embed='r5'/></wp:inline></w:drawing></w:r>"
    found = read(p("正文", inner=drawing) + p("图：", inner=picture))
    assert found.text == "正文\n文本框\n图："
    assert found.notes[0].startswith("图片")


# --- tables --------------------------------------------------------------------------------------


def test_rows_are_lines_and_a_merged_cell_of_bodies_speaks_for_each():
    body = table(
        tr(tc("序号"), tc("任务"), tc("责任单位", span=2)),
        tr(
            tc(p(num=(1, 0), inner=r(""))),
            tc("压缩时限"),
            tc("市审批局", merge="restart"),
            tc("2026年"),
        ),
        tr(tc("2"), tc("优化服务", "第二段"), tc(merge=""), tc("2027年")),
    )
    assert lines(p("前") + body + p("后")) == [
        "前",
        "序号\t任务\t责任单位",
        "\t压缩时限\t市审批局\t2026年",
        "2\t优化服务 第二段\t市审批局\t2027年",
        "",
        "后",
    ]


def test_a_table_in_a_cell_and_numbers_in_cells():
    inner = table(tr(tc("甲"), tc("乙")))
    body = table(
        tr(tc(p("第一", num=(1, 2))), tc("说明", inner)), tr(tc(p("第二", num=(1, 2))), tc("无"))
    )
    assert lines(body, numbering=PLAN) == ["1.第一\t说明 甲 乙", "2.第二\t无"]


def test_a_table_that_only_frames_the_text_is_read_as_text():
    assert lines(table(tr(tc("一、任务", "1.压缩时限。")), tr(tc("2.优化服务。")))) == [
        "一、任务",
        "1.压缩时限。",
        "2.优化服务。",
    ]


def test_deleted_rows_are_left_out():
    gone = "<w:tr><w:trPr><w:del w:id='1'/></w:trPr>" + tc("旧") + tc("旧") + "</w:tr>"
    assert lines(table(gone, tr(tc("新"), tc("新")))) == ["新\t新"]


# --- how other programs write -----------------------------------------------------------------


def test_wps_without_styles_and_under_another_name():
    body = (
        p("一、任务")
        + '<w:bookmarkStart w:id="0" w:name="_GoBack"/><wpsCustomData:x/>'
        + p("1.改革。")
    )
    assert (
        read_document(word(body, main="word/document2.xml"), "a.docx").text == "一、任务\n1.改革。"
    )


def test_the_strict_form_of_the_standard():
    data = word(p("甲", num=(1, 2)), numbering=PLAN.replace(W, STRICT))
    assert read_document(data, "a.docx").text == "1.甲"

    text = f"<w:document {SPACES}><w:body>{p('严格')}</w:body></w:document>".replace(W, STRICT)
    files = {"_rels/.rels": RELS.format(main="word/document.xml"), "word/document.xml": text}
    assert read_document(packed(files), "a.docx").text == "严格"


def test_a_page_or_a_text_that_calls_itself_word_is_read_as_what_it_is():
    page = read_document("<html><body><p>一、任务</p></body></html>".encode(), "方案.doc")
    assert (page.text, page.media) == ("一、任务", "html")
    assert "网页" in page.notes[0]
    plain = read_document("一、主要任务是优化服务。".encode("gb18030"), "方案.docx")
    assert (plain.media, len(plain.notes)) == ("txt", 1)
