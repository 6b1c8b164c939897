"""What fourteen papers, written as offices write, and an evaluator's walk brought to light."""

from datetime import date

from yingshang.kernel.plantext import Plan, Task, parse


def only(text: str) -> Task:
    (task,) = parse(text).tasks
    return task


def titles(plan: Plan) -> list[str]:
    return [task.title for task in plan.tasks]


def test_titles_that_open_with_digits_open_tasks() -> None:
    plan = parse(
        "栖川市优化营商环境方案\n一、重点任务\n"
        "1.压缩开办时间。企业开办时间压至1天。（牵头单位：市市场监管局）\n"
        "2.12345热线提质。按时办结率达到99%。（牵头单位：市政数局）\n"
        "3.5G基站建设。新建基站300个。（牵头单位：市工信局）\n"
        "4.24小时自助服务。设自助区5处。（牵头单位：市税务局）\n"
        "5.121人才梯队项目。引进人才10名。（牵头单位：市人社局）\n"
    )

    assert titles(plan) == [
        "压缩开办时间",
        "12345热线提质",
        "5G基站建设",
        "24小时自助服务",
        "121人才梯队项目",
    ]
    assert [task.lead for task in plan.tasks][1] == ("市政数局",)


def test_a_decimal_at_the_head_of_a_line_opens_no_task() -> None:
    plan = parse(
        "栖川市优化营商环境方案\n一、重点任务\n1.压缩时间。企业开办时间压缩至\n"
        "1.5个工作日以内。（市市场监管局负责）\n2.提升服务。推行帮办代办。（市政务局负责）\n"
    )

    assert titles(plan) == ["压缩时间", "提升服务"]


def test_a_time_that_is_quickened_gets_shorter() -> None:
    (target,) = only(
        "栖川市方案\n一、任务\n（一）便利退税。出口退税平均办理时间提速20%。\n"
    ).targets

    assert (target.comparator, target.value, target.unit) == ("decrease", 20, "%")


def test_in_the_first_half_of_next_year_is_a_day() -> None:
    task = only("栖川市2026年方案\n一、任务\n（一）清理欠账。其余于2027年上半年全部清零。\n")

    assert task.deadline == date(2027, 6, 30)


def test_a_bracket_that_goes_on_over_several_lines_is_one_list() -> None:
    first, second = parse(
        "澄江省重点任务分工方案\n一、主要任务\n"
        "（一）深化投资审批改革。落实企业投资项目管理负面清单，优化投资项目报\n"
        "建审批流程，企业投资项目从受理到开工的审批时间压缩到120个工作日。（省发展\n"
        "改革委、省住房城乡建设厅牵头，省国土资源厅、省环境保护厅、省水利厅、\n"
        "省安监局、省地震局等部门配合，2016年底前完成）\n"
        "（二）改革职业资格。没有法律法规依据的准入类职业资格一律取消，已公布\n"
        "取消的不得变相恢复。（省人社厅牵头，2016年9月底前完成）\n"
    ).tasks

    assert first.lead == ("省发展改革委", "省住房城乡建设厅")
    assert first.cooperating[-1] == "省地震局"
    assert second.lead == ("省人社厅",)


def test_who_does_all_that_names_nobody_else() -> None:
    first, second = parse(
        "霁川市2024年行动计划\n"
        "本行动计划所列任务除已注明责任单位的以外，均由市数据局牵头，各区（县）人民政府配合，"
        "不再逐项列出。\n一、夯实基础\n"
        "1、事项标准化。实施清单准确率达到98%以上。\n"
        "2、信息变更。3个工作日内办结。（市市场监管局牵头）\n"
    ).tasks

    assert first.lead == ("市数据局",)
    assert first.cooperating == ("各区（县）人民政府",)
    assert second.lead == ("市市场监管局",)


def test_items_counted_as_the_first_and_the_second_item() -> None:
    plan = parse(
        "洺水市中级人民法院工作方案\n一、具体措施及分工\n（一）执行合同\n"
        "第1项　提高立案效率。立案审核时间缩短至2日以内。\n"
        "〔牵头部门：立案庭；责任部门：技术处〕\n"
        "第2项　压缩审判周期。平均审理天数压缩到75天以内。\n〔牵头部门：民二庭〕\n"
    )

    assert titles(plan) == ["提高立案效率", "压缩审判周期"]
    assert plan.tasks[0].lead == ("立案庭",)
    assert plan.tasks[0].responsible == ("技术处",)


def test_what_heads_the_next_items_is_no_part_of_the_last_name() -> None:
    first, second = parse(
        "璞宁市任务清单\n开办企业\n"
        "1.县区刻章收费不统一的问题。整改措施：市公安局会同市物价局开展检查，每个县区备选企业"
        "不少于3家。整改时限：10月底。责任单位：市公安局、市物价局\n"
        "施工许可\n"
        "2.施工图审查串联的问题。整改措施：实行联合审查，审查时限控制在12个工作日以内。"
        "整改时限：11月30日。责任单位：市住房和城乡建设局\n"
    ).tasks

    assert first.responsible == ("市公安局", "市物价局")
    assert second.responsible == ("市住房和城乡建设局",)


def test_an_article_is_one_task_where_its_bodies_stand_behind_all_its_points() -> None:
    plan = parse(
        "嵩陵市纾困若干措施\n"
        "第一条　减免租金。对小微企业减免3个月租金。（市国资委负责）\n"
        "第二条　强化融资支持。\n1.设立规模2亿元的纾困转贷基金，年周转不低于12次；\n"
        "2.全市金融机构年内新增普惠小微贷款50亿元以上。\n（市金融局牵头；市财政局配合）\n"
        "第三条　加快资金兑现。从受理到拨付最长40个工作日。（市财政局负责）\n"
    )

    assert titles(plan) == ["减免租金", "强化融资支持", "加快资金兑现"]
    assert plan.tasks[1].lead == ("市金融局",)
    assert plan.tasks[1].cooperating == ("市财政局",)


def test_requirements_are_no_tasks_though_one_of_them_names_a_body() -> None:
    plan = parse(
        "穆江市行动实施方案\n一、主要任务\n1.压减时限。审批时限再压缩10%以上。（市政务局负责）\n"
        "2.优化窗口。等候时间不超过10分钟。（市政务局负责）\n"
        "二、工作要求\n（一）落实责任。各单位制定子方案。\n"
        "（二）严肃追责。对敷衍应付的移交处理。（责任单位：市纪委监委）\n"
    )

    assert titles(plan) == ["压减时限", "优化窗口"]


def test_a_covering_notice_that_only_asks_gives_no_tasks() -> None:
    plan = parse(
        "澜州省关于印发分工方案的通知\n各市人民政府：\n《分工方案》已经省政府同意，现印发给你们，"
        "并提出以下要求，请认真抓好贯彻落实。\n"
        "一、加强统筹协调\n各级、各有关部门要形成工作推进合力，注重与相关政策有效衔接。\n"
        "二、强化责任落实\n各级、各有关部门围绕重点任务建立工作台账，压实工作责任。\n"
        "三、做好实施评估\n各级、各有关部门要加强推进措施落实情况的评估，提出对策建议。\n"
    )

    assert plan.tasks == ()


def test_a_remark_behind_the_bracket_of_bodies_hides_none_of_them() -> None:
    task = only(
        "云省实施方案\n一、重点任务\n（一）加强通道建设。推动铁路联通。"
        "〔省交通运输厅、省发展改革委〕〔以下分工均涉及有关州人民政府，不再列出〕\n"
    )

    assert task.responsible == ("省交通运输厅", "省发展改革委")


def test_what_the_whole_country_is_held_to_is_no_day_of_the_task() -> None:
    task = only(
        "栖川区实施意见\n一、重点任务\n（一）推进绿色转型。完善政策体系，确保2030年前实现碳达峰。\n"
    )

    assert task.deadline is None
