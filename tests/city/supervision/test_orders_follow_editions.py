"""A warning on a promise goes on against the same promise of the next edition, and back."""

import pytest
from loop_sample import PLAN, day

from yingshang.city.plans import service as plans
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision.models import Order, Warning


def newer(city, shen, text: str):
    return plans.import_plan(
        data=text.encode(), name="final.txt", region=city, by=shen, at=day(3, 3)
    )


def declare(promised, plan, shen):
    origin = plans.promise(shen, promised.id, as_of=day(3, 2).date()).plan.id
    return plans.lineage.declare(kind="edition", origin=origin, heir=plan.id, by=shen, at=day(3, 3))


def test_the_warning_follows_an_unchanged_promise_and_is_not_raised_again(
    warned, promised, city, shen
):
    plan = newer(city, shen, PLAN + "\n本方案自印发之日起施行。\n")
    declare(promised, plan, shen)
    followed = supervision.warning(shen, warned)
    assert followed.target == plan.tasks[0].targets[0].id
    assert supervision.watch(at=day(3, 4), by=shen) == []


def test_the_warning_on_a_number_that_changed_stays_with_its_edition(warned, promised, city, shen):
    changed = PLAN.replace(
        promised.span, promised.span.replace(str(promised.value.normalize()), "9", 1)
    )
    assert changed != PLAN
    plan = newer(city, shen, changed)
    declare(promised, plan, shen)
    assert supervision.warning(shen, warned).target == promised.id


AGAIN = PLAN + "\n本方案自印发之日起施行。\n"


def ordered(warned, shen):
    due = day(3, 20).date()
    return supervision.order_from(
        warning=warned, by=shen, at=day(3, 2), unit="990100-land", demand="限期整改", due=due
    )


def points_at(ref, warned, shen):
    return {Order.objects.get(ref=ref).target_id, supervision.warning(shen, warned).target}


@pytest.mark.parametrize("whole", [True, False])
def test_warning_and_order_go_back_when_the_edition_does(warned, promised, city, shen, whole):
    ref = ordered(warned, shen)
    plan = newer(city, shen, AGAIN)
    link = declare(promised, plan, shen)
    assert points_at(ref, warned, shen) == {plan.tasks[0].targets[0].id}
    if whole:
        plans.withdraw(plan=plan.id, reason="导入错了", by=shen, at=day(3, 4))
        assert supervision.watch(at=day(3, 5), by=shen) == []
    else:
        plans.lineage.undo(link=link, reason="不是新一版", by=shen, at=day(3, 4))
    assert points_at(ref, warned, shen) == {promised.id}
    if whole:
        newer(city, shen, AGAIN)  # and on again with the plan that is brought back
        assert points_at(ref, warned, shen) == {plan.tasks[0].targets[0].id}


def test_what_arose_on_the_edition_goes_back_only_where_it_is_withdrawn(missed, city, shen):
    plan = newer(city, shen, AGAIN)
    link = declare(missed, plan, shen)
    (new,) = supervision.watch(at=day(3, 4), by=shen)
    there = plan.tasks[0].targets[0].id
    assert supervision.warning(shen, new).target == there
    plans.lineage.undo(link=link, reason="不是新一版", by=shen, at=day(3, 5))
    assert supervision.warning(shen, new).target == there
    declare(missed, plan, shen)
    plans.withdraw(plan=plan.id, reason="导入错了", by=shen, at=day(3, 6))
    assert supervision.warning(shen, new).target == missed.id


def test_a_warning_in_an_edition_after_that_comes_back_too(warned, promised, city, shen):
    second, third = newer(city, shen, AGAIN), newer(city, shen, AGAIN + "（三）")
    link = declare(promised, second, shen)
    plans.lineage.declare(kind="edition", origin=second.id, heir=third.id, by=shen, at=day(3, 4))
    assert supervision.warning(shen, warned).target == third.tasks[0].targets[0].id
    plans.lineage.undo(link=link, reason="不是新一版", by=shen, at=day(3, 5))
    assert supervision.warning(shen, warned).target == promised.id


def test_an_alert_on_the_pace_is_known_by_the_promise_it_went_on_to(warned, promised, city, shen):
    row = Warning.objects.get(pk=warned)
    Warning.objects.filter(pk=warned).update(key=f"pace|pace-{row.target_id}|2026-03")
    plan = newer(city, shen, AGAIN)
    declare(promised, plan, shen)
    there = plan.tasks[0].targets[0].id
    assert Warning.objects.get(pk=warned).key == f"pace|pace-{there}|2026-03"
