"""What a plan commits to as a whole stands beside its tasks, with its sentence."""

from datetime import date

from yingshang.kernel.plantext import parse, to_json

TASKS = (
    "二、重点任务\n"
    "（一）压缩开办时间。企业开办1个工作日内办结。（市市场监管局牵头，市税务局配合）\n"
    "（二）提升获得用电。低压办电不超过3个工作日。（市发展改革委牵头，云岭供电公司配合）\n"
)
TITLE = "云岭市2024年优化营商环境行动方案\n"


def test_figures_of_the_aims_are_targets_of_the_plan_with_their_sentence() -> None:
    said = "到2026年底，全市网上可办率达到98%以上，经营主体突破20万户。"
    text = f"{TITLE}一、总体目标\n坚持以人民为中心。{said}营商环境持续优化。\n{TASKS}"

    plan = parse(text)

    assert len(plan.tasks) == 2
    assert [(one.comparator, one.value, one.unit) for one in plan.targets] == [
        (">=", 98, "%"),
        (">", 20, "万户"),
    ]
    assert {one.by for one in plan.targets} == {date(2026, 12, 31)}
    for one in plan.targets:
        assert one.sentence == said
        assert text[slice(*one.sentence_span or (0, 0))] == said
        assert text[slice(*one.offsets)] == one.span


def test_the_parts_below_the_aims_share_the_year_above_them() -> None:
    text = (
        f"{TITLE}一、发展目标\n到2025年，基本形成高质量发展新格局。\n"
        "（一）绿色本底夯实。单位能耗较“十三五”末下降16%，固废利用率保持在70%以上。\n"
        f"（二）主体更加活跃。新登记企业年均增长10%以上。\n{TASKS}"
    )

    plan = parse(text)

    assert [(one.comparator, one.value) for one in plan.targets] == [
        ("decrease", 16),
        (">=", 70),
        ("increase", 10),
    ]
    assert {one.by for one in plan.targets} == {date(2025, 12, 31)}


def test_aims_without_a_number_before_the_tasks_are_read() -> None:
    text = f"{TITLE}工作目标：2024年底前，“免证办”比例超过85%。\n{TASKS.replace('二、', '一、', 1)}"

    (target,) = parse(text).targets

    assert (target.comparator, target.value, target.by) == (">", 85, date(2024, 12, 31))


def test_offsets_hold_where_every_character_is_parted_by_a_blank() -> None:
    text = f"{TITLE}一、总体目标\n到2026年底，全市网上可办率达到98%以上。\n{TASKS}"
    spread = " ".join(text)

    (target,) = parse(spread).targets

    assert spread[slice(*target.offsets)] == target.span
    assert target.sentence.replace(" ", "") == "到2026年底，全市网上可办率达到98%以上。"


def test_principles_and_the_state_of_things_promise_nothing() -> None:
    text = f"{TITLE}一、指导思想\n坚持“一网通办”，目前网办率已达到90%。\n{TASKS}"

    plan = parse(text)

    assert plan.targets == ()
    assert "targets" not in to_json(plan)


def test_what_a_figure_is_measured_against_is_no_limit() -> None:
    text = (
        f"{TITLE}一、任务\n1.降低能耗。单位能耗较2020年底下降16%。（市发展改革委负责）\n"
        "2.提升比例。网办率由2023年底的85%提高到95%。（市数据局负责）\n"
    )

    plan = parse(text)

    assert [task.deadline for task in plan.tasks] == [None, None]
    assert [one.by for task in plan.tasks for one in task.targets] == [None, None]
