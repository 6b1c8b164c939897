"""Reopening cites its kind of ground and its paper; what was decided no longer stands."""

from datetime import datetime
from itertools import cycle

import pytest
from later_life import applied, day, officer

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.licences import service as licences
from yingshang.kernel.worktime import CST


def test_a_ground_has_a_kind_and_a_number(city, lin, zhou, shen, now):
    case = applied("food-permit", lin, now)
    cases.refuse(ref=case.ref, kind="other", reason="x", by=zhou, at=now)
    call = {"ref": case.ref, "ground": "青复决〔2026〕3号", "by": shen, "at": now}
    with pytest.raises(cases.Refusal) as refused:
        cases.reopen(**call, kind="telephone")
    assert refused.value.code == "ground-kind"
    cases.reopen(**call, kind="reconsideration")
    words = [e.text for e in cases.timeline(lin, case.ref) if e.name == "reopened"]
    assert words == ["依据：行政复议决定青复决〔2026〕3号；办理期限重新起算"]


def test_refused_after_a_review_the_certificate_of_the_annulled_grant_is_not_valid(
    city, lin, shen, now
):
    health = officer("health")
    case = applied("public-place-permit", lin, now, commitment=True)
    cases.decide_now(ref=case.ref, outcome="granted", by=health, at=now)
    assert licences.for_case(case.ref).status == "valid"
    ground = "督查结论〔2026〕5号"
    cases.reopen(ref=case.ref, kind="inspection", ground=ground, by=shen, at=day(now, 1))
    assert licences.for_case(case.ref).status == "valid", "to revoke is a decision of its own"
    look = {"ref": case.ref, "step": "review", "by": health, "at": day(now, 2)}
    cases.complete_step(**look, result="fail", opinion="场所不符合卫生条件")
    call = {"ref": case.ref, "outcome": "refused", "by": health, "at": day(now, 2)}
    cases.decide(**call, reason="复议查明场所不符合卫生条件")
    assert licences.for_case(case.ref).status == "revoked"
    assert licences.acts_of(licences.for_case(case.ref).number)[-1].case_ref == case.ref


def walked(case, who, now):
    for step in ("review", "visit", "visit", "permit"):
        cases.complete_step(ref=case.ref, step=step, by=next(who), at=now)
    return cases.decide(ref=case.ref, outcome="granted", by=officer("market"), at=now)


def granted(item, lin, zhou, now, **more):
    case = applied(item, lin, now, **more)
    cases.accept(ref=case.ref, by=zhou, at=now)
    return walked(case, cycle([officer("market", "a"), officer("market", "b")]), now)


def test_the_time_to_decide_begins_anew(city, lin, zhou, shen, now):
    case = granted("food-permit", lin, zhou, now)
    later = day(now, 60)
    cases.reopen(ref=case.ref, kind="judgment", ground="1号", by=shen, at=later)
    again = cases.case_for(lin, case.ref)
    # seven working days promised here: after the holiday 6-8, the made-up Saturday 9, 11-13 May
    assert again.due_at == datetime(2026, 5, 13, 17, tzinfo=CST)
    lamps = {line.kind: line.lamp for line in cases.clock(lin, case.ref, at=later).limits}
    assert lamps["promised"] == lamps["statutory"] == "green"


def test_what_was_extended_before_may_be_extended_once_more(city, lin, zhou, shen, now):
    case = applied("food-permit", lin, now)
    cases.accept(ref=case.ref, by=zhou, at=now)
    more = {"workdays": 10, "reason": "疑难", "approver": "局长", "role": "head"}
    market = officer("market")
    cases.extend(ref=case.ref, **more, by=market, at=now)
    walked(case, cycle([officer("market", "a"), officer("market", "b")]), now)
    later = day(now, 60)
    cases.reopen(ref=case.ref, kind="judgment", ground="1号", by=shen, at=later)
    plain = cases.case_for(lin, case.ref).due_at
    assert plain == datetime(2026, 5, 13, 17, tzinfo=CST)
    cases.extend(ref=case.ref, **more, by=market, at=later)
    assert cases.case_for(lin, case.ref).due_at == datetime(2026, 5, 27, 17, tzinfo=CST)
    assert cases.verify_chain().ok


def test_the_certificate_of_the_undone_decision_ends(city, lin, zhou, shen, now):
    case = granted("food-permit", lin, zhou, now)
    brought = licences.for_case(case.ref)
    assert brought.status == "valid"
    cases.reopen(ref=case.ref, kind="reconsideration", ground="3号", by=shen, at=now)
    assert licences.verify(brought.token).status == "revoked"
    assert licences.acts_of(brought.number)[-1].reason == "3号"


def test_granted_again_on_the_same_day_it_has_a_number_of_its_own(city, lin, zhou, shen, now):
    case = granted("food-permit", lin, zhou, now)
    first = licences.for_case(case.ref)
    cases.reopen(ref=case.ref, kind="reconsideration", ground="3号", by=shen, at=now)
    walked(case, cycle([officer("market", "a"), officer("market", "b")]), now)
    second = licences.for_case(case.ref)
    assert (second.number, second.status) == (f"{first.number}-2", "valid")
    assert licences.verify(first.token).status == "revoked"


def test_what_a_promise_spared_is_examined_after_all(city, lin, shen, now):
    case = applied("public-place-permit", lin, now, commitment=True)
    cases.decide_now(ref=case.ref, outcome="granted", by=officer("health"), at=now)
    cases.reopen(ref=case.ref, kind="inspection", ground="5号", by=shen, at=now)
    states = [step.state for step in cases.case_for(lin, case.ref).steps]
    assert states == ["open", "waiting", "waiting"]
    assert "decide" not in cases.allowed(officer("health"), case.ref)


def test_what_was_still_to_come_is_still_to_come(city, lin, zhou, shen, now):
    case = applied("drainage-permit", lin, now)
    (missable,) = [code for code, _name in cases.case_for(zhou, case.ref).life.missable][:1]
    cases.accept(ref=case.ref, by=zhou, at=now, missing=[missable], make_up=1, promise="1号")
    lead = officer(case.unit.partition("-")[2])
    for step in cases.case_for(lin, case.ref).steps:
        for who in ("a", "b") if step.code in ("visit", "survey") else ("a",):
            one = officer(lead.unit.partition("-")[2], who)
            cases.complete_step(ref=case.ref, step=step.code, by=one, at=now)
    cases.decide(ref=case.ref, outcome="refused", reason="不符合", by=lead, at=now)
    cases.reopen(ref=case.ref, kind="judgment", ground="7号", by=shen, at=now)
    life = cases.case_for(zhou, case.ref).life
    assert [code for code, _name in life.missing] == [missable]
    assert life.make_up_by is None
    assert cases.withdraw_lapsed(at=day(now, 400), by=SYSTEM) == []
    cases.make_up(ref=case.ref, materials=[missable], by=lin, at=day(now, 30))
    assert cases.case_for(zhou, case.ref).life.missing == ()


def test_what_was_deemed_withdrawn_too_early_is_reopened(city, lin, zhou, shen, now):
    case = applied("public-place-permit", lin, now)
    cases.ask_correction(ref=case.ref, items=["场所平面图"], by=zhou, at=now)
    assert cases.withdraw_lapsed(at=day(now, 60), by=SYSTEM) == [case.ref]
    again = cases.reopen(
        ref=case.ref, kind="reconsideration", ground="11号", by=shen, at=day(now, 90)
    )
    assert again.state == "accepted"
    assert again.due_at > day(now, 90)


def test_what_the_applicant_withdrew_is_not(city, lin, shen, now):
    case = applied("food-permit", lin, now)
    cases.withdraw(ref=case.ref, by=lin, at=now)
    assert "reopen" not in cases.allowed(shen, case.ref)
    with pytest.raises(cases.Refusal) as refused:
        cases.reopen(ref=case.ref, kind="judgment", ground="11号", by=shen, at=now)
    assert refused.value.code == "withdrawn-freely"
