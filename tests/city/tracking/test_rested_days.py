"""What rests: a promise with a day of its own, a number, a rung and a report wait as their task does,
and what was approved stays when a link is undone or the past is looked at."""

import pytest
from ledger_sample import PLAN, day
from test_own_numbers import report
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
    assert rungs(ref, shen, day(8, 22)) == []
