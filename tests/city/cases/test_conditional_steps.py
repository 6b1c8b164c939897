"""A step with a condition is left out where the form says no, and kept where it is unknown."""

import pytest
from case_items import FORM, PERMIT
from case_samples import later

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions


@pytest.fixture
def conditional(city, now):
    """The permit, with a site visit only for more than 50 seats."""
    steps = [dict(step) for step in PERMIT["steps"]]
    steps[2]["when"] = "seats > 50"
    body = {**PERMIT, "code": "test-conditional", "steps": steps}
    definitions.publish(
        kind="item", code="test-conditional", region="", body=body, by=SYSTEM, at=now
    )
    return city


@pytest.mark.parametrize(
    ("seats", "state"), [("40", "skipped"), ("51", "waiting"), ("", "waiting")]
)
def test_the_form_decides_which_steps_there_are(conditional, lin, now, seats, state):
    case = cases.open_case(
        item="test-conditional",
        region=conditional,
        form={**FORM, "seats": seats},
        party=lin.party,
        channel="web",
        by=lin,
        at=now,
    )
    assert {step.code: step.state for step in case.steps}["site"] == state


def test_a_skipped_step_holds_nobody_up(conditional, lin, zhou, ma, wu, now):
    case = cases.open_case(
        item="test-conditional",
        region=conditional,
        form=FORM,
        party=lin.party,
        channel="web",
        by=lin,
        at=now,
    )
    cases.accept(ref=case.ref, by=zhou, at=later(now, 1))
    for hour, (step, who) in enumerate([("review", ma), ("tax", wu), ("sign", ma)], start=2):
        cases.complete_step(ref=case.ref, step=step, by=who, at=later(now, hour))
    decided = cases.decide(ref=case.ref, outcome="granted", by=ma, at=later(now, 8))
    assert decided.state == "decided"
