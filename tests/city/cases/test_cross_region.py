"""Across regions: applied for online, received at a window elsewhere, handled by several cities."""

import pytest
from case_samples import later

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import SYSTEM, Actor, Role
from yingshang.city.accounts.service import NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.cases.kinds import Refusal
from yingshang.city.notify import service as notify

COMPANY = {
    "company": "青岚市明禾餐饮有限公司",
    "company_type": "有限责任公司",
    "capital": "50",
    "scope": "中餐服务",
    "address": "东城区青年路8号",
    "legal_person": "林晓",
    "legal_person_id": "110105199005120022",
    "legal_person_birth": "1990-05-12",
    "phone": "13800000001",
    "seals": "电子印章",
}
MOVE = {
    "company": "澜州市海川贸易有限公司",
    "uscc": "91990101MA0000001Y",
    "address": "东城区青年路8号",
    "contact": "林晓",
    "phone": "13800000001",
}
HERE, THERE = "990100", "990200"


def officer(name, role, unit):
    return Actor(name, name, role, unit.partition("-")[0], unit)


@pytest.fixture
def chu(city):
    """Clerk at the hall of the other city."""
    return officer("chu", Role.CLERK, "990200-hall")


@pytest.fixture
def xia(city, now):
    """An applicant who lives in the other city."""
    party = accounts.ensure_party(
        kind="person", name="夏舟", code="110105199001010023", region=THERE, by=SYSTEM, at=now
    )
    return Actor("xia", "夏舟", Role.APPLICANT, THERE, None, party)


def apply(by, party, now, *, item="company-start", form=COMPANY, channel="window", region=HERE):
    return cases.open_case(
        item=item, region=region, form=form, party=party, channel=channel, by=by, at=now
    )


# -- received at a window elsewhere (异地代收代办) --


def test_a_window_elsewhere_receives_and_the_clock_starts_there(chu, xia, zhou, now):
    case = apply(chu, xia.party, now)

    seen = cases.case_for(zhou, case.ref)
    assert seen.region == HERE
    assert seen.submitted_at == now
    assert seen.holder_unit.unit == "990100-hall"  # handed over: the responsible city's turn
    first = cases.timeline(zhou, case.ref)[0]
    assert first.data["cross"] == {"mode": "collect", "unit": "990200-hall", "from": THERE}
    assert first.text == "澜州市 市政务服务中心 代收并移交"
    assert any(m.link == case.ref for m in notify.inbox(["unit:990100-hall"]))


def test_the_receiving_window_sees_how_it_stands_and_no_personal_data(chu, xia, zhou, ma, now):
    case = apply(chu, xia.party, now)
    cases.accept(ref=case.ref, by=zhou, at=later(now, 1))

    seen = cases.case_for(chu, case.ref)

    assert seen.state == "accepted"
    assert "*" in seen.form["legal_person_id"]
    assert "*" in seen.form["phone"]
    assert "*" in seen.party_name
    assert [row.ref for row in cases.received_elsewhere(chu, at=now)] == [case.ref]


def test_the_receiving_window_does_nothing_to_the_case(chu, xia, zhou, now):
    case = apply(chu, xia.party, now)

    assert cases.allowed(chu, case.ref) == frozenset()
    with pytest.raises((Refusal, NotVisible)):
        cases.accept(ref=case.ref, by=chu, at=later(now, 1))
    with pytest.raises((Refusal, NotVisible)):
        cases.withdraw(ref=case.ref, by=chu, at=later(now, 1))
    with pytest.raises((Refusal, NotVisible)):
        cases.note(ref=case.ref, text="x", by=chu, at=later(now, 1))
    assert cases.accept(ref=case.ref, by=zhou, at=later(now, 1)).state == "accepted"


def test_other_windows_elsewhere_see_nothing(chu, xia, now):
    case = apply(chu, xia.party, now)

    for other in (
        officer("tie", Role.CLERK, "990300-hall"),
        officer("yao", Role.REVIEWER, "990200-market"),
        officer("mo", Role.SUPERVISOR, "990200-office"),
    ):
        with pytest.raises(NotVisible):
            cases.case_for(other, case.ref)
    assert cases.received_elsewhere(officer("tie", Role.CLERK, "990300-hall"), at=now) == ()


def test_it_stays_to_be_seen_when_the_case_has_ended(chu, xia, now):
    case = apply(chu, xia.party, now)
    cases.refuse(ref=case.ref, reason="不属于本机关职权", by=SYSTEM, at=later(now, 3))

    assert cases.case_for(chu, case.ref).state_label == "不予受理"


def test_what_does_not_offer_it_is_not_received_elsewhere(chu, xia, now):
    with pytest.raises(Refusal) as no:
        apply(chu, xia.party, now, item="power-low", form={})
    assert no.value.code == "cross-collect"
    assert "请告知申请人向青岚市申请" in no.value.sentence


# -- applied for online from elsewhere (全程网办) --


def test_an_applicant_elsewhere_applies_directly(xia, zhou, now):
    case = apply(xia, xia.party, now, channel="web")

    assert cases.case_for(xia, case.ref).form["phone"] == COMPANY["phone"]
    assert cases.timeline(zhou, case.ref)[0].text == "从澜州市网上提交申请"


def test_what_is_only_collected_is_refused_online_with_the_way_that_is_open(xia, now):
    with pytest.raises(Refusal) as no:
        apply(xia, xia.party, now, item="property-general", form={}, channel="web")
    assert no.value.code == "cross-remote"
    assert "跨省通办窗口代收" in no.value.sentence


def test_an_applicant_of_the_city_itself_is_no_crossing(lin, zhou, now):
    case = apply(lin, lin.party, now, channel="web")

    assert "cross" not in cases.timeline(zhou, case.ref)[0].data


# -- handled by several cities (多地联办) --


def test_units_of_several_cities_do_their_own_steps(lin, zhou, ma, now):
    case = apply(lin, lin.party, now, item="company-move-in", form=MOVE, channel="web")
    cases.accept(ref=case.ref, by=zhou, at=later(now, 1))
    yao = officer("yao", Role.REVIEWER, "990200-market")
    tian = officer("tian", Role.REVIEWER, "990200-tax")

    assert cases.timeline(zhou, case.ref)[0].data["cross"] == {"mode": "joint", "regions": [THERE]}
    assert "*" not in cases.case_for(yao, case.ref).form["phone"]  # it works on the case
    assert "complete_step" in cases.allowed(yao, case.ref)
    cases.complete_step(ref=case.ref, step="release", result="pass", by=yao, at=later(now, 2))
    cases.complete_step(ref=case.ref, step="tax", result="pass", by=tian, at=later(now, 3))
    with pytest.raises(Refusal):  # registering is the city's own
        cases.complete_step(ref=case.ref, step="register", result="pass", by=yao, at=later(now, 4))
    cases.complete_step(ref=case.ref, step="register", result="pass", by=ma, at=later(now, 5))

    assert cases.decide(ref=case.ref, outcome="granted", by=ma, at=later(now, 6)).state == "decided"


def test_a_unit_elsewhere_without_a_step_sees_nothing(lin, now):
    case = apply(lin, lin.party, now, item="company-move-in", form=MOVE, channel="web")

    with pytest.raises(NotVisible):
        cases.case_for(officer("sun", Role.REVIEWER, "990200-police"), case.ref)
