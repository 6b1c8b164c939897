"""Papers as sites, mails and machines give them: tags, digests, merged cells, misread dates."""

from __future__ import annotations

from datetime import date

from yingshang.kernel import plantext

TASKS = """一、推进企业开办便利化。企业开办压缩至1个工作日以内。（责任单位：市市场监管局、市税务局）
二、优化纳税服务。年纳税时间压缩至80小时以内。（责任单位：市税务局）
"""


def read(text: str):
    return plantext.parse(text).tasks


def test_the_channels_that_a_site_prints_above_are_no_title_and_no_interpretation():
    plan = plantext.parse(
        "政策解读  政策原文  云沙\n云沙市支持企业创新发展的实施方案（试行）（征求意见稿）\n"
        "2026-03-31  云沙市  来源：公众号创业汇\n为深入贯彻有关要求，结合我市实际，制定本方案。\n"
        + TASKS
    )
    assert plan.title == "云沙市支持企业创新发展的实施方案（试行）（征求意见稿）"
    assert (plan.kind, plan.region, plan.issue_date) == ("action_plan", "云沙市", date(2026, 3, 31))
    assert plan.issuer is None
    assert len(plan.tasks) == 2


def test_an_interpretation_stays_one():
    text = (
        "政策解读\n《云沙市优化营商环境行动方案》解读\n一、出台背景\n为优化营商环境，制定本方案。\n"
    )
    assert read(text + "二、主要内容\n方案提出二十条举措，明确了责任单位。\n") == ()


def test_a_digest_gives_its_headings_and_the_bodies_below_them():
    one, two, three = read(
        "云沙市就业政策\n拓宽渠道\n扩大企业就业规模\n支持中小企业吸纳毕业生，按规定给予补贴\n"
        "市发展改革委、市人社局、市税务局等按职责分工负责\n拓宽基层就业空间\n挖掘基层养老服务就业机会\n"
        "市民政局、市人社局按职责分工负责\n强化服务\n优化招聘服务\n组织服务机构进校园招聘\n"
        "市人社局牵头，市教育局等按职责分工负责\n"
    )
    assert (one.title, one.section, one.open_ended) == ("扩大企业就业规模", "拓宽渠道", True)
    assert one.responsible == ("市发展改革委", "市人社局", "市税务局")
    assert (two.title, two.section) == ("拓宽基层就业空间", "拓宽渠道")
    assert (three.title, three.section) == ("优化招聘服务", "强化服务")
    assert (three.lead, three.responsible) == (("市人社局",), ("市教育局",))


def test_stars_before_names_parted_by_blanks_say_who_leads():
    one, two = read(
        "云沙市2024年重点工作任务清单\n说明：标*的为牵头单位，其余为配合单位。\n一、深化改革\n"
        "（一）压减时限。承诺时限压减75%以上。 *市行政审批局 市大数据局\n"
        "（二）完善监管。监管事项覆盖率100%。 *市政务服务办 市级各执法部门\n"
    )
    assert (one.lead, one.cooperating) == (("市行政审批局",), ("市大数据局",))
    assert (two.lead, two.generic) == (("市政务服务办",), ("市级各执法部门",))


def test_what_is_said_once_for_all_items_may_except_some():
    own, none = read(
        "雲沙市2024年優化營商環境工作要點\n\n本要點所列各項任務，除另有註明者外，均由市數據局牽頭、"
        "市司法局配合，2024年年底前完成，不再逐項列出。\n\n壹、總體目標\n滿意度達到95%。\n\n貳、主要任務\n"
        "一、便利交易。轉移登記縮短至2個工作日。（市自然資源局牽頭；8月底前）\n二、精簡流程。要件精簡35%以上。\n"
    )
    assert own.section == "主要任務"
    assert (own.lead, own.deadline) == (("市自然資源局",), date(2024, 8, 31))
    assert (none.lead, none.cooperating) == (("市數據局",), ("市司法局",))
    assert none.deadline == date(2024, 12, 31)


MERGED = """云沙市2026年任务分解表
月份\t牵头部门\t序号\t工作任务\t责任单位
3月\t发展改革局\t1\t出台兑现办法，化解率达到90%\t市司法局
\t\t2\t平台入驻政策不少于300条\t市大数据局
\t\t\t政策推送准确率达到95%\t市税务局
8月\t税务局\t3\t办理时间压缩至3个工作日\t

请各部门于2月28日前将任务分解到科室，并将联络员名单报管委会办公室。
"""


def test_cells_left_of_the_task_reach_down_to_the_rows_below():
    one, two, three = read(MERGED)
    assert (one.lead, one.deadline) == (("发展改革局",), date(2026, 3, 31))
    assert (two.lead, two.deadline) == (("发展改革局",), date(2026, 3, 31))
    assert two.responsible == ("市大数据局", "市税务局")  # its number reaches down to the third row
    assert [target.value for target in two.targets] == [300, 95]
    assert (three.lead, three.responsible, three.deadline) == (("税务局",), (), date(2026, 8, 31))


def test_a_date_in_full_is_the_cell_of_its_row_and_no_signature():
    rows = "1\n水电联合报装\n验收不超过3个工作日。\n市住建局\n市水务局、\n云沙燃气有限公司\n"
    rows += "2024年9月30日\n"
    more = "2\n多评合一\n成果共享率100%。\n市发改局\n市生态环境局\n2024年三季度\n"
    heads = "序号\n重点任务\n具体内容\n牵头单位\n责任单位\n完成时限\n"
    one, two = read("云沙市2024年重点任务责任清单\n" + heads + rows + more)
    assert (one.deadline, two.deadline) == (date(2024, 9, 30), date(2024, 9, 30))
    assert one.responsible == ("市水务局", "云沙燃气有限公司")


def test_what_a_scanner_misread_in_dates_and_labels_is_read_on():
    (task,) = read(
        "云沙市深化营商环境试点工作方案\n2O2l年7月l9日\n一、主要任务\n（一）企业开办。开办时间控制在O.5个工作日以内。\n"
        "牵头单位∶市市场监管局　责任単位∶市税务局、市公安局\n完成时限：2O2l年lO月底前\n"
    )
    assert (task.lead, task.responsible) == (("市市场监管局",), ("市税务局", "市公安局"))
    assert task.deadline == date(2021, 10, 31)


def test_goals_by_year_have_their_year_and_their_name():
    (task,) = read(
        "云沙市优化营商环境三年行动方案（2025—2027年）\n一、主要任务\n1.推行全程网办。全流程办理时间压缩至1个工作日以内，"
        "力争4个小时办结；全程网办率2025年达到85%，2026年达到90%，2027年达到95%以上。"
        "新增普惠小微贷款投放：2025年8亿元、2026年10亿元。\n牵头单位：市数据局\n"
    )
    told = [(one.metric, one.comparator, one.value, one.by and one.by.year) for one in task.targets]
    assert told == [
        ("全流程办理时间", "<=", 1, None),
        ("全流程办理时间", "<=", 4, None),
        ("全程网办率", ">=", 85, 2025),
        ("全程网办率", ">=", 90, 2026),
        ("全程网办率", ">=", 95, 2027),
        ("普惠小微贷款投放", "=", 8, 2025),
        ("普惠小微贷款投放", "=", 10, 2026),
    ]


def test_a_mail_that_breaks_before_a_figure_or_inside_its_unit_is_read_whole():
    text = (
        "云沙市优化园区服务行动方案\n一、主要任务\n（一）扩大服务覆盖面。由市政务服务管理局牵头，市工业\n"
        "和信息化局、各开发区管委会配合，2023年底前新建驿站6\n个，省级以上园区覆盖率达到\n100%，可办事项增加到300项以上。\n"
        "（二）打通数据堵点。市大数据发展局牵头，12月底前归集\n园区企业数据80万条，推动高频表单预填率由40%提高\n到65%以上。\n"
        "（三）缩短办理时限。市自然资源局、市生态环境局负责，\n园区内环评审批时间压减至20个工作日，规划\n许可5个工\n作日内办结。\n"
    )
    values = [(target.value, target.unit) for task in read(text) for target in task.targets]
    assert (100, "%") in values
    assert (5, "工作日") in values


CITED = """发件人: 区数据局综合科
主题: 转发: 关于印发《云沙区2025年数字政府建设工作要点》的通知

各位好，请对照认领。

> 云沙区数据局关于印发《云沙区2025年
> 数字政府建设工作要点》的通知
>
> 一、夯实数字底座
>   1) 升级政务云平台。完成区政务云扩容，
> 云主机资源利用率提升至65%以上，11月底前上云率达到
> 100%。（区数据局牵头，区财政局配合）
>   2) 治理“僵尸系统”。6月底前20个系统下线。（区审计局牵头）
"""


def test_a_mail_passed_on_is_read_without_its_marks_and_pointed_at_with_them():
    plan = plantext.parse(CITED)
    one, two = plan.tasks
    assert plan.title == "云沙区2025年数字政府建设工作要点"
    assert (one.title, one.section) == ("升级政务云平台", "夯实数字底座")
    assert (one.lead, one.cooperating, one.deadline) == (
        ("区数据局",),
        ("区财政局",),
        date(2025, 11, 30),
    )
    assert two.deadline == date(2025, 6, 30)
    target = one.targets[1]
    assert CITED[slice(*target.offsets)] == target.span == "上云率达到\n> 100%"


def test_headings_say_by_when_the_items_below_are_due():
    first, last = read(
        "云沙县稳就业专题会议议定事项\n一、5月底前办结的事项\n（1）兑付补助。5个工作日内拨付到账。\n承办：县人社局\n"
        "协办：县财政局\n二、年底前办结的事项\n（2）开展培训。全年培训3200人次。\n承办：县人社局\n协办：县教育局\n\n"
        "会议要求，各承办单位要于5月20日前将推进方案报县政府办公室。\n2022年5月16日\n"
    )
    assert (first.deadline, last.deadline) == (date(2022, 5, 31), date(2022, 12, 31))


def test_items_below_two_bodies_are_of_both():
    tasks = read(
        "云沙市2021年重点工作分工（按主办单位排列）\n■市发展改革委（1项）\n1．完成投资420亿元。\n协办：市统计局\n"
        "■市工业和信息化局、市商务局（2项，两单位共同主办）\n2．新增规上工业企业90家。\n协办：市统计局\n"
        "3．利用外资2亿美元。\n协办：市海关\n"
    )
    assert [task.lead for task in tasks] == [
        ("市发展改革委",),
        ("市工业和信息化局", "市商务局"),
        ("市工业和信息化局", "市商务局"),
    ]


def one_task(text: str):
    (task, _other) = read(
        f"云沙市2024年优化营商环境方案\n\n一、主要任务\n"
        f"任务1 办实事。{text}（责任单位：市数据局、市司法局）\n"
        "任务2 抓落实。推进各项工作落实到位。（责任单位：市数据局、市司法局）\n"
    )
    return [(one.comparator, one.value, one.unit) for one in task.targets]


def test_a_numbered_word_may_stand_apart_from_its_title():
    first, second = read(
        "云沙市优化营商环境行动方案\n一、对标提升行动\n任务1 市场准入\n"
        "企业开办1个工作日内办结。\n牵头单位：市市场监管局\n"
        "任务2 纳税\n年纳税时间压缩至80小时以内。\n牵头单位：市税务局\n"
    )
    assert [(one.no, one.title) for one in (first, second)] == [("1", "市场准入"), ("2", "纳税")]


def test_what_was_done_already_is_no_target_and_what_was_made_before_may_be_checked():
    assert one_task("1—2月已帮助26家企业招工1130人。") == []
    assert one_task("对第一批106项涉企审批事项实施改革。") == []
    assert one_task("对2020年以来制定的政策措施抽查比例不低于20%。") == [(">=", 20, "%")]


def test_a_limit_is_read_beside_money_that_is_granted():
    assert one_task("奖补资金从申报到拨付压缩至15个工作日。") == [("<=", 15, "工作日")]
    assert one_task("设立2亿元企业应急周转资金。") == [("=", 2, "亿元")]


def test_a_length_of_time_that_is_kept_steady_is_no_floor():
    assert one_task("商标审查平均周期稳定在4个月。") == [("<=", 4, "月")]
    assert one_task("客户办电时间压减至12个自然日。") == [("<=", 12, "自然日")]


def test_what_is_built_in_a_place_is_promised():
    assert one_task("在市区建成智能台区200个。") == [("=", 200, "个")]


def test_those_who_hand_in_a_paper_by_a_day_have_a_duty():
    plan = plantext.parse(
        "云沙市优化营商环境行动方案\n一、主要任务\n（一）简政。要件精简35%以上。（市数据局负责）\n（二）减税。（市税务局负责）\n"
        "二、组织保障\n各责任单位要在5月31日前将工作方案报领导小组办公室。\n2024年3月1日\n"
    )
    (duty,) = plan.duties
    assert (duty.who, duty.deadline) == (("各责任单位",), date(2024, 5, 31))


def test_phases_of_the_work_are_no_tasks():
    tasks = read(
        "云沙市2021年专项行动方案\n一、重点任务\n（一）简政。要件精简35%以上。（市数据局负责）\n"
        "（二）减税。（市税务局负责）\n二、攻坚步骤\n（一）动员部署（2021年4月）。召开大会。\n"
        "（二）集中攻坚（2021年5月至11月）。逐项推进。\n"
    )
    assert [task.title for task in tasks] == ["简政", "减税"]


def test_the_articles_of_a_policy_are_tasks_and_those_of_a_law_are_none():
    articles = (
        "第一条 为深入实施人才战略，制定本规定。\n"
        "第二条 本规定所称人才，是指40周岁以下的人。\n"
        "第三条 发放生活补贴。对新引进的人才给予补贴。\n"
        "第四条 扩大公寓供给。2025年底前筹集房源3000套以上。\n"
        "第五条 本规定由区人力资源局负责解释。\n"
    )
    tasks = read("云沙区关于支持青年人才创新创业的若干规定（试行）\n" + articles)
    assert [task.title for task in tasks][-2:] == ["发放生活补贴", "扩大公寓供给"]
    assert read("云沙市优化营商环境条例\n" + articles) == ()


def test_items_without_numbers_below_numbered_headings_have_their_own_fields():
    one, _two, three, _four = read(
        "云沙市优化营商环境行动方案\n三、重点任务\n（一）便利开办\n"
        "推行一表填报。依托平台整合各个环节，并联办理。\n牵头单位：市市场监管局\n完成时限：2020年9月底\n"
        "降低开办成本。规范市场秩序，公开收费标准。\n牵头单位：市公安局\n完成时限：2020年12月底\n"
        "（二）办理许可\n分类优化流程。按照投资类型制定审批流程图。\n牵头单位：市住建局\n"
        "推行区域评估。在各类开发区开展统一评估。\n牵头单位：市审批局\n"
    )
    assert (one.title, one.section) == ("推行一表填报", "便利开办")
    assert (one.lead, one.deadline) == (("市市场监管局",), date(2020, 9, 30))
    assert (three.title, three.section) == ("分类优化流程", "办理许可")


def test_a_bracket_of_bodies_may_stand_on_a_line_of_its_own():
    one, _two = read(
        "云沙省关于支持数字经济加快发展的若干政策\n一、做强产业\n（一）支持龙头企业。\n①给予企业奖励。\n②支持开源。\n"
        "[省经济和信息化厅、省财政厅]\n（二）支持攻关。\n①实施专项。\n②组建联合体。\n[省科技厅、省教育厅]\n"
    )
    assert one.responsible == ("省经济和信息化厅", "省财政厅")


def test_a_unit_keeps_what_stands_beside_it_in_a_bracket():
    assert one_task("接入工业设备达到15万台（套）。") == [(">=", 15, "万台（套）")]


def test_a_line_of_the_division_of_work_names_the_units():
    one, two = read(
        "云沙市知识产权若干措施\n第一条 强化保护。建立快速维权机制。\n"
        "责任分工：市市场监管局牵头，市科技局、市财政局配合\n"
        "第二条 促进运用。开展专利转化。\n责任分工：市科技局、各县（市、区）人民政府\n"
    )
    assert (one.lead, one.cooperating) == (("市市场监管局",), ("市科技局", "市财政局"))
    assert two.responsible == ("市科技局", "各县（市、区）人民政府")


def test_bodies_behind_a_title_are_no_part_of_it():
    one, two = read(
        "云沙市外贸行动方案\n一、重点任务\n"
        "1.降低口岸收费【市发展改革委、市交通运输局（市口岸办）】\n主要举措：公布目录清单。\n"
        "2.加快退税进度【市税务局】\n主要举措：压缩办理时间。\n"
    )
    assert [task.title for task in (one, two)] == ["降低口岸收费", "加快退税进度"]
    assert one.responsible == ("市发展改革委", "市交通运输局（市口岸办）")


def test_the_first_so_many_are_a_promise_only_as_a_rank():
    assert one_task("建立进出口额前200名企业专员制度。") == []
    assert one_task("全省排名进入前5名。") == [("<=", 5, "名")]
