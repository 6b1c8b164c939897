"""Withdrawn before a decision; reopened only with a ground."""

import pytest
from case_samples import later, walk_to_decision

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.cases import service as cases


def test_the_applicant_withdraws_before_the_decision(accepted, lin, now):
    case = cases.withdraw(ref=accepted.ref, reason="计划有变", by=lin, at=later(now, 3))
    assert case.state == "withdrawn"


def test_after_the_decision_it_is_too_late(accepted, lin, ma, wu, now):
    walk_to_decision(accepted.ref, ma, wu, now)
    with pytest.raises(Refusal) as refusal:
        cases.withdraw(ref=accepted.ref, by=lin, at=later(now, 11))
    assert refusal.value.code == "state-decided"


def test_a_supervisor_reopens_on_a_ground_and_the_steps_start_anew(accepted, ma, wu, shen, now):
    walk_to_decision(accepted.ref, ma, wu, now)
    with pytest.raises(Refusal):
        cases.reopen(ref=accepted.ref, ground="", by=shen, at=later(now, 12))
    case = cases.reopen(
        ref=accepted.ref, ground="行政复议决定书〔2026〕3号", by=shen, at=later(now, 12)
    )
    assert case.state == "accepted"
    assert [step.state for step in case.steps] == ["open", "waiting", "waiting", "waiting"]
    assert case.outcome == ""


def test_a_note_stays_on_the_timeline(accepted, ma, lin, now):
    cases.note(ref=accepted.ref, text="已电话联系申请人", by=ma, at=later(now, 3))
    assert cases.timeline(lin, accepted.ref)[-1].text == "已电话联系申请人"
    with pytest.raises(Refusal):
        cases.note(ref=accepted.ref, text="我也说一句", by=lin, at=later(now, 4))


def test_who_withdraws_for_the_applicant_says_why(accepted, zhou, now):
    with pytest.raises(Refusal) as refusal:
        cases.withdraw(ref=accepted.ref, reason=" ", by=zhou, at=later(now, 3))
    assert refusal.value.code == "reason-missing"
    case = cases.withdraw(ref=accepted.ref, reason="申请人来窗口说明", by=zhou, at=later(now, 3))
    assert case.state == "withdrawn"
