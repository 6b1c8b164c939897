"""What failed at first sight in papers of ministries, provinces and cities on energy and trade."""

from yingshang.kernel.plantext import parse

HEAD = "栖川市2026年绿色发展实施方案\n一、重点任务\n"


def test_each_sentence_may_close_with_its_own_bodies_in_brackets() -> None:
    (task, other) = parse(
        f"{HEAD}1.支持人才引进。优先落户（市人才工作局）。简化居留手续（市公安局、各区政府）。做好住房保障（市住建局）。\n"
        "2.支持中小企业。依托平台（含市级平台）开展服务。给予奖励（市工信局）。\n"
    ).tasks

    assert (task.lead, task.responsible) == (
        (),
        ("市人才工作局", "市公安局", "各区政府", "市住建局"),
    )
    assert (other.lead, other.responsible) == (("市工信局",), ())


ROWS = """序号 | 领域 | 2026年推进任务 | 牵头部门 |
| --- | --- | --- | --- |
| 1 | 工业 | 组织技术改造项目90个以上。 | 市工信局 |
| 2 | 新建绿色工厂8家。 | 市发改委 |
| 3 | 交通 | 编制改造方案。 | 市交通局 |
| 4 | 改造储罐1个。 |
| 5 | 更新公交车120辆 |
"""


def test_a_row_cut_off_at_its_right_is_a_task_of_the_body_above() -> None:
    tasks = parse(f"栖川市设备更新任务清单\n| {ROWS}").tasks

    assert [(task.no, task.title) for task in tasks] == [
        ("1", "组织技术改造项目90个以上"),
        ("2", "新建绿色工厂8家"),
        ("3", "编制改造方案"),
        ("4", "改造储罐1个"),
        ("5", "更新公交车120辆"),
    ]
    assert [task.lead for task in tasks] == [
        ("市工信局",),
        ("市发改委",),
        ("市交通局",),
        ("市交通局",),
        ("市交通局",),
    ]


def test_a_head_that_runs_into_the_first_line_of_each_page_is_left_out() -> None:
    pages = [
        "为落实国家部署，制定本计划。一、重点任务",
        "（一）科学规划布局。全市建成超充站40座。（责任单位：市发改委）",
        "（二）合理选址布点。优先利用停车场。（责任单位：市住建局）",
        "（三）强化电网保障。建成储能电站2座。（责任单位：市电力公司）",
    ]
    text = "栖川市人民政府办公室文件\n栖川市充电设施行动计划（2025—2026年）\n"
    for number, page in enumerate(pages, 1):
        text += f"栖川市人民政府办公室文件 {page}\n\n- {number} -\n栖川市人民政府办公室发布\n\n"
    plan = parse(text)

    assert [task.title for task in plan.tasks] == ["科学规划布局", "合理选址布点", "强化电网保障"]
    assert [task.text for task in plan.tasks if "文件" in task.text or "发布" in task.text] == []


def test_questions_with_their_answers_oblige_nobody() -> None:
    plan = parse(
        "栖川市居民分时电价听证会问答\n1.为什么要建立分时电价机制？\n引导错峰用电，提升系统效率。\n"
        "2.居民可否选择不执行？\n可以选择。\n3.市民如何反馈意见？\n可以书面提交，我们将认真研究。\n"
    )

    assert plan.tasks == ()


def test_bodies_that_the_lead_does_it_with_are_helping() -> None:
    (task,) = parse(
        f"{HEAD}1.完善组织领导。市商务局、市财政局牵头，会同市发改委、市公安局等部门建立协调机制。\n"
    ).tasks

    assert task.lead == ("市商务局", "市财政局")
    assert task.cooperating == ("市发改委", "市公安局")
    assert task.open_ended


def test_whom_a_call_addresses_and_what_is_drawn_by_lot_are_no_tasks() -> None:
    plan = parse(
        "栖川市2026年抽查工作方案\n一、参与部门\n市商务局、市公安局。\n二、抽查对象和比例\n在营加油站，抽取12%。\n"
        "三、规范抽查程序\n建立抽查台账，抽查结果公示率达到100%。（责任单位：市商务局）\n"
    )

    assert [task.title for task in plan.tasks] == ["规范抽查程序"]


def test_figures_that_people_read_both_ways_are_left_to_a_person() -> None:
    first, second = parse(
        f"{HEAD}1.新增光伏装机50万千瓦。（责任单位：市发改委）\n2.新建住宅停车位应100%预留条件。（责任单位：市住建局）\n"
    ).tasks

    assert all(one.confidence < 0.9 for task in (first, second) for one in task.targets)
    sure = parse(f"{HEAD}1.问题整改率达到100%。（责任单位：市发改委）\n").tasks[0].targets[0]
    assert sure.confidence >= 0.9


def test_a_reply_that_says_for_each_proposal_what_comes_next_has_a_task_for_each() -> None:
    plan = parse(
        "关于市政协第12号提案答复的函\n李明委员：\n您提出的《关于发展氢能的提案》收悉，现答复如下：\n"
        "一、关于完善设计的建议\n我市已建成加氢站3座。\n下一步，将加快完成发展课题研究，编制加氢站规划。\n"
        "二、关于示范应用的建议\n已投放车辆80辆。\n下一步，将继续支持基础较好的区县开展示范应用。\n"
    )

    assert [(task.no, task.title) for task in plan.tasks] == [
        ("一", "关于完善设计的建议"),
        ("二", "关于示范应用的建议"),
    ]
    assert [fact.value for fact in plan.achievements] == [3, 80]


def test_who_does_it_by_their_duties_is_named_without_the_duties() -> None:
    (task,) = parse(
        f"{HEAD}1.支持研发。建设实验室2个。（责任单位：市科技创新局、市发改委依职责办理）\n"
    ).tasks

    assert task.responsible == ("市科技创新局", "市发改委")
