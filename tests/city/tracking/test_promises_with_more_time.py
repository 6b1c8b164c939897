"""A promise with more time is late once that has passed; its own day stays shown."""

from dataclasses import replace
from datetime import date

import pytest
from ledger_sample import day
from test_own_numbers import LOOSE, report
from test_own_numbers_held import working

from yingshang.city.plans import service as plans
from yingshang.city.plans.learning.glance import look_over
from yingshang.city.supervision._subjects import _late_target
from yingshang.city.supervision.bulletins._tasks import _promised

UNTIL = date(2026, 7, 15)


@pytest.fixture
def plan(city, shen, deng):
    """A promise of 31 May that its unit reports as missed, with more time until 15 July."""
    found, ref, (target,) = working(LOOSE, shen, deng)
    plans.confirm_target(target=target, by=shen, at=day(1, 8))
    report(ref, deng, {target: "5"}, at=day(5, 5), period="2026-04")
    plans.ask_extension(ref=ref, until=UNTIL, reason="等数据", by=deng, at=day(5, 11))
    plans.rule_extension(ref=ref, granted=True, approver="何副市长", by=shen, at=day(5, 12))
    return found


def promise(plan, shen, on):
    (found,) = plans.promises(shen, plan=plan.id, as_of=on)
    return found


def test_between_its_own_day_and_the_later_one_it_is_not_late(plan, shen):
    found = promise(plan, shen, date(2026, 6, 10))
    assert (found.due_on, found.held_to, found.late) == (date(2026, 5, 31), UNTIL, False)


def test_on_the_day_after_the_later_one_it_is_late(plan, shen):
    assert not promise(plan, shen, UNTIL).late
    assert promise(plan, shen, date(2026, 7, 16)).late


def test_the_warning_counts_to_the_later_day_and_names_it(plan, shen):
    known = promise(plan, shen, date(2026, 6, 10))
    told = _late_target(replace(known, indicator="company-start-mean"), day(6, 10))
    assert told.facts["days_left"] == 35
    assert told.sentence.endswith("完成时限已批准延期至 2026年7月15日。")
    told = _late_target(replace(known, extended_to=None), day(6, 10))
    assert told.facts["days_left"] == -10
    assert "延期" not in told.sentence


def test_a_paper_and_the_glance_count_its_days_from_the_later_one(plan, city, shen):
    at = date(2026, 7, 18)
    (row,) = [one for one in _promised(shen, city, at) if one.days_late]
    assert (row.due_on, row.days_late, row.extended) == (UNTIL, 3, True)
    assert {one.days for one in look_over(shen, region=city, as_of=at).worst} == {3}
    early = look_over(shen, region=city, as_of=date(2026, 6, 20))
    assert early.counts["late"] == 0
