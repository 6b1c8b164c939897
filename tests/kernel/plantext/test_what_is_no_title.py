"""A paper that has lost its title has none: what stands first is not taken for one."""

import pytest

from yingshang.kernel.plantext import parse

ITEMS = (
    "1.推进登记。压减环节。（责任单位：市税务局）\n2.推进公开。公布清单。（责任单位：市税务局）\n"
)


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
