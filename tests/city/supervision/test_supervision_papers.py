"""Order and dispatch leave as Word, with numbers, sources, days, and 演示数据."""

from io import BytesIO

import pytest
from django.utils.translation import override
from docx import Document
from loop_sample import day, mortgages

from yingshang.city.accounts.service import NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.supervision import service as supervision


def words(data: bytes) -> str:
    """All text of a paper: paragraphs, table cells, footer."""
    document = Document(BytesIO(data))
    parts = [paragraph.text for paragraph in document.paragraphs]
    parts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    parts += [paragraph.text for paragraph in document.sections[0].footer.paragraphs]
    return "\n".join(parts)


@pytest.fixture
def ref(warned, shen):
    return supervision.order_from(warning=warned, unit="990100-land", by=shen, at=day(3, 2))


def test_the_order_says_what_was_promised_what_is_and_what_closes_it(ref, shen):
    text = words(supervision.order_docx(by=shen, ref=ref, at=day(3, 2, 12)))
    for part in (
        "青营督〔2026〕1号",
        "市自然资源局：",
        "压缩至2个工作日以内",
        "≤ 2 工作日",
        "6 工作日（小样本）（办件实测，2026年1—3月，截至2026年3月2日）",
        "超出 4 工作日",
        "方可销号",
        "演示数据",
        ref,
    ):
        assert part in text


def test_the_order_tells_its_return_and_ruling(warned, shen, hou):
    ref = supervision.order_from(warning=warned, unit="990100-housing", by=shen, at=day(3, 2))
    cases.return_assignment(ref=ref, reason="登记不属我局", duties="三定", by=hou, at=day(3, 3, 9))
    text = words(supervision.order_docx(by=shen, ref=ref, at=day(3, 3)))
    assert "登记不属我局" in text
    assert hou.name in text


def test_an_order_without_a_unit_says_so(warned, shen):
    ref = supervision.order_from(warning=warned, by=shen, at=day(3, 2))
    assert "统筹单位待指定" in words(supervision.order_docx(by=shen, ref=ref, at=day(3, 2)))


def test_strangers_get_no_order_and_no_dispatch(ref, lin, zhou):
    for actor in (lin, zhou):
        with pytest.raises(NotVisible):
            supervision.order_docx(by=actor, ref=ref, at=day(3, 3))
        with pytest.raises(NotVisible):
            supervision.weekly_dispatch(by=actor, region="990100", at=day(3, 3))


def test_the_dispatch_counts_promises_orders_and_overdue_cases(ref, he, zhou, deng, shen):
    mortgages(3, opened=day(2, 3, 9), finished=None, clerk=zhou, officer=deng)
    text = words(supervision.weekly_dispatch(by=he, region="990100", at=day(3, 4)))
    for part in (
        "优化营商环境工作专报",
        "青岚市优化营商环境工作周调度\n（2026年第10周）",
        "草稿，未编号",
        "方案量化承诺共1项，其中未达到1项。",
        "另有1项机器读出、还没有人核对，不计在内。",
        "有承诺未达到的单位：",
        "本周新发督办单1件，销号0件。",
        "在办督办单1件。",
        "青营督〔2026〕1号",
        "仍未办结的办件3件，涉及1个单位",
        "来源：办件实测，截至2026年3月4日",
        "演示数据",
        "没有发现部门自报数据与办件实测数据不一致",
    ):
        assert part in text


def test_a_paper_is_chinese_whatever_the_screen_speaks(warned, shen):
    with override("en"):
        ref = supervision.order_from(warning=warned, unit="990100-land", by=shen, at=day(3, 2))
        text = words(supervision.order_docx(ref=ref, by=shen, at=day(3, 2, 12)))
    for part in ("督 办 单", "二、办理要求", "方可销号", "承办单位"):
        assert part in text
