"""Who sees what: invisible means not found, and lists agree with single reads."""

import pytest
from case_samples import later

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.accounts.service import NotVisible
from yingshang.city.cases import _fold, _load, access
from yingshang.city.cases import service as cases
from yingshang.city.cases.models import Case

READS = {
    "case_for": lambda actor, ref, now: cases.case_for(actor, ref),
    "timeline": lambda actor, ref, now: cases.timeline(actor, ref),
    "clock": lambda actor, ref, now: cases.clock(actor, ref, at=now),
    "allowed": lambda actor, ref, now: cases.allowed(actor, ref),
    "withdraw": lambda actor, ref, now: cases.withdraw(ref=ref, by=actor, at=now),
    "supply": lambda actor, ref, now: cases.supply(ref=ref, by=actor, at=now),
}


@pytest.mark.parametrize("read", sorted(READS))
def test_a_stranger_cannot_reach_it_by_changing_the_number(opened, qin, read, now):
    with pytest.raises(NotVisible):
        READS[read](qin, opened.ref, now)


def test_what_does_not_exist_looks_the_same(opened, lin):
    with pytest.raises(NotVisible):
        cases.case_for(lin, "990100-2026-999999")


def test_lists_and_search_agree_with_it(opened, lin, qin, zhou, wu, qian, shen, now):
    sees = {lin: 1, qin: 0, zhou: 1, wu: 1, qian: 0, shen: 1}
    for actor, count in sees.items():
        assert cases.queue(actor, at=now).total == count, actor.name
        assert (cases.find(actor, opened.ref) is not None) == bool(count), actor.name
        assert len(cases.by_refs(actor, [opened.ref], at=now)) == count


def test_officers_of_another_city_see_nothing(opened, now):
    other = Actor("x", "外市", "supervisor", "990200", "990200-office")
    assert cases.queue(other, at=now).total == 0
    clerk = Actor("y", "外市", "clerk", "990200", "990200-hall")
    with pytest.raises(NotVisible):
        cases.case_for(clerk, opened.ref)


def test_one_case_in_hand_is_seen_by_whom_lists_show_it_to(
    accepted, opened, order, lin, qin, ma, wu, zhou, qian, shen, fang, he
):
    strangers = [
        Actor("visitor", "访客", "applicant"),
        Actor("x", "外市", "supervisor", "990200", "990200-office"),
        Actor("y", "外市", "clerk", "990200", "990200-hall"),
        Actor("z", "外市", "reviewer", "990200", "990200-market"),
        Actor("w", "无单位", "reviewer", "990100"),
        Actor("d", "区", "clerk", "990101", "990101-hall"),
    ]
    for case in Case.objects.all():
        head, work = _load.take(case.ref)
        seated = _fold.seats_of(work.item, work.standing, head.region)
        for actor in (lin, qin, ma, wu, zhou, qian, shen, fang, he, *strangers):
            listed = access.visible_to(actor).filter(ref=case.ref).exists()
            assert access.sees(actor, head, seated) == listed, (actor, case.ref)


def test_a_visitor_without_a_party_sees_nothing(opened, now):
    visitor = Actor("anonymous", "访客", "applicant")
    assert cases.queue(visitor, at=now).total == 0
    with pytest.raises(NotVisible):
        cases.case_for(visitor, opened.ref)


def test_overseers_see_personal_data_masked_until_they_say_why(opened, shen, zhou, now):
    seen = cases.case_for(shen, opened.ref)
    assert seen.form["company"] == "青岚市明禾餐饮有限公司"
    assert "*" in seen.form["idno"]
    assert "*" in seen.form["phone"]
    assert "*" not in cases.case_for(zhou, opened.ref).form["idno"]
    with pytest.raises(Refusal):
        cases.reveal(ref=opened.ref, by=shen, at=now, reason="")
    shown = cases.reveal(ref=opened.ref, by=shen, at=now, reason="核查投诉")
    assert shown["idno"] == "110105199005120022"
    from yingshang.city.audit import service as audit

    assert audit.records(obj=opened.ref)[0].action == "reveal"


def test_asking_for_a_verb_that_is_not_open_is_refused(opened, wu, zhou):
    assert cases.case_for(zhou, opened.ref, to="accept").ref == opened.ref
    with pytest.raises(Refusal):
        cases.case_for(wu, opened.ref, to="accept")


def test_an_operator_sees_the_tickets_of_the_region(items, lin, qian, zhou, now):
    ticket = cases.open_case(
        item="test-ticket",
        region=items,
        form={"demand": "停水三天"},
        party=lin.party,
        channel="phone",
        by=qian,
        at=now,
    )
    assert cases.case_for(qian, ticket.ref).holder_unit.unit == "990100-hotline"
    with pytest.raises(NotVisible):
        cases.case_for(zhou, ticket.ref)


def test_erasing_keeps_the_chain_and_takes_the_person_out(opened, lin, fang, now):
    with pytest.raises(Refusal):
        cases.erase_personal(ref=opened.ref, by=fang, at=now, basis="本人申请")
    cases.withdraw(ref=opened.ref, by=lin, at=later(now, 1))
    assert cases.erase_personal(ref=opened.ref, by=fang, at=later(now, 2), basis="本人申请") == 1
    assert cases.case_for(lin, opened.ref).form == {}
    assert cases.verify_chain().ok
