"""One promise, many layouts: fields, brackets, numbers of every style, wrapped and broken lines."""

from datetime import date

import pytest

from yingshang.kernel.plantext import Plan, Task, parse

HEAD = "海岬市2026年优化营商环境工作方案\n海岬市人民政府\n2026年1月8日\n一、重点任务\n"


def only(text: str) -> Task:
    plan = parse(HEAD + text)
    assert len(plan.tasks) == 1, [task.title for task in plan.tasks]
    return plan.tasks[0]


@pytest.mark.parametrize(
    "mark",
    ["（一）", "(一)", "一)", "1.", "1、", "1、/", "1﹒", "12．", "第一条 ", "第1条 ", "(1)", "①"],
)
def test_a_number_of_any_style_opens_a_task(mark: str) -> None:
    task = only(f"{mark}压缩开办时间。全面推行网上申报，企业开办2个工作日内办结。")

    assert task.title == "压缩开办时间"
    assert [(target.value, target.unit) for target in task.targets] == [(2, "工作日")]


@pytest.mark.parametrize(
    ("printed", "lead", "responsible", "cooperating"),
    [
        (
            "\n牵头部门:市审批局\n责任部门:市公安局、市税务局",
            ["市审批局"],
            ["市公安局", "市税务局"],
            [],
        ),
        ("（市审批局负责）", ["市审批局"], [], []),
        ("（市审批局、市税务局负责）", [], ["市审批局", "市税务局"], []),
        ("(市审批局牵头,市税务局、市公安局配合)。", ["市审批局"], [], ["市税务局", "市公安局"]),
        ("（牵头单位：市审批局；配合单位：市公安局）", ["市审批局"], [], ["市公安局"]),
        ("【责任单位：市审批局】", [], ["市审批局"], []),
        ("\n责任单位:市审批局;完成时限:2026年6月底", [], ["市审批局"], []),
        (
            "(市人社局(市社保中心)牵头,市税务局按职责分工负责)",
            ["市人社局(市社保中心)"],
            ["市税务局"],
            [],
        ),
        ("\n责任单位:市审批局、\n市公安局", [], ["市审批局", "市公安局"], []),
        ("(市审批局牵头,市税务局配合", ["市审批局"], [], ["市税务局"]),
        ("（市中级人民法院）", ["市中级人民法院"], [], []),
    ],
)
def test_units_are_read_with_their_roles(
    printed: str, lead: list[str], responsible: list[str], cooperating: list[str]
) -> None:
    task = only(f"1.推进改革。全面梳理办理流程，压减申报材料{printed}\n")

    assert list(task.lead) == lead
    assert list(task.responsible) == responsible
    assert list(task.cooperating) == cooperating


def test_phrases_that_name_nobody_are_generic() -> None:
    task = only(
        "1.推进改革。全面梳理流程（市审批局牵头，各有关部门、各县区人民政府按职责分工负责）"
    )

    assert list(task.generic) == ["各有关部门"]
    assert list(task.responsible) == ["各县区人民政府"]


def test_a_list_closed_with_and_others_is_open_ended() -> None:
    task = only("1.推进改革。全面梳理流程。\n责任单位:市民政局、市信息中心等市直相关单位")

    assert list(task.responsible) == ["市民政局", "市信息中心"]
    assert task.open_ended


def test_the_unit_listed_first_leads_where_the_document_says_so() -> None:
    plan = parse(
        "关于促进就业的意见\n一、支持企业\n（一）加大稳岗力度。落实返还政策。"
        "（人社部、财政部负责。列第一位者为牵头单位，下同）\n（二）支持创业。建设孵化载体。（科技部、财政部负责）"
    )

    assert [list(task.lead) for task in plan.tasks] == [["人社部"], ["科技部"]]


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("\n完成时限:2026年6月底", date(2026, 6, 30)),
        ("\n完成时限：2026年12月31日前", date(2026, 12, 31)),
        ("\n完成时限:长期坚持", None),
        ("3月底前发布清单，9月底前完成。", date(2026, 9, 30)),
        ("年内全部完成。", date(2026, 12, 31)),
        ("2027年底前全部完成。", date(2027, 12, 31)),
        ("到2028年，基本建成。", None),
        ("到2028年底，基本建成。", date(2028, 12, 31)),
        ("公告后12个月内完成征收。", None),
        ("2026年上半年完成。", date(2026, 6, 30)),
        ("自2026年3月1日起施行。", None),
        ("可享受3年内的优惠。", None),
        ("每年6月底前公布一次。", None),
    ],
)
def test_deadlines_are_the_field_or_the_latest_date_that_binds(
    printed: str, day: date | None
) -> None:
    assert only(f"1.推进改革。全面梳理办理流程，{printed}").deadline == day


def test_words_that_give_no_day_are_kept() -> None:
    task = only("1.推进改革。到2027年底全部完成。\n完成时限:按序时节点推进")

    assert task.deadline is None
    assert task.deadline_text == "按序时节点推进"


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("审批时间最长不超过80个工作日", [("<=", 80, "工作日", "max")]),
        ("平均接电时间压减至15天以内", [("<=", 15, "天", "mean")]),
        ("公示时间由45天压减为20天", [("<=", 20, "天", "each")]),
        ("一般登记、抵押登记时间压缩至3个工作日以内", [("<=", 3, "工作日", "each")] * 2),
        ("检查率、公示率100%", [(">=", 100, "%", "share")] * 2),
        ("供电可靠率提升至99.950%", [(">=", 99.95, "%", "share")]),
        ("平台注册企业超过2000家", [(">", 2000, "家", "count")]),
        ("办理时限在法定时限基础上缩减60%以上", [("decrease", 60, "%", None)]),
        ("生产总值增长7%左右", [("increase", 7, "%", None)]),
        ("办电环节压减至2个", [("=", 2, "个", "count")]),
        ("建成两个示范园区", [("=", 2, "个", "count")]),
        ("一套印章刻制费用不超过420元", [("<=", 420, "元", "amount")]),
        ("融资规模累计超15亿元", [(">", 15, "亿元", "amount")]),
        ("百分之九十八点五以上的事项实现网上办理", [(">=", 98.5, "%", "share")]),
        ("企业间转移登记一小时内办结", [("<=", 1, "小时", "each")]),
        ("停电至少提前7天公告", [(">=", 7, "天", "each")]),
        (
            "变更登记、注销登记分别在2个、3个工作日内办结",
            [("<=", 2, "工作日", "each"), ("<=", 3, "工作日", "each")],
        ),
        ("每个乡镇配备2—3名辅导员", [("=", 2, "名", "count")]),
        ("企业开办时间由8.5个工作日压缩到3个工作日内", [("<=", 3, "工作日", "each")]),
        ("规划许可7个工作日压缩至4个工作日", [("<=", 4, "工作日", "each")]),
        ("压缩变更时间至0.5天", [("<=", 0.5, "天", "each")]),
        ("半个工作日内办结", [("<=", 0.5, "工作日", "each")]),
        ("通关时间较2017年压缩一半", [("decrease", 50, "%", None)]),
        ("采购份额不低于预算总额的40%", [(">=", 40, "%", "share")]),
        ("力争80项以上的服务事项网上办理", [(">=", 80, "项", "count")]),
        ("举办招聘会不少于30场次", [(">=", 30, "场次", "count")]),
        ("满意度达到95分以上", [(">=", 95, "分", None)]),
        ("营商环境进入全省前20名", [("<=", 20, "名", "count")]),
        ("归集不少于200万条数据", [(">=", 200, "万条", "count")]),
        ("即办件占比不低于四成", [(">=", 4, "成", "share")]),
        ("利率下降0.3个百分点", [("decrease", 0.3, "个百分点", None)]),
        ("实现行政村100%覆盖", [(">=", 100, "%", "share")]),
    ],
)
def test_a_promise_is_read_with_its_comparator_and_statistic(
    printed: str, wanted: list[tuple[str, float, str, str | None]]
) -> None:
    task = only(f"1.推进改革。全面梳理办理流程，{printed}。")

    read = [(t.comparator, t.value, t.unit, t.statistic) for t in task.targets]
    assert read == wanted


def test_a_range_and_a_baseline_are_kept() -> None:
    task = only("1.推进改革。每个乡镇配备2—3名辅导员。公示时间由45天压减为20天。")

    assert task.targets[0].value_max == 3
    assert task.targets[1].baseline == 45


@pytest.mark.parametrize(
    "printed",
    [
        "落实行政执法“三项制度”和“1+N”服务",
        "对160千瓦及以下小微企业实行免费接入",
        "推行24小时自助服务",
        "落实《条例》第12条和国办函〔2019〕89号文件",
        "截至目前已办理业务1300件",
        "对首次认定的企业给予最高50万元奖励",
        "按不超过投资额的30%给予补助",
        "设立一个窗口、一套材料",
        "对营业收入超过2000万元的企业予以关注",
        "项目投资额5亿元以上的，优先保障用地",
        "每月15日前报送进展情况",
        "打造15分钟便民服务圈",
        "建设总投资50亿元的产业园区",
        "推进税务、海关等16项信息资源的采集",
    ],
)
def test_labels_thresholds_subsidies_and_past_results_promise_nothing(printed: str) -> None:
    assert only(f"1.推进改革。全面梳理办理流程，{printed}。").targets == ()


def test_aims_and_organisation_are_no_tasks_but_give_duties() -> None:
    plan = parse(
        HEAD.replace("一、重点任务\n", "")
        + "一、总体要求\n（一）指导思想。坚持改革，推动发展。\n（二）工作目标。网办率达到90%。\n"
        "二、主要任务\n（一）推进改革。全面梳理流程（市审批局负责）。\n"
        "三、组织保障\n（一）加强领导。各部门要于5月底前制定实施方案，报市营商局备案。\n"
    )

    assert [task.title for task in plan.tasks] == ["推进改革"]
    assert [(duty.deadline, duty.who) for duty in plan.duties] == [(date(2026, 5, 31), ("各部门",))]


def test_organisation_numbered_on_from_the_tasks_counts_among_them() -> None:
    plan = parse(
        HEAD + "（一）推进改革。全面梳理流程。\n（二）优化服务。推行帮办代办。\n"
        "二、保障措施\n（三）压实责任。建立专班，按月调度。\n"
    )

    assert [task.no for task in plan.tasks] == ["一", "二", "三"]


def test_units_after_the_last_of_several_measures_belong_to_the_whole() -> None:
    plan = parse(
        HEAD + "（一）推进改革\n1.梳理流程，压减环节。\n2.推行网办，方便群众。（市审批局牵头）\n"
        "（二）优化服务\n1.设立专窗。\n2.推行帮办代办。（市营商局牵头）\n"
    )

    assert [(task.no, list(task.lead)) for task in plan.tasks] == [
        ("一", ["市审批局"]),
        ("二", ["市营商局"]),
    ]


def reply(next_steps: str) -> Plan:
    return parse(
        "对市政协第12号提案的答复\n您提出的提案收悉，现答复如下：\n一、工作成效\n"
        "（一）推进网办。2025年网办率达到85%，办理事项100万件。\n" + next_steps
    )


def test_the_tasks_of_a_reply_are_its_next_steps_and_results_are_achievements() -> None:
    plan = reply(
        "二、下一步打算\n（一）推进网办。实际网办率力争达到90%。\n（二）优化服务。推行帮办。\n"
    )

    assert plan.kind == "reply"
    assert [task.no for task in plan.tasks] == ["一", "二"]
    assert [target.value for target in plan.tasks[0].targets] == [90]
    assert [fact.value for fact in plan.achievements] == [85, 100]


def test_next_steps_without_numbers_are_told_apart_by_firstly_secondly() -> None:
    plan = reply(
        "二、下一步工作\n一是压缩时限，1个工作日办结。二是加强走访，全年走访2000家企业。\n"
    )

    assert [task.no for task in plan.tasks] == ["一", "二"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\n",
        "1. Open a company within 2 days.\n2. Cut the cost of doing business by 30%.",
        "红烧肉的做法\n1、五花肉500克切成小块。\n2、锅中加水焯水3分钟。",
        "对建议的答复\n现答复如下：\n一、工作成效\n（一）推进改革。网办率达到85%。\n感谢您的支持。",
        "今日要闻\n市长调研营商环境，强调要优化服务。",
    ],
)
def test_what_is_no_plan_has_no_tasks(text: str) -> None:
    assert parse(text).tasks == ()


def test_a_page_that_lost_its_line_breaks_is_split_again() -> None:
    parts = (
        "各县区：",
        "《若干措施》已经同意，现印发给你们。",
        "2026年1月8日",
        "关于支持创业的若干措施",
        "为支持创业，制定本措施。",
        "一、推动发展",
        "（一）建设载体。各县区要建成3个以上孵化基地，为创业者提供低成本场地。",
        "（二）优化服务。推行帮办代办，开办企业1个工作日内办结，全面公开指南。",
    )
    text = "　　".join(parts)

    assert [task.title for task in parse(text).tasks] == ["建设载体", "优化服务"]


def test_site_headers_and_footers_stay_outside_the_tasks() -> None:
    plan = parse(
        "您当前的位置: 首页 > 政务公开\n" + HEAD + "1.推进改革。全面梳理流程。\n"
        "网站地图  网站标识码:4207000041\n主办单位:海岬市发展和改革委员会\n"
    )

    assert plan.tasks[0].text == "推进改革。全面梳理流程。"
    assert plan.tasks[0].responsible == ()


def test_the_head_of_a_notice_gives_title_number_issuer_and_day() -> None:
    plan = parse(
        "海岬市人民政府办公室关于印发海岬市优化营商环境若干措施的通知\n海政办发〔2026〕7号\n各县区人民政府：\n"
        "《海岬市优化营商环境若干措施》已经同意，现印发给你们。\n海岬市人民政府办公室\n2026年1月8日\n"
        "海岬市优化营商环境若干措施\n一、推进改革。全面梳理流程。\n二、优化服务。推行帮办代办。\n"
    )

    assert (plan.title, plan.kind) == ("海岬市优化营商环境若干措施", "measures")
    assert plan.doc_number == "海政办发〔2026〕7号"
    assert (plan.issuer, plan.region) == ("海岬市人民政府办公室", "海岬市")
    assert plan.issue_date == date(2026, 1, 8)


def test_traditional_script_is_read_alike() -> None:
    task = only("1.壓縮開辦時間。企業開辦2個工作日內辦結。\n牽頭單位:市審批局\n責任單位:市稅務局")

    assert list(task.lead) == ["市審批局"]
    assert [(target.value, target.unit) for target in task.targets] == [(2, "工作日")]


def test_attachments_and_their_list_are_left_out() -> None:
    plan = parse(
        "海岬市关于印发惠企措施的通知\n各县区：\n现印发给你们。\n附件：1.海岬市惠企措施\n2.责任分工表\n"
        "海岬市人民政府\n2026年3月3日\n海岬市惠企措施\n一、支持稳岗。落实稳岗返还政策，扩大覆盖范围。（市人社局负责）\n"
        "二、支持融资。扩大信用贷款规模。（市金融办负责）\n"
        "附件1\n任务分工表\n1.支持稳岗  市人社局\n"
    )

    assert plan.title == "海岬市惠企措施"
    assert [task.title for task in plan.tasks] == ["支持稳岗", "支持融资"]


def test_a_law_has_articles_and_no_tasks() -> None:
    law = (
        "海岬市优化营商环境条例\n第一条 为了优化营商环境，制定本条例。\n"
        "第二条 市政府应当加强领导。\n"
    )

    assert parse(law).tasks == ()
