"""Who works on the loop, and its promise: read, confirmed, bound."""

from dataclasses import replace

import pytest
from loop_sample import PLAN, day, mortgages

from yingshang.city.accounts.service import actor_of, user_of
from yingshang.city.indicators import service as indicators
from yingshang.city.plans import service as plans
from yingshang.city.supervision import service as supervision


@pytest.fixture
def deng(city):
    """Registrar of the natural resources bureau."""
    return actor_of(user_of("deng"))


@pytest.fixture
def hou(deng):
    """Somebody of the housing bureau."""
    return replace(deng, id="hou", name="侯立", unit="990100-housing")


@pytest.fixture
def promised(city, shen):
    """The plan is imported, its first promise confirmed and bound."""
    plan = plans.import_plan(
        data=PLAN.encode(), name="plan.txt", region=city, by=shen, at=day(1, 6)
    )
    target = plan.tasks[0].targets[0]
    plans.confirm_target(target=target.id, by=shen, at=day(1, 6))
    best = plans.suggest_bindings(target=target.id, at=day(1, 6))[0]
    plans.bind(target=target.id, indicator=best.indicator, by=shen, at=day(1, 6))
    return target


@pytest.fixture
def missed(promised, city, shen, zhou, deng):
    """The promise was missed in February; no watch has been kept since."""
    mortgages(12, opened=day(2, 3, 9), finished=day(2, 11, 9), clerk=zhou, officer=deng)
    indicators.compute(at=day(3, 2), by=shen, regions=[city])
    return promised


@pytest.fixture
def warned(missed, shen):
    """The watch of 2 March says so."""
    (warning,) = supervision.watch(at=day(3, 2), by=shen)
    return warning


@pytest.fixture
def gao(city):
    """Reviewer of the housing bureau."""
    return actor_of(user_of("gao"))
