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
