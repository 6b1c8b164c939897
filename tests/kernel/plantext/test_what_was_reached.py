"""Results that papers tell: of a report, of a plan that looks back, of a column of progress."""

from yingshang.kernel.plantext import parse

HEAD = "栖川市2026年政务服务提升工作方案\n"
TASK = "二、重点任务\n1.推进就近办理。年底前建成便民服务点30个。（责任单位：市数据局）\n"


def told(text: str) -> list[tuple[str, float, str]]:
    return [(one.metric, one.value, one.unit) for one in parse(text).achievements]


def test_a_plan_that_looks_back_tells_results_and_promises_none_of_them() -> None:
    plan = parse(
        f"{HEAD}一、“十四五”工作回顾\n五年来，新建政务服务站41个，为老年人上门办件6200余件。\n{TASK}"
    )

    assert [(fact.value, fact.unit) for fact in plan.achievements] == [(41, "个"), (6200, "件")]
    assert [str(one.value) for task in plan.tasks for one in task.targets] == ["30"]


def test_strengthening_a_base_is_work_and_no_result() -> None:
    work = "1.夯实工作基础。新建自助服务区12个。（责任单位：市数据局）\n"
    text = f"{HEAD}一、重点任务\n{work}{TASK[7:]}"

    assert told(text) == []


def test_what_is_told_above_the_first_part_counts_where_it_is_held_against_a_time_before() -> None:
    grown = "2025年，全市新登记企业3.2万户，同比增长9.6%，为今年工作打下基础。"

    assert [value for _, value, _ in told(f"{HEAD}{grown}\n{TASK}")] == [3.2, 9.6]
    assert told(f"{HEAD}全市现设窗口86个，办事仍然不便。\n{TASK}") == []


def test_a_request_a_plan_and_the_subject_of_a_heading_have_not_been_reached() -> None:
    text = (
        "关于栖川市调研时所提问题办理情况的复函\n栖川市人民政府：\n5月6日至9日，调研组赴你市调研。"
        "现将办理情况函复如下：\n一、关于80万吨粮库项目问题。你市请求支持建设仓容80万吨。\n"
        "该项目拟投资6亿元。去年已下达资金1.4亿元。\n"
    )

    assert [(value, unit) for _, value, unit in told(text)] == [(1.4, "亿元")]


def test_a_column_of_progress_tells_results_and_the_column_of_work_the_targets() -> None:
    plan = parse(
        "2026年栖川市民生实事进展情况表（截至9月底）\n"
        "序号 | 项目内容 | 进展情况 | 责任单位 |\n"
        "1 | 新建口袋公园6处。 | 已建成口袋公园4处。 | 市园林局 |\n"
        "2 | 新增公办托位500个。 | 新增托位620个。 | 市卫生健康委 |\n"
        "改造老旧小区12个。 | 改造老旧小区9个。 | ||\n"
        "3 | 新辟公交线路5条。 | 新辟公交线路5条。 | 市交通运输局 |\n"
    )

    assert [[str(one.value) for one in task.targets] for task in plan.tasks] == [
        ["6"],
        ["500", "12"],
        ["5"],
    ]
    assert [fact.value for fact in plan.achievements] == [4, 620, 9, 5]
    assert [task.responsible for task in plan.tasks] == [
        ("市园林局",),
        ("市卫生健康委",),
        ("市交通运输局",),
    ]


def test_money_in_a_column_that_is_no_progress_is_no_result() -> None:
    text = (
        "序号 | 项目名称 | 总投资 | 责任单位 |\n1 | 新建停车场3座。 | 2400万元 | 市住建局 |\n"
        "2 | 新建公厕8座。 | 560万元 | 市城管局 |\n"
    )

    assert told(f"栖川市2026年重点项目表\n{text}") == []


def test_who_issued_a_paper_and_when_may_stand_in_brackets_behind_its_title() -> None:
    for between in ("", "\n"):
        plan = parse(
            f"栖川市2026年优化营商环境任务清单{between}"
            f"（市营商环境建设办公室 2026年3月2日）\n{TASK}"
        )

        assert plan.title == "栖川市2026年优化营商环境任务清单"
        assert plan.issuer == "市营商环境建设办公室"
        assert str(plan.issue_date) == "2026-03-02"


def test_a_bracket_that_is_of_the_title_stays() -> None:
    assert parse(f"栖川市政务服务提升工作方案（征求意见稿）\n{TASK}").title.endswith(
        "（征求意见稿）"
    )
    assert parse(f"栖川市政务服务提升工作方案（2026版）\n{TASK}").title.endswith("（2026版）")
