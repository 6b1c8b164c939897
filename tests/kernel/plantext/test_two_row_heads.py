"""Headings of columns over two rows, cells merged over rows of their own numbers, rows that lack a
cell, and a page that is one card. The shapes were met in real papers; the words are ours."""

import pytest

from yingshang.kernel.plantext import Task, parse

TITLE = "栖川市2026年优化营商环境重点任务清单\n\n"


def tasks(text: str) -> tuple[Task, ...]:
    return parse(TITLE + text).tasks


def whose(text: str) -> list[tuple[str, list[str], list[str], list[str]]]:
    return [
        (task.no, [*task.lead], [*task.responsible], [*task.cooperating]) for task in tasks(text)
    ]


BOTH = [
    ("1", ["市数据局"], [], ["市财政局", "市司法局"]),
    ("2", ["市住建局"], [], ["市水利局"]),
]
TABS = """序号\t重点任务\t工作措施\t责任分工\t\t完成时限
\t\t\t牵头单位\t配合单位
1\t开办企业\t办理时间压缩至1个工作日以内\t市数据局\t市财政局、市司法局\t2026年6月底
2\t工程审批\t办理时间压缩至30个工作日以内\t市住建局\t市水利局\t2026年9月底
"""
LAST = """序号\t重点任务\t完成时限\t责任单位
\t\t\t牵头\t配合
1\t压缩开办企业时间\t2026年6月底\t市数据局\t市财政局、市司法局
2\t压缩工程审批时间\t2026年9月底\t市住建局\t市水利局
"""
STROKES = """| 序号 | 重点任务 | 任务分工 | | 完成时限 |
| --- | --- | --- | --- | --- |
| | | 牵头单位 | 配合单位 | |
| 1 | 压缩开办企业时间 | 市数据局 | 市财政局、市司法局 | 2026年6月底 |
| 2 | 压缩工程审批时间 | 市住建局 | 市水利局 | 2026年9月底 |
"""
REPEATED = """序号\t重点任务\t责任分工\t责任分工\t完成时限
序号\t重点任务\t牵头单位\t配合单位\t完成时限
1\t压缩开办企业时间\t市数据局\t市财政局、市司法局\t2026年6月底
2\t压缩工程审批时间\t市住建局\t市水利局\t2026年9月底
"""
PERSONS = """序号\t重点任务\t牵头单位\t\t\t配合单位\t完成时限
\t\t单位\t责任人\t联系电话
1\t压缩开办企业时间\t市数据局\t方未明\t0555-1\t市财政局、市司法局\t2026年6月底
2\t压缩工程审批时间\t市住建局\t孟小舟\t0555-2\t市水利局\t2026年9月底
"""
ONE_A_LINE = """序号
重点任务
责任分工
完成时限
牵头单位
配合单位
1
压缩开办企业时间
市数据局
市财政局、市司法局
2026年6月底
2
压缩工程审批时间
市住建局
市水利局
2026年9月底
"""


@pytest.mark.parametrize("text", [TABS, LAST, STROKES, REPEATED, PERSONS, ONE_A_LINE])
def test_what_stands_below_the_shared_heading_tells_who_leads_and_who_helps(text):
    assert whose(text) == BOTH
    assert [str(task.deadline) for task in tasks(text)] == ["2026-06-30", "2026-09-30"]


def test_the_headings_come_again_on_the_next_page():
    head, rows = TABS.split("1\t", 1)
    first, second = rows.split("\n2\t")
    assert whose(f"{head}1\t{first}\n{head}2\t{second}") == BOTH


def test_two_columns_of_bodies_below_one_heading_are_both_responsible():
    text = """序号\t重点任务\t责任单位\t\t完成时限
\t\t市直部门\t县（区）
1\t压缩开办企业时间\t市数据局\t云台县政府\t2026年6月底
2\t压缩工程审批时间\t市住建局\t云台县政府、石桥区政府\t2026年9月底
"""
    assert whose(text) == [
        ("1", [], ["市数据局", "云台县政府"], []),
        ("2", [], ["市住建局", "云台县政府", "石桥区政府"], []),
    ]


def test_times_below_one_heading_are_stages():
    text = """序号\t重点任务\t进度安排\t\t责任单位
\t\t上半年\t下半年
1\t压缩开办企业时间\t制定方案\t压缩至1个工作日以内\t市数据局
2\t压缩工程审批时间\t摸清底数\t压缩至30个工作日以内\t市住建局
"""
    assert [(task.title, *task.responsible) for task in tasks(text)] == [
        ("压缩开办企业时间", "市数据局"),
        ("压缩工程审批时间", "市住建局"),
    ]
    assert [[t.value for t in task.targets] for task in tasks(text)] == [[1], [30]]


def test_what_a_site_says_of_a_paper_is_no_heading():
    text = """公开方式 | 主动公开 | 公开时限 | 长期公开 |
发布单位 | 市政府 | 发文日期 | 2026-01-05 |
序号 | 重点任务 | 工作措施 | 责任单位 | 配合单位 |
1 | 开办企业 | 3月底前办理时间压缩至1个工作日以内。 | 市数据局 | 市财政局 |
2 | 工程审批 | 6月底前办理时间压缩至30个工作日以内。 | 市住建局 | 市水利局 |
"""
    assert [(task.title, str(task.deadline), *task.cooperating) for task in tasks(text)] == [
        ("开办企业", "2026-03-31", "市财政局"),
        ("工程审批", "2026-06-30", "市水利局"),
    ]


def test_a_title_merged_over_numbered_rows_is_the_part_they_are_of():
    text = """序号\t重点任务\t工作措施\t牵头单位\t完成时限
一、降低成本
1\t降低用能成本\t转供电主体清理率达到100%\t市发改委\t2026年5月底
2\t降低融资成本\t平均担保费率不超过1%\t市财政局\t2026年6月底
3\t\t首贷户新增500户\t\t2026年9月底
4\t降低物流成本\t过闸时间压缩至2小时以内\t市交通局\t2026年10月底
二、优化监管
5\t信用监管\t信用修复办理时间压缩至3个工作日以内\t市市场监管局\t2026年7月底
"""
    assert [(task.no, task.section, task.title, *task.lead) for task in tasks(text)] == [
        ("1", "降低成本", "降低用能成本", "市发改委"),
        ("2", "降低融资成本", "平均担保费率不超过1%", "市财政局"),
        ("3", "降低融资成本", "首贷户新增500户", "市财政局"),
        ("4", "降低成本", "降低物流成本", "市交通局"),
        ("5", "优化监管", "信用监管", "市市场监管局"),
    ]


def test_so_it_is_where_no_row_has_a_number():
    text = """重点任务\t工作措施\t牵头单位\t完成时限
降低融资成本\t平均担保费率不超过1%\t市财政局\t2026年6月底
\t首贷户新增500户\t市金融办\t2026年9月底
降低物流成本\t过闸时间压缩至2小时以内\t市交通局\t2026年10月底
"""
    assert [(task.section, task.title, *task.lead) for task in tasks(text)] == [
        ("降低融资成本", "平均担保费率不超过1%", "市财政局"),
        ("降低融资成本", "首贷户新增500户", "市金融办"),
        ("", "降低物流成本", "市交通局"),
    ]


def test_a_day_at_once_fills_its_column():
    text = TABS.replace("2026年9月底", "即日起")
    assert tasks(text)[1].deadline_text == "即日起"
    assert "table-without-heading" not in tasks(text)[1].doubts


MERGED_ACROSS = (
    "序号 | 主要任务 | 年度目标任务 | 分管领导 | 牵头单位 | 责任主体与协同单位"
    " | 1-4月推进情况 | 1-5月推进情况 | 说明 |\n"
    "1 | 整治30条小巷。 | 方未明 | 城管局 | 市政处、临江街道"
    " | 已进场,完成10%。 | 已进场,完成20%。 | ||\n"
    "2 | 新增停车泊位400个。 | 孟小舟 | 住建局 | 交警大队、河西开发区"
    " | 正在选址。 | 已建成100个。 | 因汛期推迟。 ||\n"
    "3 | 新建公园2座。 | 方未明 | 园林局 | 河西开发区、临江街道 | 完成设计。 | 完成招标。 |\n"
)


def test_a_person_beside_the_bodies_is_none_where_a_cell_spans_two_columns():
    text = "栖川市2026年民生实事项目推进情况\n" + MERGED_ACROSS
    assert [(task.no, [*task.lead], [*task.responsible]) for task in parse(text).tasks] == [
        ("1", ["城管局"], ["市政处", "临江街道"]),
        ("2", ["住建局"], ["交警大队", "河西开发区"]),
        ("3", ["园林局"], ["河西开发区", "临江街道"]),
    ]
    assert [target.value for task in parse(text).tasks for target in task.targets] == [30, 400, 2]


CARD = """重点任务: | 27.统筹老旧管网改造,减少爆管停水。 |
牵头单位: | 栖川市水务局 |
年度阶段性工作目标: | 上半年:改造管网12公里。 下半年:改造管网30公里。 |
进展情况、存在问题 及下一步建议: |
已完成。 全年改造管网31.5公里。 |
"""


@pytest.mark.parametrize("sign", ["|", "\t"])
def test_a_page_that_is_one_card_is_one_task(sign):
    (task,) = parse(CARD.replace("|", sign)).tasks
    assert (task.no, task.title, task.lead) == (
        "27",
        "统筹老旧管网改造,减少爆管停水",
        ("栖川市水务局",),
    )
    assert [target.value for target in task.targets] == [12, 30]
