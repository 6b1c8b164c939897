"""What an evaluator found who dropped in plans of an invented city."""

from datetime import date

import pytest

from yingshang.kernel.plantext import Plan, parse

HEAD = "栖川市2026年优化营商环境行动方案\n一、重点任务\n"
TWO = (
    "1.优化企业开办。企业开办时间压缩至1个工作日。（市市场监管局负责）\n"
    "2.优化纳税服务。退税时间压缩至3个工作日。（市税务局负责，2026年6月底前）\n"
)
JUNE, DECEMBER = date(2026, 6, 30), date(2026, 12, 31)


def days(plan: Plan) -> list[date | None]:
    return [task.deadline for task in plan.tasks]


@pytest.mark.parametrize(
    "sentence",
    [
        "以上任务未注明完成时限的，均于2026年12月31日前完成。",
        "本方案自2026年4月1日起施行。未注明完成时限的，均于2026年12月31日前完成。",
        "二、其他\n以上任务除注明外，均须于2026年12月底前完成。",
    ],
)
def test_a_sentence_behind_the_items_dates_those_that_say_nothing_and_no_other(
    sentence: str,
) -> None:
    plan = parse(f"{HEAD}{TWO}{sentence}\n")

    assert [task.title for task in plan.tasks] == ["优化企业开办", "优化纳税服务"]
    assert days(plan) == [DECEMBER, JUNE]
    assert plan.duties == ()


def test_a_sentence_above_the_items_dates_those_that_say_nothing() -> None:
    plan = parse(f"{HEAD}以下任务除注明时限外，均于2026年12月底前完成。\n{TWO}")

    assert days(plan) == [DECEMBER, JUNE]
    assert plan.duties == ()


def test_a_sentence_that_names_who_leads_all_is_still_read_for_the_bodies() -> None:
    plan = parse(
        f"{HEAD}1.优化企业开办。企业开办时间压缩至1个工作日。\n"
        "2.优化纳税服务。退税时间压缩至3个工作日。\n以上任务由市营商局牵头，均于2026年12月底前完成。\n"
    )

    assert [task.lead for task in plan.tasks] == [("市营商局",)] * 2
    assert days(plan) == [DECEMBER] * 2


def test_the_day_in_the_bracket_of_the_bodies_outweighs_a_word_of_the_text() -> None:
    plan = parse(
        f"{HEAD}1.优化纳税服务。年内建成办税点5个，退税时间压缩至3个工作日。（市税务局负责，2026年6月底前）\n"
        "2.完善热线。5月底前并号（截至去年年底，已并12条）。（市数据局负责）\n"
    )

    assert days(plan) == [JUNE, date(2026, 5, 31)]


def test_a_paragraph_of_the_safeguards_that_names_who_and_by_when_is_listed_and_no_task() -> None:
    plan = parse(
        f"{HEAD}{TWO}二、保障措施\n（一）加强组织领导。各单位要高度重视。\n"
        "（二）加强宣传引导。刊发典型经验不少于20篇。（市委宣传部牵头，2026年11月底前）\n"
        "（三）强化培训。全年开展培训不少于4次（市人力资源社会保障局负责）。\n"
    )

    assert len(plan.tasks) == 2
    assert [(duty.who, duty.deadline, duty.sends) for duty in plan.duties] == [
        (("市委宣传部",), date(2026, 11, 30), False),
        (("市人力资源社会保障局",), None, False),
    ]
    assert plan.duties[0].text.startswith("加强宣传引导。")


def test_the_subject_of_a_sentence_is_responsible_where_nobody_else_is_named() -> None:
    plan = parse(
        f"{HEAD}1.保障冬季供电。市电力公司和市电力交易中心要抓好购电，落实应急预案。\n"
        "2.办好联合验收。市住建局会同市消防支队、市人防办，制定办理指南。\n"
        "3.开展评估。各地要按季度自评，市营商局负责汇总。\n"
        "4.简化流程。市财政局要配合，取消纸质材料。（市税务局负责）\n"
    )

    bodies = [(task.lead, task.responsible, task.cooperating) for task in plan.tasks]
    assert bodies[0] == ((), ("市电力公司", "市电力交易中心"), ())
    assert bodies[1] == ((), ("市住建局",), ("市消防支队", "市人防办"))
    assert bodies[3] == (("市税务局",), (), ())
    assert "units-in-prose" in plan.tasks[0].doubts


def test_whom_a_sentence_asks_without_a_name_is_noted_as_nobody_in_particular() -> None:
    plan = parse(f"{HEAD}1.加强宣传。各地、各有关部门要用好热线。\n2.开展培训。每季度培训1次。\n")

    assert plan.tasks[0].generic == ("各地", "各有关部门")
    assert plan.tasks[0].responsible == plan.tasks[1].generic == ()


def test_what_a_sentence_is_about_or_founded_on_is_no_subject() -> None:
    plan = parse(
        f"{HEAD}1.完善机制。根据市发展改革委要求，建立台账。支持市属企业要素保障。\n"
        "2.开展培训。督促市住建局要点落实，每季度培训1次。\n"
    )

    assert all(not (task.lead or task.responsible) for task in plan.tasks)


def bodies(line: str) -> tuple[str, ...]:
    (task,) = parse(f"{HEAD}1.推进改革。年底前建成平台1个。\n责任单位：{line}\n").tasks
    return task.lead + task.responsible


def test_a_quoted_name_keeps_its_quotes_and_what_is_of_the_body_before_is_no_body() -> None:
    assert bodies("“双城”工作领导小组办公室、市数据局") == (
        "“双城”工作领导小组办公室",
        "市数据局",
    )
    assert bodies("“市数据局”、市财政局") == ("市数据局", "市财政局")
    assert (
        bodies("各县（市、区）党委和人民政府，高新区党工委和管委会")[-1] == "高新区党工委和管委会"
    )
    assert bodies("市财政局和高新区管委会") == ("市财政局", "高新区管委会")


def test_one_body_of_two_name_plates_is_one_between_commas() -> None:
    assert bodies("市财政局，市科委、中关村管委会，市教委") == (
        "市财政局",
        "市科委、中关村管委会",
        "市教委",
    )
    assert bodies("市财政局、市科委、中关村管委会、市教委") == (
        "市财政局",
        "市科委",
        "中关村管委会",
        "市教委",
    )


def test_numbers_in_bold_with_a_blank_and_numbers_set_apart_from_their_point_are_numbers() -> None:
    bold = parse(
        f"{HEAD}** 1.优化开办。**一窗受理。（市数据局）\n** 2.优化纳税。**少跑一趟。（市税务局）\n"
    )
    apart = parse(
        f"{HEAD}1 .优化开办。一窗受理。（市数据局）\n2 .优化纳税。少跑一趟。（市税务局）\n"
    )

    for plan in (bold, apart):
        assert [(task.no, task.title) for task in plan.tasks] == [
            ("1", "优化开办"),
            ("2", "优化纳税"),
        ]


ASKED = "您提出的“关于改善公交站台的提案”已收悉，现答复如下：\n"


def test_a_reply_is_told_by_its_first_sentence_however_much_a_site_prints_above() -> None:
    site = "".join(
        f"{label}\n" for label in ("无障碍浏览", "首页", "索引号：1", "提案者", "编号", "承办单位")
    )
    plan = parse(
        f"{site}李明委员：\n{ASKED}近年来，已新建候车亭86座。\n"
        "下一步，我局将督促镇政府规范建设站亭，年底前新建站亭12座。\n"
    )

    assert plan.kind == "reply"
    assert [fact.value for fact in plan.achievements] == [86]
    (task,) = plan.tasks
    assert task.title.startswith("我局将督促镇政府")
    assert [one.value for one in task.targets] == [12]


def test_the_year_of_a_plan_that_a_site_posted_again_later_is_its_own() -> None:
    plan = parse(
        "栖川县人民政府办公室关于2019年改革重点工作的通知\n成文日期：2020年10月12日\n栖政办发〔2019〕44号\n"
        "一、重点工作\n1.培育企业。年内培育升规企业3户。（责任单位：县工信局）\n"
    )

    assert days(plan) == [date(2019, 12, 31)]


def test_what_it_applies_to_and_from_when_is_no_task() -> None:
    plan = parse(
        "栖川市支持企业开办若干措施\n一、实施范围\n本市注册的企业适用。\n二、压缩开办时间\n"
        "开办时间压缩至1个工作日。（责任单位：市市场监管局）\n三、施行时间\n自2026年1月1日起施行，由市市场监管局负责解释。\n"
    )

    assert [task.title for task in plan.tasks] == ["压缩开办时间"]
