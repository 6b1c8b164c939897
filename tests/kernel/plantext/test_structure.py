"""Structure: which parts are tasks, who does them, by when, and what is doubtful."""

from datetime import date

import pytest

from yingshang.kernel.plantext import Plan, Task, parse, to_json

HEAD = "海岬市2026年优化营商环境工作方案\n海岬市人民政府\n2026年1月8日\n"


def tasks(text: str) -> list[str]:
    return [task.title for task in parse(HEAD + text).tasks]


def only(text: str) -> Task:
    plan = parse(HEAD + "一、重点任务\n1.推进改革。全面梳理流程，压减材料。" + text)
    assert len(plan.tasks) == 1, [task.title for task in plan.tasks]
    return plan.tasks[0]


def units(task: Task) -> tuple[list[str], list[str], list[str]]:
    return list(task.lead), list(task.responsible), list(task.cooperating)


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("〔市审批局牵头，市税务局配合〕", (["市审批局"], [], ["市税务局"])),
        ("﹝市审批局负责﹞", (["市审批局"], [], [])),
        ("［责任单位：市审批局、市税务局］", ([], ["市审批局", "市税务局"], [])),
        ("｛市审批局牵头｝", (["市审批局"], [], [])),
        ("（市审批局牵头，市税务局配合】", (["市审批局"], [], ["市税务局"])),
        ("（市审批局（牵头）、市税务局）", (["市审批局"], ["市税务局"], [])),
        ("（市审批局会同市税务局负责）", (["市审批局"], [], ["市税务局"])),
        ("（市审批局牵头，会同市税务局、市公安局）", (["市审批局"], [], ["市税务局", "市公安局"])),
        ("（市审批局和市税务局负责）", ([], ["市审批局", "市税务局"], [])),
        ("（市经济和信息化局负责）", (["市经济和信息化局"], [], [])),
        ("（市住房和城乡建设局负责）", (["市住房和城乡建设局"], [], [])),
        (
            "由市审批局牵头，会同市税务局、市公安局组织实施。",
            (["市审批局"], [], ["市税务局", "市公安局"]),
        ),
        (
            "（市审批局、市税务局按职责分工负责，各镇人民政府结合实际落实）",
            ([], ["市审批局", "市税务局", "各镇人民政府"], []),
        ),
        (
            "（市审批局牵头，各市、县（市、区）人民政府负责）",
            (["市审批局"], ["各市、县（市、区）人民政府"], []),
        ),
        ("（各县、区人民政府负责）", (["各县、区人民政府"], [], [])),
        (
            "（市审批局、各省、自治区、直辖市人民政府负责）",
            ([], ["市审批局", "各省、自治区、直辖市人民政府"], []),
        ),
        ("（主办单位：市审批局；协办单位：市税务局）", (["市审批局"], [], ["市税务局"])),
        ("\n牵 头 单 位：市审批局\n配 合 单 位：市税务局", (["市审批局"], [], ["市税务局"])),
        ("\n贵任单位：市审批局、市税务局", ([], ["市审批局", "市税务局"], [])),
        ("\n牵头单位 市审批局\n责任单位 市税务局", (["市审批局"], ["市税务局"], [])),
        ("\n【牵头单位】市审批局\n【责任单位】市税务局", (["市审批局"], ["市税务局"], [])),
        ("\n牵头单位：市审批局，责任单位：市税务局", (["市审批局"], ["市税务局"], [])),
        ("\n责任单位：市⽣态环境局", ([], ["市⽣态环境局"], [])),
        ("由市审批局牵头，市税务局配合。", (["市审批局"], [], ["市税务局"])),
        ("市审批局要牵头制定清单。", (["市审批局"], [], [])),
        ("具体办法由省里另行制定。", ([], [], [])),
        ("推动银行、担保公司配合。", ([], [], [])),
    ],
)
def test_units_of_every_print(printed: str, wanted: tuple[list[str], list[str], list[str]]) -> None:
    assert units(only(printed)) == wanted


@pytest.mark.parametrize(
    ("printed", "generic"),
    [
        ("（市审批局牵头，各地区、各有关部门负责）", ["各地区", "各有关部门"]),
        ("（市审批局牵头，国务院相关部门及各地区负责）", ["国务院相关部门", "各地区"]),
        ("\n责任单位：市审批局、各责任单位", ["各责任单位"]),
        ("\n责任单位：市审批局、县直各部门", ["县直各部门"]),
    ],
)
def test_phrases_that_name_nobody_stand_apart(printed: str, generic: list[str]) -> None:
    assert list(only(printed).generic) == generic


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("\n完成时限：三季度", date(2026, 9, 30)),
        ("\n完成时限：第四季度末", date(2026, 12, 31)),
        ("\n完成时限：上半年", date(2026, 6, 30)),
        ("\n完成时限：6月中旬", date(2026, 6, 20)),
        ("\n完成时限：8月上旬前", date(2026, 8, 10)),
        ("\n完成时限：2026.6.30", date(2026, 6, 30)),
        ("\n完成时限：2026年6月", date(2026, 6, 30)),
        ("\n完成时限：2025—2027年", date(2027, 12, 31)),
        ("\n完成时限：全年", None),  # eight annotations of six sets against four of older ones
        ("\n完成时限：2026年全年", None),
        ("\n完成时限：2026年6月底前完成，并长期坚持", date(2026, 6, 30)),
        ("\n完成时限：每季度", None),
        ("\n完成时限：印发之日起30日内", None),
        ("\n完成吋限：2O26年l0月底", date(2026, 10, 31)),
        ("明年3月底前完成。", date(2027, 3, 31)),
        ("第二季度末前完成。", date(2026, 6, 30)),
        ("5月未前完成。", date(2026, 5, 31)),
        ("（市审批局负责，5月底前完成）", date(2026, 5, 31)),
        ("服务企业不少于40场次。7月底前完成。", date(2026, 7, 31)),
        ("2024年底前已建成平台。", None),
        ("本政策有效期至2027年12月31日。", None),
    ],
)
def test_deadlines_of_every_print(printed: str, day: date | None) -> None:
    assert only(printed).deadline == day


def test_units_on_a_heading_go_to_the_items_below_it() -> None:
    plan = parse(
        HEAD + "一、优化审批（牵头单位：市审批局）\n"
        "1.压缩时限。全面梳理流程。\n2.精简材料。推行告知承诺。（市司法局牵头）\n"
        "二、优化服务\n责任单位：市营商局\n1.设立专窗。推行帮办代办。\n2.公开指南。及时更新指南。\n"
    )

    assert [units(task)[:2] for task in plan.tasks] == [
        (["市审批局"], []), (["市司法局"], []), ([], ["市营商局"]), ([], ["市营商局"]),
    ]  # fmt: skip
    assert "units-inherited" in plan.tasks[0].doubts
    assert plan.tasks[0].confidence < plan.tasks[1].confidence


def test_decimal_numbers_are_levels() -> None:
    assert tasks(
        "1 总体目标\n进入全省前列。\n2 重点任务\n2.1 优化审批\n2.1.1 压缩时限 全面梳理流程，"
        "压减材料，优化服务。\n"
        "2.1.2 精简材料 推行告知承诺，开展容缺受理服务。\n2.2 优化服务\n"
        "2.2.1 设立专窗 推行帮办代办，做好全程服务工作。\n"
    ) == ["压缩时限", "精简材料", "设立专窗"]


def test_articles_hold_their_numbered_clauses() -> None:
    assert tasks(
        "第一条 压缩开办时间。推行全程网办：\n（一）推进材料共享；\n（二）推行电子印章。\n"
        "第二条 优化用电服务。压减环节：\n（一）推行零投资；\n（二）公开停电计划。\n"
    ) == ["压缩开办时间", "优化用电服务"]


@pytest.mark.parametrize("mark", ["⒈", "㈠", "⑴", "Ⅰ、", "任务一：", "一是", "★1."])
def test_numbers_of_rare_print_open_a_task(mark: str) -> None:
    second = {
        "⒈": "⒉",
        "㈠": "㈡",
        "⑴": "⑵",
        "Ⅰ、": "Ⅱ、",
        "任务一：": "任务二：",
        "一是": "二是",
        "★1.": "★2.",
    }[mark]
    body = f"{mark}压缩时限。全面梳理流程。（市审批局负责）\n"
    body += f"{second}精简材料。推行告知承诺。（市司法局负责）\n"
    lead = "" if mark == "Ⅰ、" else "一、重点任务\n"

    assert tasks(lead + body) == ["压缩时限", "精简材料"]


def test_steps_and_aims_are_no_tasks() -> None:
    assert tasks(
        "一、工作目标\n（一）网办率达到90%。\n（二）满意度达到95%。\n"
        "二、重点任务\n（一）压缩时限。全面梳理流程。\n"
        "三、实施步骤\n（一）动员部署阶段。3月底前制定方案。\n（二）全面推进阶段。10月底前完成整改。\n"
        "四、保障措施\n（一）加强领导。建立专班。\n"
    ) == ["压缩时限"]


def test_what_a_covering_notice_asks_for_is_no_task_of_the_plan() -> None:
    plan = parse(
        "关于印发2026年重点任务分工的通知\n各单位：\n现将分工印发给你们，并提出如下要求：\n"
        "一、提高思想认识。各单位要落实责任。\n二、强化督查考核。定期通报进展。\n"
        "海岬市人民政府办公室\n2026年2月1日\n2026年重点任务分工\n"
        "一、优化审批\n1.压缩时限。全面梳理流程。（市审批局牵头）\n"
        "2.精简材料。推行告知承诺。（市司法局牵头）\n二、优化服务\n3.设立专窗。推行帮办。（市营商局牵头）\n"
    )

    assert [task.no for task in plan.tasks] == ["1", "2", "3"]


def test_items_that_run_on_in_one_line_are_told_apart() -> None:
    assert tasks(
        "一、重点任务\n1.压缩时限。全面梳理流程。（责任单位：市审批局）"
        "2.精简材料。推行告知承诺。（责任单位：市司法局）3.设立专窗。推行帮办代办。"
    ) == ["压缩时限", "精简材料", "设立专窗"]


def test_a_page_without_any_break_is_read() -> None:
    plan = parse(
        "海岬市人民政府办公室关于印发海岬市优化营商环境工作方案的通知海政办发〔2026〕5号"
        "各县（区）人民政府：现将方案印发给你们，请认真组织实施。海岬市人民政府办公室2026年1月8日"
        "海岬市优化营商环境工作方案为优化营商环境，制定本方案。"
        "一、总体要求以企业感受为标准，年底前进入前列。"
        "二、重点任务（一）压缩开办时间。企业开办2个工作日内办结。（市审批局牵头，市税务局配合）"
        "（二）优化电力服务。压减环节至2个。（国网海岬供电公司牵头）"
        "三、保障措施（一）加强组织领导。建立专班。"
    )

    assert (plan.title, plan.issue_date) == ("海岬市优化营商环境工作方案", date(2026, 1, 8))
    assert [(task.title, list(task.lead)) for task in plan.tasks] == [
        ("压缩开办时间", ["市审批局"]), ("优化电力服务", ["国网海岬供电公司"]),
    ]  # fmt: skip


def test_blanks_between_all_characters_are_read_over_and_kept_in_the_words() -> None:
    plain = (
        HEAD
        + "一、重点任务\n1.压缩时限。企业开办2个工作日内办结。\n"
        + "牵头单位：市审批局\n完成时限：6月底\n"
    )
    text = "\n".join(" ".join(line) for line in plain.split("\n"))
    (task,) = parse(text).tasks

    assert (task.title, units(task)[0], task.deadline) == (
        "压缩时限", ["市审批局"], date(2026, 6, 30),
    )  # fmt: skip
    assert text[slice(*task.span)] == task.text
    assert text[slice(*task.targets[0].offsets)] == task.targets[0].span


def test_persons_among_the_fields_are_no_units_and_end_nothing() -> None:
    task = only(
        "\n牵头领导：张三\n牵头单位：市审批局\n责任人：李四\n配合单位：市税务局\n"
        "联系人：王五\n完成时限：6月底"
    )

    assert units(task) == (["市审批局"], [], ["市税务局"])
    assert task.deadline == date(2026, 6, 30)


ROWS = (
    ("1", "压缩开办时间", "企业开办2个工作日内办结",
     "市审批局", "市税务局、市公安局", "2026年6月底"),
    ("2", "优化电力服务", "低压办电环节压减至2个", "国网海岬供电公司", "市发改委", "2026年9月底"),
    ("3", "规范涉企检查", "推行综合查一次改革", "市司法局", "市应急局", "长期坚持"),
)  # fmt: skip
COLUMNS = ("序号", "重点任务", "具体举措", "牵头单位", "责任单位", "完成时限")


def padded(cells: tuple[str, ...]) -> str:
    return "".join(cell + " " * (40 - 2 * len(cell) + cell.isascii() * len(cell)) for cell in cells)


@pytest.mark.parametrize(
    "table",
    [
        "\n".join("\t".join(row) for row in (COLUMNS, *ROWS)),
        "\n".join(f"| {' | '.join(row)} |" for row in (COLUMNS, ("---",) * 6, *ROWS)),
        "\n".join(padded(row).rstrip() for row in (COLUMNS, *ROWS)),
        "\n".join(" ".join(row) for row in (COLUMNS, *ROWS)),
        "\n".join("\n".join(row) for row in (COLUMNS, *ROWS)),
        "\n".join("\n".join(row) for row in (COLUMNS, *ROWS[:2], COLUMNS, ROWS[2])),
        "\n".join("\t".join(row) for row in ROWS),
    ],
    ids=["tabs", "strokes", "gaps", "blanks", "upright", "head repeated", "no head"],
)
def test_a_table_of_any_shape_gives_its_rows(table: str) -> None:
    plan = parse(HEAD + "附件\n任务分解表\n" + table + "\n")

    assert [(task.no, task.title) for task in plan.tasks] == [row[:2] for row in ROWS]
    assert [units(task)[:2] for task in plan.tasks] == [
        ([row[3]], row[4].split("、")) for row in ROWS
    ]
    assert [task.deadline for task in plan.tasks] == [date(2026, 6, 30), date(2026, 9, 30), None]
    assert [(t.value, t.unit) for t in plan.tasks[0].targets] == [(2, "工作日")]
    for task in plan.tasks:
        assert (HEAD + "附件\n任务分解表\n" + table + "\n")[slice(*task.span)] == task.text


def test_bodies_one_a_line_in_a_broken_cell_are_several() -> None:
    plan = parse(
        HEAD + "附件\n序号\n任务\n措施\n责任单位\n时限\n1\n推进改革\n梳理流程\n"
        "市审批局\n市税务局\n市公安局\n2026年6月底\n"
    )

    assert [list(task.responsible) for task in plan.tasks] == [["市审批局", "市税务局", "市公安局"]]


def test_a_cell_of_any_number_of_lines_is_read_without_raising() -> None:
    head = HEAD + "附件\n序号\n任务\n措施\n责任单位\n时限\n1\n推进改革\n"
    for lines in (1, 2, 3, 7, 31, 400):
        parse(head + "市审批局\n" * lines)
        parse(head + "全面梳理\n" * lines + "市审批局\n" * lines + "6月底\n")


def test_a_table_that_repeats_the_text_lends_it_its_units() -> None:
    plan = parse(
        HEAD
        + "一、重点任务\n（一）压缩开办时间。全面梳理流程。\n（二）优化电力服务。公开停电计划。\n"
        "附件\n任务分解表\n" + "\n".join("\t".join(row) for row in (COLUMNS, *ROWS[:2]))
    )

    assert [(task.title, list(task.lead)) for task in plan.tasks] == [
        ("压缩开办时间", ["市审批局"]), ("优化电力服务", ["国网海岬供电公司"]),
    ]  # fmt: skip


NO_PLANS = {
    "law": "海岬市政务服务管理办法\n第一条 为了规范政务服务，制定本办法。\n"
    "第二条 本办法适用于全市。\n"
    "第三条 申请人应当提交材料。\n第四条 部门应当当场答复。\n第五条 违反本办法的，依法处理。\n",
    "news": "市长调研优化营商环境\n本报讯（记者 张三）近日，市长赴高新区调研。\n一、推进改革。"
    "市长强调要优化服务。\n"
    "二、加强监管。市长指出要规范检查。\n",
    "contract": "政务服务外包合同\n甲方：海岬市政务服务中心\n乙方：海岬服务公司\n"
    "一、甲方委托乙方提供服务。\n"
    "二、乙方应当完善制度。\n三、甲方按月支付费用，乙方开具发票。\n四、甲方监督乙方。\n",
    "meeting": "关于召开营商环境推进会议的通知\n各有关单位：\n一、会议时间：3月5日上午9时。\n"
    "二、会议地点：市政府二楼。\n"
    "三、参会人员：各部门负责同志。\n四、会议内容：推进改革，落实任务。\n请填写回执。\n",
    "statistics": "海岬市2025年国民经济和社会发展统计公报\n一、综合\n全年生产总值增长5%，"
    "同比提高1个百分点。\n"
    "二、工业\n规模以上工业增加值同比增长6%，实现利润增长。\n",
    "interpretation": "《海岬市优化营商环境若干措施》政策解读\n一、出台背景是什么？\n"
    "为推进改革，制定本措施。\n"
    "二、主要内容有哪些？\n（一）推进审批改革。提出4条措施。\n（二）优化政务服务。提出5条措施。\n",
}


@pytest.mark.parametrize("kind", sorted(NO_PLANS))
def test_what_obliges_nobody_has_no_tasks(kind: str) -> None:
    assert parse(NO_PLANS[kind]).tasks == ()


def test_every_task_says_how_sure_it_is_and_why_not() -> None:
    plan: Plan = parse(
        HEAD + "一、重点任务\n1.压缩时限。全面梳理流程。\n牵头单位：市审批局\n完成时限：6月底\n"
        "3.精简材料。推行告知承诺，由市司法局牵头。\n"
    )
    sure, unsure = plan.tasks

    assert sure.doubts == ()
    assert {"units-in-prose", "numbering-broken"} <= set(unsure.doubts)
    assert unsure.confidence < 0.8 < sure.confidence
    assert to_json(plan)["tasks"][1]["doubts"] == list(unsure.doubts)


def test_duties_of_the_covering_notice_keep_who_and_when() -> None:
    plan = parse(
        "海岬市人民政府办公室关于印发方案的通知\n各县（市、区）人民政府：\n"
        "现将方案印发给你们。各县（市、区）人民政府要于4月20日前将实施细则报市营商局备案。\n"
        + HEAD
        + "一、重点任务\n1.压缩时限。全面梳理流程。（市审批局负责）\n"
    )

    assert [(duty.who, duty.deadline) for duty in plan.duties] == [
        (("各县（市、区）人民政府",), date(2026, 4, 20))
    ]
