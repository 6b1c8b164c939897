"""A number whose day has passed and of which nobody ever told anything: papers alone do not close
its task."""

from datetime import date

import pytest
from django.urls import reverse
from ledger_sample import day, evidence
from test_own_numbers import LOOSE, report, seen
from test_own_numbers_held import working

from yingshang.city.accounts import service as accounts
from yingshang.city.plans import service as plans
from yingshang.kernel.flow import Refusal

MISSING = "“申请材料”应于 2026年5月31日 前达到 ≤ 3 份，没有报过数"


@pytest.fixture
def silent(city, shen, deng):
    """A task with a number that only its unit can tell; its day is 31 May."""
    _plan, ref, (target,) = working(LOOSE, shen, deng)
    return ref, target


def verified(ref, deng, shen, month=6, number=2):
    plans.ask_close(ref=ref, words="已压减", by=deng, at=day(month, number), files=[evidence()])
    at = day(month, number + 1)
    plans.verify_closing(ref=ref, passed=True, opinion="已核", by=shen, at=at)


def test_past_its_day_the_closing_asks_for_the_number_and_names_it(silent, deng, shen):
    ref, _target = silent
    verified(ref, deng, shen)
    with pytest.raises(Refusal) as refused:
        plans.close_task(ref=ref, by=shen, at=day(6, 4))
    assert MISSING in refused.value.sentence
    assert "请牵头单位在进展里报送这个数" in refused.value.sentence


def test_asked_for_in_time_its_lamp_says_what_is_missing(silent, deng, shen):
    ref, _target = silent
    verified(ref, deng, shen, 5, 29)
    lamp = seen(shen, ref, day(6, 4)).row.lamp
    assert lamp.word == "待核数"
    assert MISSING in lamp.sentence


def test_a_named_person_may_close_it_all_the_same(silent, deng, shen):
    ref, _target = silent
    verified(ref, deng, shen)
    plans.close_task(ref=ref, by=shen, at=day(6, 4), override_reason="材料目录已由省厅统一取消")
    assert seen(shen, ref, day(6, 5)).row.override
    (line,) = plans.tracked(shen, at=day(6, 5), refs=[ref])
    assert line.closed


def test_once_it_is_told_and_kept_it_closes(silent, deng, shen):
    ref, target = silent
    report(ref, deng, {target: "3"}, at=day(6, 1), period="2026-05")
    verified(ref, deng, shen)
    plans.close_task(ref=ref, by=shen, at=day(6, 4))
    assert seen(shen, ref, day(6, 5)).row.closed


def test_before_its_day_papers_are_enough_as_before(silent, deng, shen):
    ref, _target = silent
    verified(ref, deng, shen, 5, 20)
    plans.close_task(ref=ref, by=shen, at=day(5, 22))
    found = seen(shen, ref, day(7, 1)).row
    assert found.closed
    assert not found.slipped
    assert "没有报过数" not in found.check.sentence, "what was closed in time stays closed"


def test_a_look_back_of_such_a_task_may_find_it_kept(silent, deng, shen):
    ref, _target = silent
    verified(ref, deng, shen, 5, 20)
    plans.close_task(ref=ref, by=shen, at=day(5, 22))
    plans.open_look_backs(at=day(8, 24), by=shen)
    plans.look_back(ref=ref, kept=True, words="目录仍为三份", by=shen, at=day(8, 25))


def test_with_more_time_the_later_day_is_the_day(silent, deng, shen):
    ref, _target = silent
    plans.ask_extension(ref=ref, until=date(2026, 7, 15), reason="等目录", by=deng, at=day(5, 11))
    plans.rule_extension(ref=ref, granted=True, approver="何副市长", by=shen, at=day(5, 12))
    assert seen(shen, ref, day(6, 20)).row.check.met
    assert not seen(shen, ref, day(7, 16)).row.check.met


def test_of_several_the_one_that_is_missing_is_named(city, shen, deng):
    two = LOOSE.replace("份以内。", "份以内，新建登记服务站不少于5个。")
    _plan, ref, (first, _second) = working(two, shen, deng)
    report(ref, deng, {first: "3"}, at=day(6, 1), period="2026-05")
    check = seen(shen, ref, day(6, 2)).row.check
    assert not check.met
    assert "登记服务站" in check.says
    assert "申请材料" not in check.says


def test_the_unit_is_told_before_it_asks(silent, deng, client):
    ref, _target = silent
    client.force_login(accounts.user_of("deng"))
    page = client.get(reverse("desk:tracked_task", args=[ref])).content.decode()
    assert "到期的目标没有报过数，不能只凭佐证材料销号" in page


def test_a_task_that_promises_no_number_closes_on_its_papers(worded, wu, shen):
    at = day(7, 2)
    plans.ask_close(ref=worded, words="清单已公布", by=wu, at=at, files=[evidence()])
    found = seen(shen, worded, day(7, 3)).row.check
    assert (found.met, found.silent) == (True, False)
    assert "无量化指标" in found.sentence
