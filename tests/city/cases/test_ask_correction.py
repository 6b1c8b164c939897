"""One complete correction; the acceptance limit begins again when it is supplied."""

import pytest
from case_items import FORM
from case_samples import later

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.cases import service as cases


@pytest.fixture
def correcting(opened, zhou, now):
    items = ["营业场所使用证明", "负责人签字"]
    return cases.ask_correction(ref=opened.ref, items=items, by=zhou, at=later(now, 1))


def test_the_applicant_sees_the_whole_list_and_holds_the_case(correcting, lin):
    case = cases.case_for(lin, correcting.ref)
    assert case.correction_items == ("营业场所使用证明", "负责人签字")
    assert case.holder_unit.unit == "applicant"
    assert case.lamp == "grey"
    assert cases.allowed(lin, case.ref) == {"supply", "withdraw"}


def test_supplying_brings_it_back_to_the_hall_with_new_time(correcting, lin, now):
    at = later(now, 24 * 3)
    case = cases.supply(ref=correcting.ref, form={"seats": "60"}, files=[], by=lin, at=at)
    assert case.state == "submitted"
    assert case.form["seats"] == "60"
    assert case.form["company"] == FORM["company"]
    assert case.acceptance_due_at > later(now, 24 * 9)


def test_a_wrong_correction_is_refused_by_field_and_nothing_is_written(correcting, lin, now):
    with pytest.raises(cases.FormInvalid) as invalid:
        cases.supply(ref=correcting.ref, form={"seats": "许多"}, by=lin, at=later(now, 5))
    assert list(invalid.value.errors) == ["seats"]
    assert cases.case_for(lin, correcting.ref).state == "correcting"


def test_a_second_correction_is_refused(correcting, lin, zhou, now):
    cases.supply(ref=correcting.ref, by=lin, at=later(now, 5))
    with pytest.raises(Refusal) as refusal:
        cases.ask_correction(ref=correcting.ref, items=["公章"], by=zhou, at=later(now, 6))
    assert refusal.value.code == "correction-once"
    assert "ask_correction" not in cases.allowed(zhou, correcting.ref)


def test_a_refusal_to_accept_needs_its_reason_and_ends_the_case(opened, zhou, lin, now):
    with pytest.raises(Refusal):
        cases.refuse(ref=opened.ref, reason=" ", by=zhou, at=later(now, 1))
    case = cases.refuse(ref=opened.ref, reason="应由港湾区受理", by=zhou, at=later(now, 1))
    assert case.state_label == "不予受理"
    assert cases.allowed(lin, opened.ref) == frozenset()


def test_who_has_asked_has_answered_in_time(correcting, lin, now):
    """What the applicant then takes is no lateness of the organ, while he does nor afterwards."""
    when = later(now, 24 * 40)
    line = cases.clock(lin, correcting.ref, at=when).limits[0]
    assert (line.kind, line.finished_at, line.lamp) == ("acceptance", later(now, 1), "green")
    cases.withdraw(ref=correcting.ref, by=lin, at=when)
    assert cases.clock(lin, correcting.ref, at=when).limits[0].lamp == "green"


def test_what_was_supplied_is_to_be_answered_anew(correcting, lin, now):
    cases.supply(ref=correcting.ref, by=lin, at=later(now, 24 * 3))
    line = cases.clock(lin, correcting.ref, at=later(now, 24 * 40)).limits[0]
    assert (line.finished_at, line.lamp) == (None, "red")
