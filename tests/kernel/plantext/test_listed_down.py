"""Tables with one cell a line: bodies each on a line of its own, parts that are numeral and name.
The shapes were met in real papers; the words are ours."""

from yingshang.kernel.plantext import Task, parse

HEAD = "序号\n\n工作事项\n\n主要内容\n\n牵头部门\n\n配合部门\n\n进度计划\n\n"
ROWS = """1

一窗办理

整合窗口，实现就近能办；

公开每个窗口的等候人数。

市数据局

市司法局

栖川港务集团

（港口服务中心）

云帆物流

二季度：完成整合

四季度：全部公开

2

船舶查询

与预约

把港口时刻、泊位信息、舱位信息接入一个页面，随到随查

栖川港务集团

市交通局

栖川海关

三季度完成接入

"""


def tasks(rows: str) -> tuple[Task, ...]:
    return parse("栖川市2026年港口服务重点工作方案\n\n任务分解表\n\n" + HEAD + rows).tasks


def test_the_first_body_leads_and_those_below_it_help():
    first, second = tasks(ROWS)
    assert (first.title, second.title) == ("一窗办理", "船舶查询与预约")
    assert (first.lead, second.lead) == (("市数据局",), ("栖川港务集团",))
    assert first.cooperating == ("市司法局", "栖川港务集团（港口服务中心）", "云帆物流")
    assert second.cooperating == ("市交通局", "栖川海关")
    assert [str(task.deadline) for task in (first, second)] == ["2026-12-31", "2026-09-30"]


def test_a_name_that_wraps_in_a_narrow_column_is_one():
    rows = ROWS.replace("市交通局\n\n栖川海关", "市交通局、国家\n\n银行栖川市中心\n\n支行")
    assert "支行" not in [*tasks(rows)[1].lead, *tasks(rows)[1].cooperating]


PARTS = """序号

重点任务

具体工作

时间进度

责任部门

一

推进节能降碳

1

改造锅炉12台

年内完成

住建局、发展改革委

5

编制排放清单

三季度完成

生态环境局

二

提升绿地品质

19

新建公园2座

年内完成

园林局
"""


def test_numbers_may_be_missing_behind_whole_rows_and_a_numeral_alone_opens_a_part():
    found = parse("栖川市2026年节能降碳重点工作任务分工表\n\n" + PARTS).tasks
    assert [(t.no, t.section, t.title, *t.responsible, str(t.deadline)) for t in found] == [
        ("1", "推进节能降碳", "改造锅炉12台", "住建局", "发展改革委", "2026-12-31"),
        ("5", "推进节能降碳", "编制排放清单", "生态环境局", "2026-09-30"),
        ("19", "提升绿地品质", "新建公园2座", "园林局", "2026-12-31"),
    ]
