"""A paper that has lost its title has none: what stands first is not taken for one."""

import pytest

from yingshang.kernel.plantext import parse, to_json

ITEMS = (
    "1.推进登记。压减环节。（责任单位：市税务局）\n2.推进公开。公布清单。（责任单位：市税务局）\n"
)
TASKS = """一、主要任务
（一）压缩企业开办时间。企业开办全流程2个工作日内办结。
牵头单位：市市场监管局
完成时限：6月底前
"""


@pytest.mark.parametrize(
    "opening",
    [
        "各县（区）人民政府，市政府各部门：",
        "海住建〔2021〕187号",
        "索 引 号 | 008478033/2022-0140 | 公文种类 | 其他 |",
        "> 政务公开 > 工作报告",
        "为深入贯彻落实党中央、国务院决策部署，结合我市实际，提出以下措施。",
        "根据《国务院办公厅关于压缩企业开办时间的意见》，提出以下措施。",
    ],
)
def test_neither_addressees_nor_numbers_nor_what_it_is_founded_on_are_its_title(opening):
    plan = parse(opening + "\n" + ITEMS)
    assert plan.title == ""
    assert len(plan.tasks) == 2


def test_what_is_issued_is_the_title_of_a_notice_that_says_so():
    plan = parse("现将《海岬市2026年营商环境行动方案》印发给你们，请认真贯彻执行。\n" + ITEMS)
    assert plan.title == "海岬市2026年营商环境行动方案"


@pytest.mark.parametrize(
    ("printed", "month"),
    [
        ("青岚市优化营商环境工作方案（2026年3月）", "2026-03"),
        ("青岚市优化营商环境工作方案(2026 年 3 月印发)", "2026-03"),
        ("青岚市优化营商环境工作方案（二〇二六年三月）", "2026-03"),
        ("青岚市优化营商环境工作方案\n（2026年11月）", "2026-11"),
    ],
)
def test_a_month_in_a_bracket_is_no_part_of_the_title_and_tells_when_it_was_issued(printed, month):
    said = to_json(parse(f"{printed}\n{TASKS}"))
    assert (said["title"], said["issue_month"]) == ("青岚市优化营商环境工作方案", month)
    assert (said["issue_date"], said["tasks"][0]["deadline"]) == (None, "2026-06-30")


@pytest.mark.parametrize(
    "title",
    [
        "青岚市优化营商环境工作方案（2026年1月—3月）",
        "青岚市优化营商环境工作方案（2026年）",
        "青岚市优化营商环境工作方案（2026年3月修订）",
        "青岚市优化营商环境工作方案（2026年13月）",
    ],
)
def test_other_brackets_stay_with_the_title(title):
    said = to_json(parse(f"{title}\n{TASKS}"))
    assert said["title"] == title
    assert "issue_month" not in said


def test_a_day_that_is_signed_goes_before_the_month_of_the_title():
    said = to_json(parse(f"青岚市优化营商环境工作方案（2026年3月）\n{TASKS}2026年3月12日\n"))
    assert said["issue_date"] == "2026-03-12"
    assert "issue_month" not in said
