"""Accepting: the clock starts, the first step opens, others may not."""

from datetime import datetime

import pytest
from case_samples import later

from yingshang.city.accounts.kinds import SYSTEM, Refusal
from yingshang.city.cases import service as cases


def test_it_starts_the_clock_and_opens_the_first_step(accepted, lin, now):
    case = cases.case_for(lin, accepted.ref, at=later(now, 2))
    assert case.state == "accepted"
    assert case.promised_due_at.isoformat() == "2026-03-09T09:00:00+00:00"
    assert case.lamp == "green"
    assert [step.state for step in case.steps] == ["open", "waiting", "waiting", "waiting"]


def test_a_reviewer_of_another_unit_does_not_even_see_it_at_the_counter(opened, qian, now):
    with pytest.raises(LookupError):
        cases.accept(ref=opened.ref, by=qian, at=now)


def test_the_applicant_cannot_accept_her_own_case(opened, lin, now):
    with pytest.raises(Refusal) as refusal:
        cases.accept(ref=opened.ref, by=lin, at=now)
    assert refusal.value.code == "not-yours"


def test_it_refuses_a_case_that_is_already_accepted(accepted, zhou, now):
    with pytest.raises(Refusal) as refusal:
        cases.accept(ref=accepted.ref, by=zhou, at=later(now, 2))
    assert refusal.value.code == "state-accepted"


def test_silence_accepts_from_the_day_of_receipt(opened, lin, now):
    assert cases.accept_silent(at=later(now, 24), by=SYSTEM) == []
    assert cases.accept_silent(at=later(now, 24 * 9), by=SYSTEM) == [opened.ref]
    case = cases.case_for(lin, opened.ref)
    assert case.accepted_at == now
    assert "逾期未告知" in cases.timeline(lin, opened.ref)[1].text


def test_the_clock_explains_itself_day_by_day(accepted, lin, now):
    clock = cases.clock(lin, accepted.ref, at=later(now, 50))
    kinds = {line.kind: line for line in clock.limits}
    assert set(kinds) == {"acceptance", "statutory", "promised", "step:review"}
    promised = kinds["promised"]
    assert promised.used == 2
    counted = [day.number for day in promised.days if day.counted]
    assert counted == [1, 2, 3, 4, 5]
    assert isinstance(promised.due, datetime)
    assert clock.sentence.endswith("。")


def test_who_accepts_after_the_days_for_answering_moves_no_clock(opened, lin, zhou, now):
    case = cases.accept(ref=opened.ref, by=zhou, at=later(now, 24 * 9))
    assert case.accepted_at == now, "silence had accepted from the day of receipt"
    promised = {line.kind: line for line in cases.clock(lin, opened.ref, at=now).limits}["promised"]
    assert promised.start == now


def test_who_accepts_within_them_starts_the_clock_that_day(opened, zhou, now):
    case = cases.accept(ref=opened.ref, by=zhou, at=later(now, 24))
    assert case.accepted_at == later(now, 24)
