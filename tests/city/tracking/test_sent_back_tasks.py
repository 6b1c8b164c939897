"""A task whose closing was asked for by its day and that is sent back after it has a new day, by
its item's own limit, everywhere; what came late stays late."""

from datetime import date

import pytest
from ledger_sample import day, evidence

from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions
from yingshang.city.plans import service as plans
from yingshang.city.plans.tracking.models import Track

DUE = date(2026, 5, 31)


def ask(ref, by, at):
    plans.ask_close(ref=ref, words="已压缩", by=by, at=at, files=[evidence()])


def rule(ref, by, at, *, passed=False):
    plans.verify_closing(ref=ref, passed=passed, opinion="还缺台账", by=by, at=at)


def days(on, number=5):
    return definitions.calendar("990100").add_workdays(on, number)


def row(ref, by, at):
    return plans.tracked_task(by, ref, at=at).row


@pytest.fixture
def back(measured, deng, shen):
    """Asked for on 28 May, sent back on 2 June."""
    ask(measured, deng, day(5, 28))
    rule(measured, shen, day(6, 2))
    return measured


def test_it_has_five_working_days_from_the_day_it_came_back(back, deng, shen):
    new = days(date(2026, 6, 2))
    assert row(back, deng, day(6, 3)).due_on == new == date(2026, 6, 9)
    assert row(back, deng, day(6, 9)).days_late == 0
    assert row(back, deng, day(6, 11)).days_late == 2
    assert Track.objects.get(ref=back).due_on == DUE, "the plan's own date stays"


def test_case_calendar_and_list_of_deadlines_say_the_same_day(back, deng, shen):
    found = cases.case_for(shen, back, at=day(6, 8))
    assert (found.again_due_at.date(), found.lamp) == (date(2026, 6, 9), "yellow")
    assert cases.case_for(shen, back, at=day(6, 10)).lamp == "red"
    dated = plans.dated_work("990100", at=day(6, 8))
    assert [one.due_on for one in dated if one.ref == back and one.kind == "task"] == [
        date(2026, 6, 9)
    ]


def test_asked_for_again_in_time_and_sent_back_once_more_it_has_time_once_more(back, deng, shen):
    ask(back, deng, day(6, 8))
    rule(back, shen, day(6, 15))
    assert row(back, deng, day(6, 16)).due_on == days(date(2026, 6, 15))


def test_asked_for_again_late_it_stays_late(back, deng, shen):
    ask(back, deng, day(6, 12))
    rule(back, shen, day(6, 15))
    found = row(back, deng, day(6, 16))
    assert (found.due_on, found.days_late) == (date(2026, 6, 9), 7)


def test_what_came_late_at_first_has_no_new_day(measured, deng, shen):
    ask(measured, deng, day(6, 3))
    rule(measured, shen, day(6, 4))
    found = row(measured, deng, day(6, 5))
    assert (found.due_on, found.days_late) == (DUE, 5)


def test_sent_back_long_before_its_day_it_keeps_that(measured, deng, shen):
    ask(measured, deng, day(4, 7))
    rule(measured, shen, day(4, 8))
    assert row(measured, deng, day(4, 9)).due_on == DUE


def test_verified_and_sent_back_it_has_the_same_time_before_and_after_it_is_signed_for(
    measured, deng, shen
):
    ask(measured, deng, day(5, 28))
    rule(measured, shen, day(5, 29), passed=True)
    plans.send_back_task(ref=measured, reason="指标没有达到", by=shen, at=day(6, 10))
    new = days(date(2026, 6, 10))
    found = row(measured, deng, day(6, 11))
    assert (found.due_on, found.days_late) == (new, 0)
    plans.sign_task(ref=measured, contact="邓岩", phone="0999-1234567", by=deng, at=day(6, 12))
    assert row(measured, deng, day(6, 12, 11)).due_on == new


def test_a_date_that_the_bureau_sets_is_the_date(measured, deng, shen):
    ask(measured, deng, day(5, 28))
    rule(measured, shen, day(5, 29), passed=True)
    values = {"ref": measured, "reason": "指标没有达到", "by": shen, "at": day(6, 10)}
    plans.send_back_task(due=date(2026, 6, 12), **values)
    plans.sign_task(ref=measured, contact="邓岩", phone="0999-1234567", by=deng, at=day(6, 11))
    assert row(measured, deng, day(6, 11, 11)).due_on == date(2026, 6, 12)


def test_more_time_may_be_asked_for_before_the_new_day(back, deng, shen):
    plans.ask_extension(ref=back, until=date(2026, 6, 30), reason="等数据", by=deng, at=day(6, 8))
    plans.rule_extension(ref=back, granted=True, approver="何副市长", by=shen, at=day(6, 9))
    assert row(back, deng, day(6, 20)).due_on == date(2026, 6, 30)


def test_before_anything_was_asked_for_the_step_is_due_with_the_task(measured, shen):
    steps = {one.code: one for one in cases.case_for(shen, measured, at=day(2, 1)).steps}
    assert steps["apply"].due_at.date() == DUE
    lines = cases.clock(shen, measured, at=day(2, 1)).limits
    assert [one.due.date() for one in lines if one.kind == "step:apply"] == [DUE]


def test_a_plan_without_a_date_gets_none(city, shen, deng):
    text = "青岚市行动方案\n一、主要任务\n（一）规范收费。公布目录。\n牵头单位：市自然资源局\n"
    plan = plans.import_plan(data=text.encode(), name="a.txt", region=city, by=shen, at=day(1, 6))
    plans.confirm_task(task=plan.tasks[0].id, by=shen, at=day(1, 6))
    (ref,) = plans.send_tasks(plan=plan.id, by=shen, at=day(1, 7))
    plans.sign_task(ref=ref, contact="邓岩", phone="0999-1234567", by=deng, at=day(1, 8))
    found = cases.case_for(shen, ref, at=day(2, 1))
    assert next(one for one in found.steps if one.code == "apply").due_at is None
    assert found.lamp == "grey"
    ask(ref, deng, day(2, 2))
    rule(ref, shen, day(2, 3))
    assert row(ref, deng, day(6, 1)).due_on is None
    lines = cases.clock(shen, ref, at=day(6, 1)).limits
    assert [one.due for one in lines if one.kind == "step:apply"] == [None]


def test_as_of_a_day_before_it_came_back_it_has_the_day_that_it_had_then(back, deng, shen):
    """On 1 June, a request is still looked at; on 27 May, nothing was asked for yet."""
    for month, number in ((6, 1), (5, 27)):
        (found,) = [
            one for one in plans.tracked(shen, at=day(month, number), past=True) if one.ref == back
        ]
        assert (found.due_on, found.extended) == (DUE, False)
    now = [one for one in plans.tracked(shen, at=day(6, 3), past=True) if one.ref == back]
    assert now[0].due_on == date(2026, 6, 9)


def test_while_it_rests_it_keeps_its_new_day_and_has_the_rest_of_the_time_afterwards(
    back, deng, shen
):
    plans.suspend_task(ref=back, reason="等政策", basis="会议纪要", by=shen, at=day(6, 3))
    found = row(back, deng, day(6, 8))
    assert (found.due_on, found.days_late) == (date(2026, 6, 9), 0)
    assert cases.case_for(shen, back, at=day(6, 8)).again_due_at.date() == date(2026, 6, 9)
    plans.resume_task(ref=back, by=shen, at=day(6, 10))
    assert row(back, deng, day(6, 11)).due_on == date(2026, 6, 17)


def test_verified_after_it_came_back_no_other_plan_is_said_to_print_another_date(back, deng, shen):
    ask(back, deng, day(6, 8))
    rule(back, shen, day(6, 9), passed=True)
    found = row(back, deng, day(6, 10))
    assert (found.due_on, found.first_due_on) == (date(2026, 6, 9), DUE)
    assert not found.kept_date
