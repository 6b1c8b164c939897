"""Commitment: decided on the spot, verified later, revoked where it was not kept."""

import pytest
from later_life import applied, day, facts, officer

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases import registries
from yingshang.city.cases import service as cases
from yingshang.city.licences import service as licences


@pytest.fixture
def health(city):
    return officer("health")


@pytest.fixture
def promised(city, lin, now):
    return applied("public-place-permit", lin, now, commitment=True)


@pytest.fixture
def granted(promised, health, now):
    cases.decide_now(ref=promised.ref, outcome="granted", by=health, at=now)
    return promised


def code_of(call) -> str:
    with pytest.raises(cases.Refusal) as refused:
        call()
    return refused.value.code


def test_a_promise_is_decided_on_the_spot_with_its_licence(granted, lin, now):
    assert facts(granted.ref, lin) == ["submitted", "accepted", "decided", "licence-issued"]
    seen = cases.case_for(lin, granted.ref)
    assert seen.life.commitment == "checking"
    assert licences.for_case(granted.ref).status == "valid"
    assert cases.vouchers(lin, granted.ref) == [], "no voucher of acceptance between them"


def test_without_a_promise_the_item_goes_the_ordinary_way(city, lin, health, now):
    plain = applied("public-place-permit", lin, now)
    call = {"ref": plain.ref, "outcome": "granted", "by": health, "at": now}
    assert code_of(lambda: cases.decide_now(**call)) == "not-on-spot"


def test_an_item_without_commitment_takes_no_promise(city, lin, now):
    assert code_of(lambda: applied("food-permit", lin, now, commitment=True)) == "no-commitment"


def test_a_promise_may_be_taken_back_before_the_decision(promised, lin, health, zhou, now):
    cases.withdraw_promise(ref=promised.ref, by=lin, at=now)
    assert "decide_now" not in cases.allowed(health, promised.ref)
    cases.accept(ref=promised.ref, by=zhou, at=now)
    assert cases.case_for(lin, promised.ref).life.commitment == "dropped"


def test_a_promise_is_not_turned_into_an_ordinary_application_by_the_window(
    promised, lin, zhou, now
):
    """He chose it, and it spares him a material: only he takes it back, or silence."""
    assert "accept" not in cases.allowed(zhou, promised.ref)
    assert code_of(lambda: cases.accept(ref=promised.ref, by=zhou, at=now)) == "promise-open"
    assert cases.accept_silent(at=day(now, 30), by=SYSTEM) == [promised.ref]


def test_what_is_kept_stays(granted, lin, health, now):
    cases.verify_commitment(ref=granted.ref, result="kept", by=health, at=day(now, 20))
    assert cases.case_for(lin, granted.ref).life.commitment == "kept"
    assert licences.for_case(granted.ref).status == "valid"
    assert "verify_commitment" not in cases.allowed(health, granted.ref)


def test_what_falls_short_may_be_mended_once_and_is_then_revoked(granted, lin, health, now):
    short = {"ref": granted.ref, "result": "short", "reason": "没有消毒间", "by": health}
    cases.verify_commitment(**short, days=10, at=day(now, 20))
    seen = cases.case_for(lin, granted.ref)
    assert seen.life.commitment == "mending"
    assert seen.life.mend_by is not None
    cases.verify_commitment(**short, at=day(now, 40))
    assert cases.case_for(lin, granted.ref).life.commitment == "revoked"
    assert licences.for_case(granted.ref).status == "revoked"
    titles = [paper.title for paper in cases.vouchers(lin, granted.ref)]
    assert titles == ["责令限期整改通知书", "撤销决定书"]


def test_an_untrue_promise_is_revoked_at_once(granted, lin, health, now):
    cases.verify_commitment(
        ref=granted.ref, result="untrue", reason="场所不存在", by=health, at=day(now, 20)
    )
    assert licences.for_case(granted.ref).status == "revoked"
    assert "承诺不实" in cases.timeline(lin, granted.ref)[-1].text


def test_verification_is_open_after_filing_and_before_nobody_else(granted, health, ma, zhou, now):
    cases.close(ref=granted.ref, by=zhou, at=day(now, 1))
    assert "verify_commitment" in cases.allowed(health, granted.ref)
    assert "verify_commitment" not in cases.allowed(zhou, granted.ref)


def test_time_to_mend_is_bounded(granted, health, now):
    call = {
        "ref": granted.ref,
        "result": "short",
        "reason": "x",
        "days": 40,
        "by": health,
        "at": day(now, 20),
    }
    assert code_of(lambda: cases.verify_commitment(**call)) == "mend-length"


def test_every_result_is_told_to_who_keeps_credit(granted, health, now, monkeypatch):
    told = []

    def hook(case, event, at):
        told.append((case.party, event.data["result"]))

    monkeypatch.setattr(registries.commitment_outcomes, "_entries", {"test": hook})
    cases.verify_commitment(
        ref=granted.ref, result="untrue", reason="场所不存在", by=health, at=day(now, 20)
    )
    assert [result for _party, result in told] == ["revoked"]


def test_who_broke_a_promise_before_is_barred(city, lin, now, monkeypatch):
    def guard(party, region, what, at):
        return cases.Refusal("broke-promise", "曾作不实承诺，信用修复前不适用。请选择一般方式。")

    monkeypatch.setattr(registries.applicant_guards, "_entries", {"test": guard})
    call = {"item": "public-place-permit", "lin": lin, "now": now}
    assert code_of(lambda: applied(**call, commitment=True)) == "broke-promise"
    assert applied(**call).state == "submitted"


def test_it_is_the_lead_units_turn_before_the_decision_and_until_it_is_verified(
    promised, health, zhou, now
):
    from yingshang.city.cases.models import Seat

    def stage():
        return Seat.objects.get(case=promised.ref, unit="990100-health").stage

    assert stage() == 2
    cases.decide_now(ref=promised.ref, outcome="granted", by=health, at=now)
    cases.close(ref=promised.ref, by=zhou, at=day(now, 1))
    assert stage() == 2, "filed, but not yet verified"
    cases.verify_commitment(ref=promised.ref, result="kept", by=health, at=day(now, 20))
    assert stage() == 0


def test_a_claim_ends_with_the_case_and_hinders_no_verification(granted, health, now):
    cases.claim(ref=granted.ref, by=health, at=day(now, 1))
    colleague = officer("health", "colleague")
    call = {"ref": granted.ref, "result": "kept", "by": colleague}
    assert code_of(lambda: cases.verify_commitment(**call, at=day(now, 2))) == "claimed"
    cases.close(ref=granted.ref, by=health, at=day(now, 3))
    shown = cases.case_for(colleague, granted.ref)
    hands = cases.in_hands(colleague, shown, at=day(now, 3))
    assert not hands.blocked, "what is closed can be handed to nobody"
    assert cases.verify_commitment(**call, at=day(now, 4)).life.commitment == "kept"


def test_nobody_is_revoked_for_not_mending_while_the_time_to_mend_runs(granted, health, now):
    short = {"ref": granted.ref, "result": "short", "reason": "没有消毒间", "by": health}
    cases.verify_commitment(**short, days=10, at=day(now, 20))
    assert code_of(lambda: cases.verify_commitment(**short, at=day(now, 21))) == "mend-runs"
    assert licences.for_case(granted.ref).status == "valid"
    cases.verify_commitment(ref=granted.ref, result="kept", by=health, at=day(now, 21))
