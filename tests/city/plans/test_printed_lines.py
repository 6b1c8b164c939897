"""What a pdf prints over two lines is shown to people in one; its place stays as printed."""

import pytest

from yingshang.city.plans import service as plans
from yingshang.city.plans._wording import on_one_line

LINES = """青岚市2026年优化营商环境行动方案
一、主要任务
1．规范企业开办改革。2026年12月底前，将企业开
办办理时间压缩至3个工作日以内，切实增强获得感。
牵头单位：市市场监管局
"""
SAID = "将企业开办办理时间压缩至3个工作日以内"


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("将企业开\n办办理时间", "将企业开办办理时间"),
        ("网办率达到\n 95%\n以上", "网办率达到95%以上"),
        ("减至2\n0项", "减至20项"),
        ("Doing\nBusiness 指标", "Doing Business 指标"),
        ("第一格\t第二格", "第一格 第二格"),
    ],
)
def test_printed_lines_are_put_together_without_a_blank(printed, shown):
    assert on_one_line(printed) == shown


def test_a_reading_over_two_lines_is_shown_in_one(city, shen, now):
    held = plans.preview(data=LINES.encode(), name="p.txt", region="990100", by=shen, at=now)
    assert plans.preview_view(held, by=shen, at=now).lines[0].targets == (SAID,)
    kept = plans.keep_preview(held, by=shen, at=now)
    ((target,),) = [task.targets for task in kept.tasks]
    start, end = target.offsets
    assert kept.text[start:end] == target.span != SAID, "places are those of the document"
    assert (target.words, target.headline) == (SAID, SAID)
    plans.confirm_target(target=target.id, by=shen, at=now)
    (row,) = [
        one for one in plans.compare(on=now.date(), metric="company-start-time") if one.target
    ]
    assert (row.span, row.sentence[:2]) == (SAID, "20")
