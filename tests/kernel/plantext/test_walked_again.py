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


def test_what_a_sentence_is_about_or_founded_on_is_no_subject() -> None:
    plan = parse(
        f"{HEAD}1.完善机制。根据市发展改革委要求，建立台账。支持市属企业要素保障。\n"
        "2.开展培训。督促市住建局要点落实，每季度培训1次。\n"
    )

    assert all(not (task.lead or task.responsible) for task in plan.tasks)
