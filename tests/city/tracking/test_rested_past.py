"""Looked at as of a day that lies behind, a task rested so long as it had by then."""

from datetime import date

from ledger_sample import PLAN, day
from test_own_numbers import LOOSE, report
from test_own_numbers_held import working

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


def test_of_two_rests_the_past_knows_only_the_first(city, shen, deng):
    _plan, ref, _targets = working(LOOSE, shen, deng)
    suspend(ref, shen, day(3, 2))
    plans.resume_task(ref=ref, by=shen, at=day(3, 11))
    then = row(ref, shen, day(4, 1)).due_on
    suspend(ref, shen, day(5, 2))
    plans.resume_task(ref=ref, by=shen, at=day(5, 21))
    (found,) = [one for one in plans.tracked(shen, at=day(4, 1), past=True) if one.ref == ref]
    assert found.due_on == then


def test_the_past_of_a_suspended_task_is_not_ahead_of_its_day(city, shen, deng):
    _plan, ref, _targets = working(LOOSE, shen, deng)
    report(ref, deng, {}, at=day(2, 2), period="2026-01")
    then = row(ref, shen, day(2, 10)).facts
    suspend(ref, shen, day(5, 2))
    (found,) = [one for one in plans.tracked(shen, at=day(2, 10), past=True) if one.ref == ref]
    assert found.facts["planned"] == then["planned"]
    assert found.facts["behind"] == then["behind"]


def then(ref, by, at):
    (found,) = [one for one in plans.tracked(by, at=at, past=True) if one.ref == ref]
    return found


def test_of_a_day_within_its_rest_it_rests_and_before_it_is_at_work(city, shen, deng):
    _plan, ref, _targets = working(LOOSE, shen, deng)
    suspend(ref, shen, day(5, 2))
    assert then(ref, shen, day(5, 1)).stage == "working"
    plans.resume_task(ref=ref, by=shen, at=day(6, 21))
    found = then(ref, shen, day(6, 10))
    assert (found.stage, found.days_late, found.due_on) == ("suspended", 0, date(2026, 5, 31))


def test_before_an_extension_and_its_rests_the_past_has_the_day_of_then(city, shen, deng):
    _plan, ref, _targets = working(LOOSE, shen, deng)
    suspend(ref, shen, day(3, 2))
    plans.resume_task(ref=ref, by=shen, at=day(3, 11))  # 10 June
    plans.ask_extension(ref=ref, until=date(2026, 7, 15), reason="等数据", by=deng, at=day(5, 11))
    plans.rule_extension(ref=ref, granted=True, approver="何副市长", by=shen, at=day(5, 12))
    suspend(ref, shen, day(6, 2))
    plans.resume_task(ref=ref, by=shen, at=day(6, 6))  # 20 July
    days = [str(then(ref, shen, day(*one)).due_on) for one in ((3, 1), (4, 1), (5, 13), (6, 7))]
    assert days == ["2026-05-31", "2026-06-10", "2026-07-15", "2026-07-20"]
