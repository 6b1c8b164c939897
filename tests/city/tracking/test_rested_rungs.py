"""What stands on the ladder waits while its task rests, and says what is so."""

from datetime import date

import pytest
from ledger_sample import PLAN, day
from test_own_numbers import LOOSE, report
from test_own_numbers_held import OLD, working

from yingshang.city.plans import service as plans
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision.calendars.sources import dated_things
from yingshang.city.supervision.meetings.drafting import _rungs
from yingshang.city.supervision.meetings.tables import Meeting
from yingshang.kernel.flow import Refusal

STAGES = "6月底前新建登记服务站不少于3个，年底前扩大至5个。"


def suspend(ref, by, at):
    plans.suspend_task(ref=ref, reason="等上级文件", basis="纪要〔2026〕1号", by=by, at=at)


def row(ref, by, at):
    return plans.tracked_task(by, ref, at=at).row


def rungs(ref, by, at):
    return [one.code for one in supervision.ladder(by, ref, at=at).rungs if one.due]


def test_of_what_rests_nothing_is_taken_by_hand_as_if_it_were_late(city, shen, deng):
    """Suspended ten days before its day by the city's leaders; the desk urges it in July."""
    _plan, ref, _targets = working(LOOSE, shen, deng)
    suspend(ref, shen, day(5, 21))
    with pytest.raises(Refusal) as refused:
        supervision.take(ref=ref, rung="urge", skipped="急", by=shen, at=day(7, 20))
    assert refused.value.code == "case-rests"
    assert not any(one.may_take for one in supervision.ladder(shen, ref, at=day(7, 20)).rungs)


def test_a_proposal_of_before_the_rest_is_not_approved_within_it(city, shen, deng, he):
    _plan, ref, _targets = working(LOOSE, shen, deng)
    one = supervision.take(
        ref=ref, rung="interview", skipped="急", place="会议室", meet_at=day(8, 20), by=shen,
        at=day(6, 2),
    )  # fmt: skip
    suspend(ref, shen, day(6, 3))
    with pytest.raises(Refusal) as refused:
        supervision.approve(escalation=one, by=he, at=day(6, 4))
    assert refused.value.code == "case-rests"
    plans.resume_task(ref=ref, by=shen, at=day(7, 1))
    supervision.approve(escalation=one, by=he, at=day(7, 2))


@pytest.fixture
def urged(city, shen, deng):
    """Urged on 1 June, to be answered by 4 June; suspended on the 2nd."""
    _plan, ref, _targets = working(LOOSE, shen, deng)
    supervision.climb(at=day(6, 1, 20), by=shen)
    suspend(ref, shen, day(6, 2))
    return ref


def standing(ref, by, at):
    (one,) = [one for one in supervision.escalations(by, at=at) if one.ref == ref]
    return one


def test_a_rung_is_no_late_answer_while_the_task_rests(urged, shen):
    """What is not pressed is not counted as unanswered either, in no bulletin and on no page."""
    one = standing(urged, shen, day(7, 20))
    assert (one.rung, one.late_days, one.rests) == ("urge", 0, True)
    assert not list(_rungs(Meeting(region="990100"), day(7, 20))), "no topic of a meeting"
    things = dated_things("990100", day(7, 20))
    assert {one.state for one in things if one.kind == "rung"} == {"waiting"}


def test_gone_on_its_answer_has_what_was_left_of_its_time(urged, shen):
    """Of three working days one had passed: from Monday 20 July it has three days, with the 2nd."""
    plans.resume_task(ref=urged, by=shen, at=day(7, 20))
    one = standing(urged, shen, day(7, 23))
    assert (one.due_on, one.late_days, one.rests) == (date(2026, 7, 23), 0, False)
    assert standing(urged, shen, day(7, 24)).late_days == 1


def promised(ref, by, at):
    return [one for one in supervision.escalations(by, at=at) if one.ref == ref]


def test_a_promise_sent_late_is_not_called_the_task(city, shen):
    """The task is due in December; only its promise of June had passed when it was sent out."""
    text = PLAN.replace(OLD, STAGES).replace("2026年5月底前", "2026年12月底前", 1)
    plan = plans.import_plan(
        data=text.encode(), name="n.txt", region="990100", by=shen, at=day(1, 6)
    )
    task = plan.tasks[0].id
    plans.confirm_task(task=task, by=shen, at=day(1, 6))
    (ref,) = plans.send_tasks(plan=plan.id, tasks=[task], by=shen, at=day(7, 13))
    supervision.climb(at=day(7, 15, 20), by=shen)
    (one,) = promised(ref, shen, day(7, 16))
    assert one.rung == "remind"
    assert "分项目标" in one.demand
    assert "本事项" not in one.demand


def test_an_urge_for_a_promise_does_not_say_that_the_task_is_over_its_time(city, shen, deng):
    text = PLAN.replace(OLD, STAGES).replace("2026年5月底前", "2026年12月底前", 1)
    _plan, ref, _targets = working(text, shen, deng)
    for month in range(1, 7):
        report(ref, deng, {}, at=day(month + 1, 2), period=f"2026-0{month}")
    supervision.climb(at=day(7, 13, 20), by=shen)
    (one,) = promised(ref, shen, day(7, 14))
    assert one.rung == "urge"
    assert "分项目标" in one.demand
    assert "本事项" not in one.demand
    (rung,) = [one for one in supervision.ladder(shen, ref, at=day(7, 14)).rungs if one.taken]
    assert "本事项" not in rung.demand, "the page offers the same words"
