"""Shapes of whole papers from cities and from the State Council, told in words of our own."""

from datetime import date

import pytest

from yingshang.kernel.plantext import Plan, parse

HEAD = "海岬市2025年城市更新行动方案\n海岬市人民政府\n2025年3月8日\n为做好工作，制定本方案。\n"
TASKS = """一、主要任务
（一）提升老旧小区。改造小区40个。（牵头单位：市住建局，支撑单位：市规划局、相关街镇）
（二）盘活存量楼宇。引导国企盘活闲置楼宇。（各街镇、市属国企）
"""


def read(text: str, head: str = HEAD) -> Plan:
    return parse(head + text)


def titles(plan: Plan) -> list[str]:
    return [task.title for task in plan.tasks]


def figures(body: str) -> list[tuple[object, ...]]:
    plan = read(f"一、任务\n1.推进改革。{body}（市住建局负责）\n2.推进公开。公布清单。\n")
    return [(t.metric, t.comparator, t.value, t.unit) for t in plan.tasks[0].targets]


def test_a_supporting_unit_helps_and_firms_of_the_city_are_bodies():
    first, second = read(TASKS).tasks
    assert (first.lead, first.cooperating, first.generic) == (
        ("市住建局",),
        ("市规划局",),
        ("相关街镇",),
    )
    assert second.responsible == ("各街镇", "市属国企")


def test_general_principles_are_no_tasks_even_when_numbered():
    plan = read(
        "一、总体原则\n（一）因地制宜\n按条件选择。\n（二）节约集约\n不求规格。\n"
        + TASKS.replace("一、", "二、")
    )
    assert titles(plan) == ["提升老旧小区", "盘活存量楼宇"]


def test_how_the_work_is_led_is_no_task_though_it_names_units():
    plan = read(
        TASKS + "二、保障措施\n（一）加强领导。建立专班，定期调度。（责任单位：市住建局）\n"
    )
    assert titles(plan) == ["提升老旧小区", "盘活存量楼宇"]


def test_whose_work_it_is_said_behind_the_tasks_is_no_task():
    tasks = TASKS.replace("（牵头单位：市住建局，支撑单位：市规划局、相关街镇）", "")
    tasks = tasks.replace("（各街镇、市属国企）", "")
    plan = read(tasks + "二、职责分工\n市住建局要统筹全市工作，区县要落实属地责任。\n")
    assert titles(plan) == ["提升老旧小区", "盘活存量楼宇"]


SCHEDULE = """二、计划安排
（一）制定方案阶段
1.2025年4月底前，各区主管部门梳理任务，形成清单。
2.2025年5月底前，根据清单制定专项方案。
（二）2025年9月底前
完成示范项目建设。组织开展中期评估。
"""


def test_what_a_schedule_dates_is_a_duty_and_no_task():
    plan = read(TASKS + SCHEDULE)
    assert titles(plan) == ["提升老旧小区", "盘活存量楼宇"]
    assert [duty.deadline for duty in plan.duties] == [
        date(2025, 4, 30),
        date(2025, 5, 31),
        date(2025, 9, 30),
        date(2025, 9, 30),
    ]


def test_requirements_of_an_attachment_behind_the_plan_are_no_tasks():
    annex = (
        "附件2\n"
        "栽植技术要求\n"
        "一、苗木要求\n"
        "选择小规格苗木。\n"
        "二、养护要求\n"
        "1.修剪\n"
        "及时修剪。\n"
        "2.施肥\n"
        "每年施肥。\n"
    )
    cover = (
        "附件：1.海岬市2025年城市更新行动方案\n2.栽植技术要求\n海岬市绿化局\n2025年3月8日\n附件1\n"
    )
    body = "一、主要任务\n" + "".join(
        f"（{no}）推进{no}类绿地建设\n扩大绿地面积，完善配套设施，提升管护水平，推动共建共享。\n"
        for no in "一二三四五"
    )
    plan = read(body + annex, "各区绿化部门：\n现印发给你们，请贯彻。\n" + cover + HEAD)
    assert len(plan.tasks) == 5


def test_an_overview_of_the_parts_is_no_list_of_tasks():
    heads = [
        "加快培育引擎",
        "打造创新高地",
        "深化要素改革",
        "提升产业能级",
        "强化示范建设",
        "筑牢安全防线",
    ]
    overview = "\n".join(f"{no}. {head}" for no, head in enumerate(heads, 1))
    body = "\n".join(
        f"{head}\n{no}. 推进第{no}项攻关\n建设平台，突破技术。\n责任单位：市科技局牵头"
        for no, head in enumerate(heads, 1)
    )
    plan = read(f"工作总览\n{overview}\n{body}\n")
    assert titles(plan) == [f"推进第{no}项攻关" for no in range(1, 7)]


SECTIONED = """附件
重点任务清单
任务类型
序号
工作任务
推进单位
行动一：焕新行动
1
推进滨江地区整体更新，形成新的增长引擎。
市规划局、市住建局
2
推进老站地区规划研究
行动二：宜居行动
旧住房改造
3
完成加装电梯700台
市房管局、各相关街镇
“美丽家园”建设
4
创建20个特色小区
"""


def test_parts_and_merged_bodies_of_a_table_with_one_cell_a_line():
    plan = read(SECTIONED)
    assert [(task.no, task.responsible) for task in plan.tasks] == [
        ("1", ("市规划局", "市住建局")),
        ("2", ("市规划局", "市住建局")),
        ("3", ("市房管局",)),
        ("4", ("市房管局",)),
    ]
    assert titles(plan)[1:] == ["推进老站地区规划研究", "完成加装电梯700台", "创建20个特色小区"]


@pytest.mark.parametrize("title", ["关于专用车道管理的通告"])
def test_an_announcement_to_the_public_obliges_no_unit(title):
    text = (
        "一、车道东起某路，西至某路。\n"
        "二、下列车辆可以借用：\n"
        "（一）实施清障的车辆；\n"
        "（二）施工维护的车辆。\n"
        "特此通告。\n"
    )
    assert parse(f"{title}\n{text}").tasks == ()


def test_a_letter_on_what_was_asked_has_no_tasks_without_next_steps():
    text = (
        "一、关于石化项目问题\n"
        "项目需进一步研究，统筹考虑。\n"
        "二、关于机场建设项目问题\n"
        "同意开展前期工作。\n"
    )
    assert parse("某办公厅关于某省所提问题和建议办理情况的函\n" + text).tasks == ()


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("推进大明、月浦等23个雨水排水系统建设。", [("雨水排水系统建设", "=", 23, "个")]),
        ("补建消火栓169具。", [("补建消火栓", "=", 169, "具")]),
        ("结合需要，建设一座小型消防站。", [("小型消防站", "=", 1, "座")]),
        ("完成94万平方米公共建筑节能改造。", [("公共建筑节能改造", "=", 94, "万平方米")]),
        ("全市城镇25%面积达到排水能力。", [("全市城镇", ">=", 25, "%")]),
        ("居民消费价格涨幅3%左右。", [("居民消费价格涨幅", "=", 3, "%")]),
        ("完成拥堵点提升21个。", [("拥堵点", "=", 21, "个")]),
        ("重点推进图书馆扩建、滨江899项目。", []),
        ("实现轨道站点50米范围内配建遮雨设施。", []),
    ],
)
def test_figures_of_whole_papers(body, wanted):
    assert figures(body) == wanted


def test_the_end_of_last_year_is_no_deadline():
    plan = read(
        "一、任务\n1.返还保费。上年末结余在1年以上的地区，可以返还。（市人社局负责）\n2.公开。公布清单。\n"
    )
    assert plan.tasks[0].deadline is None


def test_tasks_behind_dashes_stand_below_their_actions():
    text = (
        "一、统筹任务\n行动1：加强规划引领\n——任务1：开展专项规划编制\n。完善规划体系。\n"
        "——任务2：制定年度报告\n。明确年度目标。\n行动2：推动试点\n——任务3：推动重点地区更新\n。推进项目落地。\n"
    )
    plan = read(text)
    assert [(task.no, task.section) for task in plan.tasks] == [
        ("1", "加强规划引领"),
        ("2", "加强规划引领"),
        ("3", "推动试点"),
    ]


def test_systems_stand_for_their_bodies_where_the_list_says_departments():
    text = (
        "一、任务\n1.推进执法协作。建立机制。（三省一市法院、公安、司法行政等部门按职责分工负责）\n"
        "2.推进人才互认。制定办法。（三省一市人社部门牵头，教育等部门按职责分工负责）\n"
    )
    first, second = read(text).tasks
    assert first.responsible == ("三省一市法院", "公安", "司法行政")
    assert first.open_ended
    assert (second.lead, second.responsible) == (("三省一市人社部门",), ("教育",))


def test_two_bodies_joined_by_and_are_two():
    who = "（省发改委牵头，环保厅和蒙东电力监管办及相关盟市配合）"
    text = f"一、任务\n1.推进检查。开展检查。{who}\n2.公开。公布清单。\n"
    task = read(text).tasks[0]
    assert (task.cooperating, task.generic) == (("环保厅", "蒙东电力监管办"), ("相关盟市",))


def test_provinces_of_states_name_all_their_governments_at_once():
    who = "（省财政厅牵头，省审计厅、各州、市人民政府配合）"
    text = f"一、任务\n1.推进支付。加快支付。{who}\n2.公开。公布清单。\n"
    assert read(text).tasks[0].cooperating == ("省审计厅", "各州、市人民政府")


def test_what_a_body_must_do_below_its_name_is_its_task():
    text = (
        "一、工作内容\n（一）严把源头关\n整治工地冲洗设施。\n（二）严把运输关\n整治沿途遗撒。\n"
        "二、组织领导与责任分工\n成立专班。\n（一）区绿化局\n开展行业部署。\n"
        "（二）区公安分局（交管）\n实施动态巡查。\n（三）城管执法部门\n依法查处。\n"
    )
    plan = read(text)
    assert [(task.title, task.responsible) for task in plan.tasks[2:]] == [
        ("区绿化局", ("区绿化局",)),
        ("区公安分局（交管）", ("区公安分局（交管）",)),
        ("城管执法部门", ("城管执法部门",)),
    ]


def test_what_is_required_of_all_is_the_task_where_nothing_else_is():
    text = (
        "一、目标任务\n三年完成整治。\n二、工作要求\n（一）坚持应拆尽拆\n各街镇要分类整治。\n"
        "（二）盘活低效用地\n各街镇要推动腾退。\n三、保障措施\n（一）严肃考核\n开展考核。\n"
    )
    assert titles(read(text)) == ["坚持应拆尽拆", "盘活低效用地"]


def test_what_was_and_what_lies_ahead_is_no_task():
    text = (
        "一、“十二五”期间发展情况和未来趋势\n（一）工作成效\n1.机制不断完善\n建立机制。\n"
        "（二）面临的难题\n1.力量不足\n设施不足。\n" + TASKS.replace("一、", "二、")
    )
    assert titles(read(text)) == ["提升老旧小区", "盘活存量楼宇"]


def test_deeds_for_the_people_that_a_newspaper_counts_up_are_tasks():
    items = "".join(f"{no}是实施第{no}项工程，新建设施20处。\n" for no in "一二三四五六")
    head = "2024年海岬市为民兴办6件实事\n海岬日报记者某某\n大会明确了为民兴办的6件实事。\n"
    assert len(parse(head + items).tasks) == 6


def test_what_a_site_says_of_the_paper_is_no_table_of_tasks():
    text = (
        "索引号 | 0003/2022-8 | 公开方式 | 主动公开 |\n"
        "公开范围 | 面向社会 | 公开时限 | 长期公开 |\n"
        "发布单位 | 区府办 | 发文日期 | 2022-07-14 |\n"
        "序号 | 实事项目 | 实施计划 | 责任单位 | 配合单位 |\n"
        "1 | 新建幼儿园7所。 | 8月底前主体完工。 | 教育局 | 发改局、住建局 |\n"
        "2 | 新增托位500个。 | 9月底前完成。 | 卫生健康局 | 财政局 |\n"
    )
    plan = parse(text)
    assert [task.responsible for task in plan.tasks] == [("教育局",), ("卫生健康局",)]
