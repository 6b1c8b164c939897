"""Where the bounds of a task are in doubt, its figures are not marked sure."""

import pytest

from yingshang.kernel.plantext import Task, parse

TITLE = "云岭市2024年优化营商环境行动方案\n一、重点任务\n"
PLAIN = (
    "1.压缩开办时间。企业开办时间压缩至1个工作日以内。（市市场监管局牵头，市税务局配合）\n"
    "2.推行网上办理。网上可办率达到98%以上。（市政务服务局负责）\n"
)


def tasks(text: str) -> tuple[Task, ...]:
    return parse(text).tasks


def surest(task: Task) -> float:
    return max(target.confidence for target in task.targets)


def test_plain_tasks_are_sure() -> None:
    for task in tasks(TITLE + PLAIN):
        assert surest(task) >= 0.9
        assert task.doubts == ()


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        (
            "3.优化办电。低压办电不超过3个工作日。（三）优化用水。报装不超过4个工作日。"
            "（市住建局负责）\n",
            "items-inside",
        ),
        (
            "3.优化办电。低压办电不超过3个工作日。优化用水报装。用水报装时间不超过4个工作日以内。"
            "优化用气报装。用气报装时间不超过5个工作日以内。优化网络报装。"
            "宽带报装时间不超过5个工作日以内。（市住建局负责）\n",
            "items-inside",
        ),
        ("3.总体目标网上可办率达到99%以上。（市住建局负责）\n", "title-odd"),
        ("5.优化办电。低压办电不超过3个工作日。（市住建局负责）\n", "numbering-broken"),
        ("3.优化办电。低压办电 | 不超过3个工作日 | 市住建局。（市住建局负责）\n", "cells-left"),
    ],
)
def test_what_speaks_against_the_bounds_is_said_and_weighs(text: str, doubt: str) -> None:
    last = tasks(TITLE + PLAIN + text)[-1]

    assert doubt in last.doubts
    assert surest(last) < 0.9


def test_one_task_alone_in_a_long_paper_is_doubted() -> None:
    said = "坚持问题导向，统筹推进各项改革，做好宣传引导，营造良好氛围。" * 12
    (task,) = tasks(
        f"{TITLE}1.压缩开办时间。企业开办时间压缩至1个工作日以内。{said}（市数据局负责）\n"
    )

    assert "only-task" in task.doubts
    assert surest(task) < 0.9


def test_the_year_of_the_title_counts_more_than_the_day_a_site_posted_it() -> None:
    text = (
        "发布日期：2026-03-05 浏览次数：12\n云岭市2024年优化营商环境行动方案\n一、重点任务\n"
        "1.压缩开办时间。6月底前，企业开办1个工作日内办结。（市市场监管局负责）\n"
    )

    (task,) = tasks(text)

    assert task.deadline is not None
    assert task.deadline.year == 2024


def test_a_blank_within_a_name_parts_no_bodies() -> None:
    (task,) = tasks(f"{TITLE}1.严格执法。检查频次下降30%以上。（责任单位：市中 级法院 市税务局）\n")

    assert task.responsible == ("市中级法院", "市税务局")


def test_the_heading_of_aims_without_a_line_of_its_own_opens_no_task() -> None:
    text = (
        "云岭市2024年优化营商环境行动方案 一、总体要求 坚持以企业办事便利为目标，"
        "力争网办率达到98%。"
        " 二、重点任务 （一）压缩开办时间。企业开办1个工作日内办结。（市市场监管局负责） "
        "（二）优化办电。低压办电不超过3个工作日。（市发展改革委负责）"
    )

    plan = parse(text)

    assert [task.title for task in plan.tasks] == ["压缩开办时间", "优化办电"]
