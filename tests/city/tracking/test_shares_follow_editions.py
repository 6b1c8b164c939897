"""The counties' parts of a target follow it into a new edition, or wait for their number."""

import pytest
from ledger_sample import PLAN, day

from yingshang.city.accounts import service as accounts
from yingshang.city.plans import service as plans
from yingshang.kernel.flow import Refusal

HOUSES = PLAN.replace("压缩至2个工作日以内。", "便利化，新增网点3000个。")


@pytest.fixture
def districts(city):
    return [code for code, _name in accounts.districts("990100")]


def imported(text, shen, at, name):
    return plans.import_plan(data=text.encode(), name=name, region="990100", by=shen, at=at)


@pytest.fixture
def first(districts, shen):
    """A plan whose number is split to the counties, one of which has returned."""
    plan = imported(HOUSES, shen, day(1, 6), "one.txt")
    target = plan.tasks[0].targets[0].id
    plans.confirm_task(task=plan.tasks[0].id, by=shen, at=day(1, 6))
    plans.split_target(target=target, how="equal", by=shen, at=day(1, 8))
    plans.return_share(target=target, place=districts[0], value="500", by=shen, at=day(2, 1))
    return plan


def edition(first, shen, text, at):
    newer = imported(text.replace("1月5日", "2月5日"), shen, at, "two.txt")
    link = plans.lineage.declare(kind="edition", origin=first.id, heir=newer.id, by=shen, at=at)
    return newer, link


def split(shen, plan):
    return plans.split_of(shen, plan.tasks[0].targets[0].id, as_of=day(3, 1).date())


def test_the_parts_go_on_where_the_number_is_the_same(first, districts, shen):
    newer, _link = edition(first, shen, HOUSES, day(2, 10))
    there = split(shen, newer)
    assert [one.place for one in there.places] == districts
    assert there.places[0].returned.startswith("500")
    assert there.waits is None
    assert split(shen, first).places == ()


def test_they_go_back_with_the_link(first, districts, shen):
    newer, link = edition(first, shen, HOUSES, day(2, 10))
    plans.lineage.undo(link=link, reason="关联错了", by=shen, at=day(2, 11))
    assert [one.place for one in split(shen, first).places] == districts
    assert split(shen, newer).places == ()


def test_parts_cut_anew_in_the_newer_edition_stay_with_it(first, shen):
    newer, link = edition(first, shen, HOUSES, day(2, 10))
    target = newer.tasks[0].targets[0].id
    plans.split_target(target=target, how="equal", by=shen, at=day(2, 11))
    plans.lineage.undo(link=link, reason="关联错了", by=shen, at=day(2, 12))
    assert split(shen, newer).places


def test_a_newer_edition_that_has_them_from_there_may_be_withdrawn(first, districts, shen):
    newer, _link = edition(first, shen, HOUSES, day(2, 10))
    plans.withdraw(plan=newer.id, reason="发错了", by=shen, at=day(2, 11))
    assert [one.place for one in split(shen, first).places] == districts


def test_a_plan_that_was_split_itself_is_still_not_withdrawn(first, shen):
    with pytest.raises(Refusal) as refused:
        plans.withdraw(plan=first.id, reason="发错了", by=shen, at=day(2, 11))
    assert refused.value.code == "split-to-counties"


def test_where_the_number_changed_they_wait_and_the_page_says_so(first, districts, shen):
    newer, _link = edition(first, shen, HOUSES.replace("3000个", "4000个"), day(2, 10))
    there = split(shen, newer)
    assert there.places == ()
    assert (there.waits.plan, there.waits.counties) == (first.id, len(districts))
    assert len(split(shen, first).places) == len(districts)
    third = imported(
        HOUSES.replace("3000个", "4000个").replace("1月5日", "3月5日"), shen, day(3, 1), "three.txt"
    )
    plans.lineage.declare(kind="edition", origin=newer.id, heir=third.id, by=shen, at=day(3, 1))
    assert split(shen, third).waits == there.waits
    plans.split_target(target=third.tasks[0].targets[0].id, how="equal", by=shen, at=day(3, 2))
    assert split(shen, third).waits is None
