"""Instant items end on the spot; what was granted is delivered; levels and joint handling."""

import pytest
from later_life import applied, day, facts, officer

from yingshang.city.cases import service as cases


def code_of(call) -> str:
    with pytest.raises(cases.Refusal) as refused:
        call()
    return refused.value.code


@pytest.fixture
def decided(city, lin, now):
    case = applied("signboard", lin, now)
    cases.decide_now(ref=case.ref, outcome="granted", by=officer("urban"), at=now)
    return case


def test_an_instant_item_needs_no_voucher_of_acceptance(decided, lin):
    assert facts(decided.ref, lin) == ["submitted", "accepted", "decided", "licence-issued"]
    assert cases.vouchers(lin, decided.ref) == []
    assert cases.case_for(lin, decided.ref).steps[0].state == "skipped"


def test_a_refusal_on_the_spot_has_its_reason_and_paper(city, lin, now):
    case = applied("signboard", lin, now)
    call = {"ref": case.ref, "outcome": "refused", "by": officer("urban"), "at": now}
    assert code_of(lambda: cases.decide_now(**call)) == "reason-missing"
    cases.decide_now(**call, reason="超出楼体")
    assert [p.title for p in cases.vouchers(lin, case.ref)] == ["不予行政许可决定书"]


def test_delivery_by_post_has_a_number_to_follow(decided, lin, zhou, now):
    call = {"ref": decided.ref, "way": "post", "recipient": "林晓", "by": zhou, "at": day(now, 1)}
    assert code_of(lambda: cases.deliver(**call)) == "delivery-tracking"
    cases.deliver(**call, tracking="SF1000")
    assert "SF1000" in cases.timeline(lin, decided.ref)[-1].text
    assert code_of(lambda: cases.deliver(**call, tracking="SF1000")) == "delivered"


def test_who_received_it_is_personal_and_not_in_the_fact(decided, lin, zhou, now):
    cases.deliver(ref=decided.ref, way="pick-up", recipient="林晓", by=zhou, at=day(now, 1))
    last = cases.timeline(lin, decided.ref)[-1]
    assert "林晓" not in str(last.data)
    assert cases.case_for(lin, decided.ref).visits == 1, "fetched at the window"


def test_delivery_may_come_after_filing(decided, zhou, now):
    cases.close(ref=decided.ref, by=zhou, at=day(now, 1))
    cases.deliver(
        ref=decided.ref, way="e-mail", recipient="lin@example.com", by=zhou, at=day(now, 2)
    )


def test_the_upper_level_gets_the_case_after_the_preliminary_review(city, lin, zhou, now):
    form = {
        "company": "青岚市明禾餐饮有限公司",
        "uscc": "91990101MA0000001Y",
        "school": "明禾烹饪学校",
        "address": "东城区一号",
        "head": "林晓",
        "phone": "13800000001",
    }
    case = applied("school-permit", lin, now, form=form)
    first, upper = officer("approval"), officer("edu")
    cases.accept(ref=case.ref, by=zhou, at=now)
    assert "complete_step" not in cases.allowed(upper, case.ref)
    cases.complete_step(ref=case.ref, step="first", by=first, at=day(now, 20))
    seen = cases.case_for(upper, case.ref, at=day(now, 20))
    assert seen.statutory_due_at > day(now, 20 + 26), "its own days count from what it received"
    assert "ask_correction" not in cases.allowed(upper, case.ref)
    ask = {"ref": case.ref, "items": ["章程"], "by": upper, "at": day(now, 21)}
    assert code_of(lambda: cases.ask_correction(**ask)) == "state-accepted"


def test_joint_handling_is_extended_by_the_government(city, lin, zhou, now):
    form = {
        "project": "明禾楼",
        "project_code": "2601-990100-04-01-123456",
        "builder": "青岚市明禾餐饮有限公司",
        "contact": "林晓",
        "phone": "13800000001",
    }
    case = applied("joint-acceptance", lin, now, form=form)
    cases.accept(ref=case.ref, by=zhou, at=now)
    lead = officer("housing")
    more = {
        "ref": case.ref,
        "workdays": 15,
        "reason": "专项复杂",
        "approver": "副市长",
        "by": lead,
        "at": now,
    }
    cases.extend(**more, role="government")
    assert [p.title for p in cases.vouchers(lin, case.ref)][-1] == "延长办理期限告知书"
