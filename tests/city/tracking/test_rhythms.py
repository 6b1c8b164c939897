"""How often a plan wants reports: whose words count for one task, and whose for all."""

import pytest

from yingshang.city.plans.tracking.rhythm import rhythm_for_all, rhythm_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("实行每周调度、每月报告制度", "month"),
        ("每周调度每月报告", "month"),
        ("各单位每季度报送一次办理情况", "quarter"),
        ("每周报送进展，每月报告一次", ""),
        ("每月召开会议", ""),
    ],
)
def test_a_rhythm_is_that_of_the_report_itself(text, code):
    assert rhythm_of(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("三、工作要求\n各牵头单位实行每周调度、每月报告制度。", "month"),
        ("各有关部门要压实责任。每季度末报送进展情况。", "quarter"),
        ("4月前报县优化营商环境工作领导小组办公室，每季度末报送进展情况。", "quarter"),
        ("督促各区域内企业每季度向主管部门报送报表。", ""),
        ("各部门要压实责任。\n每季度向主管部门报送报表。", ""),
    ],
)
def test_for_all_tasks_speaks_who_speaks_of_the_units(text, code):
    assert rhythm_for_all(text, []) == code


def test_what_stands_in_one_task_sets_no_other():
    text = "（一）各区每月报送台账。\n（二）其他。\n"
    assert rhythm_for_all(text, [(0, text.index("（二）")), (None, None)]) == ""
    assert rhythm_for_all(text, [(text.index("（二）"), len(text))]) == "month"
