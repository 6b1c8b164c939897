"""What collected pages taught: terms of support, what a list is made up of, how a paper opens."""

from __future__ import annotations

import first_task
import pytest

from yingshang.kernel import plantext


@pytest.mark.parametrize(
    "text",
    [
        "对企业购买算力服务的，抵扣比例不高于30%，抵扣金额最高不超过50万元。",
        "单一企业每年最高支持金额不超过50万元。",
        "国有资本入股比例原则上不超过20%。",
        "民间资本持股比例可在10%以上。",
        "单体项目固定资产投资不低于2000万元。",
        "用能设备更新改造项目年节能量须不低于50万千瓦时或150吨标准煤。",
        "优先支持绿电占比超过80%的新建算力设施。",
    ],
)
def test_terms_of_support_are_no_promises(text):
    assert first_task.figures(text) == []


def test_what_is_laid_aside_for_vouchers_is_promised():
    assert first_task.figures("每年设立总额1000万元的“算力券”。") == [(1000, "万元", "=")]


def test_what_a_list_is_made_up_of_is_no_promise_and_what_is_invested_this_year_is():
    told = (
        "重点项目分三类。其中：开工、在建项目共1382个，总投资约2.9万亿元，年度计划投资约5012亿元。"
    )
    assert first_task.figures(told) == [(5012, "亿元", "=")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("单个项目审批时间不超过20个工作日。", 20),
        ("全年实施重点项目共30个。", 30),
        ("力争全年完成总投资300亿元。", 300),
        ("确保重点项目总投资达到300亿元。", 300),
    ],
)
def test_what_sounds_like_terms_or_sums_and_is_promised_is_kept(text, value):
    assert [one for one, _unit, _side in first_task.figures(text)] == [value]


@pytest.mark.parametrize(
    "text",
    ["加快服务区60千瓦以上充电设施新建改建。", "推动产能120万吨/年及以上的骨干煤矿更新设备。"],
)
def test_the_size_of_what_is_meant_is_no_promise(text):
    assert first_task.figures(text) == []


def test_charging_points_are_counted():
    told = first_task.figures("至2027年底，全省公共充电桩达到4.5万枪。")
    assert told == [(4.5, "万枪", ">=")]


def test_a_share_raised_by_points_grows():
    assert first_task.figures("提高创新设备投资规模占比5个百分点。") == [
        (5, "个百分点", "increase")
    ]
    assert first_task.figures("提高创新设备投资规模占比至5%。") == [(5, "%", ">=")]


def test_about_so_many_is_read_with_a_doubt():
    def sure(text: str) -> float:
        (one,) = first_task.first(text + "（责任单位：市商务局）").targets
        return one.confidence

    assert sure("全省储能装机达到1400万千瓦左右。") < 0.9 <= sure("全省储能装机达到1400万千瓦。")


def test_the_bureaus_own_offices_name_nobody():
    task = first_task.first("推动建成。（科技处、人事处、省局各直属单位等按职责分工负责）")
    assert (task.responsible, task.generic) == (("科技处", "人事处"), ("省局各直属单位",))


NOTICE = """青河市关于做好2026年重点项目工作的通知

一、全力推动项目实施
推动项目高效转化，完成年度投资任务。
二、{}
围绕转化率，挂图作战，推进储备工作。
三、优化要素保障
加强用地保障，推动项目建设。
"""


@pytest.mark.parametrize("head", ["深入实施“四个一批”项目工作机制", "用好融资协调工作机制"])
def test_a_mechanism_that_is_made_use_of_is_work(head):
    assert len(plantext.parse(NOTICE.format(head)).tasks) == 3


def test_a_mechanism_that_is_set_up_is_how_the_work_is_led():
    assert len(plantext.parse(NOTICE.format("健全工作机制")).tasks) == 2


OPENS = """青河市落实公平竞争审查制度的措施

一、加强组织领导，发挥统筹作用
（一）加强组织领导。各区建立联席会议，统筹审查工作。
（二）强化统筹推动。联席会议每年向上一级报告实施情况。
二、明确任务，完善审查制度
{}完善审查制度。各单位健全内部审查制度。
{}规范审查程序。各单位按程序开展审查。
"""


def test_a_paper_that_opens_with_how_it_is_led_and_counts_on_has_these_among_its_tasks():
    assert len(plantext.parse(OPENS.format("（三）", "（四）")).tasks) == 4
    assert len(plantext.parse(OPENS.format("（一）", "（二）")).tasks) == 2


def test_the_way_to_a_page_is_no_list_of_tasks():
    way = "1. [首页](https://example.invalid/)\n2. [政务公开](/a)\n3. 技术进步\n\n"
    paper = NOTICE.format("压缩审批时间")
    assert [one.no for one in plantext.parse(way + paper).tasks] == ["一", "二", "三"]


NEWS = """市市场监管局扎实推动惠企政策直达快享 赋能经营主体发展

为推动政策直达，市市场监管局深化部门协同，服务经营主体发展。
一是发挥公示优势，推动政策应知尽知。定期更新政策文件，实现一站式汇聚。截至目前，平台累计发布政策417件。
二是发挥直达优势，提升落实成效。开展政策推送，推动企业找政策到政策找企业。
三是发挥数据优势，强化共享。加大归集力度，推动数据互通。
下一步，市市场监管局将进一步强化联动，优化营商环境。
"""


def test_what_a_bureau_tells_of_itself_is_no_plan():
    assert plantext.parse(NEWS).tasks == ()
    plan = NEWS.replace(
        "市市场监管局扎实推动惠企政策直达快享 赋能", "青河市惠企政策直达快享行动方案 赋能"
    )
    assert len(plantext.parse(plan).tasks) == 3


def test_articles_whose_numbers_stand_apart_are_items():
    paper = "青河市支持重点产业发展的实施意见\n\n一、政策支持\n"
    paper += "第 1 条 设立引导资金，推动产业发展。\n第 2 条 鼓励企业研发，建立研发中心。\n"
    paper += "第 1 0 条 推进品牌建设，完善标准体系。\n"
    assert [one.no for one in plantext.parse(paper).tasks] == ["1", "2", "10"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("重点打造3个年产值超10亿元的园区。", [(3, "个", "=")]),
        ("打造2至3个年交易额100亿元以上的专业市场。", [(2, "个", "=")]),
        ("培育期3个年度内完成。", []),
        (
            "在全市范围内梳理出50个大品类产品、200个中品类产品。",
            [(50, "个", "="), (200, "个", "=")],
        ),
        ("在餐饮等20个行业开展。", [(20, "个", "=")]),
        ("两级提供人工智能服务券规模不少于10亿元。", [(10, "亿元", ">=")]),
    ],
)
def test_so_many_of_a_size_are_counted_and_their_size_is_none(text, told):
    assert first_task.figures(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "按人均不低于20平方米的标准提供住宿保障。",
        "提供人才住房，入住时间最长6个月。",
        "年薪100万元以上且有研发经验的人才，可直接认定。",
    ],
)
def test_what_somebody_is_given_or_earns_is_no_promise(text):
    assert first_task.figures(text) == []


def test_the_channels_of_a_site_over_a_title_with_a_quotation_do_not_make_it_an_interpretation():
    page = "政策解读 政策原文\n青河区人才“五大赋能行动”\n2026-03-18\n来源：公众号青河创业\n"
    page += "集成资源，助力创业。\n一、场地行动\n建设创业中心，提供场地。\n"
    page += "二、资本行动\n依托基金，支持项目。\n"
    plan = plantext.parse(page)
    assert plan.title == "青河区人才“五大赋能行动”"
    assert [one.no for one in plan.tasks] == ["一", "二"]
