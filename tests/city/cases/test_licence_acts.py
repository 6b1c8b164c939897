"""Renewal, change, suspension and the end of a licence, each by a case of its own."""

import pytest
from later_life import applied, day, facts, officer

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.licences import service as licences


def code_of(call) -> str:
    with pytest.raises(cases.Refusal) as refused:
        call()
    return refused.value.code


@pytest.fixture
def market(city):
    return officer("market")


@pytest.fixture
def permit(city, lin, zhou, market, now):
    """Lin's food permit, valid for five years."""
    case = applied("food-permit", lin, now)
    cases.accept(ref=case.ref, by=zhou, at=now)
    for step, who in (("review", "a"), ("visit", "a"), ("visit", "b"), ("permit", "a")):
        cases.complete_step(ref=case.ref, step=step, by=officer("market", who), at=now)
    cases.decide(ref=case.ref, outcome="granted", by=market, at=now)
    return licences.for_case(case.ref)


def asks(item, lin, at, number, **form):
    common = {"company": "青岚市明禾餐饮有限公司", "licence_no": number, "phone": "13800000001"}
    return applied(item, lin, at, form={**common, **form})


def granted(case, zhou, market, at):
    cases.accept(ref=case.ref, by=zhou, at=at)
    cases.complete_step(ref=case.ref, step="review", by=market, at=at)
    return cases.decide(ref=case.ref, outcome="granted", by=market, at=at)


def test_a_renewal_runs_on_from_the_old_end(permit, lin, zhou, market, now):
    at = day(now, 365 * 4)
    case = asks("food-permit-renew", lin, at, permit.number)
    granted(case, zhou, market, at)
    renewed = licences.verify(permit.token)
    assert renewed.valid_until.year == permit.valid_until.year + 5
    assert [act.act for act in licences.acts_of(permit.number)] == ["renew"]
    assert facts(case.ref, lin)[-1] == "licence-issued"


def test_less_than_thirty_days_before_the_end_is_too_late(permit, lin, now):
    late = day(now, 365 * 5 - 20)
    assert code_of(lambda: asks("food-permit-renew", lin, late, permit.number)) == "renewal-late"


def test_silence_until_the_end_grants_the_renewal(permit, lin, zhou, now):
    at = day(now, 365 * 4)
    case = asks("food-permit-renew", lin, at, permit.number)
    cases.accept(ref=case.ref, by=zhou, at=at)
    assert cases.grant_silent(at=day(now, 365 * 5 - 5), by=SYSTEM) == []
    assert cases.grant_silent(at=day(now, 365 * 5 + 3), by=SYSTEM) == [case.ref]
    assert cases.grant_silent(at=day(now, 365 * 5 + 3), by=SYSTEM) == []
    assert licences.verify(permit.token).valid_until.year == permit.valid_until.year + 5
    decided = next(e for e in cases.timeline(lin, case.ref) if e.name == "decided")
    assert "视为准予延续" in decided.text
    assert cases.vouchers(lin, case.ref)[-1].title == "办理结果决定书"


def test_silence_grants_no_renewal_that_a_review_has_reopened(permit, lin, zhou, shen, market, now):
    """It was decided in time; the old end, long past, is nobody's deadline any more."""
    at = day(now, 365 * 4)
    case = asks("food-permit-renew", lin, at, permit.number)
    cases.accept(ref=case.ref, by=zhou, at=at)
    cases.complete_step(
        ref=case.ref, step="review", result="fail", opinion="不符合", by=market, at=at
    )
    cases.decide(ref=case.ref, outcome="refused", reason="不符合条件", by=market, at=at)
    later = day(now, 365 * 6)
    cases.reopen(ref=case.ref, kind="judgment", ground="9号", by=shen, at=later)
    assert cases.grant_silent(at=day(now, 365 * 6 + 1), by=SYSTEM) == []
    shown = cases.case_for(lin, case.ref, at=later)
    assert shown.due_at > later
    assert "renewal" not in {line.kind for line in cases.clock(lin, case.ref, at=later).limits}


def test_a_change_gives_the_holder_his_new_name(permit, lin, zhou, market, now):
    case = asks("food-permit-change", lin, now, permit.number, new_name="青岚市新禾餐饮有限公司")
    granted(case, zhou, market, now)
    assert licences.verify(permit.token).holder == "青岚市新禾餐饮有限公司"


def test_a_suspended_licence_is_not_changed_but_reinstated(permit, lin, zhou, market, now):
    granted(asks("food-permit-suspend", lin, now, permit.number, reason="装修"), zhou, market, now)
    assert licences.verify(permit.token).status == "suspended"
    change = {
        "item": "food-permit-change",
        "lin": lin,
        "at": now,
        "number": permit.number,
        "new_name": "x",
    }
    assert code_of(lambda: asks(**change)) == "licence-status"
    again = asks("food-permit-reinstate", lin, now, permit.number, reason="复业")
    granted(again, zhou, market, now)
    assert licences.verify(permit.token).status == "valid"


def test_somebody_elses_licence_is_nobodys(permit, qin, now):
    assert code_of(lambda: asks("food-permit-renew", qin, now, permit.number)) == "licence-unknown"


@pytest.mark.parametrize(
    ("item", "status"),
    [
        ("food-permit-revoke", "revoked"),
        ("food-permit-withdraw", "withdrawn"),
        ("food-permit-forfeit", "forfeited"),
    ],
)
def test_the_issuer_ends_it_for_a_cause_and_then_deregisters(
    item, status, permit, market, lin, now
):
    form = {"licence_no": permit.number, "holder": "明禾", "ground": "欺骗取得", "clause": "六十九"}
    case = cases.open_case(
        item=item, region="990100", form=form, party=None, channel="system", by=market, at=now
    )
    for step, who in (("inquire", "a"), ("inquire", "b"), ("sign", "a")):
        cases.complete_step(ref=case.ref, step=step, by=officer("market", who), at=now)
    cases.tell_hearing(ref=case.ref, reason="撤销影响经营", by=market, at=now)
    cases.decide(ref=case.ref, outcome="done", by=market, at=day(now, 9))
    assert licences.verify(permit.token).status == status
    form = {"licence_no": permit.number, "cause": "被撤销撤回吊销"}
    last = cases.open_case(
        item="licence-cancel",
        region="990100",
        form=form,
        party=None,
        channel="system",
        by=market,
        at=day(now, 10),
    )
    cases.complete_step(ref=last.ref, step="register", by=market, at=day(now, 10))
    cases.decide(ref=last.ref, outcome="done", by=market, at=day(now, 10))
    assert licences.verify(permit.token).status == "cancelled"
    assert len(licences.acts_of(permit.number)) == 2


def test_an_applicant_cannot_open_what_the_issuer_does_of_its_own_motion(permit, lin, now):
    form = {"licence_no": permit.number, "holder": "x", "ground": "y", "clause": "z"}
    assert code_of(lambda: applied("food-permit-revoke", lin, now, form=form)) == "not-yours"


def test_what_changed_meanwhile_stops_the_decision(permit, lin, zhou, market, now):
    first = asks("food-permit-suspend", lin, now, permit.number, reason="装修")
    second = asks("food-permit-suspend", lin, now, permit.number, reason="装修")
    granted(first, zhou, market, now)
    cases.accept(ref=second.ref, by=zhou, at=now)
    cases.complete_step(ref=second.ref, step="review", by=market, at=now)
    call = {"ref": second.ref, "outcome": "granted", "by": market, "at": now}
    assert code_of(lambda: cases.decide(**call)) == "licence-status"
    assert cases.case_for(lin, second.ref).state == "accepted"


def forfeited(permit, market, now):
    form = {"licence_no": permit.number, "holder": "明禾", "ground": "屡次违法", "clause": "处罚"}
    case = cases.open_case(
        item="food-permit-forfeit",
        region="990100",
        form=form,
        party=None,
        channel="system",
        by=market,
        at=now,
    )
    for step, who in (("inquire", "a"), ("inquire", "b"), ("sign", "a")):
        cases.complete_step(ref=case.ref, step=step, by=officer("market", who), at=now)
    cases.tell_hearing(ref=case.ref, reason="吊销影响经营", by=market, at=now)
    return case


def test_what_a_court_undoes_is_taken_back(permit, market, shen, now):
    case = forfeited(permit, market, now)
    cases.decide(ref=case.ref, outcome="done", by=market, at=day(now, 9))
    assert licences.verify(permit.token).status == "forfeited"
    call = {"ref": case.ref, "kind": "judgment", "ground": "12号判决", "by": shen}
    cases.reopen(**call, at=day(now, 60))
    assert licences.verify(permit.token).status == "valid"
    assert [act.act for act in licences.acts_of(permit.number)] == ["forfeit", "undo"]
    assert cases.verify_chain().ok


def test_what_was_done_since_stays_done(permit, lin, zhou, market, shen, now):
    first = asks("food-permit-suspend", lin, now, permit.number, reason="装修")
    granted(first, zhou, market, now)
    case = forfeited(permit, market, day(now, 1))
    cases.decide(ref=case.ref, outcome="done", by=market, at=day(now, 12))
    cases.reopen(ref=case.ref, kind="judgment", ground="12号", by=shen, at=day(now, 60))
    assert licences.verify(permit.token).status == "suspended"
    cases.reopen(ref=first.ref, kind="judgment", ground="13号", by=shen, at=day(now, 61))
    assert licences.verify(permit.token).status == "valid"


def test_a_renewal_that_is_undone_gives_its_years_back(permit, lin, zhou, market, shen, now):
    at = day(now, 365 * 4)
    case = asks("food-permit-renew", lin, at, permit.number)
    granted(case, zhou, market, at)
    assert licences.verify(permit.token).valid_until > permit.valid_until
    cases.reopen(ref=case.ref, kind="inspection", ground="14号", by=shen, at=day(at, 9))
    assert licences.verify(permit.token).valid_until == permit.valid_until


def test_who_holds_what_is_to_be_ended_can_ask_for_a_hearing(permit, market, wu, now):
    """Nobody applied: the unit that told him takes his request down; no other unit does."""
    case = forfeited(permit, market, now)
    assert {"ask_hearing", "waive_hearing"} <= set(cases.allowed(market, case.ref))
    with pytest.raises(LookupError):
        cases.ask_hearing(ref=case.ref, by=wu, at=day(now, 1))
    cases.ask_hearing(ref=case.ref, who="interested", by=market, at=day(now, 1))
    call = {"ref": case.ref, "outcome": "done", "by": market, "at": day(now, 20)}
    assert code_of(lambda: cases.decide(**call)) == "hearing-open"
