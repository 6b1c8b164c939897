"""A county ahead of a plain number (减至2个工作日) has kept it; the worst is who is behind."""

import pytest
from ledger_sample import PLAN, day

from yingshang.city.accounts import service as accounts
from yingshang.city.plans import service as plans


@pytest.fixture
def split(city, shen):
    """The city's two days, the same for every county; answers the target's id."""
    plan = plans.import_plan(
        data=PLAN.encode(), name="one.txt", region="990100", by=shen, at=day(1, 6)
    )
    target = plan.tasks[0].targets[0].id
    changes = {"comparator": "=", "value": "2", "unit": "工作日", "statistic": "each"}
    plans.correct_target(target=target, changes=changes, by=shen, at=day(1, 6))
    plans.split_target(target=target, how="equal", by=shen, at=day(1, 8))
    return target


def test_a_county_ahead_of_a_plain_number_has_kept_it(split, shen):
    places = [code for code, _name in accounts.districts("990100")]
    for place, value in zip(places, ["1", "3", *["2"] * len(places)], strict=False):
        plans.return_share(target=split, place=place, value=value, by=shen, at=day(2, 1))
    seen = plans.split_of(shen, split, as_of=day(3, 1).date())
    assert [one.met for one in seen.places][:3] == [True, False, True]
    assert seen.rolled == "3 工作日"
    assert "超出 1工作日" in seen.rolled_says
