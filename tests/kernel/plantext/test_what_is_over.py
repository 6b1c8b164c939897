"""What a paper tells of months past is no promise; labels, brackets and titles that offices use."""

from __future__ import annotations

from datetime import date

import pytest
from first_task import figures
from first_task import first as task

from yingshang.kernel import plantext


@pytest.mark.parametrize(
    "body",
    [
        "2025年，全区承办热线诉求3.2万件，按期办结率97.1%。",
        "今年1至5月，全市新登记市场主体1.46万户，同比增长23.7%。",
        "1至5月，全市亿元以上项目开工27个，完成年度计划的45%，进度仍需加快。",
        "2025年热线共受理诉求1126万件，群众满意率94.8%，要建立分析机制。",
        "上年共帮办项目326个，解决问题189个。",
        "全市现有政务服务事项1245项，网办率92%。",
        "上一年度网办率为85%，排名全省第8。",
        "先进城市已做到3个工作日办结。",
        "企业反映办理需要跑3次、交12份材料。",
        "“十三五”期间，全市新增城镇就业25万人，年均增长5%。",
        "市级部门共梳理事项560项，其中依申请事项320项。",
    ],
)
def test_what_was_done_in_months_past_is_no_promise(body):
    assert figures(body) == []
    assert task(body).deadline is None


def test_what_others_ask_is_no_promise_of_ours():
    told = figures("国家要求压减到5个工作日以内，我市压减到3个工作日以内。")
    assert told == [(3, "工作日", "<=")]
    told = figures("对企业反映的问题5个工作日内反馈，对现有事项清理，取消40项以上。")
    assert [value for value, _unit, _side in told] == [5, 40]


def test_a_promise_may_stand_behind_what_was_done():
    told = figures("去年全州网上办件率仅45.2%，要打通壁垒，网上办件率提高到65%以上。")
    assert told == [(65, "%", ">=")]
    told = figures("2025年平均电价已降低10%，2026年底前再降低10%。")
    assert told == [(10, "%", "decrease")]
    told = figures("2024年共办件1860万件，要通过预约将平均等候时间控制在20分钟以内。")
    assert told == [(20, "分钟", "<=")]


def test_what_a_government_gives_to_all_is_a_promise_and_what_it_gives_to_one_is_none():
    assert figures("全市减免租金总额不少于3600万元。") == [(3600, "万元", ">=")]
    assert figures("减免企业社会保险费1.6亿元以上。") == [(1.6, "亿元", ">=")]
    assert figures("失业保险稳岗返还比例由60%提高至90%。") == [(90, "%", ">=")]
    assert figures("企业诉求5个工作日内给予答复。") == [(5, "工作日", "<=")]
    assert figures("对首次获评的企业给予每户最高100万元奖励。") == []


def test_conditions_and_sizes_are_none():
    assert figures("同一品牌在同一城市开设5家以上门店的可集中办理。") == []
    assert figures("财政投资购置的50万元以上的科学仪器纳入开放共享。") == []


def test_two_of_a_thing_in_words_at_the_end_are_built():
    assert figures("设立24小时自助办税厅两处。") == [(2, "处", "=")]
    assert figures("新增“组合港”航线两条。") == [(2, "条", "=")]


def test_not_to_be_less_is_no_ceiling():
    assert figures("项目抽查率不得少于20%。") == [(20, "%", ">=")]
    assert figures("年度抽查比例为3%—5%。") == [(3, "%", "=")]


def test_who_is_to_lead_and_to_examine_leads():
    one = task("做好服务。（6月份取得明显成效，牵头考核单位：市工信局、市数据局）")
    assert one.lead == ("市工信局", "市数据局")
    assert (one.deadline, one.deadline_text) == (date(2026, 6, 30), "6月份取得明显成效")


def test_what_goes_on_has_no_end_though_a_date_stands_in_its_text():
    one = task("年底前完成改造，推进出口扩容。（按进度推进，责任单位：市工信局）")
    assert (one.deadline, one.deadline_text) == (None, "按进度推进")


def test_names_of_many_name_nobody():
    one = task("（市商务局牵头，各地商务主管部门、各试点地区、市信用领导小组成员单位配合）")
    assert one.generic == ("各地商务主管部门", "各试点地区", "市信用领导小组成员单位")
    one = task("（责任单位：区文旅集团等区属国企）")
    assert (one.responsible, one.open_ended) == (("区文旅集团",), True)


def test_quotes_closed_by_another_sign_hide_no_figure():
    told = figures('涉企“双随机"检查覆盖率不低于90%。拓展部门联合“双随机、一公开"监管。')
    assert told == [(90, "%", ">=")]


def test_a_title_above_the_day_of_issue_is_the_title():
    plan = plantext.parse(
        "政策解读 政策原文\n关于加快打造创业高地的若干举措\n2026-04-28\n来源：公众号创业汇\n"
        "为构建创业新生态，制定以下举措。\n一、支持对象\n在本市登记的企业。\n二、政策内容\n"
        "1. 布局社区矩阵。到2028年底，打造市级社区10个以上。\n2. 提供创业空间。引导企业建平台。\n"
    )
    assert plan.title == "关于加快打造创业高地的若干举措"
    assert [one.title for one in plan.tasks] == ["布局社区矩阵", "提供创业空间"]


def test_what_is_examined_is_no_task():
    plan = plantext.parse(
        "省住房城乡建设厅关于开展质量自查的通知\n各市住建局：\n现将有关事项通知如下：\n"
        "一、自查范围\n（一）在建项目。今年开工的项目。\n（二）设计单位。有资质的单位。\n"
        "二、组织程序\n（一）县级自查。各县住建局要认真自查，项目抽查率不得少于20%。\n"
        "（二）市级抽查。各市住建局要于2021年12月10日前完成抽查。\n"
    )
    assert [one.title for one in plan.tasks] == ["县级自查", "市级抽查"]


def test_a_ruling_on_a_complaint_is_no_plan():
    plan = plantext.parse(
        "防火门采购项目投诉处理意见\n甲公司、乙公司：\n现将投诉事项的处理意见函告如下：\n"
        "一、投诉事项\n1.中标人业绩不实。\n2.产品不符合招标文件要求。\n二、处理意见\n1.投诉不成立。\n"
    )
    assert plan.tasks == ()
