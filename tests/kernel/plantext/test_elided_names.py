"""A target's name is whole where it stands alone: what the sentence left out is beside it."""

from __future__ import annotations

import pytest

from yingshang.kernel import plantext

PLAN = """某市2026年优化营商环境方案

一、主要任务
1.{title}。{text}(责任单位:市政务局)
"""


def names(text: str, title: str = "办好实事") -> list[str]:
    plan = plantext.parse(PLAN.format(title=title, text=text))
    return [target.metric for task in plan.tasks for target in task.targets]


@pytest.mark.parametrize(
    ("text", "title", "told"),
    [
        (
            "城市地区供电可靠率提升至99.965%,农村地区提升至99.860%。",
            "提升供电可靠性",
            ["城市地区供电可靠率", "农村地区供电可靠率"],
        ),
        (
            "对D类企业抽查比例不低于10%，对A类企业不高于2%。",
            "规范检查",
            ["D类企业抽查比例", "A类企业抽查比例"],
        ),
        (
            "企业投诉1个工作日内受理、5个工作日内办结。",
            "办好企业诉求",
            ["企业投诉受理", "企业投诉办结"],
        ),
        (
            "2个工作日内登记，3个工作日内公告。",
            "推行经营主体退出便利",
            ["经营主体退出便利：登记", "经营主体退出便利：公告"],
        ),
        (
            "将一般登记、抵押登记时间压缩至3个工作日以内。",
            "简化不动产登记",
            ["一般登记时间", "抵押登记时间"],
        ),
    ],
)
def test_what_a_sentence_says_once_is_in_the_name_of_each(text, title, told):
    assert names(text, title) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("电子保函使用率80%以上。", "电子保函使用率"),
        ("应用总量达到20万次以上。", "应用总量"),
        ("应急处置时间压缩至2小时以内。", "应急处置时间"),
        ("培训后就业率不低于60%。", "培训后就业率"),
        ("下放事项不少于 60 项. ", "下放事项"),
    ],
)
def test_a_name_is_not_cut_inside_a_word(text, told):
    assert names(text) == [told]


def test_a_part_without_a_neighbour_is_told_with_its_task():
    assert names("农村地区提升至99.860%。", "提升供电可靠性") == ["供电可靠性：农村地区"]
    assert names("供电可靠率提升。农村地区提升至99.860%。", "提升供电可靠性") == [
        "供电可靠性：农村地区"
    ]
