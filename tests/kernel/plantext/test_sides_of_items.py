"""Labels that stand in every item, numbers before a year, reports, and figures newly told apart."""

from __future__ import annotations

from datetime import date

import first_task
import pytest

from yingshang.kernel import plantext

BY_INDICATOR = """青河市2026年营商环境对标提升工作方案

一、总体要求
全力对标。
二、提升任务
1.开办企业
对标水平:临江市,2个环节,0.5个工作日。
现状:4个环节,3个工作日。
提升目标:6月底前,开办企业环节压减至3个,办理时间压缩至1个工作日以内。
主要措施:一是推行全程电子化;二是免费刻制印章。
牵头单位:市市场监管局
责任单位:市公安局、市税务局
完成时限:2026年6月底
2.获得电力
对标水平:临江市,2个环节,平均接电时间14天。
现状:低压4个环节、平均28天。
提升目标:低压办电环节压减至2个,平均接电时间压缩至12天以内。
主要措施:一是实行零投资;二是公布停电计划。
牵头单位:国网青河供电公司
责任单位:市发改委
完成时限:2026年9月底
"""


def test_what_others_have_and_what_is_now_are_sides_of_an_item_and_promise_nothing():
    tasks = plantext.parse(BY_INDICATOR).tasks
    assert [(one.title, one.lead, one.deadline) for one in tasks] == [
        ("开办企业", ("市市场监管局",), date(2026, 6, 30)),
        ("获得电力", ("国网青河供电公司",), date(2026, 9, 30)),
    ]
    assert [[(t.value, t.unit) for t in one.targets] for one in tasks] == [
        [(3, "个"), (1, "工作日")],
        [(2, "个"), (12, "天")],
    ]


DIVISION = """全国深化改革重点任务分工方案

一、激发市场主体活力
（一）深化商事制度改革。在更大范围推进改革。（市场监管总局牵头，国务院相关部门按职责分工负责）
具体措施：
1.2026年底前直接取消审批的事项不少于68项。（市场监管总局、司法部牵头）
2.完善平台，将开办时间压减至4个工作日以内。（公安部、税务总局负责）
（二）支持灵活就业。推动取消不合理限制。（人力资源社会保障部牵头）
具体措施：
1.清理户籍限制，2026年3月底前全面放开。（人力资源社会保障部负责）
2.全年开展培训1500万人次以上。（财政部、人力资源社会保障部负责）
"""


def test_a_label_over_the_measures_of_each_task_is_no_part_and_both_oblige():
    tasks = plantext.parse(DIVISION).tasks
    assert [one.no for one in tasks] == ["一", "1", "2", "二", "1", "2"]
    assert [one.section for one in tasks[:3]] == [
        "激发市场主体活力",
        "深化商事制度改革",
        "深化商事制度改革",
    ]
    assert tasks[1].deadline == date(2026, 12, 31)
    # who leads the task above does not lead its measures: they name their own
    assert (tasks[2].lead, tasks[2].responsible) == ((), ("公安部", "税务总局"))


@pytest.mark.parametrize("opens", ["1.2026年底前", "1、2026年底前", "1.6月底前", "1.12月份"])
def test_a_number_before_a_year_or_month_is_the_number_of_an_item(opens):
    paper = "青河市2026年工作要点\n\n一、主要任务\n{}完成平台建设。（责任单位：市数据局）\n"
    paper += "2.加强培训，做好服务。（责任单位：市人社局）\n"
    assert [one.no for one in plantext.parse(paper.format(opens)).tasks] == ["1", "2"]


REPORT = """关于全市优化营商环境工作情况的报告

主任、各位委员：
现将有关情况报告如下。
一、主要工作及成效
（一）审批服务更加高效。开办时间压缩至0.5个工作日，累计办理联合验收146个。
二、存在的问题
全市仍有27个系统没有联通。
三、下一步工作计划
下阶段，我们将重点抓好以下两个方面工作：
（一）深化审批改革。年内工业项目审批时限压缩至45个工作日以内。
（二）打破数据壁垒。年底前完成19个系统的数据回流。
"""


def test_a_report_promises_in_what_comes_next_and_its_results_are_achievements():
    plan = plantext.parse(REPORT)
    assert plan.kind == "report"
    assert [(one.section, one.title) for one in plan.tasks] == [
        ("下一步工作计划", "深化审批改革"),
        ("下一步工作计划", "打破数据壁垒"),
    ]
    assert {one.value for one in plan.achievements} == {0.5, 146}  # what is wanting is no result


@pytest.mark.parametrize(
    ("text", "lead", "cooperating"),
    [
        (
            "牵头单位 市数据局 配合单位 市财政局、市审计局 完成时限 2026年11月",
            ("市数据局",),
            ("市财政局", "市审计局"),
        ),
        ("牵头部门　市数据局　　配合部门　市财政局", ("市数据局",), ("市财政局",)),
    ],
)
def test_labels_between_blanks_part_the_bodies(text, lead, cooperating):
    task = first_task.first("做好服务。" + text)
    assert (task.lead, task.cooperating) == (lead, cooperating)


def test_operators_and_sub_branches_are_bodies():
    task = first_task.first("做好服务。（市通信管理办、人行青河中支、三大通信运营商）")
    assert task.responsible == ("市通信管理办", "人行青河中支", "三大通信运营商")


def test_who_leads_a_part_leads_an_item_that_names_helpers_only():
    paper = "青河市行动方案\n\n一、重点任务\n（一）提速攻坚\n★牵头单位：市政务服务局\n"
    paper += "1.办理再提速。即办件占比达到60%。\n2.跑动再减少。推行好办。\n配合单位：市公安局\n"
    paper += "（二）保障攻坚\n★牵头单位：市工信局\n"
    paper += "1.用电保障。责任单位：市供电公司\n2.用工保障。责任单位：市人社局\n"
    first, second, third, _fourth = plantext.parse(paper).tasks
    assert first.lead == second.lead == ("市政务服务局",)
    assert second.cooperating == ("市公安局",)
    assert (third.lead, third.responsible) == (("市工信局",), ("市供电公司",))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("货款支付不超过收到发票后10个工作日。", [(10, "工作日", "<=")]),
        ("办理时间较传统模式节省2天。", [(2, "天", "decrease")]),
        ("可办事项比2025年增加20项。", [(20, "项", "increase")]),
        ("在餐饮等20个行业落地。", [(20, "个", "=")]),
        ("信用报告首批覆盖36个领域。", [(36, "个", "=")]),
        ("纳税次数压减至6次。", [(6, "次", "=")]),
        ("平均跑动次数降至0.3次。", [(0.3, "次", "<=")]),
        ("取消证明不少于120项。", [(120, "项", ">=")]),
        ("用电报装压减至3个环节以内。", [(3, "个", "<=")]),
        ("网络带宽不低于100M。", [(100, "M", ">=")]),
        ("新增计算资源4000核。", [(4000, "核", "=")]),
        ("平均担保费率继续保持在1%以下。", [(1, "%", "<=")]),
        ("全年安排职业技能提升资金48亿元。", [(48, "亿元", "=")]),
        ("失业保险总费率由2%降至1.5%，稳岗补贴及时审核。", [(1.5, "%", "<=")]),
        ("单笔使用期限最长不超过15天。", [(15, "天", "<=")]),
        ("项目不少于120个，其中10亿元以上项目30个。", [(120, "个", ">="), (30, "个", "=")]),
    ],
)
def test_promises_newly_told(text, told):
    assert first_task.figures(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "贷款到期前30日由银行主动联系企业。",
        "1000人以上5000人以下的演出实行一件事办理。",
        "在首批100件事项落地的基础上，扩大范围。",
        "在全省21个市全面开展评估。",
        "低压接入容量执行160千瓦标准。",
        "前期试点的窗口日均办件212件，要总结推广。",
        "已下达我省的新增专项债券额度1264亿元，加快发行。",
        "对符合条件的企业给予500万元专项资金奖励。",
        "一季度，全区累计走访企业1206户，帮助解决问题342个。",
        "至2025年末，全省贷款余额8.96万亿元，同比增长17.2%。",
    ],
)
def test_what_sounds_like_a_promise_and_is_none(text):
    assert first_task.figures(text) == []


def test_one_number_for_several_is_a_target_each():
    task = first_task.first("办理时间、申报材料、跑动次数平均压减60%。（责任单位：市数据局）")
    assert [one.metric for one in task.targets] == ["办理时间", "申报材料", "跑动次数"]
    assert {(one.value, one.comparator) for one in task.targets} == {(60, "decrease")}


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("部门联合抽查占比不低于30%。", "部门联合抽查占比"),
        ("技改投资同比增长10%。", "技改投资"),
        ("将出口合规成本压减至人民币400元以内。", "出口合规成本"),
        ("上半年完成率达到50%。", "完成率"),
        ("审批时限：报告书由法定60日压缩至15个工作日。", "报告书"),
    ],
)
def test_the_name_of_what_is_measured_is_whole(text, metric):
    (one,) = first_task.first(text + "（责任单位：市商务局）").targets
    assert one.metric == metric


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026.12.31前完成。", date(2026, 12, 31)),
        ("2026/06/30前完成。", date(2026, 6, 30)),
        ("一季度开展摸排，二季度集中整治，三季度验收。", date(2026, 9, 30)),
        ("上半年完成率达到50%，全年完成率100%。", None),
        ("版本升级到3.2前做好准备。", None),
    ],
)
def test_days_in_figures_and_quarters(text, day):
    assert first_task.first(text + "（责任单位：市商务局）").deadline == day


def test_what_holds_for_the_year_is_not_due_in_june():
    first, second = first_task.first(
        "6月底前完成率达到50%，全年达到100%。（责任单位：市商务局）"
    ).targets
    assert (first.by, second.by) == (date(2026, 6, 30), None)
