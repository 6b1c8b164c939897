"""Several bureaus work at once, each on its own step."""

import pytest
from case_samples import later

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.cases import service as cases


@pytest.fixture
def reviewed(accepted, ma, now):
    cases.complete_step(ref=accepted.ref, step="review", by=ma, at=later(now, 2))
    return accepted.ref


def test_two_bureaus_find_it_in_their_queues_at_once(reviewed, ma, wu, now):
    for actor in (ma, wu):
        (row,) = cases.queue(actor, at=later(now, 3), mine=True).rows
        assert row.ref == reviewed
        assert row.open_steps == ("税务核对", "现场核查")


def test_a_bureau_leaves_the_queue_when_its_step_is_done(reviewed, wu, now):
    cases.complete_step(ref=reviewed, step="tax", by=wu, at=later(now, 3))
    assert cases.queue(wu, at=later(now, 4), mine=True).total == 0
    assert cases.case_for(wu, reviewed).state == "accepted"


def test_nobody_completes_another_bureaus_step(reviewed, wu, now):
    with pytest.raises(Refusal) as refusal:
        cases.complete_step(ref=reviewed, step="site", by=wu, at=later(now, 3))
    assert refusal.value.code == "not-yours"


def test_a_step_that_is_not_there_is_refused_by_name(reviewed, wu, now):
    with pytest.raises(Refusal) as refusal:
        cases.complete_step(ref=reviewed, step="moon", by=wu, at=later(now, 3))
    assert refusal.value.code == "step-unknown"


def test_a_page_that_is_out_of_date_is_refused_and_says_so(reviewed, ma, wu, now):
    seen = cases.case_for(ma, reviewed).seq
    cases.complete_step(ref=reviewed, step="tax", by=wu, at=later(now, 3))
    with pytest.raises(Refusal) as refusal:
        cases.complete_step(ref=reviewed, step="site", by=ma, at=later(now, 4), seq=seen)
    assert refusal.value.code == "stale"
    assert "刷新页面" in refusal.value.sentence


def test_a_step_knows_its_own_time(reviewed, ma):
    step = cases.case_for(ma, reviewed).steps[0]
    assert step.by_name == "马骏"
    assert step.lamp == "green"
    (fact,) = [row for row in cases.step_facts(region="990100") if row["step"] == "review"]
    assert fact["on_time"] is True


def test_a_failed_step_needs_an_opinion_and_bars_a_grant(reviewed, wu, ma, now):
    with pytest.raises(Refusal):
        cases.complete_step(ref=reviewed, step="tax", result="fail", by=wu, at=later(now, 3))
    cases.complete_step(
        ref=reviewed, step="tax", result="fail", opinion="欠税未清", by=wu, at=later(now, 3)
    )
    with pytest.raises(Refusal) as refusal:
        cases.decide(ref=reviewed, outcome="granted", by=ma, at=later(now, 4))
    assert refusal.value.code == "step-failed"
    case = cases.decide(ref=reviewed, outcome="refused", reason="欠税未清", by=ma, at=later(now, 4))
    assert case.licence is None
