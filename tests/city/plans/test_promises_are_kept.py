"""The promises of a region are kept in the process: they are never older than what they tell of."""

import pytest
from django.utils import translation
from edition_sample import final

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.models import Unit
from yingshang.city.plans import promising
from yingshang.city.plans import service as plans


@pytest.fixture
def told(plan, shen, now):
    """What is told now, and that it is what a process tells that has kept nothing."""

    def tell():
        found = plans.promises(shen, region="990100", as_of=now.date())
        promising._of_region.cache_clear()
        assert found == plans.promises(shen, region="990100", as_of=now.date())
        return found

    return tell


def test_they_are_read_once_until_something_changes(
    plan, shen, now, told, django_assert_max_num_queries
):
    told()
    with django_assert_max_num_queries(5):
        plans.promises(shen, region="990100", as_of=now.date())


def test_every_act_of_a_person_shows_at_once(plan, first, shen, now, told):
    acts = [
        lambda: plans.bind(target=first.id, indicator="company-start-max", by=shen, at=now),
        lambda: plans.correct_target(target=first.id, changes={"value": "3"}, by=shen, at=now),
        lambda: plans.undo(plan=plan.id, by=shen, at=now),
        lambda: plans.correct_task(
            task=first.task, changes={"deadline": "2026-06-30"}, by=shen, at=now
        ),
        lambda: plans.reject_target(target=first.id, reason="这是口号", by=shen, at=now),
    ]
    before = told()
    for act in acts:
        act()
        after = told()
        assert after != before
        before = after


def test_a_name_that_is_taught_and_forgotten_again_shows_at_once(plan, shen, now, told):
    lead = told()[0].task.lead[0].name
    before = told()
    first = plans.decide_unit(
        region="990100", name=lead, what="unit", units=["990100-bureau"], by=shen, at=now
    )
    assert told()[0].task.lead[0].code == "990100-bureau"
    second = plans.decide_unit(region="990100", name=lead, what="outside", by=shen, at=now)
    assert told()[0].task.lead[0].code is None
    assert second != first
    plans.forget(entry=second, by=shen, at=now)
    assert told() == before


def test_a_new_edition_takes_the_place_of_the_old_one_at_once(plan, shen, now, told):
    newer = final(now)
    assert {one.plan.id for one in told()} == {plan.id, newer.id}
    plans.lineage.declare(
        kind="edition", origin=plan.id, heir=newer.id, by=shen, at=now, grounds="市政府印发"
    )
    assert {one.plan.id for one in told()} == {newer.id}


def test_a_unit_that_is_called_otherwise_is_called_so_at_once(plan, told):
    code = next(unit.code for one in told() for unit in one.units if unit.code)
    Unit.objects.filter(pk=code).update(name="市改革局", aliases=[], role="reform-x")
    accounts._places.cache_clear()
    assert all(unit.code != code for one in told() for unit in one.units)


def test_who_reads_chinese_gets_no_english_of_somebody_before(plan, shen, now):
    with translation.override("en"):
        plans.promises(shen, region="990100", as_of=now.date())
    with translation.override("zh-hans"):
        found = plans.promises(shen, region="990100", as_of=now.date())
        promising._of_region.cache_clear()
        assert found == plans.promises(shen, region="990100", as_of=now.date())
