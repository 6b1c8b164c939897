"""A suspended task is not late for resting: no day of it counts, and when it goes on it has what
was left of its time, on every page and clock."""

from datetime import date

import pytest
from ledger_sample import day, evidence

from yingshang.city.cases import service as cases
from yingshang.city.plans import service as plans
from yingshang.city.plans.tracking.models import Track
from yingshang.city.supervision import service as supervision

DUE = date(2026, 5, 31)


def suspend(ref, by, at):
    plans.suspend_task(ref=ref, reason="等上级文件", basis="纪要〔2026〕1号", by=by, at=at)


def row(ref, by, at):
    return plans.tracked_task(by, ref, at=at).row


def rungs(ref, by, at):
    return [one.code for one in supervision.ladder(by, ref, at=at).rungs if one.due]


@pytest.fixture
def resting(measured, shen):
    """Suspended on 21 May, ten days before its day."""
    suspend(measured, shen, day(5, 21))
    return measured


@pytest.fixture
def resumed(resting, shen):
    """And gone on on 10 June."""
    plans.resume_task(ref=resting, by=shen, at=day(6, 10))
    return resting


def test_while_it_rests_it_is_not_late_however_long(resting, shen):
    found = row(resting, shen, day(7, 20))
    assert (found.days_late, found.due_on, found.lamp.word) == (0, DUE, "暂停")
    assert found.facts["behind"] is None or found.facts["behind"] <= 100
    assert found.facts["planned"] == row(resting, shen, day(5, 21, 11)).facts["planned"]
    case = cases.case_for(shen, resting, at=day(7, 20))
    assert case.lamp == "grey"
    (line,) = cases.by_refs(shen, [resting], at=day(7, 20))
    assert line.lamp == "grey"


def test_nobody_is_pressed_while_it_rests(resting, shen):
    assert supervision.climb(at=day(6, 3, 20), by=shen).taken == 0
    assert rungs(resting, shen, day(6, 3)) == []
    kinds = {one.kind: one.state for one in plans.dated_work("990100", at=day(6, 3))
             if one.ref == resting and one.state != "done"}  # fmt: skip
    assert set(kinds.values()) == {"waiting"}


def test_gone_on_it_has_what_was_left_of_its_time(resumed, shen, deng):
    """21 May to 10 June are 21 days that do not count: 31 May becomes 21 June."""
    new = date(2026, 6, 21)
    found = row(resumed, shen, day(6, 11))
    assert (found.due_on, found.first_due_on, found.days_late) == (new, DUE, 0)
    assert row(resumed, shen, day(6, 23)).days_late == 2
    assert Track.objects.get(ref=resumed).due_on == DUE, "the plan's own date stays"
    plans.ask_extension(
        ref=resumed, until=date(2026, 7, 1), reason="等数据", by=deng, at=day(6, 15)
    )


def test_case_ladder_and_calendar_say_the_same_day(resumed, shen):
    new = date(2026, 6, 21)
    found = cases.case_for(shen, resumed, at=day(6, 12))
    assert (found.again_due_at.date(), found.lamp) == (new, "green")
    assert cases.case_for(shen, resumed, at=day(6, 22)).lamp == "red"
    assert {one.code: one.due_at.date() for one in found.steps if one.code == "apply"} == {
        "apply": new
    }
    lines = cases.clock(shen, resumed, at=day(6, 12)).limits
    assert {one.due.date() for one in lines if one.kind in ("promised", "step:apply")} == {new}
    dated = plans.dated_work("990100", at=day(6, 12))
    assert [one.due_on for one in dated if one.ref == resumed and one.kind == "task"] == [new]
    assert rungs(resumed, shen, day(6, 12)) == []
    assert rungs(resumed, shen, day(6, 22)) == ["urge"]


def test_its_time_does_not_run_through_the_days_it_rested(measured, shen):
    """Eleven of 144 days are left on 20 May, and on 10 June."""
    assert row(measured, shen, day(5, 20)).facts["planned"] == 92
    suspend(measured, shen, day(5, 21))
    assert row(measured, shen, day(6, 9)).facts["planned"] == 92
    plans.resume_task(ref=measured, by=shen, at=day(6, 10))
    assert row(measured, shen, day(6, 10, 11)).facts["planned"] == 92


def test_suspended_when_it_is_late_the_days_late_stand_still(measured, shen):
    suspend(measured, shen, day(6, 4))
    assert row(measured, shen, day(6, 30)).days_late == 3
    plans.resume_task(ref=measured, by=shen, at=day(7, 1))
    found = row(measured, shen, day(7, 3))
    assert (found.due_on, found.days_late) == (DUE, 5)


def test_an_agreed_node_is_not_late_for_the_days_that_it_rested(measured, deng, shen):
    node = ("接入五家银行", date(2026, 3, 31))
    plans.propose_milestones(ref=measured, nodes=[node], by=deng, at=day(1, 9))
    plans.rule_milestones(ref=measured, agreed=True, by=shen, at=day(1, 10))
    suspend(measured, shen, day(3, 1))
    plans.resume_task(ref=measured, by=shen, at=day(4, 20))
    found = plans.tracked_task(deng, measured, at=day(4, 22))
    assert (found.row.facts["milestone_days_late"], found.milestones[0].days_late) == (0, 0)
    assert found.milestones[0].due_on == date(2026, 5, 21), "51 days later"
    assert plans.tracked_task(deng, measured, at=day(5, 23)).milestones[0].days_late == 2
    dated = plans.dated_work("990100", at=day(4, 22))
    nodes = [one.due_on for one in dated if one.ref == measured and one.kind == "milestone"]
    assert nodes == [date(2026, 5, 21)]


def test_a_node_that_was_agreed_after_the_rest_is_due_on_its_day(resumed, deng, shen):
    node = ("接入五家银行", date(2026, 6, 19))
    plans.propose_milestones(ref=resumed, nodes=[node], by=deng, at=day(6, 11))
    plans.rule_milestones(ref=resumed, agreed=True, by=shen, at=day(6, 12))
    found = plans.tracked_task(deng, resumed, at=day(6, 20))
    assert (found.milestones[0].due_on, found.milestones[0].days_late) == (date(2026, 6, 19), 1)


def test_an_unsigned_task_is_not_late_to_be_signed_for_while_it_rests(sent, shen):
    ref = sent[0]  # to be signed for by 9 January
    suspend(ref, shen, day(1, 8))
    assert row(ref, shen, day(1, 30)).facts["sign_days_late"] == 0
    plans.resume_task(ref=ref, by=shen, at=day(1, 30))
    assert row(ref, shen, day(2, 2)).facts["sign_days_late"] == 0
    assert row(ref, shen, day(2, 6)).facts["sign_days_late"] > 0


def test_a_date_that_was_granted_after_the_rest_is_the_date(resumed, deng, shen):
    plans.ask_extension(
        ref=resumed, until=date(2026, 7, 10), reason="等数据", by=deng, at=day(6, 15)
    )
    plans.rule_extension(ref=resumed, granted=True, approver="何副市长", by=shen, at=day(6, 16))
    assert row(resumed, shen, day(6, 17)).due_on == date(2026, 7, 10)


def test_asked_for_in_the_time_that_it_was_given_back_it_is_in_time(resumed, deng, shen):
    plans.ask_close(ref=resumed, words="已压缩", by=deng, at=day(6, 19), files=[evidence()])
    plans.verify_closing(ref=resumed, passed=False, opinion="还缺台账", by=shen, at=day(6, 24))
    assert row(resumed, shen, day(6, 25)).days_late == 0
    assert row(resumed, shen, day(6, 25)).due_on > date(2026, 6, 24)


def test_of_a_day_before_it_went_on_it_has_the_day_that_it_had(resumed, shen):
    (found,) = [one for one in plans.tracked(shen, at=day(5, 20), past=True) if one.ref == resumed]
    assert found.due_on == DUE
