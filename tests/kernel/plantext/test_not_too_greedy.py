"""What a rule learned from one paper must not take from another of ordinary make."""

import pytest

from yingshang.kernel.plantext import Task, parse

HEAD = "海岬市2026年优化营商环境工作方案\n海岬市人民政府\n2026年1月8日\n"
TASKS = "一、主要任务\n（一）提升服务。推行一窗受理。\n（二）压减材料。推行告知承诺。\n"


def tasks(text: str) -> tuple[Task, ...]:
    return parse(HEAD + text).tasks


@pytest.mark.parametrize(
    "head",
    [
        "主要工作安排",
        "推进工作安排",
        "整治内容",
        "整治重点",
        "破解企业面临的融资难题",
        "解决企业面临的突出问题",
        "巩固“十四五”期间脱贫攻坚成果",
    ],
)
def test_what_such_a_heading_holds_are_tasks(head):
    text = TASKS.replace("主要任务", head) + "二、工作要求\n（一）加强领导。定期调度。\n"
    assert [task.title for task in tasks(text)] == ["提升服务", "压减材料"]


def test_supply_that_is_secured_is_work():
    text = TASKS + "二、加强保障性住房供给\n建设保障性住房300套。（市住建局负责）\n"
    assert [task.title for task in tasks(text)][2:] == ["加强保障性住房供给"]


def test_phases_below_plain_arrangements_are_no_tasks():
    text = TASKS + (
        "二、工作安排\n（一）攻坚阶段。2026年3月底前，全面排查隐患。\n"
        "（二）巩固阶段。2026年6月底前，完成专项整治。\n（三）建立长效机制。2026年底前，总结经验。\n"
    )
    assert len(tasks(text)) == 2


def upright(*rows: str) -> list[tuple[str, tuple[str, ...]]]:
    read = tasks("序号\n任务\n责任单位\n备注\n" + "\n".join(rows) + "\n")
    return [(task.title, task.responsible or task.lead) for task in read]


def test_a_title_that_ends_as_a_body_does_is_a_title():
    assert upright(
        "1\n推进一窗受理改革\n市审批局\n长期", "2\n建设智慧政务服务平台\n市数据局\n长期"
    ) == [("推进一窗受理改革", ("市审批局",)), ("建设智慧政务服务平台", ("市数据局",))]


def test_an_empty_last_cell_is_nobodys():
    first, second = tasks(
        "序号\t任务\t牵头单位\t配合单位\n1\t推进一窗受理\t市审批局\t市财政局\n2\t压减材料\t市商务局\n"
    )
    assert (first.cooperating, second.lead, second.cooperating) == (
        ("市财政局",),
        ("市商务局",),
        (),
    )


def test_a_plan_in_the_second_attachment_is_read_too():
    def plan(name: str, count: int) -> str:
        items = "".join(
            f"（{no}）推进{name}{no}类服务。优化流程，压减环节，提升效率。\n"
            for no in "一二三四五六"[:count]
        )
        return f"{name}工作方案\n一、主要任务\n{items}"

    cover = (
        "各区：\n现印发给你们。\n附件：1.甲\n2.乙\n海岬市政府\n2026年1月8日\n"
        "请认真落实。\n联系人：略\n"
    )
    text = cover + "附件1\n" + plan("开办", 6) + "附件2\n" + plan("注销", 4)
    assert len(parse(text).tasks) == 10


@pytest.mark.parametrize(
    ("signature", "issuer", "region"),
    [
        ("海岬市城市管理行政执法局", "海岬市城市管理行政执法局", "海岬市"),
        ("海岬市社区工作委员会", "海岬市社区工作委员会", "海岬市"),
        ("市发展改革委\n市财政局\n海岬市人民政府办公室", "海岬市人民政府办公室", "海岬市"),
    ],
)
def test_who_signs_and_where(signature, issuer, region):
    plan = parse(
        "关于优化营商环境的工作方案\n1.推进改革。（市商务局负责）\n2.推进公开。（市数据局负责）\n"
        f"3.推进下放。优化流程。\n{signature}\n2026年1月8日\n"
    )
    assert (plan.issuer, plan.region) == (issuer, region)


@pytest.mark.parametrize(
    ("bracket", "names"),
    [
        ("（市公安局和平分局、市资源局和平分局负责）", ("市公安局和平分局", "市资源局和平分局")),
        ("（州公安局、州财政局负责）", ("州公安局", "州财政局")),
    ],
)
def test_a_place_within_a_name_does_not_part_it(bracket, names):
    task = tasks(f"一、任务\n1.推进检查。开展检查。{bracket}\n2.公开。公布清单。\n")[0]
    assert task.responsible == names


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("完成招商签约50个。", ("招商签约", "=", 50)),
        ("居民消费价格涨幅在3%以内。", ("居民消费价格涨幅", "<=", 3)),
        ("粮食收购价格上涨5%以上。", ("粮食收购价格上涨", "increase", 5)),
        ("建成绿道20公里，覆盖5个街道。", ("绿道", "=", 20)),
        ("完成步道贯通25400㎡。", ("步道贯通", "=", 25400)),
    ],
)
def test_figures_of_ordinary_sentences(body, wanted):
    task = tasks(f"一、任务\n1.推进改革。{body}（市住建局负责）\n2.公开。公布清单。\n")[0]
    target = task.targets[0]
    assert (target.metric, target.comparator, target.value) == wanted


def test_items_with_decimals_may_begin_with_a_measure_within_a_word():
    text = (
        "1.1优化审批\n压减环节。（市审批局负责）\n1.2亩均论英雄改革\n完善评价。（市工信局负责）\n"
        "1.3公布清单\n公布清单。（市司法局负责）\n"
    )
    assert [task.no for task in tasks("一、任务\n" + text)] == ["1.1", "1.2", "1.3"]


def test_a_year_alone_behind_the_bodies_is_no_deadline():
    task = tasks("一、任务\n1.推进检查。（市商务局牵头，2026年）\n2.公开。公布清单。\n")[0]
    assert task.deadline is None
