"""The day of a number: its task's printed limit, or one of its own that passes before it."""

from datetime import date

import pytest
from ledger_sample import PLAN, day, evidence
from test_own_numbers import promise, report, seen
from test_own_numbers_held import OLD, working

from yingshang.city.plans import service as plans
from yingshang.city.plans.limits import own_day


def text(words: str, limit: str = "2026年5月底前") -> str:
    return PLAN.replace(OLD, words).replace("2026年5月底前", limit, 1)


@pytest.mark.parametrize(
    ("words", "own"),
    [
        ("年内新建登记服务站5个。", False),
        ("2026年内新建登记服务站5个。", False),
        ("6月底前完成选址，年内新建登记服务站5个。", False),
        ("到2026年，登记服务站达到5个。", False),
        ("年底前新建登记服务站5个。", True),
        ("2026年12月底前新建登记服务站5个。", True),
        ("到2026年底，登记服务站达到5个。", True),
        ("2026年度新建登记服务站5个。", False),
        ("2026年度末登记服务站达到5个。", True),
        ("本年度末登记服务站达到5个。", True),
    ],
)
def test_a_task_s_limit_governs_a_number_that_says_no_more_than_the_year(words, own):
    whole = f"推行改革。{words}"
    start = whole.rindex("登记服务站")
    found = own_day(date(2026, 12, 31), date(2026, 9, 30), whole, (start, len(whole) - 1))
    assert found == (date(2026, 12, 31) if own else None)


def test_list_promise_and_lamp_say_the_same_day(city, shen, deng):
    words = text("年内新建登记服务站不少于5个。", "2026年9月30日")
    plan, ref, (target,) = working(words, shen, deng)
    report(ref, deng, {target: "3"})
    at = day(11, 28)
    found = promise(target, at)
    assert (found.due_on, found.own_short) == (date(2026, 9, 30), True)
    assert promise(target, day(9, 30)).late is False
    assert found.late
    assert seen(shen, ref, at).row.due_on == found.due_on
    rows = plans.deadlines(plan.row.region, today=at.date())
    assert [row.due for row in rows if row.task == plan.tasks[0].id] == [found.due_on]


STAGES = "6月底前新建登记服务站不少于3个，年底前扩大至5个。"


@pytest.fixture
def staged(city, shen, deng):
    plan, ref, (first, last) = working(text(STAGES, "2026年12月底前"), shen, deng)
    report(ref, deng, {}, at=day(1, 9), period="2026-01")
    return plan, ref, first, last


def lamp(shen, ref, at):
    return seen(shen, ref, at).row.lamp


def test_a_passed_day_of_a_number_lights_the_lamp_until_it_is_told(staged, shen, deng):
    _plan, ref, first, _last = staged
    facts = seen(shen, ref, day(6, 30)).row.facts
    assert (facts["target_untold"], facts["target_untold_days"]) == ("", 0)
    late = seen(shen, ref, day(7, 4)).row
    assert late.facts["target_untold_days"] == 4
    assert "≥ 3 个（2026年6月30日前）”已到期 4 天" in " ".join(
        (late.lamp.sentence, *late.lamp.also)
    )
    numbers = seen(shen, ref, day(7, 4)).targets
    assert [(one.due, one.late) for one in numbers] == [
        (date(2026, 6, 30), True),
        (date(2026, 12, 31), False),
    ]
    report(ref, deng, {first: "3"}, at=day(7, 5), period="2026-06")
    facts = seen(shen, ref, day(7, 6)).row.facts
    assert (facts["target_untold_days"], facts["target_missed_days"]) == (0, 0)


def test_a_passed_day_whose_number_is_missed_is_red(staged, shen, deng):
    _plan, ref, first, _last = staged
    for month in range(2, 7):
        report(ref, deng, {first: "2"}, at=day(month + 1, 1), period=f"2026-0{month}")
    found = lamp(shen, ref, day(7, 2))
    assert (found.lamp, found.word) == ("red", "到期未达")
    assert "已到期 2 天，没有达到" in found.sentence


def test_what_is_asked_to_be_closed_is_pressed_for_no_number(staged, shen, deng):
    _plan, ref, _first, _last = staged
    plans.ask_close(ref=ref, words="已办成", files=[evidence()], by=deng, at=day(6, 29))
    facts = seen(shen, ref, day(7, 20)).row.facts
    assert (facts["target_untold_days"], facts["target_missed_days"]) == (0, 0)


def test_a_number_that_is_no_promise_any_more_presses_nobody(staged, shen, deng):
    _plan, ref, first, _last = staged
    plans.correct_target(target=first, changes={"due_on": "2026-05-31"}, by=shen, at=day(1, 10))
    assert seen(shen, ref, day(6, 5)).row.facts["target_untold_days"] == 5
    plans.reject_target(target=first, reason="不是承诺", by=shen, at=day(6, 5))
    assert seen(shen, ref, day(6, 5)).row.facts["target_untold_days"] == 0
