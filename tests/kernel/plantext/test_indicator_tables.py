"""Tables of indicators: each row its targets by year, with unit and baseline."""

from datetime import date

import pytest

from yingshang.kernel.plantext import Plan, Target, parse, to_json

HEAD = "海岬市2026年优化营商环境工作方案\n海岬市人民政府\n2026年1月8日\n"
TASKS = (
    "一、重点任务\n1.压缩企业开办时间。推行一网通办，精简材料。（市审批局牵头）\n"
    "2.提升网上办理水平。推进全程网办，完善平台。（市数据局负责）\n"
)
PIPES = (
    "指标名|现状 2025|目标 2027\n企业开办时间（个工作日）|1|0.5\n全程网办率|85%|≥95%\n"
    "产业园区|3个|5个\n退件率|6%|不超过3%\n"
)
YEARS = (
    "序号\t指标\t单位\t2025年\t2026年\t2027年\n1\t企业开办时间\t工作日\t1\t0.5\t0.5\n"
    "2\t外资到位\t亿元\t—\t15\t20\n3\t群众评价\t—\t良好\t优\t优\n"
)
SPACED = YEARS.replace("\t", " ")
UPRIGHT = SPACED.replace(" ", "\n").partition("2\n外资")[0] + "注：均为年末数。\n"


def read(targets: tuple[Target, ...]) -> list[tuple[object, ...]]:
    return [
        (one.metric, one.comparator, one.value, one.unit, one.baseline, one.by and one.by.year)
        for one in targets
    ]


def whole(table: str) -> Plan:
    text = HEAD + TASKS + table
    plan = parse(text)
    assert [task.title for task in plan.tasks] == ["压缩企业开办时间", "提升网上办理水平"]
    for target in (*plan.targets, *(one for task in plan.tasks for one in task.targets)):
        assert text[slice(*target.offsets)] == target.span
    return plan


def test_a_row_goes_to_the_task_named_so_and_the_others_to_the_plan():
    plan = whole(PIPES)
    opening, online = plan.tasks
    assert read(opening.targets) == [("企业开办时间", "<=", 0.5, "工作日", 1, 2027)]
    assert opening.targets[0].statistic == "each"
    assert online.targets == ()
    assert read(plan.targets) == [
        ("全程网办率", ">=", 95, "%", 85, 2027),
        ("产业园区", "=", 5, "个", 3, 2027),
        ("退件率", "<=", 3, "%", 6, 2027),
    ]
    assert [one["span"] for one in to_json(plan)["targets"]] == ["≥95%", "5个", "不超过3%"]


@pytest.mark.parametrize("table", [YEARS, SPACED])
def test_every_year_is_a_target_and_a_year_before_the_plan_the_baseline(table: str):
    plan = whole(table)
    assert read(plan.tasks[0].targets) == [
        ("企业开办时间", "<=", 0.5, "工作日", 1, 2026),
        ("企业开办时间", "<=", 0.5, "工作日", 1, 2027),
    ]
    assert read(plan.targets) == [
        ("外资到位", ">=", 15, "亿元", None, 2026),
        ("外资到位", ">=", 20, "亿元", None, 2027),
    ]


def test_cells_one_below_the_other_are_read_alike():
    assert len(whole(UPRIGHT).tasks[0].targets) == 2


def test_a_row_that_names_units_is_a_task_where_no_text_says_so():
    plan = parse(
        HEAD + "序号|指标|2025年现状|2027年目标值|责任单位\n"
        "1|一般登记时间|3个工作日|不超过2个工作日|市自然资源局\n2|网办率|80%|90%|市数据局、市审批局\n"
    )
    first, second = plan.tasks
    assert (first.title, first.responsible) == ("一般登记时间", ("市自然资源局",))
    assert read(first.targets) == [("一般登记时间", "<=", 2, "工作日", 3, 2027)]
    assert second.responsible == ("市数据局", "市审批局")
    assert first.targets[0].by == date(2027, 12, 31)


def test_a_table_of_tasks_is_not_taken_for_one_of_indicators():
    plan = parse(
        HEAD + "序号|一级指标|重点任务|工作目标|责任单位|完成时限\n"
        "1|开办企业|压缩开办时间|1个工作日内办结|市审批局|2026年6月底\n"
        "2|获得电力|优化电力服务|接电时间压缩至5天以内|海岬供电公司|2026年9月底\n"
    )
    assert [task.title for task in plan.tasks] == ["压缩开办时间", "优化电力服务"]
    assert plan.targets == ()
    assert "targets" not in to_json(plan)


def test_what_is_already_said_by_the_task_is_not_said_twice():
    text = HEAD + TASKS.replace("推行一网通办", "2027年底前企业开办时间压缩至0.5个工作日以内")
    plan = parse(text + PIPES)
    assert read(plan.tasks[0].targets)[0][2] == 0.5
    assert len(plan.tasks[0].targets) == 1


def test_by_whom_something_is_done_is_read_and_who_must_do_it():
    said = "一、重点任务\n1.推进网上办理。全面梳理流程。{}。"
    done = parse(HEAD + said.format("由市税务局会同市公安局推进数据共享")).tasks[0]
    assert (done.lead, done.cooperating) == (("市税务局",), ("市公安局",))
    assert "units-in-prose" in done.doubts
    must = parse(HEAD + said.format("市市场监管局要建立台账")).tasks[0]
    assert (must.lead, must.responsible) == ((), ("市市场监管局",))
