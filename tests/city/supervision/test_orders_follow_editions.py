"""A warning on a promise goes on against the same promise of the next edition."""

from loop_sample import PLAN, day

from yingshang.city.plans import service as plans
from yingshang.city.supervision import service as supervision


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
