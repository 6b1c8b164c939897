"""Charts for paper: every known point is drawn to scale, a missing one is a gap."""

from datetime import UTC, datetime
from io import BytesIO

import pypdfium2
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from yingshang.adapters import paper
from yingshang.adapters.paper._chart import drawn

values = st.lists(
    st.one_of(st.none(), st.floats(-1e6, 1e9, allow_subnormal=False)), min_size=1, max_size=30
)


@given(values)
def test_known_points_are_drawn_in_order_of_their_values_inside_the_picture(found):
    points = tuple((str(i), value) for i, value in enumerate(found))
    picture = drawn(paper.Chart("甲", points))
    known = [value for value in found if value is not None]
    assert len(picture["dots"]) == len(known)
    assert all(0 <= dot["y"] <= picture["height"] for dot in picture["dots"])
    heights = [dot["y"] for dot in picture["dots"]]
    for value, height in zip(known, heights, strict=True):
        assert (value == max(known)) <= (height == pytest.approx(min(heights), abs=0.01))


def test_a_missing_month_is_a_gap_and_a_missing_unit_says_so():
    line = drawn(paper.Chart("甲", (("1月", 1.0), ("2月", None), ("3月", 3.0), ("4月", 4.0))))
    assert sum(one["kind"] == "value" for one in line["lines"]) == 1
    bars = drawn(paper.Chart("甲", (("市税务局", 4.0), ("市公安局", None)), kind="bar"))
    assert len(bars["boxes"]) == 1
    assert "没有数据" in [text["text"] for text in bars["texts"]]


def _sheet():
    chart = paper.Chart("按时办结率", (("1月", 95.0), ("2月", 96.5)), "%", 96.0)
    blocks = (
        paper.Title("监测报告"),
        paper.Paragraph("#set page(fill: red) 不是版式"),
        chart,
        paper.Grid(("指标", "值"), (("*甲*", "1"),)),
        paper.Note("注"),
    )
    return paper.Sheet("监测报告", "营商局", datetime(2026, 3, 2, tzinfo=UTC), blocks, "演示数据")


def test_the_pdf_says_what_the_word_file_says_and_words_are_no_layout():
    made = paper.portable(_sheet())
    assert made == paper.portable(_sheet())
    document = pypdfium2.PdfDocument(made)
    said = "".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    for word in ("监测报告", "#set page(fill: red)", "*甲*", "按时办结率", "演示数据"):
        assert word in said.replace("\r\n", "")


def test_the_picture_in_word_tells_its_numbers_to_who_does_not_see_it():
    document = Document(BytesIO(paper.render(_sheet())))
    (shape,) = document.inline_shapes
    assert "1月 95.0；2月 96.5" in shape._inline.docPr.get("descr")
