"""Shapes met in real papers, told again in words of our own: what stands above the items, tables
whose cells reach down, dates of plans over several years, and what only looks like a part."""

from datetime import date

import pytest

from yingshang.kernel.plantext import Plan, Task, parse

HEAD = "海岬市2023年优化营商环境工作方案\n海岬市人民政府\n2023年1月8日\n"


def read(text: str, head: str = HEAD) -> Plan:
    return parse(head + text)


def units(task: Task) -> tuple[list[str], list[str]]:
    return list(task.lead), list(task.responsible)


def only(body: str) -> Task:
    plan = read(f"一、重点任务\n1.推进改革。{body}（责任单位：市税务局）\n2.推进公开。公布清单。\n")
    return plan.tasks[0]


def figures(body: str) -> list[tuple[object, ...]]:
    return [(one.metric, one.comparator, one.value, one.unit) for one in only(body).targets]


LABELLED = """各行动由标题下的单位负责，除另行注明外，完成时限均为2023年11月30日。
专项行动一：窗口提质
牵头单位：市政务服务局
责任单位：市公安局、市税务局
任务1：推行就近办。建成便民网点40个。
任务2：压减材料。申请材料压减30%以上。（完成时限：2023年6月底）
专项行动二：项目提速
牵头单位：市住建局
任务3：联合验收。8个工作日内出具意见。（长期坚持）
"""


def test_units_below_a_labelled_heading_are_those_of_the_items_below_it():
    plan = read(LABELLED)
    assert [(task.no, task.section) for task in plan.tasks] == [
        ("1", "窗口提质"),
        ("2", "窗口提质"),
        ("3", "项目提速"),
    ]
    window = (["市政务服务局"], ["市公安局", "市税务局"])
    assert [units(task) for task in plan.tasks] == [window, window, (["市住建局"], [])]


def test_a_day_for_all_holds_where_an_item_says_nothing_else():
    first, second, third = read(LABELLED).tasks
    assert (first.deadline, second.deadline) == (date(2023, 11, 30), date(2023, 6, 30))
    assert (third.deadline, third.deadline_text) == (None, "长期坚持")


def test_one_label_alone_numbers_the_tasks():
    plan = read(
        "行动一：推进登记。压减环节。（责任单位：市税务局）\n"
        "行动二：推进公开。公布清单。（责任单位：市税务局）\n"
    )
    assert [task.title for task in plan.tasks] == ["推进登记", "推进公开"]


def test_the_one_item_below_a_heading_with_units_is_the_task():
    plan = read(
        "一、开办企业（牵头单位：市市场监管局）\n1.提高速度。当天办结。\n2.推广执照。全面推广。\n"
        "二、用水用气（牵头单位：市住建局）\n3.压缩用水报装时间。不超过5个工作日。\n"
    )
    assert [(task.no, units(task)[0]) for task in plan.tasks] == [
        ("1", ["市市场监管局"]),
        ("2", ["市市场监管局"]),
        ("3", ["市住建局"]),
    ]


YEARS = """海岬市营商环境行动方案（2026—2027年）
海岬市人民政府
2026年2月7日
【第一部分 便利开办】
1.开办更便捷　① 推行迁移登记，3个工作日内办结。② 9月底前上线。【市市场监管局牵头】【2026年9月底前】
2.注销更便捷　年内全面推行企业简易注销登记。【市市场监管局牵头】【2027年6月底前】
【第二部分 降低成本】
3.规范收费　组织行业协会开展收费自查。【市发展改革委牵头】【长期】
"""


def test_a_plan_of_two_years_keeps_the_dates_of_its_first():
    plan = parse(YEARS)
    assert [task.deadline for task in plan.tasks] == [date(2026, 9, 30), date(2027, 6, 30), None]
    assert plan.tasks[2].deadline_text == "长期"


def test_parts_in_square_brackets_are_sections_and_circled_items_no_title():
    plan = parse(YEARS)
    assert [(task.title, task.section) for task in plan.tasks] == [
        ("开办更便捷", "便利开办"),
        ("注销更便捷", "便利开办"),
        ("规范收费", "降低成本"),
    ]


def test_a_title_without_a_heading_is_the_first_sentence():
    plan = read(
        "1.新增充电桩10个；为老旧小区安装消防设施157处。\n2.新增早餐网点35个；改造菜场3处。\n"
    )
    assert [task.title for task in plan.tasks] == [
        "新增充电桩10个；为老旧小区安装消防设施157处",
        "新增早餐网点35个；改造菜场3处",
    ]


def test_days_that_a_machine_misread():
    plan = read(
        "一、重点任务\n（一）不动产登记。登记平均用时不超过l0夭。\n"
        "责任单位：市税务局；完成时限：2023年9月2O曰\n（二）公开。公布清单。\n责任单位：市税务局\n"
    )
    first = plan.tasks[0]
    assert first.deadline == date(2023, 9, 20)
    assert [(one.value, one.unit) for one in first.targets] == [(10, "天")]


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("兑现社保补贴资金不少于2600万元。", [("兑现社保补贴资金", ">=", 2600, "万元")]),
        ("对每户企业给予补贴资金不少于2600万元。", []),
        ("企业和群众提供材料平均减少60%以上。", [("企业和群众提供材料", "decrease", 60, "%")]),
    ],
)
def test_money_for_all_and_who_is_no_measure(body, wanted):
    assert figures(body) == wanted


def test_what_so_many_are_merged_into_has_them_as_its_base():
    (target,) = only("将65项报建审批事项精简整合至42项以内。").targets
    assert (target.value, target.baseline, target.comparator) == (42, 65, "<=")


def test_numerals_in_a_quotation_open_no_item():
    plan = parse(
        "海岬市关于改善营商环境的实施意见\n一、减少审批事项\n1.深化商事改革。"
        "(1)全面落实“多证合一、一照一码”改革。"
        + "已整合的证照不再发放，企业凭一照办事。"
        * 4
        + "(市税务局负责)"
        "(2)完善电子登记。" + "统一业务系统和文书规范，推行网上申请。" * 4 + "(市税务局负责)\n"
    )
    assert [task.title for task in plan.tasks] == [
        "全面落实“多证合一、一照一码”改革",
        "完善电子登记",
    ]


REACHING = """海岬市2023年民生实事进展表
项目名称 | 工作任务 | 计划完成时间 | 牵头单位 |
1.人居环境项目 | 改造3条城区道路； | 11月 | 市建设局 |
2023.8 | 市城投集团 | ||
对重点区域进行绿化提档； | 2023.12 | 市城投集团 | |
2.生态公墓项目 | 新增墓地10处。 | 10月底 | 市民政局 |
"""


def test_a_row_without_its_left_cells_goes_on_with_the_row_above():
    first, second = parse(REACHING).tasks
    assert first.title == "人居环境项目"
    assert units(first)[0] == ["市建设局", "市城投集团"]
    assert "对重点区域进行绿化提档" in first.text
    assert units(second)[0] == ["市民政局"]


WITHIN = """海岬市2023年政务公开任务表
工作任务 | 具体要求 | 责任部门 |
一、公开财政信息。 | 1.公开预算和决算。 | 市财政局 |
二、办好网站专栏。 | 2.及时更新各类概况。 | 市政府办公室 |
3.及时回复公众意见。 | 市信访局 | |
"""


def test_numbers_that_run_on_through_the_second_column_are_those_of_the_items():
    assert [(t.no, t.title, t.section, units(t)[1]) for t in parse(WITHIN).tasks] == [
        ("1", "公开预算和决算", "公开财政信息", ["市财政局"]),
        ("2", "及时更新各类概况", "办好网站专栏", ["市政府办公室"]),
        ("3", "及时回复公众意见", "办好网站专栏", ["市信访局"]),
    ]


def test_cells_between_lines_of_lone_strokes():
    heads = ["工作任务", "具体要求", "责任部门", "时限要求"]
    cells = [
        "强化规范公开", "1", "全面清理文件并公布现行目录。", "市司法局", "年底前",
        "深化政策解读", "2", "持续提升解读质量，丰富解读形式。", "市政府办公室", "持续推进",
        "3", "及时更新解读专栏。", "市数据局", "6月底前",
    ]  # fmt: skip
    plan = read("\n|\n".join([*heads, *cells]) + "\n|\n", head="海岬市2023年政务公开任务表\n")
    assert [(t.no, t.title, units(t)[1], t.deadline) for t in plan.tasks] == [
        ("1", "全面清理文件并公布现行目录", ["市司法局"], date(2023, 12, 31)),
        ("2", "持续提升解读质量，丰富解读形式", ["市政府办公室"], None),
        ("3", "及时更新解读专栏", ["市数据局"], date(2023, 6, 30)),
    ]


def test_a_column_that_nobody_knows_before_the_days_and_the_bodies_says_what_is_to_be_done():
    plan = read(
        "整治行业名称 | 时间安排 | 责任单位 |\n烟花爆竹 | 1月份 | 市应急局 |\n"
        "网吧 | 8月份 | 市公安局 |\n"
    )
    assert [(task.title, task.deadline) for task in plan.tasks] == [
        ("烟花爆竹", date(2023, 1, 31)),
        ("网吧", date(2023, 8, 31)),
    ]


def test_how_a_paper_stands_to_other_policies_is_no_task():
    plan = read(
        "一、支持创新。建设平台3个。（责任单位：市科技局）\n二、支持消费。举办活动5场。（责任单位：市商务局）\n"
        "三、本措施与我市其他政策有重复的，按照就高不重复原则执行。\n"
    )
    assert len(plan.tasks) == 2


def test_the_first_words_of_a_paper_name_no_issuer():
    plan = parse(
        "海岬市2023年优化营商环境工作方案\n为深入贯彻落实党中央、国务院和省委、省政府关于优化营商环境的部署，制定本方案。\n"
        "1.推进登记。压减环节。（责任单位：市税务局）\n"
    )
    assert plan.issuer is None


def test_the_title_of_what_a_notice_issues_may_quote_another():
    plan = parse(
        "海岬市人民政府办公室关于印发《海岬市贯彻〈关于稳定经济的若干措施〉实施方案》的通知\n"
        "各县区人民政府：\n1.推进登记。压减环节。（责任单位：市税务局）\n"
    )
    assert plan.title == "海岬市贯彻〈关于稳定经济的若干措施〉实施方案"


WHOLE = (
    "一、总体要求\n坚持问题导向。到2023年底，经营主体满意度达到95%以上。全市已有网点30个。\n"
    "二、重点任务\n1.推进登记。压减环节。（责任单位：市税务局）\n"
    "2.推进公开。公布清单。（责任单位：市税务局）\n三、组织保障\n"
    "各责任单位于每季度末月25日前报送进展；2023年12月10日前报送年度总结。\n"
    "本方案自印发之日起施行，有效期至2023年12月31日。\n"
)


def test_a_dated_figure_of_the_general_part_is_one_of_the_whole():
    assert [(one.metric, one.value, one.by) for one in read(WHOLE).targets] == [
        ("经营主体满意度", 95, date(2023, 12, 31))
    ]


def test_two_reports_in_one_sentence_are_two_duties_and_how_long_a_paper_runs_is_none():
    duties = read(WHOLE).duties
    assert [(one.deadline, one.who) for one in duties] == [
        (None, ("各责任单位",)),
        (date(2023, 12, 10), ("各责任单位",)),
    ]


TABBED = "\n".join(
    (
        "海岬市2024年重点事项台账",
        "序号\t事项\t工作内容及目标\t责任单位\t完成时限",
        "1\t优化工程建设\t审批时限压减至50个\t市住建局\t2024年",
        "\t审批\t工作日以内，出台共享办法；\t（牵头）、市自然资源局、\t6月底",
        "\t\t新增评估面积120平方公里。\t市生态环境局",
        "2\t水电气网报装\t推行联合报装，\t市住建局（牵头）、\t2024年8月底",
        "\t\t踏勘由4次整合为1次。\t国网海岬供电公司、",
        "\t\t\t海岬水务集团",
    )
)


def test_cells_that_wrap_over_lines_of_tabs_are_whole_again():
    first, second = parse(TABBED).tasks
    assert (first.title, first.deadline) == ("优化工程建设审批", date(2024, 6, 30))
    assert [(one.value, one.unit) for one in first.targets] == [
        (50, "工作日"),
        (120, "平方公里"),
    ]
    assert units(first) == (["市住建局"], ["市自然资源局", "市生态环境局"])
    assert units(second) == (["市住建局"], ["国网海岬供电公司", "海岬水务集团"])


def test_an_empty_first_cell_between_strokes_keeps_its_place():
    plan = read(
        "| 领域 | 序号 | 重点任务 | 具体举措 | 牵头单位 | 完成时限 |\n"
        "| --- | --- | --- | --- | --- | --- |\n"
        "| 一、市场环境 | 1 | 深化改革 | 推行备案。 | 市市场监管局 | 6月底前 |\n"
        "|  | 2 | 提升窗口 | 设置反映窗口。 | 同上 | 长期坚持 |\n"
    )
    assert [(t.no, t.title, units(t)[0], t.deadline_text) for t in plan.tasks] == [
        ("1", "深化改革", ["市市场监管局"], "6月底前"),
        ("2", "提升窗口", ["市市场监管局"], "长期坚持"),
    ]


def test_next_steps_within_a_paragraph_of_a_reply_are_its_tasks():
    plan = parse(
        "对省人大第26号建议的答复\n您提出的建议收悉，现答复如下：\n"
        "我厅高度重视，一是安排专项资金；二是纳入规划。下阶段，我们将继续加大支持力度："
        "一是对增长较快的县加大激励；二是继续倾斜专项资金。\n海岬省工信厅\n2021年4月7日\n"
    )
    assert [task.title for task in plan.tasks] == ["对增长较快的县加大激励", "继续倾斜专项资金"]


def test_news_with_a_byline_is_no_plan_whatever_its_headings_say():
    plan = parse(
        "海岬出台新一轮营商环境行动方案\n本报讯（记者 林一 通讯员 周二）昨日，市政府举行发布会。\n"
        "1.办事更快\n方案提出2024年底前将登记压减到2个工作日以内。\n2.融资更易\n贷款余额增长26%。\n"
    )
    assert plan.tasks == ()


def test_in_principle_is_no_principle():
    plan = read(
        "一、降低成本\n1.压减时间。办理时限不超过2个工作日。\n2.原则上实行免费报装。公开收费标准。\n"
    )
    assert len(plan.tasks) == 2


def test_times_of_the_parts_go_the_way_of_the_whole():
    found = only(
        "审批时间压缩至60个工作日以内，其中立项用地阶段20个工作日，施工许可阶段15个工作日。"
    )
    assert [(one.comparator, one.value) for one in found.targets] == [
        ("<=", 60),
        ("<=", 20),
        ("<=", 15),
    ]


def test_a_bracket_of_several_lists_is_read_though_one_holds_names_but_half_told():
    task = read(
        "一、重点任务\n1.加强监管。完善污水管网。"
        "(市环保局牵头,市经信委配合,海岬、洪山经济开发区管委会负责落实)\n"
        "2.推进公开。公布清单。(市税务局牵头)\n"
    ).tasks[0]
    assert units(task) == (["市环保局"], ["海岬", "洪山经济开发区管委会"])
    assert list(task.cooperating) == ["市经信委"]


def test_cells_behind_the_last_heading_are_left_out():
    plan = parse(
        "海岬区2019年民生实事完成情况\n序号 | 项目名称 | 责任单位 | 目标任务 | 实际完成情况 |\n"
        "任务完成率 | 备注 | |\n1 | 新增就业 | 区人社局 | 8950人 | 7123人 | 80% | ||\n"
        "2 | 安装护栏 | 区住建局 | 11.2公里 | 11.2公里 | 100% | ||\n"
    )
    assert [(t.title, units(t)[1]) for t in plan.tasks] == [
        ("新增就业", ["区人社局"]),
        ("安装护栏", ["区住建局"]),
    ]
    assert [[one.value for one in task.targets] for task in plan.tasks] == [[8950], [11.2]]


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("打通人民大道等12条断头路。", [("断头路", "=", 12, "条")]),
        ("给予行业紧急援助资金不低于1亿元。", [("行业紧急援助资金", ">=", 1, "亿元")]),
    ],
)
def test_lists_that_end_in_so_many_and_money_for_all(body, wanted):
    assert figures(body) == wanted


def test_a_five_year_plan_in_quotes_opens_no_item():
    plan = parse(
        "2014—2015年节能行动方案\n加强节能是重要内容。「十二五」规划纲要提出了约束性目标。\n"
        "一、调整结构。压减产能。（工业部负责）\n二、推广节能。公布目录。（能源局负责）\n"
    )
    assert [task.title for task in plan.tasks] == ["调整结构", "推广节能"]


def test_a_paper_printed_in_full_by_a_newspaper_is_a_plan():
    plan = parse(
        "海岬出台意见\n海岬网讯（记者 林一）近日，市政府出台《关于乡村振兴的意见》，全文如下。\n"
        "一、完成粮食生产。推进稳产行动，落实到地块。\n二、加强田间管理。积极应对晚播影响。\n"
    )
    assert len(plan.tasks) == 2


def test_months_are_of_the_year_of_the_newest_paper_that_a_plan_is_founded_on():
    plan = parse(
        "关于促进发展的政策措施\n根据《关于稳增长的若干措施》（海政发〔2016〕13号），制定措施。\n"
        "1.推进公开。5月底前公布清单。（区政务服务局牵头）\n2.推进登记。压减环节。（区国土局牵头）\n"
    )
    assert plan.tasks[0].deadline == date(2016, 5, 31)


def test_indented_words_behind_a_table_of_tabs_are_no_cells_of_it():
    plan = parse(
        "海岬市2024年任务表\n序号\t任务\t责任单位\n1\t推进登记，压减环节。\t市税务局\n"
        "2\t推进公开，公布清单。\t市司法局\n\t海岬市人民政府办公室\n\t2024年1月8日\n"
    )
    assert [t.text.strip() for t in plan.tasks][1].endswith("市司法局")
    assert (plan.issuer, plan.issue_date) == ("海岬市人民政府办公室", date(2024, 1, 8))


def test_an_indented_heading_between_rows_is_a_part():
    plan = parse(
        "海岬市2024年任务表\n| 序号 | 任务 | 责任单位 |\n| 1 | 推进登记。 | 市税务局 |\n"
        "\t二、优化服务\n| 2 | 推进公开。 | 市司法局 |\n"
    )
    assert [(t.no, t.section, units(t)[1]) for t in plan.tasks] == [
        ("1", "", ["市税务局"]),
        ("2", "优化服务", ["市司法局"]),
    ]
