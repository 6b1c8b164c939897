"""A special procedure stops the clock and is kept as a span."""

from datetime import timedelta

import pytest
from case_samples import later

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.cases import service as cases

BASIS = "行政许可法第四十五条"


@pytest.fixture
def paused(accepted, ma, now):
    return cases.pause(
        ref=accepted.ref,
        kind="expert-review",
        reason="组织专家评审，约需五天",
        basis=BASIS,
        by=ma,
        at=later(now, 24),
    )


def test_the_clock_stands_and_the_lamp_is_grey(paused, lin, now):
    case = cases.case_for(lin, paused.ref, at=later(now, 48))
    assert case.lamp == "grey"
    assert case.promised_due_at is None
    assert case.paused_at == later(now, 24)


def test_the_days_of_the_procedure_do_not_count(paused, ma, lin, now):
    case = cases.resume(ref=paused.ref, by=ma, at=later(now, 24 * 3))
    # Tuesday to Thursday stood still: five working days end three later, on 12 March
    assert case.promised_due_at.date().isoformat() == "2026-03-12"
    clock = cases.clock(lin, paused.ref, at=later(now, 24 * 3))
    assert clock.pauses[0].kind_label == "专家评审"
    assert clock.pauses[0].until == later(now, 24 * 3)


def test_another_unit_cannot_stop_it(accepted, wu, now):
    with pytest.raises(Refusal) as refusal:
        cases.pause(
            ref=accepted.ref, kind="hearing", reason="x", basis=BASIS, by=wu, at=later(now, 24)
        )
    assert refusal.value.code == "not-yours"


def test_an_extension_is_approved_once_and_moves_the_due_date(accepted, ma, now):
    before = cases.case_for(ma, accepted.ref).promised_due_at
    case = cases.extend(
        ref=accepted.ref, workdays=5, reason="情况复杂", approver="局长 李", by=ma, at=later(now, 5)
    )
    assert (case.promised_due_at - before).days == 7
    with pytest.raises(Refusal):
        cases.extend(
            ref=accepted.ref, workdays=5, reason="又复杂", approver="李", by=ma, at=later(now, 6)
        )


def test_what_is_overdue_by_law_is_not_extended_afterwards(accepted, ma, now):
    call = {"ref": accepted.ref, "workdays": 5, "reason": "复杂", "approver": "局长", "by": ma}
    limit = cases.case_for(ma, accepted.ref).statutory_due_at
    with pytest.raises(Refusal) as refusal:
        cases.extend(**call, at=limit + timedelta(seconds=1))
    assert refusal.value.code == "extended-late"
    assert cases.case_for(ma, accepted.ref).statutory_due_at == limit
    assert cases.extend(**call, at=limit).statutory_due_at > limit


def test_what_stands_is_not_over_and_may_be_extended(paused, ma, now):
    call = {"ref": paused.ref, "workdays": 5, "reason": "复杂", "approver": "局长", "by": ma}
    cases.extend(**call, at=later(now, 24 * 90))
