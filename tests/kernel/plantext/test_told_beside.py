"""Numbers in words, numbers before what becomes of them, and who helps behind a comma."""

from __future__ import annotations

import pytest
from first_task import figures, first


@pytest.mark.parametrize(
    ("body", "value", "unit"),
    [
        ("全年培训企业人员四百五十人次。", 450, "人次"),
        ("开展培训五千人。", 5000, "人"),
        ("新增公共充电桩两千个。", 2000, "个"),
    ],
)
def test_a_large_number_in_words_is_a_number(body, value, unit):
    assert figures(body) == [(value, unit, "=")]


@pytest.mark.parametrize("body", ["由三人组成专班。", "一人一策，专人负责。", "引进十余人才。"])
def test_a_few_in_words_are_a_way_of_speaking(body):
    assert figures(body) == []


@pytest.mark.parametrize(
    ("body", "value", "unit"),
    [
        ("年底前86个高频事项实现“全程网办”。", 86, "个"),
        ("9个园区全部完成平台公司组建。", 9, "个"),
        ("8个领域率先实现免交实体证照。", 8, "个"),
        ("将52条政务服务热线归并至12345热线。", 52, "条"),
        ("将社保、医保、民政等86个高频事项下沉办理。", 86, "个"),
        ("每家企业明确1名服务专员。", 1, "名"),
        ("每季度通报1次。", 1, "次"),
        ("提请市人大常委会审议地方性法规草案2件。", 2, "件"),
    ],
)
def test_what_becomes_of_so_many_is_a_promise(body, value, unit):
    assert figures(body) == [(value, unit, "=")]


@pytest.mark.parametrize(
    "body", ["截至目前，86个高频事项已实现网办。", "全市9个园区已全部完成组建。"]
)
def test_what_has_become_of_so_many_is_none(body):
    assert figures(body) == []


def test_what_is_for_jobs_is_named_in_full():
    (one,) = first("每季度召开1次就业形势会商。（责任单位：市人社局）").targets
    assert (one.value, one.metric) == (1, "就业形势会商")


def test_once_in_words_is_a_way_of_working():
    assert figures("每季度通报一次。") == []


def test_words_of_grants_do_not_swallow_times_and_totals():
    assert figures("普通优惠原产地证书审签时间不超过1个工作日。") == [(1, "工作日", "<=")]
    assert figures("堆存免费期延长至14天。") == [(14, "天", ">=")]
    assert figures("享受稳岗返还企业户数较上年增长20%以上。") == [(20, "%", "increase")]
    assert figures("发放购车补贴券不少于300万元。") == [(300, "万元", ">=")]
    assert figures("对符合条件的企业给予每户最高不超过30万元补贴。") == []


def test_tons_of_a_class_name_a_size():
    assert figures("建设3000吨级泊位2个。") == [(2, "个", "=")]


def roles(body: str) -> tuple[tuple[str, ...], ...]:
    task = first(body)
    return task.lead, task.responsible, task.cooperating, task.generic


def test_who_helps_behind_a_comma_helps_alone():
    told = roles("做好服务。（责任单位：市财政局、市国资委，市委网信办参与）")
    assert told == ((), ("市财政局", "市国资委"), ("市委网信办",), ())
    told = roles("做好服务。（市财政局、市国资委、市委网信办配合）")
    assert told == ((), (), ("市财政局", "市国资委", "市委网信办"), ())


def test_behind_a_lead_all_others_help_whatever_parts_them():
    told = roles("做好服务。（市财政局牵头，市国资委、市委网信办，各县（区）人民政府配合）")
    assert told == (
        ("市财政局",),
        (),
        ("市国资委", "市委网信办", "各县（区）人民政府"),
        (),
    )


def test_who_guides_helps():
    told = roles("做好服务。（各县（市）人民政府负责，市政务服务局指导）")
    assert told == (("各县（市）人民政府",), (), ("市政务服务局",), ())


def test_all_places_and_all_departments_name_nobody():
    assert roles("做好服务。（市政务服务局牵头，各地各部门配合）")[3] == ("各地各部门",)
    told = roles("做好服务。（牵头单位：市数据局；配合单位：各“一件事”牵头部门）")
    assert told == (("市数据局",), (), (), ("各“一件事”牵头部门",))


def test_a_school_that_helps_in_a_sentence_is_read():
    told = roles("组织实训。由县人社局负责，县工信局、县职业中专配合。")
    assert told == (("县人社局",), (), ("县工信局", "县职业中专"), ())


def test_a_role_in_square_brackets_behind_a_name_is_that_names():
    told = roles("做好服务。责任单位：市商务局[牵头]、市公安局")
    assert told == (("市商务局",), ("市公安局",), (), ())


def test_several_with_others_answer_together_and_one_with_others_leads():
    told = roles("做好服务。（商务部、海关总署会同各省级人民政府负责）")
    assert told == ((), ("商务部", "海关总署"), ("各省级人民政府",), ())
    told = roles("做好服务。（市商务局会同市公安局负责）")
    assert told == (("市商务局",), (), ("市公安局",), ())


def names(body: str) -> list[tuple[float, str, str]]:
    told = first(body + "（责任单位：市商务局）").targets
    return [(one.value, one.comparator, one.metric) for one in told]


def test_what_is_bounded_by_a_part_of_another_keeps_its_side_and_its_name():
    assert names("投标保证金不得超过项目估算价的2%。") == [(2, "<=", "投标保证金")]
    assert names("中小企业采购额不低于采购总额的40%。") == [(40, ">=", "中小企业采购额")]


def test_growth_is_of_what_was_told_before_it():
    told = names("实际利用外资5亿美元，同比增长8%。")
    assert told == [(5, "=", "实际利用外资"), (8, "increase", "实际利用外资")]


def test_what_a_time_is_set_against_is_no_part_of_its_name():
    told = names("进出口整体通关时间较2017年压缩50%以上。")
    assert told == [(50, "decrease", "进出口整体通关时间")]


def test_small_numbers_of_errands_and_long_trials_are_promises():
    assert figures("平均跑动次数0.1次以下。") == [(0.1, "次", "<=")]
    assert figures("破产案件审理时间1.5年以内。") == [(1.5, "年", "<=")]
    assert figures("跑动2次以下的事项免于提交材料。") == []


def test_a_narrower_limit_in_brackets_is_a_promise_of_its_own_and_an_older_one_is_none():
    told = figures("审批时间压减至60个工作日以内（社会投资简易低风险项目15个工作日以内）。")
    assert told == [(60, "工作日", "<="), (15, "工作日", "<=")]
    told = figures("审批时间压减至60个工作日以内（法定时限90个工作日以内）。")
    assert told == [(60, "工作日", "<=")]


def test_no_cost_is_a_promise_of_zero():
    assert names("企业开办费用0元。") == [(0, "<=", "企业开办费用")]
