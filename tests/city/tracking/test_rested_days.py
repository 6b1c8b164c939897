"""What rests: a promise with a day of its own, a number, a rung and a report wait as their task
does, and what was approved stays when a link is undone or the past is looked at."""

from datetime import date

import pytest
from ledger_sample import PLAN, day, evidence
from test_cases_follow_editions import AT, DROPPED, declare, seen, stored
from test_own_numbers import LOOSE, report
from test_own_numbers_held import OLD, working

from yingshang.city.plans import service as plans
from yingshang.city.supervision import service as supervision

STAGES = "6月底前新建登记服务站不少于3个，年底前扩大至5个。"
LATER = PLAN.replace("2026年5月底前", "2026年8月底前")


def suspend(ref, by, at):
    plans.suspend_task(ref=ref, reason="等上级文件", basis="纪要〔2026〕1号", by=by, at=at)


def row(ref, by, at):
    return plans.tracked_task(by, ref, at=at).row


def rungs(ref, by, at):
    return [one.code for one in supervision.ladder(by, ref, at=at).rungs if one.due]


@pytest.fixture
def staged(city, shen, deng):
    text = PLAN.replace(OLD, STAGES).replace("2026年5月底前", "2026年12月底前", 1)
    _plan, ref, targets = working(text, shen, deng)
    for month in range(1, 5):
        report(ref, deng, {}, at=day(month + 1, 2), period=f"2026-0{month}")
    return ref, targets[0]


def test_a_promise_of_its_own_day_rests_too(staged, shen, deng):
    """Rests from 5 May to 20 Aug: of the days to 30 June 56 are left on 20 Aug."""
    ref, target = staged
    suspend(ref, shen, day(5, 5))
    plans.resume_task(ref=ref, by=shen, at=day(8, 20))
    report(ref, deng, {target: "1"}, at=day(8, 21), period="2026-08")
    found = row(ref, shen, day(8, 22))
    assert found.facts["target_missed_days"] == 0
    assert rungs(ref, shen, day(8, 22)) == []
    assert row(ref, shen, day(10, 18)).facts["target_missed_days"] == 2, "30 June + 108 days"
    assert rungs(ref, shen, day(10, 19)) == ["urge"]


@pytest.fixture
def rested(measured, shen):
    """21 days of rest: 31 May became 21 June."""
    suspend(measured, shen, day(2, 1))
    plans.resume_task(ref=measured, by=shen, at=day(2, 21))
    return measured


def test_a_link_taken_back_gives_back_the_days_of_the_rest(rested, reviewed, shen):
    was = seen(shen, rested, day(3, 1)).row.due_on
    link = declare(reviewed, stored(LATER, AT, shen), shen)
    plans.lineage.undo(link=link, reason="关联错了", by=shen, at=day(3, 4))
    found = seen(shen, rested, day(3, 5)).row
    assert found.due_on == was


def test_a_dropped_task_restored_has_the_days_of_its_rest(sent, reviewed, shen):
    ref = sent[2]
    plans.set_coordinator(ref=ref, unit="990100-tax", by=shen, at=day(1, 9))
    suspend(ref, shen, day(2, 1))
    plans.resume_task(ref=ref, by=shen, at=day(2, 21))
    was = seen(shen, ref, day(3, 1)).row.due_on
    link = declare(reviewed, stored(DROPPED, AT, shen), shen)
    plans.withdraw_dropped(link=link, refs=[ref], by=shen, at=AT)
    plans.restore_task(ref=ref, reason="误删，已核对", by=shen, at=day(3, 3))
    found = seen(shen, ref, day(3, 4)).row
    assert found.due_on == was


def test_the_same_deadline_in_the_new_edition_keeps_the_days_of_the_rest(rested, reviewed, shen):
    was = seen(shen, rested, day(3, 1)).row.due_on
    declare(reviewed, stored(DROPPED, AT, shen), shen)
    assert seen(shen, rested, day(3, 5)).row.due_on == was


def test_a_link_taken_back_keeps_the_days_that_it_rested_meanwhile(measured, reviewed, shen):
    link = declare(reviewed, stored(LATER, AT, shen), shen)
    suspend(measured, shen, day(3, 4))
    plans.resume_task(ref=measured, by=shen, at=day(3, 23))
    plans.lineage.undo(link=link, reason="关联错了", by=shen, at=day(3, 24))
    assert seen(shen, measured, day(3, 25)).row.due_on == date(2026, 6, 20), "31 May + 20 days"


def test_a_link_taken_back_while_it_rests_keeps_the_whole_rest(measured, reviewed, shen):
    link = declare(reviewed, stored(LATER, AT, shen), shen)
    suspend(measured, shen, day(3, 4))
    plans.lineage.undo(link=link, reason="关联错了", by=shen, at=day(3, 13))
    plans.resume_task(ref=measured, by=shen, at=day(3, 23))
    assert seen(shen, measured, day(3, 25)).row.due_on == date(2026, 6, 20), "31 May + 20 days"


def test_declared_and_taken_back_within_a_rest_it_keeps_the_whole_rest(measured, reviewed, shen):
    heir = stored(LATER, AT, shen)
    suspend(measured, shen, day(2, 21))
    link = declare(reviewed, heir, shen)
    plans.lineage.undo(link=link, reason="关联错了", by=shen, at=day(3, 4))
    plans.resume_task(ref=measured, by=shen, at=day(3, 12))
    assert seen(shen, measured, day(3, 25)).row.due_on == date(2026, 6, 20), "31 May + 20 days"


def test_rested_number_due_with_its_task_is_not_silent_before_the_new_day(city, shen, deng):
    _plan, ref, _targets = working(LOOSE, shen, deng)  # 31 May
    suspend(ref, shen, day(5, 21))
    plans.resume_task(ref=ref, by=shen, at=day(6, 10))
    found = row(ref, shen, day(6, 12))
    assert not found.check.silent


def test_an_untold_number_with_more_time_is_not_asked_for(city, shen, deng):
    """A date that the task was given on being started anew counts as well."""
    _plan, ref, _targets = working(LOOSE, shen, deng)
    plans.ask_extension(ref=ref, until=date(2026, 7, 15), reason="等数据", by=deng, at=day(5, 11))
    plans.rule_extension(ref=ref, granted=True, approver="何副市长", by=shen, at=day(5, 12))
    suspend(ref, shen, day(7, 1))
    plans.resume_task(ref=ref, by=shen, at=day(7, 31))
    found = seen(shen, ref, day(8, 3)).row
    assert not found.check.silent


def test_a_number_due_with_its_task_is_asked_for_once_the_new_day_has_passed(city, shen, deng):
    _plan, ref, _targets = working(LOOSE, shen, deng)  # 31 May
    suspend(ref, shen, day(5, 21))
    assert not row(ref, shen, day(6, 9)).check.silent, "nothing is asked for while it rests"
    plans.resume_task(ref=ref, by=shen, at=day(6, 10))
    found = row(ref, shen, day(6, 22))
    assert found.check.silent
    assert "应于 2026年6月21日 前" in found.check.sentence


@pytest.fixture
def late(city, shen):
    plan = plans.import_plan(
        data=LOOSE.encode(), name="n.txt", region="990100", by=shen, at=day(1, 6)
    )
    plans.confirm_task(task=plan.tasks[0].id, by=shen, at=day(1, 6))
    (ref,) = plans.send_tasks(plan=plan.id, tasks=[plan.tasks[0].id], by=shen, at=day(6, 5))
    return ref


def test_sent_late_and_rested_it_is_not_urged_on_its_first_day_back(late, shen):
    """Sent Fri 5 June, after its day; rests from Mon 8 June: five working days are left."""
    suspend(late, shen, day(6, 8))
    plans.resume_task(ref=late, by=shen, at=day(8, 31))
    assert rungs(late, shen, day(9, 1)) == []
    assert rungs(late, shen, day(9, 8)) == ["urge"]


def test_red_for_its_reports_it_is_not_urged_for_a_promise_that_is_yellow(city, shen, deng):
    """6 days past its day, untold: yellow by the rules; red is only that reports are missing."""
    text = PLAN.replace(OLD, STAGES).replace("2026年5月底前", "2026年12月底前", 1)
    _plan, ref, _targets = working(text, shen, deng)
    found = row(ref, shen, day(7, 6))
    assert found.lamp.rule == "reports"
    assert rungs(ref, shen, day(7, 6)) == []


def test_red_for_its_reports_and_its_promise_it_is_urged_for_the_promise(city, shen, deng):
    """Eleven days past its day an untold promise is red as well."""
    text = PLAN.replace(OLD, STAGES).replace("2026年5月底前", "2026年12月底前", 1)
    _plan, ref, _targets = working(text, shen, deng)
    assert row(ref, shen, day(7, 13)).lamp.rule == "reports"
    assert rungs(ref, shen, day(7, 13)) == ["urge"]


def test_a_report_is_not_late_for_the_days_of_the_rest(measured, deng, shen):
    """January is due in the first days of February; the task rests from 2 February to 1 June."""
    suspend(measured, shen, day(2, 2))
    plans.resume_task(ref=measured, by=shen, at=day(6, 1))
    found = seen(deng, measured, day(6, 2))
    assert found.row.facts["report_days_late"] == 0
    assert [one.late_days for one in found.owed] == [0] * len(found.owed)
    assert seen(deng, measured, day(6, 5)).row.facts["report_days_late"] == 1, "due on 4 June"
    plans.report_progress(
        ref=measured, percent=30, progress="已上线", period="2026-01", by=deng, at=day(6, 2)
    )
    (one,) = seen(deng, measured, day(6, 2, 12)).reports
    assert (one.period, one.late_days) == ("2026-01", 0)


def test_a_rest_is_not_called_sent_back(city, shen, deng):
    _plan, ref, _targets = working(LOOSE, shen, deng)
    plans.ask_close(ref=ref, words="已压减", by=deng, at=day(3, 2), files=[evidence()])
    plans.verify_closing(ref=ref, passed=False, opinion="还缺台账", by=shen, at=day(3, 3))
    suspend(ref, shen, day(5, 11))
    plans.resume_task(ref=ref, by=shen, at=day(5, 20))
    found = row(ref, shen, day(5, 21))
    assert found.moved == "rested"


def test_sent_back_after_its_rest_with_a_later_day_is_called_so(rested, deng, shen):
    plans.ask_close(ref=rested, words="已压减", by=deng, at=day(6, 19), files=[evidence()])
    plans.verify_closing(ref=rested, passed=False, opinion="还缺台账", by=shen, at=day(6, 22))
    found = row(rested, shen, day(6, 23))
    assert found.due_on > date(2026, 6, 21)
    assert found.moved == "back"


def test_a_promise_that_a_new_edition_names_after_the_rest_is_due_on_its_day(city, shen, deng):
    text = PLAN.replace(OLD, STAGES).replace("2026年5月底前", "2026年12月底前", 1)
    plan, ref, _targets = working(text, shen, deng)
    suspend(ref, shen, day(2, 1))
    plans.resume_task(ref=ref, by=shen, at=day(2, 10))
    declare(plan, stored(text.replace("6月底前", "7月底前"), AT, shen), shen)
    held = {one.due: one.held for one in row(ref, shen, day(3, 5)).check.numbers}
    assert held == {
        date(2026, 7, 31): date(2026, 7, 31),
        date(2026, 12, 31): date(2027, 1, 10),
    }
