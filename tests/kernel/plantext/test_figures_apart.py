"""Two figures in one row: each has its own name; and what a name, a sum, a threshold is."""

from __future__ import annotations

import pytest
from first_task import figures, first

from yingshang.kernel import plantext


def targets_of(body: str) -> tuple[plantext.Target, ...]:
    """The targets of a task that a bureau is named for."""
    return tuple(first(body + "（责任单位：市商务局）").targets)


def told(body: str) -> list[tuple[str, str | None, int | float]]:
    """Name, scope and value of each target of a task."""
    return [(one.metric, one.scope, one.value) for one in targets_of(body)]


@pytest.mark.parametrize(
    ("body", "one", "other"),
    [
        (
            "居民、企业用水报装分别不超过2个、4个工作日。",
            ("居民用水报装", "居民", 2),
            ("企业用水报装", "企业", 4),
        ),
        (
            "低压居民、小微企业接电平均时间分别压至3天、6天。",
            ("低压居民接电平均时间", "低压居民", 3),
            ("小微企业接电平均时间", "小微企业", 6),
        ),
        (
            "有检测设备、检测人员的门店占比分别提高到45%、60%以上。",
            ("有检测设备的门店占比", "有检测设备", 45),
            ("有检测人员的门店占比", "有检测人员", 60),
        ),
        (
            "全市单位产值电耗、水耗较“十四五”末分别下降6%、9%。",
            ("全市单位产值电耗", None, 6),
            ("全市单位产值水耗", None, 9),
        ),
        (
            "食品、药品抽检合格率分别达到98%、99%。",
            ("食品抽检合格率", "食品", 98),
            ("药品抽检合格率", "药品", 99),
        ),
        (
            "企业开办、注销时间分别压缩至1个、3个工作日。",
            ("企业开办时间", "企业开办", 1),
            ("企业注销时间", "企业注销", 3),
        ),
        (
            "东城、西城分别新建充电站3座、5座。",
            ("充电站", "东城", 3),
            ("充电站", "西城", 5),
        ),
        (
            "市、县垃圾无害化处理率分别达到100%、97%。",
            ("市垃圾无害化处理率", "市", 100),
            ("县垃圾无害化处理率", "县", 97),
        ),
        (
            "粉尘和异味浓度分别降至20毫克/立方米和5毫克/立方米。",
            ("粉尘浓度", "粉尘", 20),
            ("异味浓度", "异味", 5),
        ),
        (
            "“一照通”“一窗通”事项分别达到80项、60项。",
            ("“一照通”事项", "一照通", 80),
            ("“一窗通”事项", "一窗通", 60),
        ),
        (
            "规划方案和施工许可的审查时间，分别由原先的20和12个工作日压缩至10和6个工作日。",
            ("规划方案的审查时间", "规划方案", 10),
            ("施工许可的审查时间", "施工许可", 6),
        ),
    ],
)
def test_two_figures_have_a_name_each(body, one, other):
    assert told(body) == [one, other]


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("绿化覆盖率、河道清洁率分别达到41%和96%。", ["绿化覆盖率", "河道清洁率"]),
        (
            "一级、二级、三级医院预约率分别达到50%、60%、70%。",
            [f"{n}级医院预约率" for n in "一二三"],
        ),
        ("全区技工、技师分别达到3万人、5000人。", ["全区技工", "全区技师"]),
        (
            "分别对示范企业、普通企业每年检查不超过1次、3次。",
            ["示范企业每年检查", "普通企业每年检查"],
        ),
        ("新增市级、区级人才公寓分别为300套、500套。", ["市级人才公寓", "区级人才公寓"]),
        ("城镇、农村自来水普及率分别达到99%、96%。", ["城镇自来水普及率", "农村自来水普及率"]),
        ("供水、供电、供气环节分别压减至2个、3个、4个。", [f"供{n}环节" for n in "水电气"]),
        (
            "甲苯、乙苯、苯乙烯等污染物排放总量分别下降5%、6%、7%。",
            [f"{n}污染物排放总量" for n in ("甲苯", "乙苯", "苯乙烯")],
        ),
    ],
)
def test_a_row_of_names_is_parted(body, names):
    assert [one.metric for one in targets_of(body)] == names


@pytest.mark.parametrize(
    "body",
    [
        "审查时间压缩至3个、5个工作日。",
        "外贸、社会消费品零售总额分别增长8%、10%。",
        "甲园、乙园、丙园亩均税收分别达到20万元、30万元。",
        "审查环节、审查时限分别压减至3个、5个工作日。",
    ],
)
def test_where_it_is_not_told_whose_a_figure_is_it_is_not_sure(body):
    targets = targets_of(body)
    assert len(targets) == 2
    assert all(one.confidence < 0.9 for one in targets)


def test_two_measures_of_one_thing_are_sure():
    assert all(one.confidence > 0.9 for one in targets_of("出让净地不少于30宗、4000亩。"))


def test_days_in_a_row_date_figures_in_a_row():
    targets = targets_of("到2026年、2027年，全程网办率分别达到85%和90%。")
    assert [(str(one.by), one.value) for one in targets] == [("2026-12-31", 85), ("2027-12-31", 90)]
    assert all(one.confidence > 0.9 for one in targets)


def test_each_quarter_has_its_own_share():
    targets = first("一季度、二季度、三季度末分别完成30%、60%、80%。").targets
    assert [(str(one.by)[5:], one.value) for one in targets] == [
        ("03-31", 30),
        ("06-30", 60),
        ("09-30", 80),
    ]


def test_where_each_starts_from():
    body = "规划方案和施工许可的审查时间，分别由原先的20和12个工作日压缩至10和6个工作日。"
    assert [one.baseline for one in targets_of(body)] == [20, 12]


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (
            "产业园区简易低风险仓储项目从立项到取得不动产权证书全流程审批时间压减至20个工作日以内。",
            "产业园区简易低风险仓储项目从立项到取得不动产权证书全流程审批时间",
        ),
        ("全区数字产业营收年均增长9%。", "全区数字产业营收"),
        ("各县（市、区）维权点均不少于3个。", "各县(市、区)维权点"),
        ("大幅压缩联合验收时限，由12个工作日缩短为8个工作日。", "联合验收时限"),
        ("免罚清单事项扩围至90项。", "免罚清单事项"),
        ("仓库改建应当在6个月内完成。", "仓库改建"),
        ("扩充公办幼儿园学位至900个。", "公办幼儿园学位"),
        ("新建和改扩建学校4所。", "学校"),
        ("确保资金到位率达到100%。", "资金到位率"),
        ("到位率达到100%。", "到位率"),
        ("特种设备许可可在8个工作日内办结。", "特种设备许可"),
        ("新建小区停车位应100%配建充电设施。", "小区停车位"),
    ],
)
def test_a_name_is_a_phrase(body, name):
    assert told(body)[-1][0] == name


def test_a_bracket_behind_a_kind_of_place_is_no_scope():
    assert told("各县（市、区）维权点均不少于3个。")[0][1] is None


def test_a_name_behind_a_bracket_goes_on():
    assert told("在全市36个乡镇（街道）便民中心全部设立服务专窗。")[0][0].startswith(
        "乡镇(街道)便民中心"
    )


def test_a_span_begins_with_its_own_words():
    spans = [one.span for one in first("建成30个绿色车间和400个样板班组。").targets]
    assert spans == ["建成30个", "400个"]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("为企业减免场地费用1.3亿元。", [(1.3, "亿元", "=")]),
        ("授信40亿元，发放贷款15亿元。", [(40, "亿元", "="), (15, "亿元", "=")]),
        ("新增担保贷款12亿元。", [(12, "亿元", "increase")]),
        ("全年降低用能成本2.4亿元。", [(2.4, "亿元", "=")]),
        ("与邻市共建6个产业园。", [(6, "个", "=")]),
        ("将试验区扩区至90平方公里。", [(90, "平方公里", ">=")]),
        ("25座以上城市书屋建成开放。", [(25, "座", ">=")]),
        ("免证事项扩容至70项。", [(70, "项", ">=")]),
        ("新增供热用户6千余户。", [(6, "千余户", ">=")]),
        ("新增清扫车30余辆。", [(30, "辆", ">=")]),
        ("新建3座35千伏变电站。", [(3, "座", "=")]),
        ("竣工验收时限压缩三分之一。", [(33.33, "%", "decrease")]),
        ("纳税人满意度位居全省前三。", [(3, "名", "<=")]),
        ("各项指标均实现8%以上增长。", [(8, "%", "increase")]),
        ("同一部门入户检查每年不得超过两次。", [(2, "次", "<=")]),
        ("建设单位应在1年内开工、3年内投运。", [(1, "年", "<="), (3, "年", "<=")]),
        ("开工建设城北变等3座35千伏变电站，改造旧站。", [(3, "座", "=")]),
        ("可中断负荷规模为30万千瓦。", [(30, "万千瓦", "=")]),
        ("导游从业年限由4年调整为2年。", [(2, "年", "=")]),
    ],
)
def test_what_is_promised_in_so_many_words(body, told):
    assert figures(body) == told


@pytest.mark.parametrize(
    "body",
    [
        "新增清扫车30余辆。",
        "位次进入全省前三。",
        "竣工验收时限压缩三分之一。",
        "为企业减免场地费用1.3亿元。",
        "全年降低用能成本2.4亿元。",
    ],
)
def test_what_may_be_read_otherwise_is_not_sure(body):
    assert all(one.confidence < 0.9 for one in targets_of(body))


def test_so_many_by_each_of_two_days():
    targets = first("在5月底、10月底前各开展抽查1次。").targets
    assert [(one.metric, str(one.by)) for one in targets] == [
        ("抽查", "2026-05-31"),
        ("抽查", "2026-10-31"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "全面排查40座以上客车。",
        "40座以上客车全部加装定位装置。",
        "600公里以上班线的车辆安装胎压监测装置。",
        "及时更换容量衰减超过15%的电池。",
        "占种群数量2%以上的鸟类列入名录。",
        "项目用地面积应不小于8亩。",
        "项目投资规模应不低于3亿元。",
        "按本通知明确的5类产品执行。",
        "省级、市级财政承担比例分别为70%、30%。",
        "精准定位3-4个细分领域。",
        "参加者少于8人且不低于5人时，全部入围。",
        "须经三分之二以上的业主同意。",
        "2024年贷款余额36亿元，同比增长12%。",
        "评价沿用上级40个指标。",
        "给予企业1.2亿元补贴。",
        "单户授信最高500万元。",
        "拖欠账款清零，当场办结。",
    ],
)
def test_what_only_says_who_is_meant(body):
    assert figures(body) == []
