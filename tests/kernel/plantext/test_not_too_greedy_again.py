"""What the rules of 28 November must not take: subjects, days for all, results, signers."""

from datetime import date
from time import perf_counter

import pytest

from yingshang.kernel.plantext import Task, parse

HEAD = "栖川市2026年优化营商环境工作方案\n栖川市人民政府\n2026年1月8日\n"
TASKS = (
    "一、主要任务\n（一）清理壁垒。排查清单。（市发改委负责）\n"
    "（二）压减材料。推行承诺。（市审批局负责）\n"
)


def first(body: str) -> Task:
    text = f"一、主要任务\n（一）提升服务。{body}\n（二）压减材料。推行告知承诺。\n"
    return parse(HEAD + text).tasks[0]


@pytest.mark.parametrize(
    "body",
    [
        "市政府负责同志每季度调度一次。",
        "市发改委负责人要带队走访。",
        "其中市税务局负责的事项全部上网。",
        "涉及市自然资源局负责的事项全部上网。",
        "企业在市政务服务中心要能一次办好。",
        "鉴于市审批局要迁址，提前公告。",
        "县级以上人民政府应当建立制度。",
        "县城商业中心要提档升级。",
    ],
)
def test_who_is_but_spoken_of_is_no_subject(body):
    task = first(body)
    assert (task.lead, task.responsible, task.generic) == ((), (), ())


@pytest.mark.parametrize("opening", ["目前", "今年", "每年", "同时", "下一步，"])
def test_a_word_of_time_is_no_part_of_a_name(opening):
    assert first(f"{opening}市商务局要组织展会。").responsible == ("市商务局",)


@pytest.mark.parametrize(
    "body",
    [
        "有关情况要及时上报。",
        "相关材料应一次告知。",
        "有关问题要限期整改。",
        "有关部门主要负责人要亲自调度。",
        "各地应届毕业生享受优惠。",
    ],
)
def test_what_is_asked_of_nobody_has_no_generic(body):
    assert first(body).generic == ()


def test_offices_are_still_subjects():
    assert first("市财政局要保障经费。市住建局会同市城管局，推进改造。").responsible == (
        "市财政局",
        "市住建局",
    )
    assert first("各部门要加强协作。").generic == ("各部门",)


@pytest.mark.parametrize("bracket", ["（儿科、急诊科、产科）", "（国有控股、技术入股、员工持股）"])
def test_wards_and_shares_are_no_bodies(bracket):
    assert first(f"完善设置。{bracket}").responsible == ()


def test_a_sentence_about_one_kind_of_work_does_not_date_all():
    text = (
        "一、主要任务\n（一）老旧小区改造。完善设施。（市住建局负责）\n"
        "所有老旧小区改造项目均于10月底前完成。\n（二）压减材料。推行承诺。（市审批局负责）\n"
    )
    one, other = parse(HEAD + text).tasks
    assert (one.deadline, other.deadline) == (date(2026, 10, 31), None)


def test_a_numbered_item_that_dates_what_it_is_about_stays_an_item():
    text = (
        "一、主要任务\n1.所有老旧小区改造项目均于2026年10月底前完成。\n2.推行告知承诺。\n"
        "3.各项涉企检查事项一律于6月底前完成清理。\n4.优化流程。\n"
    )
    read = parse(HEAD + text).tasks
    assert [task.no for task in read] == ["1", "2", "3", "4"]
    assert [task.deadline for task in read] == [
        date(2026, 10, 31),
        None,
        date(2026, 6, 30),
        None,
    ]


def test_what_goes_on_with_an_item_is_due_alone():
    text = (
        "一、主要任务\n（一）清理壁垒。对照清单排查。\n各项整改任务原则上6月底前完成。\n"
        "（二）压减材料。推行承诺。（市审批局负责）\n"
    )
    assert parse(HEAD + text).tasks[1].deadline is None


@pytest.mark.parametrize(
    "said", ["各项工作任务均须在2026年11月底前完成。", "其余任务一律于2026年11月底前完成。"]
)
def test_what_dates_all_still_does(said):
    due = [task.deadline for task in parse(f"{HEAD}{TASKS}{said}\n").tasks]
    assert due == [date(2026, 11, 30)] * 2


@pytest.mark.parametrize(
    ("body", "day"),
    [
        ("2026年12月底前上线系统（依据省政府办公厅通知，2026年3月）", date(2026, 12, 31)),
        ("2026年12月底前上线系统（含原国资委下属单位，6月）", date(2026, 12, 31)),
        (
            "2026年9月底前出台。（市税务局负责，6月底前）\n2026年12月底前实现全覆盖。（市财政局负责）",
            date(2026, 12, 31),
        ),
        ("12月底前全部建成。（市住建局负责，6月底前）", date(2026, 6, 30)),
        ("12月底前全部建成。（市住建局、市城管局，6月底前）", date(2026, 6, 30)),
    ],
)
def test_which_bracket_says_by_when(body, day):
    assert first(body).deadline == day


@pytest.mark.parametrize(
    "part",
    [
        "（二）突出工作成效。每季度通报1次，约谈3家单位。",
        "（二）定期通报进展情况。对完成率低于80%的单位，每月通报2次。",
        "（二）跟踪落实情况\n每季度抽查20个项目。",
        "（二）总结推广成果\n推出典型案例10个。",
        "（二）开展成效评估。评估样本不少于200家企业。",
    ],
)
def test_how_the_work_is_followed_up_has_not_been_reached(part):
    text = f"{TASKS}二、组织保障\n（一）加强领导。定期会商。\n{part}\n"
    assert parse(HEAD + text).achievements == ()


def test_what_a_plan_looks_back_on_is_told():
    text = "一、“十四五”工作回顾\n（一）改革成效显著。压减材料300项。\n" + TASKS.replace(
        "一、", "二、"
    )
    assert [one.value for one in parse(HEAD + text).achievements] == [300]


def test_results_alone_are_no_task():
    text = "一、工作成效\n2025年，新增经营主体1.2万户。\n" + TASKS.replace("一、", "二、")
    plan = parse(HEAD + text)
    assert [task.title for task in plan.tasks] == ["清理壁垒", "压减材料"]
    assert [one.value for one in plan.achievements] == [1.2]


def test_what_the_year_is_to_bring_has_not_been_reached():
    told = (
        "2025年全市民间投资较上年增长8.2%。2026年全市民间投资较上年增长8%以上。\n"
        "为优化环境，实现外贸较上年增长5%，特制定本方案。\n"
    )
    assert [one.value for one in parse(HEAD + told + TASKS).achievements] == [8.2]


def rows(*lines: str) -> list[float | None]:
    return [one.value for one in parse(HEAD + "\n".join(lines) + "\n").achievements]


def test_remarks_are_no_results():
    assert (
        rows(
            "按月报送完成情况。",
            "序号\t任务\t责任单位\t备注",
            "1\t推进一窗受理\t市审批局\t投资200万元",
            "2\t压减材料\t市商务局\t涉及30项",
            "3\t推进公开\t市数据局\t",
        )
        == []
    )


def test_of_several_columns_only_the_one_of_progress_tells():
    assert rows(
        "序号\t任务\t责任单位\t进展情况\t下一步计划\t联系电话",
        "1\t推进一窗受理\t市审批局\t已办结30件\t再办结50件\t8820路200户",
        "2\t压减材料\t市商务局\t已压减12项\t12月底前再压减10项\t8821路50户",
        "3\t推进公开\t市数据局\t正在推进\t新增公开20项\t8822路20户",
    ) == [30, 12]


@pytest.mark.parametrize(
    "aside", ["企业开办", "一网通办", "马上办、就近办", "免申即办", "市直各部"]
)
def test_what_a_plan_is_about_did_not_issue_it(aside):
    title = f"栖川市助企工作方案（{aside}）"
    plan = parse(f"{title}\n{TASKS}")
    assert (plan.title, plan.issuer) == (title, None)


@pytest.mark.parametrize("name", ["市营商办", "市住房和城乡建设局", "栖川市交通办"])
def test_who_stands_behind_the_title_issued_it(name):
    plan = parse(f"栖川市助企工作方案（{name}）\n{TASKS}")
    assert (plan.title, plan.issuer) == ("栖川市助企工作方案", name)


@pytest.mark.parametrize(
    "body",
    [
        "会议须有三分之二以上成员出席。",
        "经三分之二以上业主同意后加装电梯。",
        "对考核排名前三、后三的单位通报。",
    ],
)
def test_quorums_and_ranks_of_others_are_no_targets(body):
    assert first(body).targets == ()


def test_a_sum_keeps_its_name():
    assert first("各指标总和达到100分。").targets[0].metric == "各指标总和"


def test_an_act_above_the_bodies_is_no_body():
    text = (
        "序号\n工作任务\n责任单位\n完成时限\n1\n规范社区\n清理居委会\n市民政局\n市公安局\n9月底前\n"
        "2\n推进一窗受理\n市审批局\n市财政局\n6月底前\n"
    )
    assert [task.responsible for task in parse(HEAD + text).tasks] == [
        ("市民政局", "市公安局"),
        ("市审批局", "市财政局"),
    ]


@pytest.mark.parametrize(
    "said",
    [
        "依法公开全年预算执行情况。（市财政局负责落实）",
        "各级要加强宣传，每年开展活动。（联系单位：市发改委，电话88001122）",
        "对2026年6月底前未完成整改的单位予以通报（具体由市督查室负责）",
        "本方案有效期至2028年12月31日。（市司法局负责解释）",
    ],
)
def test_a_bracket_behind_what_nobody_is_asked_is_no_duty(said):
    assert parse(f"{HEAD}{TASKS}二、组织保障\n加强领导。\n{said}\n").duties == ()


def test_a_closed_paragraph_is_a_duty():
    said = "每年举办宣传活动。（市委宣传部牵头，12月底前）"
    (duty,) = parse(f"{HEAD}{TASKS}二、组织保障\n加强领导。\n{said}\n").duties
    assert (duty.who, duty.deadline) == (("市委宣传部",), date(2026, 12, 31))


def test_quarters_before_the_fourth_are_not_before_the_year():
    assert first("到2026年前三季度末，投资完成率达到75%以上。").deadline != date(2026, 12, 31)


@pytest.mark.parametrize("blank", [" ", "\n", "\u3000"])
def test_long_blanks_cost_no_more_than_their_length(blank):
    text = f"{HEAD}一、主要任务\n（一）提升服务。在2026年{blank * 100000}建成窗口5个。\n"
    began = perf_counter()
    parse(text)
    assert perf_counter() - began < 10


def test_a_numbered_row_that_lacks_a_cell_is_a_row():
    text = (
        "序号\t任务\t责任单位\t配合单位\t责任人\t完成时限\n1\t推进一窗\t市审批局\t6月底前\n"
        "2\t压减材料\t市司法局\t市公安局\t王一川\t9月底前\n3\t公开清单\t市数据局\t长期\n"
    )
    one, two, three = parse(HEAD + text).tasks
    assert (one.title, one.responsible, one.deadline) == (
        "推进一窗",
        ("市审批局",),
        date(2026, 6, 30),
    )
    assert (two.cooperating, two.deadline) == (("市公安局",), date(2026, 9, 30))
    assert (three.responsible, three.deadline_text) == (("市数据局",), "长期")


@pytest.mark.parametrize("last", ["备注", "完成时限"])
def test_rows_without_numbers_may_be_cut_off_at_their_right(last):
    text = (
        f"任务\t责任单位\t{last}\n推进一窗受理改革\t市审批局\t长期\n压减审批材料环节\t市司法局\n"
        "公开政务服务清单\t市数据局\n"
    )
    assert [task.responsible for task in parse(HEAD + text).tasks] == [
        ("市审批局",),
        ("市司法局",),
        ("市数据局",),
    ]


def test_two_administrations_are_two():
    assert first("改革。（高新区管委会和经开区管委会负责）").responsible == (
        "高新区管委会",
        "经开区管委会",
    )
    assert first("改革。（高新区党工委和管委会负责）").lead == ("高新区党工委和管委会",)


def test_a_row_that_but_tells_how_far_it_has_come_is_read():
    plan = parse("一|事项|进度安排|进展情况|完成情况\n之")
    assert (plan.tasks, plan.achievements) == ((), ())
