"""Two units act at the same moment: the second waits for the first and is not turned away."""

from datetime import timedelta

import pytest
from case_samples import later

from yingshang.city.cases import service as cases
from yingshang.city.cases.kinds import Refusal


@pytest.fixture
def reviewed(accepted, ma, now):
    return cases.complete_step(
        ref=accepted.ref, step="review", result="pass", by=ma, at=later(now, 2)
    )


def test_who_had_to_wait_acts_when_his_turn_has_come(reviewed, ma, wu, now):
    at = later(now, 3)
    cases.complete_step(ref=reviewed.ref, step="site", result="pass", by=ma, at=at)
    cases.complete_step(
        ref=reviewed.ref, step="tax", result="pass", by=wu, at=at - timedelta(milliseconds=40)
    )
    moments = [e.at for e in cases.timeline(ma, reviewed.ref)]
    assert moments == sorted(moments)
    assert cases.verify_chain().ok


def test_a_moment_long_past_is_still_refused(reviewed, wu, now):
    with pytest.raises(Refusal) as refused:
        cases.complete_step(ref=reviewed.ref, step="tax", result="pass", by=wu, at=later(now, 1.5))
    assert refused.value.code == "time-backwards"
