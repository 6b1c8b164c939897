"""What a person uploads becomes text, or one clear sentence says what to do."""

from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from yingshang.adapters.readers import LIMIT_BYTES, Unreadable, read_document

pytestmark = pytest.mark.walk

SIMPLE = "海岬市优化营商环境方案\n一、任务\n1.压缩开办时间。企业开办2个工作日内办结。（市局负责）\n"
TRADITIONAL = (
    "海岬市優化營商環境方案\n一、任務\n1.壓縮開辦時間。企業開辦2個工作日內辦結。（市局負責）\n"
)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"]
)
def test_text_in_any_chinese_encoding_is_read(encoding: str) -> None:
    document = read_document(SIMPLE.encode(encoding), "plan.txt")

    assert document.text == SIMPLE
    assert document.media == "txt"


def test_big5_is_told_from_gb18030() -> None:
    document = read_document(TRADITIONAL.encode("big5"), "plan.txt")

    assert document.text == TRADITIONAL
    assert document.encoding == "big5"


def test_rare_characters_of_gb18030_survive() -> None:
    text = SIMPLE + "𠮷家庄㐂"

    assert read_document(text.encode("gb18030"), "plan.txt").text == text


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gbk", "big5"])
def test_a_page_is_decoded_by_its_own_charset(charset: str) -> None:
    words = TRADITIONAL if charset == "big5" else SIMPLE
    body = "".join(f"<p>{line}</p>" for line in words.splitlines())
    page = f'<html><head><meta charset="{charset}"></head><body><div>{body}</div></body></html>'

    document = read_document(page.encode("gb18030" if charset.startswith("gb") else charset), "a")

    assert document.media == "html"
    assert document.text.splitlines() == words.splitlines()


PARTS = "<p>一、任务</p><p>1.推进改革。企业开办2个工作日内办结。</p>" + "<p>完善机制。</p>" * 400
STAMP = "<div class='info'>发布时间：2027-03-05　来源：海岬市政府办公室</div>"


@pytest.mark.parametrize(
    "above",
    [
        f"<h1>海岬市优化营商环境方案</h1>{STAMP}",
        f"<div class='logo'><h1>海岬市人民政府</h1></div>"
        f"<div><h2>海岬市优化营商环境方案</h2></div><p>海政发〔2027〕3号</p>{STAMP}",
        f"<h1>海岬市人民政府网</h1><div class='xxgk_title'>海岬市优化营商环境方案</div>{STAMP}",
    ],
)
@pytest.mark.parametrize("box", ["class='content'", "class='TRS_Editor'", "class='whatever'"])
def test_the_title_above_the_box_of_the_text_is_kept_with_the_day_beside_it(
    above: str, box: str
) -> None:
    links = "".join(f"<li>往年方案{n}</li>" for n in range(12))
    page = (
        f"<html><body><ul>{links}</ul>{above}<div><div {box}>{PARTS}</div></div>"
        "<p>上一篇：海岬市2026年方案</p></body></html>"
    )

    lines = read_document(page.encode(), "page.html").text.splitlines()

    assert lines[0] == "海岬市优化营商环境方案"
    assert "发布时间：2027-03-05\u3000来源：海岬市政府办公室" in lines[1:3]
    assert lines.index("一、任务") <= 3
    assert "往年" not in "".join(lines)


def test_a_title_inside_the_box_is_not_looked_for_above_it() -> None:
    page = (
        "<html><body><h1>海岬市优化营商环境专题</h1><div class='content'>"
        f"<h1>海岬市优化营商环境方案</h1>{PARTS}</div></body></html>"
    )

    assert read_document(page.encode(), "page.html").text.startswith("海岬市优化营商环境方案\n一")


def test_the_main_block_of_a_page_is_kept_and_scripts_are_dropped() -> None:
    page = (
        "<html><body><div class='nav'><a>首页</a></div><script>var hits = 3661;</script>"
        "<style>p{color:red}</style><div id='zoom'><h1>方案</h1><p>一、任务</p>"
        "<p>1.推进<b>改革</b>。全面梳理<br>办理流程，压减材料。"
        + "完善机制，优化服务。"
        * 8
        + "</p></div>"
        "<div class='footer'>主办单位：某某网</div></body></html>"
    )

    lines = read_document(page.encode(), "page.html").text.splitlines()

    assert lines[:4] == ["方案", "一、任务", "1.推进改革。全面梳理", lines[3]]
    assert lines[3].startswith("办理流程")
    assert not any("首页" in line or "hits" in line or "主办" in line for line in lines)


def test_a_tag_or_two_in_a_text_make_no_page_of_it() -> None:
    text = "任务清单\n| 1 | 登记 | 市税务局<br>市公安局 |\n| 2 | 公开 | 市司法局 |\n附注<br>完\n"
    found = read_document(text.encode(), "清单.txt")
    assert found.media == "txt"
    assert found.text.splitlines() == [
        "任务清单",
        "| 1 | 登记 | 市税务局 市公安局 |",
        "| 2 | 公开 | 市司法局 |",
        "附注",
        "完",
    ]


def test_a_text_whose_lines_are_told_by_tags_alone_is_a_page() -> None:
    text = "任务清单<br>1.登记。<br>2.公开。"
    assert read_document(text.encode(), "清单.txt").text.splitlines() == [
        "任务清单",
        "1.登记。",
        "2.公开。",
    ]


def test_cells_of_a_table_stay_apart() -> None:
    page = "<html><body><table><tr><td>压缩时间</td><td>市审批局</td></tr></table></body></html>"

    assert read_document(page.encode(), "t.html").text.split() == ["压缩时间", "市审批局"]


def test_an_empty_or_merged_cell_keeps_its_place() -> None:
    page = """<table><tr><th>序号<th>任务<th>牵头单位<th>配合单位<th>时限</tr>
    <tr><td rowspan="2">1<td><p>压缩</p><p>时间</p><td>甲局<td><td>六月</tr>
    <tr><td>减环节<td><td>乙局<br>丙局<td>七月</tr><tr><td colspan="2">合计<td>2</tr></table>"""

    assert read_document(page.encode(), "t.html").text.splitlines() == [
        "序号\t任务\t牵头单位\t配合单位\t时限",
        "1\t压缩 时间\t甲局\t\t六月",
        "\t减环节\t\t乙局 丙局\t七月",
        "合计\t\t2",
    ]


def test_a_merged_cell_of_bodies_or_dates_speaks_for_each_row() -> None:
    page = """<table><tr><th>序号<th>任务<th>牵头单位<th>时限</tr>
    <tr><td>1<td>压缩时间<td rowspan=2>甲局<td rowspan=2>六月</tr>
    <tr><td>2<td>减环节</tr></table>"""

    assert read_document(page.encode(), "t.html").text.splitlines() == [
        "序号\t任务\t牵头单位\t时限",
        "1\t压缩时间\t甲局\t六月",
        "2\t减环节\t甲局\t六月",
    ]


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_a_page_saved_whole_is_read_without_its_letter(charset: str) -> None:
    page = "<html><body><p>一、任务</p><p>1.压缩时间。</p></body></html>"
    letter = MIMEMultipart("related")
    letter["Subject"] = "saved page"
    letter.attach(MIMEText(page, "html", charset))
    letter.attach(MIMEImage(b"GIF89a" + bytes(99), "gif"))

    found = read_document(letter.as_bytes(), "方案.mht")

    assert (found.media, found.text) == ("mht", "一、任务\n1.压缩时间。")


def test_a_saved_page_without_a_page_says_what_to_do() -> None:
    letter = MIMEMultipart("related")
    letter.attach(MIMEImage(b"GIF89a" + bytes(99), "gif"))

    with pytest.raises(Unreadable) as refusal:
        read_document(letter.as_bytes(), "图.mht")

    assert "另存为 html" in refusal.value.sentence


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "empty.txt", "empty"),
        (b" \r\n\t ", "blank.txt", "empty"),
        (b"<html><body><script>1</script></body></html>", "blank.html", "empty"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 99, "scan.png", "picture"),
        (b"\xff\xd8\xff\xe0" + b"0" * 99, "scan.txt", "picture"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "plan.pdf", "broken"),
        (b"PK\x03\x04" + b"0" * 26 + b"word/document.xml", "plan.docx", "broken"),
        (b"PK\x03\x04" + b"0" * 99, "plan.zip", "archive"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 99, "plan.doc", "office"),
        (bytes(range(256)) * 40, "plan.bin", "binary"),
        (b"\x80\x81\xff\xfe\xfd" * 60, "broken.txt", "undecodable"),
        (b"\xef\xbb\xbf\xff\xfe\xff", "broken.txt", "undecodable"),
        (b"a" * (20 * 1024 * 1024), "big.txt", "too-large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused_in_one_sentence(data: bytes, name: str, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_document(data, name)

    assert refusal.value.code == code
    assert name in refusal.value.sentence
    assert "请" in refusal.value.sentence
    assert refusal.value.sentence.endswith("。")
    assert refusal.value.sentence.count("。") == 1


def test_a_file_at_the_limit_is_read() -> None:
    data = ("推进改革。\n" * 700_000).encode()[: LIMIT_BYTES - 100]
    data = data[: data.rfind(b"\n")]

    assert read_document(data, "long.txt").media == "txt"


def test_a_page_nested_very_deep_is_read() -> None:
    page = "<html><body>" + "<div>" * 400 + "<p>推进改革。</p>" + "</div>" * 400 + "</body></html>"

    assert read_document(page.encode(), "deep.html").text == "推进改革。"
