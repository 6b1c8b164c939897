"""Shapes met in papers from many places, each told again in words of our own."""

from datetime import date

import pytest

from yingshang.kernel.plantext import Plan, Task, parse

HEAD = "海岬市2022年优化营商环境工作方案\n海岬市人民政府\n2022年1月8日\n"


def read(text: str, head: str = HEAD) -> Plan:
    return parse(head + text)


def only(text: str) -> Task:
    (task,) = read("一、重点任务\n1.推进改革。全面梳理流程，压减材料。" + text).tasks
    return task


def units(task: Task) -> tuple[list[str], list[str], list[str]]:
    return list(task.lead), list(task.responsible), list(task.cooperating)


def first_leads(note: str, other: str) -> list[tuple[list[str], list[str], list[str]]]:
    plan = read(
        f"一、重点任务\n（一）推进改革。压减材料。\n责任单位：市审批局、市税务局（{note}）\n"
        f"（二）推进公开。公布清单。\n责任单位：{other}"
    )
    return [units(task) for task in plan.tasks]


@pytest.mark.parametrize("note", ["第一责任单位为牵头单位，下同", "排在首位为牵头单位，下同"])
def test_a_note_in_the_first_list_says_who_leads_in_all(note: str) -> None:
    assert first_leads(note, "市公安局") == [
        (["市审批局"], ["市税务局"], []),
        (["市公安局"], [], []),
    ]


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        (
            "（牵头单位：市审批局，配合单位：市税务局，各区、县级市）",
            (["市审批局"], [], ["市税务局", "各区、县级市"]),
        ),
        ("（牵头单位：各区〔市、县〕政府）", (["各区〔市、县〕政府"], [], [])),
        ("（牵头單位：市審批局，責任單位：市級各有關部門）", (["市審批局"], [], [])),
        ("（牵头单位：市审批局，配合单位：各项目牵头单位）", (["市审批局"], [], [])),
        ("由市审批局牵头制定清单。", (["市审批局"], [], [])),
        ("（市审批局牵头督导，市税务局参与）", (["市审批局"], [], ["市税务局"])),
    ],
)
def test_units_of_found_prints(
    printed: str, wanted: tuple[list[str], list[str], list[str]]
) -> None:
    assert units(only(printed)) == wanted


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("于2022年底前制定细则。", date(2022, 12, 31)),
        ("于6月底印发清单。", date(2022, 6, 30)),
        ("自2022年底起施行新规。", None),
        ("第三季度出台办法。", date(2022, 9, 30)),
        ("对第二季度用电给予补助。", None),
        ("到“十四五”末全面建成。", date(2025, 12, 31)),
        ("十三五末已有成效。", None),
        ("\n完成时限：“十四五”期末", date(2025, 12, 31)),
    ],
)
def test_deadlines_of_found_prints(printed: str, wanted: date | None) -> None:
    assert only(printed).deadline == wanted


def test_from_now_on_is_no_doubt() -> None:
    task = only("\n责任单位：市审批局\n完成时限：即日起")

    assert (task.deadline, task.deadline_text, task.doubts) == (None, "即日起", ())


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("设立2.5亿元产业引导资金，对技改项目给予扶持。", [("=", 2.5, "亿元")]),
        ("整合2000万元资金用于发放消费券。", [("=", 2000, "万元")]),
        ("新增发放创业担保贷款不少于6亿元。", [(">=", 6, "亿元")]),
        ("对省里80项改革举措落地情况开展核查。", []),
        ("对参展企业给予2万元的资金支持。", []),
        ("为2万名农民提供培训服务。", [("=", 2, "万名")]),
        ("开设50个托管班，受益学生3000人。", [("=", 50, "个"), ("=", 3000, "人")]),
    ],
)
def test_money_laid_aside_and_money_given(
    printed: str, wanted: list[tuple[str, float, str]]
) -> None:
    read_back = [(one.comparator, one.value, one.unit) for one in only(printed).targets]

    assert read_back == wanted


@pytest.mark.parametrize("star", ["1*.甲事。", "1* .甲事。", "1★、甲事。"])
def test_a_star_behind_the_number_is_part_of_it(star: str) -> None:
    plan = read(
        f"一、提升便利度\n（一）企业开办。推进改革。\n{star}推行一址多照。\n2*.乙事。公布负面清单。"
    )

    assert [task.title for task in plan.tasks] == ["甲事", "乙事"]


def test_one_line_is_cut_behind_brackets_of_every_kind() -> None:
    plan = parse(
        "海岬市降低成本实施方案2022年1月8日为降低成本，制定本方案。一、工作措施（一）降低税费。1.落实减税。"
        "全面执行减税政策。[责任单位：市税务局，下同]2.降低电价。落实电价政策。〔责任单位：市发改委〕3.降低物流"
        "成本。优化通行费收费。[责任单位：市交通局]"
    )

    assert [task.title for task in plan.tasks] == ["落实减税", "降低电价", "降低物流成本"]


def test_a_table_of_stages_with_a_cell_and_a_stroke_a_line() -> None:
    plan = parse(
        "2022年“一网通办”工作任务进度表\n填报单位：海岬市人民政府办公室\n"
        "序号 |\n工作任务 |\n阶段目标 |\n"
        "1 |\n加强组织领导 |\n第一季度：建立机制。 第四季度：开展考核。 |\n"
        "2 |\n搭建平台 |\n第一季度：项目立项。 第三季度：平台建成。 |\n"
        "3 |\n梳理事项 |\n第二季度：公布清单。 |\n"
    )

    assert [task.title for task in plan.tasks] == ["加强组织领导", "搭建平台", "梳理事项"]


@pytest.mark.parametrize(
    "text",
    [
        "关于《海岬市优化营商环境方案》的编制说明\n一、编制背景\n为落实条例，推进改革，制定方案。\n"
        "二、主要内容\n《方案》包括总体要求、重点任务两个方面16项工作，明确责任部门。",
        "海岬区水务局2022年建议提案办理情况\n一、基本情况\n全年办理建议11件，办结率100%。\n"
        "二、办理成效\n一是加强督办，推进供水改造。二是完善制度，落实责任。",
        "关于同意调整完善市场监管联席会议制度的函\n市市场监管局：\n一、主要职能\n研究提出工作思路，协调解决问题。\n"
        "二、成员单位\n联席会议由市市场监管局、市公安局组成，市市场监管局为牵头单位。",
        "关于征求《海岬市质量强市实施方案》意见的通告\n现向社会公开征求意见，请提出意见和建议：\n"
        "一、发送邮件。请将建议和意见发送至电子邮箱。\n二、邮寄信件。请将意见和建议邮寄至质量科。\n"
        "三、电话沟通。联系人：林先生，联系电话：1234567。\n海岬市市场监督管理局\n2022年3月1日",
        "海岬市人民政府办公室关于印发2022年重点工作任务分解表的通知\n各区人民政府：\n"
        "现将《2022年重点工作任务分解表》印发给你们，请认真抓好落实。\n"
        "一、压实责任。各牵头单位要细化目标任务，明确到人到岗，确保按季推进、全面完成。\n"
        "二、强化协作。各责任单位要主动对接，加强配合，及时解决推进中的问题和困难。\n"
        "三、严格督查。市政府督查室要定期通报各部门进展情况，强化结果运用。\n"
        "海岬市人民政府办公室\n2022年2月8日",
    ],
)
def test_papers_that_set_no_task(text: str) -> None:
    assert parse(text).tasks == ()


def test_rows_of_a_ledger_with_a_cell_a_line_and_a_number_missing() -> None:
    plan = parse(
        "海岬县2022年民生实事任务分解表\n海岬县人民政府办公室\n2022年2月26日\n序号\n\n民生实事\n\n责任单位\n\n"
        "完成时限\n\n1\n\n启动建设滨河公园。\n\n县水务局\n\n县住建局\n\n县护岸指挥部\n\n12月底前\n\n"
        "2\n\n新建2座人行天桥。\n\n县住建局\n\n9月投入使用\n\n4\n\n完成棚户区改造200户。\n\n县住建局\n\n12月底前\n"
    )

    assert [task.no for task in plan.tasks] == ["1", "2", "4"]
    assert plan.tasks[0].responsible == ("县水务局", "县住建局", "县护岸指挥部")
    assert [task.deadline for task in plan.tasks] == [
        date(2022, 12, 31),
        date(2022, 9, 30),
        date(2022, 12, 31),
    ]


def test_strokes_with_spread_headings_and_a_column_that_is_none_of_ours() -> None:
    plan = parse(
        "海岬区2022年目标任务分解表\n2022年2月15日\n"
        "序号 | 任 务 名 称 | 指 标 要 求 | 牵 头 部 门 | 配 合 部 门 | 目 标 类 型 |\n"
        "1 | 地区生产总值 | 增长5.5% | 区发改局 | 区财政局、各街道办事处 | A类 |\n"
        "2 | 服务业增加值 | 增长6% | 区商务局 | 区财政局 | B类 |\n"
    )

    assert [(task.title, task.lead) for task in plan.tasks] == [
        ("地区生产总值", ("区发改局",)),
        ("服务业增加值", ("区商务局",)),
    ]


def test_a_list_of_works_without_sentences() -> None:
    plan = parse(
        "2022年为民办实事工作计划\n2022年1月9日\n一、便民工程\n（一）新购置公交车200辆\n（二）危桥改造4座\n"
        "二、改造旧区\n基本完成2万户以上旧区改造\n三、缓解停车难\n新增停车泊位7000个"
    )

    assert [task.title for task in plan.tasks] == [
        "新购置公交车200辆",
        "危桥改造4座",
        "改造旧区",
        "缓解停车难",
    ]
    assert [one.value for task in plan.tasks for one in task.targets] == [200, 4, 2, 7000]


def test_a_plan_for_several_years_is_dated_in_its_first() -> None:
    plan = parse(
        "海岬市攻坚方案（2022-2023年）\n一、任务\n1.清单。2022年9月底前完成。\n2.名录。年内公布。"
    )

    assert [task.deadline for task in plan.tasks] == [date(2022, 9, 30), date(2022, 12, 31)]


def test_rows_without_headings_of_which_some_name_their_part() -> None:
    plan = parse(
        "海岬市2022年政务公开分工表\n"
        "一、加强解读 | （一）全面公开 | 1 | 公开决策事项。 | 市政府办公室牵头 | 全年 |\n"
        "2 | 公开权责清单，强化约束。 | 市编办牵头，市政府各部门负责落实 | 全年 |\n"
        "（二）重点领域 | 3 | 公开财政信息。 | 市财政局牵头落实 | 6月底前 |\n"
    )

    assert [(task.no, task.lead, task.generic) for task in plan.tasks] == [
        ("1", ("市政府办公室",), ()),
        ("2", ("市编办",), ("市政府各部门",)),
        ("3", ("市财政局",), ()),
    ]


def test_a_reply_reports_what_was_reached_and_promises_what_comes() -> None:
    plan = parse(
        "海岬市审批局关于对市政协第12号提案的答复\n林委员：\n您提出的提案收悉，现答复如下：\n一、工作开展情况\n"
        "（一）提升审批效率。平均办理时长由5天压缩至1天。全市共举办招聘会56场，达成就业意向8900人。\n"
        "二、下一步打算\n一是压缩时限。年底前压缩至12小时以内。二是加强培训。全年培训10场以上。三是强化监督。\n"
        "海岬市审批局\n2022年7月20日\n"
    )

    assert [task.title for task in plan.tasks] == ["压缩时限", "加强培训", "强化监督"]
    assert [(fact.metric, fact.value, fact.unit) for fact in plan.achievements] == [
        ("平均办理时长", 1, "天"),
        ("举办招聘会", 56, "场"),
        ("达成就业意向", 8900, "人"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "海岬市服务业发展实施意见\n为便于理解，现将文件解读如下：\n一、制定依据\n推进服务业是重要任务。\n"
        "二、主要目标\n《实施意见》明确了目标：到2027年增加值达到4万亿元。\n三、重点任务\n《实施意见》提出推进融合发展。",
        "工程审批制度改革总结\n（一）构建审批体系。制定方案，推进并联审批。\n（二）优化流程。建立联合审图机制。",
    ],
)
def test_what_tells_of_another_paper_sets_no_task(text: str) -> None:
    assert parse(text).tasks == ()


def test_numbered_sides_of_one_task_are_no_tasks() -> None:
    plan = read(
        "一、企业开办提速\n1.目标：一天办结。\n2.措施：推行一窗通办。\n3.责任单位：市审批局\n4.时限：3月底\n"
        "二、用电提速\n1.目标：办电不超过5天。\n2.措施：推行零上门。\n3.责任单位：市供电公司\n4.时限：6月底\n"
    )

    assert [(task.title, task.responsible, task.deadline) for task in plan.tasks] == [
        ("企业开办提速", ("市审批局",), date(2022, 3, 31)),
        ("用电提速", ("市供电公司",), date(2022, 6, 30)),
    ]


def test_what_is_put_right_at_once_leaves_no_doubt_about_its_date() -> None:
    task = only("\n责任单位：市审批局\n整改时限：立行立改")

    assert (task.deadline, task.deadline_text, task.doubts) == (None, "立行立改", ())


def test_companies_and_the_governments_concerned() -> None:
    task = only("（市审批局牵头，市电网公司、市水务公司及相关地方政府按职责分工负责）")

    assert (task.responsible, task.open_ended) == (("市电网公司", "市水务公司"), True)


def test_headings_with_letters_set_apart_open_a_ledger_of_plain_lines() -> None:
    plan = read(
        "一、各部门要及时报送。\n2022年量化指标任务分工\n序号 工 作 任 务 牵头负责部门\n"
        "1 新建公共充电桩300个 市发改委\n2 办电时间压缩至15个工作日以内 市供电公司\n"
    )
    assert [(task.title, task.lead) for task in plan.tasks] == [
        ("新建公共充电桩300个", ("市发改委",)),
        ("办电时间压缩至15个工作日以内", ("市供电公司",)),
    ]


def test_a_remark_behind_a_list_in_brackets_names_nobody_of_its_own() -> None:
    plan = read(
        "一、重点任务\n（一）强化保障。减税降费。（市税务局、市财政局，各县市、区政府，"
        "列第一位的为牵头单位，下同。以下均需各县市、区政府落实，不再列出）\n"
        "（二）加大支持。发放贷款。（市财政局、市金融办）"
    )
    assert [units(task) for task in plan.tasks] == [
        (["市税务局"], ["市财政局", "各县市、区政府"], []),
        (["市财政局"], ["市金融办"], []),
    ]


def test_who_leads_a_part_leads_its_items_that_name_none() -> None:
    (task,) = read(
        "一、重点任务\n（一）优化结构（牵头单位：市发改委）。\n"
        "1.控制总量。全市煤炭消费控制在270万吨以内（责任单位：市发改委、市环保局）。"
    ).tasks
    assert units(task) == (["市发改委"], ["市环保局"], [])


def test_units_that_answer_in_a_ministry_s_division_of_work() -> None:
    plan = read(
        "一、重点任务\n1. 推动重点领域节能降耗。（负责单位：发展改革委、能源局）\n"
        "2. 供电煤耗控制在300克以内。（牵头单位：能源局 参加单位：发展改革委、国资委）"
    )
    assert [units(task) for task in plan.tasks] == [
        ([], ["发展改革委", "能源局"], []),
        (["能源局"], [], ["发展改革委", "国资委"]),
    ]


def test_beside_a_column_of_leaders_the_chief_body_answers() -> None:
    (task,) = read(
        "序号 重点任务 完成时限 牵头部门 主责单位 协办单位\n"
        "1 加油站油气回收检查1000座次 9月底前 市生态环境局 各区政府 市商务局\n"
    ).tasks
    assert units(task) == (["市生态环境局"], ["各区政府"], ["市商务局"])
    assert [(one.value, one.unit) for one in task.targets] == [(1000, "座次")]
