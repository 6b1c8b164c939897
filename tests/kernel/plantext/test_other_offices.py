"""Habits of other offices: items in one line, ledgers of what is put right, articles."""

from __future__ import annotations

from datetime import date

import first_task

from yingshang.kernel import plantext

HEAD = "青河市优化营商环境2026年实施方案\n\n一、总体要求\n提升营商环境。\n"


def tasks(body: str) -> tuple[plantext.Task, ...]:
    return plantext.parse(HEAD + body).tasks


def figures(body: str) -> list[tuple[float, str]]:
    return [(value, side) for value, _unit, side in first_task.figures(body)]


def test_items_in_one_line_each_closed_by_its_own_bodies_are_tasks():
    one, two, three = tasks(
        "二、夯实底座\n一是升级云平台。6月底前新增200台。（主办：市大数据局；协办：市财政局）"
        "二是推进外网提速。骨干带宽扩容。（主办：市大数据局）三是建设感知体系。完善体系。（主办：市住建局）\n"
    )
    assert [one.title, two.title, three.title] == ["升级云平台", "推进外网提速", "建设感知体系"]
    assert (one.lead, one.cooperating) == (("市大数据局",), ("市财政局",))
    assert one.deadline == date(2026, 6, 30)


def test_items_in_one_line_without_bodies_stay_one_task():
    (one,) = tasks(
        "二、夯实底座\n1.升级云平台。一是扩容。二是迁移。三是加固。（责任单位：市大数据局）\n"
    )
    assert one.title == "升级云平台"


LEDGER = """鹿溪市营商环境专项督查反馈问题整改台账
一、政策兑现方面
问题一：部分资金拨付不及时。抽查的40笔资金中，有13笔超过时限。
整改目标：审核通过后拨付时间不超过10个工作日。
整改措施：开展全面清查。
整改进展：截至3月25日，已补拨11笔。
整改时限：2024年5月底前
牵头单位：市财政局
责任单位：市工信局
问题二：政策申报材料繁琐。平均每项需提交材料9.4份。
整改目标：“免申即享”政策占比不低于50%。
整改进展：完成修复418条。
整改时限：2024年9月底前
牵头单位：市数据局
责任单位：市财政局
"""


def test_of_a_ledger_of_rectification_the_problems_are_tasks_and_only_the_aims_promise():
    one, two = plantext.parse(LEDGER).tasks
    assert (one.title, one.section) == ("部分资金拨付不及时", "政策兑现方面")
    assert (one.lead, one.responsible) == (("市财政局",), ("市工信局",))
    assert one.deadline == date(2024, 5, 31)
    assert [x.value for x in one.targets] == [10]
    assert [x.value for x in two.targets] == [50]


RULES = """青陂县农村人居环境整治提升推进办法
第一章 总 则
第一条（目的依据） 为推进乡村建设，制定本办法。
第二条（适用范围） 本办法适用于全县行政村。
第二章 任务与分工
第三条（户厕改造提升） 普及率达92%。由县农业农村局牵头，县卫健局配合，各乡（镇）人民政府组织实施。
第四条（生活污水治理） 治理率达到45%。县住建局、县水务投资公司为责任单位。
第五条（垃圾收运处置） 年内建成中转站6座。由县城管局负责。
第六条（村庄清洁行动） 每月清洁不少于2次。由县农业农村局负责。
第三章 考核与奖惩
第七条（督导评估） 县政府督查室要开展督导。
第八条（施行日期） 本办法自印发之日起施行。
"""


def test_rules_that_give_work_to_bodies_are_a_plan_and_their_own_affairs_no_tasks():
    one, two, three, four = plantext.parse(RULES).tasks
    assert [one.title, four.title] == ["户厕改造提升", "村庄清洁行动"]
    assert (one.lead, one.cooperating) == (("县农业农村局",), ("县卫健局",))
    assert one.responsible == ("各乡（镇）人民政府",)
    assert two.responsible == ("县住建局", "县水务投资公司")
    assert three.lead == ("县城管局",)


def test_a_sentence_that_closes_a_part_speaks_for_its_items():
    first, second, third = tasks(
        "二、开展培训\n（一）企业培训。开展岗前培训。\n（二）重点培训。开展专项培训。\n"
        "本部分由市人社局牵头，市工信局、市国资委参加。\n"
        "三、增强供给\n（三）壮大师资。选派教师。\n本部分由市教育局、市人社局按职责分工负责。\n"
    )
    assert first.lead == second.lead == ("市人社局",)
    assert first.cooperating == ("市工信局", "市国资委")
    assert third.responsible == ("市教育局", "市人社局")


def test_those_before_the_first_comma_lead_where_the_paper_says_so():
    one, two = tasks(
        "二、主要任务\n1.加大支持。发放算力券。（责任单位：市科技局、市数据局，市委网信办；"
        "第一个逗号前为牵头单位，下同）\n2.优化服务。开展帮办。（责任单位：市数据局，市科技局）\n"
    )
    assert (one.lead, one.responsible) == (("市科技局", "市数据局"), ("市委网信办",))
    assert (two.lead, two.responsible) == (("市数据局",), ("市科技局",))


def test_who_is_mainly_responsible_answers_and_who_meets_helps():
    (one, two) = tasks(
        "二、主要任务\n1.规划。做好规划。（主责单位：市规划局、市统计局）\n"
        "2.防火。做好防火。（主办：市住建局；市应急局会办）\n"
    )
    assert (one.lead, one.responsible) == ((), ("市规划局", "市统计局"))
    assert (two.lead, two.cooperating) == (("市住建局",), ("市应急局",))


def test_headings_without_numbers_part_the_items_behind_the_aims():
    one, two = plantext.parse(
        "推动重卡规模化应用实施方案\n制定本方案。\n总体要求\n坚持以市场为导向，推动规模化应用。\n"
        "加快补能设施建设\n（一）完善设施布局。建设补能设施。\n加大应用支持力度\n（二）提振消费。加力更新。\n"
    ).tasks
    assert [(x.title, x.section) for x in (one, two)] == [
        ("完善设施布局", "加快补能设施建设"),
        ("提振消费", "加大应用支持力度"),
    ]


def test_what_a_site_knows_of_a_paper_is_no_list_of_tasks():
    plan = plantext.parse(
        "01. [主题分类] 综合政务\n02. [发文机构] 青河市人民政府\n03. [成文日期] 2024-01-26\n"
        "2024年青河市重点任务清单\n一、城市治理\n1.推进更新。完成更新。（责任单位：市住建局）\n"
        "2.治理拥堵。治理堵点。（责任单位：市交通局）\n"
    )
    assert [x.title for x in plan.tasks] == ["推进更新", "治理拥堵"]


def test_an_opinion_for_those_who_answer_is_an_answer():
    plan = plantext.parse(
        "青河市能源局关于市人大第1123号建议协办意见的函\n市经信委：\n现将协办意见送上。\n"
        "我局高度重视储能发展。\n下一步，市能源局将从以下几个方面着力，进一步推动新型储能产业发展："
        "一是科学规划储能规模；二是完善交易规则，拓宽收益渠道；三是支持企业参与园区建设。\n"
    )
    assert plan.kind == "reply"
    assert len(plan.tasks) == 3


def test_what_already_is_and_what_may_be_are_no_promises():
    assert figures("截至5月末，贷款余额31亿元，较年初增长9.2%。") == []
    assert figures("今年前5个月，大厅办理事项4.63万件，按时办结率为99.2%。") == []
    assert figures("覆盖率已由28%提高至33.4%。") == []
    assert figures("前三年全县已改造农村户厕2.86万座，普及率升至84.7%。") == []
    assert figures("2019年至2021年，全县累计完成危房改造1946户，拆除违建7万平方米。") == []
    assert figures("办结率为81%，今年要达到85%以上。") == [(85, ">=")]
    assert figures("2025年12345热线受理46.8万件，一次办结率、满意率分别为81%和92%。") == []
    assert figures("资源条件较好地区利用率可降低至90%。") == []


def test_fewer_papers_for_a_grant_and_faster_payment_are_promises():
    assert figures("补贴申领材料由9项精简为4项。") == [(4, "=")]
    assert figures("补贴审核拨付时间由90天压至30个工作日内。") == [(30, "<=")]


def test_a_paper_in_markdown_with_escaped_points_keeps_its_items():
    plan = plantext.parse(
        "青河市碳达峰实施方案\n\n**（一）推进绿色交通体系。** 促进绿色出行。\n\n"
        "**1\\.** **推动装备转型。** 扩大电力应用。\n\n**2\\.** **建设基础设施。** 建设绿色设施。\n"
    )
    assert [x.title for x in plan.tasks] == ["推动装备转型", "建设基础设施"]


def test_a_share_that_stands_before_what_is_done_and_a_capacity_that_rises():
    assert figures("新建小区固定车位100%预留安装条件。") == [(100, ">=")]
    assert figures("提升电力系统调节能力500万千瓦。") == [(500, "increase")]
    assert figures("推进年综合能耗2000吨标准煤以上用能企业管理中心建设。") == []
    assert figures("在现有基础上压缩30%以上。") == [(30, "decrease")]
    assert figures("5月份全国进口通关时间为36小时，较2017年压缩62.3%。") == []


def test_who_leads_by_duty_leads_and_what_goes_month_by_month_has_bodies():
    one, two = tasks(
        "二、主要任务\n1.规范市场。规范秩序。（区商务委按职责牵头，区公安局配合）\n"
        "2.兜底保障。发放补贴。〔省民政厅牵头，省财政厅负责，省残联配合，按月推进〕\n"
    )
    assert one.lead == ("区商务委",)
    assert (two.lead, two.responsible, two.cooperating) == (
        ("省民政厅",),
        ("省财政厅",),
        ("省残联",),
    )


def test_a_news_item_that_tells_measures_is_no_plan():
    plan = plantext.parse(
        "青河市市场监管局服务企业系列创新举措\n4月24日，青河某科技有限公司等4家企业在政务大厅领取了营业执照。\n"
        "一、套餐定制\n从2000余条规范用语中推出套餐。\n二、组织极简\n定制简易组织机构功能。\n"
        "下一步，市市场监管局将持续聚焦企业需求。\n"
    )
    assert plan.tasks == ()


def test_steps_in_time_are_no_task():
    titles = [
        x.title
        for x in tasks(
            "二、主要任务\n1.规范市场。规范秩序。\n2.监管。加强监管。\n三、时间步骤\n分三步推进。\n"
        )
    ]
    assert titles == ["规范市场", "监管"]


def test_once_is_part_of_the_name_of_a_rate():
    (one,) = first_task.first("一次通过率提高到80%。（责任单位：市商务局）").targets
    assert (one.metric, one.span) == ("一次通过率", "一次通过率提高到80%")
