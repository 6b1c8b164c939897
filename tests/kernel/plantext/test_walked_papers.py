"""What an evaluator found with real papers: dates, tables, heads. The words are ours."""

from datetime import date

import pytest

from yingshang.kernel.plantext import Plan, Task, parse

HEAD = "海岬市2026年优化营商环境工作方案\n海岬市人民政府\n2026年1月8日\n一、主要任务\n"
REST = "2.推进公开。公布清单。（市税务局负责）\n"


def first(body: str) -> Task:
    return parse(f"{HEAD}1.推进改革。{body}\n{REST}").tasks[0]


def test_the_day_that_opens_a_sentence_dates_all_its_clauses():
    task = first("到2028年底，新增公园300座；绿道达到1400公里；公园占比达到50%。（市住建局负责）")
    assert [target.by for target in task.targets] == [date(2028, 12, 31)] * 3


def test_a_day_within_a_sentence_dates_its_own_clause_alone():
    task = first("建成平台3个；6月底前新增公园30座；培育品牌5个。（市住建局负责）")
    assert [target.by for target in task.targets] == [None, date(2026, 6, 30), None]


@pytest.mark.parametrize(
    ("bracket", "day"),
    [
        ("（市发改委牵头，2026年5月）", date(2026, 5, 31)),
        ("（市发改委牵头，市财政局配合，2026年5月）", date(2026, 5, 31)),
        ("（市发改委，2026年5月）", date(2026, 5, 31)),
        ("（市房管局、市发改委，完成时限：2026年9月）", date(2026, 9, 30)),
        ("（市房管局、市发改委。2026年三季度）", date(2026, 9, 30)),
        ("（市发改委主责，市财政局协办，6月底前）", date(2026, 6, 30)),
    ],
)
def test_a_month_behind_the_bodies_of_a_bracket_is_the_deadline(bracket, day):
    task = first(bracket)
    assert task.deadline == day
    assert "市发改委" in (*task.lead, *task.responsible)


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("服务企业1000家（次）以上。", ("服务企业", ">=", 1000)),
        ("PM2.5浓度降至30微克/立方米。", ("PM2.5浓度", "<=", 30)),
        ("工业增速高于15%。", ("工业增速", ">", 15)),
        ("“十五五”期间新增公园20个。", ("公园", "=", 20)),
        ("完成架空线入地约48公里。", ("架空线入地", "=", 48)),
        ("推进4个既有园区和至少2个文创园区改造。", ("既有园区", "=", 4)),
    ],
)
def test_names_and_directions_of_figures(body, wanted):
    target = first(f"{body}（市住建局负责）").targets[0]
    assert (target.metric, target.comparator, target.value) == wanted


def test_what_a_year_earlier_stood_at_is_the_baseline_and_not_a_target():
    task = first("推动网办率从2024年的42%提高到2026年的73%以上。（市数据局负责）")
    assert [(t.metric, t.value, t.baseline) for t in task.targets] == [("网办率", 73, 42)]


@pytest.mark.parametrize(
    "body", ["改建或新建9座口袋公园。", "推进海绵城市建设，建成区40%达到海绵城市建设要求。"]
)
def test_a_word_within_another_narrows_nothing(body):
    assert [target.scope for target in first(f"{body}（市住建局负责）").targets] == [None]


def test_checks_at_the_end_of_years_are_no_deadline():
    assert first("强化前期自查、年中指导、年末检查。（市住建局负责）").deadline is None


def test_a_wrapped_line_that_begins_with_a_decimal_is_no_item():
    text = (
        "1.推进专项行动，完成\n3.44平方公里低效用地处置任务。（牵头单位：市规划局）\n"
        "2.推进园区转型。（牵头单位：市经信局）\n3.推进厂房改造。（牵头单位：市国资委）\n"
    )
    assert [task.no for task in parse(HEAD + text).tasks] == ["1", "2", "3"]


BANNERS = (
    "重点任务清单\n任务类型\t序号\t工作任务\t推进单位\n"
    "行动一：再造新极行动（综合区域焕新）\n滨江\t1\t推进滨江地区整体更新。\t市规划局、市住建局\n"
    "滨江\t2\t推进老站地区规划研究\n行动二：宜居行动\n旧住房\t3\t完成加装电梯700台\t市房管局\n"
)


def test_banners_and_merged_bodies_of_a_table_with_tabs():
    plan = parse(HEAD.replace("一、主要任务\n", "") + BANNERS)
    assert [(task.no, task.responsible) for task in plan.tasks] == [
        ("1", ("市规划局", "市住建局")),
        ("2", ("市规划局", "市住建局")),
        ("3", ("市房管局",)),
    ]
    assert not any("table-without-heading" in task.doubts for task in plan.tasks)


def table(*rows: str) -> Plan:
    return parse(HEAD.replace("一、主要任务\n", "") + "\n".join(rows) + "\n")


def test_two_columns_of_what_is_to_be_done_are_not_glued():
    plan = table(
        "序号\t任务\t推进措施\t成效目标\t牵头单位",
        "1\t一窗受理\t设置综合窗口\t综合窗口占比90%以上\t市审批局",
        "2\t压减材料\t清理证明\t材料压减30%\t市审批局",
    )
    assert [task.targets[0].metric for task in plan.tasks] == ["综合窗口占比", "材料"]


def test_indicators_and_marks_of_completion_are_read():
    plan = table(
        "序号\t任务\t主要指标\t牵头单位\t节点安排",
        "1\t一窗受理\t综合窗口占比达到90%\t市审批局\t6月底前",
        "2\t开办提速\t开办时间压减至1个工作日\t市审批局\t年底前完成",
    )
    assert [task.targets[0].value for task in plan.tasks] == [90, 1]
    assert [task.deadline for task in plan.tasks] == [date(2026, 6, 30), date(2026, 12, 31)]


def test_the_category_is_no_title():
    plan = table(
        "类别\t序号\t任务内容\t2026年目标\t推进单位",
        "政务\t1\t推行一窗受理\t窗口占比90%以上\t市审批局",
        "市场\t2\t企业开办提速\t1个工作日内办结\t市市监局、市税务局",
    )
    assert [(t.section, t.title) for t in plan.tasks] == [
        ("政务", "推行一窗受理"),
        ("市场", "企业开办提速"),
    ]


def test_what_is_numbered_is_the_item_though_others_stand_at_its_left():
    plan = table(
        "领域\t任务\t序号\t改革举措\t完成标志\t牵头处室",
        "政务\t一窗受理\t1\t设置综合窗口\t综合窗口占比90%以上\t审批科",
        "政务\t一窗受理\t2\t培训窗口人员\t培训500人次\t审批科",
    )
    assert [(t.section, t.title) for t in plan.tasks] == [
        ("一窗受理", "设置综合窗口"),
        ("一窗受理", "培训窗口人员"),
    ]


def test_a_row_that_opens_below_the_headings_is_no_heading():
    text = (
        "序号\n任务名称\n任务内容\n牵头部门\n配合部门\n时间节点\n"
        "1\n加强组织领导\n召开全区动员大会。建立联席会议。\n区政府办公室\n区绿化局\n2026年3月\n"
        "2\n推进分类投放\n建立分类责任体系。\n区绿化局\n区民政局\n2026年6月\n"
    )
    assert [task.title for task in parse(HEAD + text).tasks] == ["加强组织领导", "推进分类投放"]


def test_bare_brackets_throughout_lose_no_role():
    text = "".join(f"{no}.推进第{no}项改革。完善制度。（市科委、市经信委）\n" for no in range(1, 6))
    assert not any("role-lost" in task.doubts for task in parse(HEAD + text).tasks)


def head_of(signature: str, title: str = "关于优化营商环境的工作方案") -> Plan:
    items = "一、任务\n1.推进改革。（牵头单位：区商务局）\n2.推进公开。（牵头单位：区数据局）\n"
    return parse(f"{title}\n{items}{signature}\n2026年1月8日\n")


def test_a_district_is_named_with_its_city():
    plan = head_of("海岬市滨江区人民政府办公室")
    assert (plan.issuer, plan.region) == ("海岬市滨江区人民政府办公室", "海岬市滨江区")


def test_of_several_that_sign_the_first_is_the_issuer():
    plan = head_of("海岬市科学技术委员会\n海岬市财政局\n海岬市市场监督管理局")
    assert plan.issuer == "海岬市科学技术委员会"


def test_two_names_on_one_line_are_two():
    assert head_of("市交通委市公安局").issuer == "市交通委"


def test_the_labels_of_a_catalogue_are_no_title():
    text = (
        "---\n标题: 海岬市关于公布名录的公告\n文号: 海绿〔2026〕5号\n类型: 通知公告\n---\n"
        "为加强保护，现公布名录如下。\n"
    )
    assert parse(text).title == "海岬市关于公布名录的公告"


def test_marks_that_hide_dates_never_leave_the_reader():
    text = (
        "关于数字经济发展情况的报告\n一、发展情况\n"
        "光缆长度从2021年的320公里增加到2024年的890公里，增长1.8倍。\n二、下一步工作\n加快建设。\n"
    )
    metrics = [one.metric for one in parse(text).achievements]
    assert metrics
    assert "◆" not in "".join(metrics)
    assert "光缆长度" in metrics[0]


@pytest.mark.parametrize("kind", ["重点任务清单", "工作要点", "任务分解表", "工作台账", "工作方案"])
def test_who_issued_a_paper_is_no_end_of_its_title(kind):
    text = (
        f"海岬市优化营商环境2027年{kind}\n海岬市人民政府办公室\n2026年11月20日\n"
        "一、提升审批效率\n（一）企业开办压缩至1个工作日以内。\n牵头单位：市市场监管局\n"
    )
    paper = parse(text)
    assert (paper.title, paper.issuer) == (
        f"海岬市优化营商环境2027年{kind}",
        "海岬市人民政府办公室",
    )
