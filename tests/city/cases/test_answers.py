"""The five legal answers to an application (Administrative Licensing Law art. 32)."""

import pytest
from later_life import applied, day, facts

from yingshang.city.cases import service as cases


@pytest.fixture
def case(city, lin, now):
    return applied("food-permit", lin, now)


def test_not_needed_is_told_at_once(case, zhou, lin, now):
    cases.refuse(ref=case.ref, kind="not-needed", reason="预包装食品只需备案", by=zhou, at=now)
    seen = cases.case_for(lin, case.ref)
    assert seen.state == "refused"
    (paper,) = cases.vouchers(lin, case.ref)
    assert paper.title == "不受理告知书"


def test_not_ours_names_the_right_body(case, zhou, lin, now):
    with pytest.raises(cases.Refusal) as refused:
        cases.refuse(ref=case.ref, kind="not-ours", reason="省级事项", by=zhou, at=now)
    assert refused.value.code == "body-missing"
    cases.refuse(
        ref=case.ref, kind="not-ours", reason="省级事项", body="省市场监管局", by=zhou, at=now
    )
    assert "请向省市场监管局申请" in cases.timeline(lin, case.ref)[-1].text


def test_what_can_be_fixed_on_the_spot_is_no_request_for_correction(case, zhou, lin, now):
    cases.correct_on_spot(
        ref=case.ref, what="门牌号", form={"address": "东城区三号"}, by=zhou, at=now
    )
    seen = cases.case_for(lin, case.ref)
    assert seen.form["address"] == "东城区三号"
    assert seen.corrections == 0
    assert seen.state == "submitted"
    assert "ask_correction" in cases.allowed(zhou, case.ref)


def test_a_wrong_correction_on_the_spot_changes_nothing(case, zhou, lin, now):
    with pytest.raises(cases.FormInvalid):
        cases.correct_on_spot(ref=case.ref, what="面积", form={"area": "很大"}, by=zhou, at=now)
    assert facts(case.ref, lin) == ["submitted"]


def test_a_correction_cannot_be_asked_for_after_the_five_days(case, zhou, now):
    with pytest.raises(cases.Refusal) as refused:
        cases.ask_correction(ref=case.ref, items=["布局图"], by=zhou, at=day(now, 9))
    assert refused.value.code == "correction-late"
    assert cases.accept_silent(at=day(now, 9), by=cases_system()) == [case.ref]


def test_what_was_never_asked_for_cannot_be_the_reason(case, zhou, now):
    with pytest.raises(cases.Refusal) as refused:
        cases.refuse(ref=case.ref, kind="unmet", reason="缺布局图", by=zhou, at=now)
    assert refused.value.code == "not-asked"


def test_a_correction_that_does_not_come_is_a_withdrawal(city, lin, now):
    from later_life import officer

    case = applied("public-place-permit", lin, now)
    cases.ask_correction(ref=case.ref, items=["平面图"], by=officer("health"), at=now)
    assert cases.withdraw_lapsed(at=day(now, 20), by=cases_system()) == []
    assert cases.withdraw_lapsed(at=day(now, 24), by=cases_system()) == [case.ref]
    assert cases.case_for(lin, case.ref).state == "withdrawn"
    assert cases.withdraw_lapsed(at=day(now, 25), by=cases_system()) == []


def cases_system():
    from yingshang.city.accounts.kinds import SYSTEM

    return SYSTEM


def test_what_silence_accepted_is_not_refused_for_its_papers(case, zhou, lin, now):
    cases.ask_correction(ref=case.ref, items=["布局图"], by=zhou, at=now)
    cases.supply(ref=case.ref, by=lin, at=day(now, 1))
    call = {"ref": case.ref, "reason": "布局图不清", "by": zhou}
    with pytest.raises(cases.Refusal) as refused:
        cases.refuse(**call, kind="unmet", at=day(now, 12))
    assert refused.value.code == "refused-late"
    assert "请受理" in refused.value.sentence
    cases.refuse(**call, kind="unmet", at=day(now, 2))


def test_whose_authority_it_is_not_may_be_said_late(case, zhou, now):
    call = {"ref": case.ref, "kind": "not-ours", "reason": "省级事项", "body": "省局", "by": zhou}
    assert cases.refuse(**call, at=day(now, 9)).state == "refused"
