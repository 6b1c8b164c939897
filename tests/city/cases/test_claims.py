"""A claim puts a unit's share of a case into one officer's hands; it is cheap and no fact."""

import threading
from dataclasses import replace

import pytest
from case_items import FORM, PERMIT
from case_samples import later
from django.db import connection

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import SYSTEM, Refusal
from yingshang.city.cases import service as cases
from yingshang.city.cases.models import Case, Claim, Seat
from yingshang.city.definitions import service as definitions
from yingshang.city.notify import service as notify

MARKET = "990100-market"


@pytest.fixture
def sun(city, now):
    """A colleague of Ma at the market regulator."""
    unit = {"role": "reviewer", "region_id": "990100", "unit_id": MARKET}
    accounts.ensure_people([{"username": "sun", "label": "孙莉", **unit}], at=now)
    return accounts.actor_of(accounts.user_of("sun"))


def review(ref, by, at):
    return cases.complete_step(ref=ref, step="review", by=by, at=at)


def code_of(do, *args, **said) -> str:
    with pytest.raises(Refusal) as refusal:
        do(*args, **said)
    return refusal.value.code


def assert_written_alike(ref):
    """The claim, the case and the seat say the same."""
    open_ = {c.unit: c.holder for c in Claim.objects.filter(case=ref, released_at=None)}
    seats = {s.unit: s.claimed_by for s in Seat.objects.filter(case=ref) if s.claimed_by}
    text = Case.objects.get(ref=ref).claims
    assert open_ == seats == dict(part.split("=") for part in text.split(";") if part)


def test_what_one_has_claimed_a_colleague_leaves_alone(accepted, ma, sun, now):
    cases.claim(ref=accepted.ref, by=ma, at=later(now, 2))
    assert_written_alike(accepted.ref)
    with pytest.raises(Refusal) as refusal:
        review(accepted.ref, sun, later(now, 3))
    assert refusal.value.code == "claimed"
    assert "马骏" in refusal.value.sentence
    assert review(accepted.ref, ma, later(now, 3)).state == "accepted"


def test_unclaimed_work_is_anybodys(accepted, sun, now):
    assert review(accepted.ref, sun, later(now, 2)).state == "accepted"


def test_claiming_leaves_no_fact_and_twice_is_once(accepted, ma, now):
    before = cases.case_for(ma, accepted.ref).seq
    for hour in (2, 3):
        cases.claim(ref=accepted.ref, by=ma, at=later(now, hour))
    assert cases.case_for(ma, accepted.ref).seq == before
    assert Claim.objects.count() == 1


def test_the_second_of_two_is_told_who_was_first(accepted, ma, sun, now):
    cases.claim(ref=accepted.ref, by=ma, at=later(now, 2))
    with pytest.raises(Refusal) as refusal:
        cases.claim(ref=accepted.ref, by=sun, at=later(now, 2))
    assert refusal.value.code == "claimed-already"
    assert "马骏" in refusal.value.sentence


def test_units_in_parallel_hold_their_own_share_each(accepted, ma, wu, now):
    review(accepted.ref, ma, later(now, 2))
    cases.claim(ref=accepted.ref, by=ma, at=later(now, 3))
    cases.claim(ref=accepted.ref, by=wu, at=later(now, 3))
    assert_written_alike(accepted.ref)
    assert Case.objects.get(ref=accepted.ref).claims == f"{MARKET}=ma;990100-tax=wu"
    cases.complete_step(ref=accepted.ref, step="tax", by=wu, at=later(now, 4))
    cases.complete_step(ref=accepted.ref, step="site", by=ma, at=later(now, 4))


def test_verbs_do_not_touch_whose_hands_it_is_in(accepted, ma, wu, now):
    cases.claim(ref=accepted.ref, by=ma, at=later(now, 2))
    review(accepted.ref, ma, later(now, 3))
    cases.complete_step(ref=accepted.ref, step="tax", by=wu, at=later(now, 4))
    assert_written_alike(accepted.ref)
    assert Seat.objects.get(case=accepted.ref, unit=MARKET).claimed_by == "ma"


def test_given_back_it_is_anybodys_again(accepted, ma, sun, now):
    cases.claim(ref=accepted.ref, by=ma, at=later(now, 2))
    assert code_of(cases.release, ref=accepted.ref, by=sun, at=later(now, 3)) == "not-yours"
    cases.release(ref=accepted.ref, by=ma, at=later(now, 3))
    assert_written_alike(accepted.ref)
    cases.claim(ref=accepted.ref, by=sun, at=later(now, 4))
    assert_written_alike(accepted.ref)


def test_only_a_unit_with_work_in_it_can_claim(accepted, opened, ma, qian, shen, lin, now):
    assert code_of(cases.claim, ref=accepted.ref, by=lin, at=now) == "not-yours"
    assert code_of(cases.claim, ref=accepted.ref, by=shen, at=now) == "nothing-to-do"
    with pytest.raises(accounts.NotVisible):
        cases.claim(ref=accepted.ref, by=qian, at=now)
    cases.withdraw(ref=accepted.ref, by=lin, at=later(now, 2))
    assert code_of(cases.claim, ref=accepted.ref, by=ma, at=later(now, 3)) == "nothing-to-do"


def test_the_system_and_a_bureaus_own_system_pass(accepted, ma, sun, now):
    cases.claim(ref=accepted.ref, by=ma, at=later(now, 2))
    assert cases.note(ref=accepted.ref, text="电话联系", by=sun, at=later(now, 3)).seq
    robot = replace(sun, id="system:market", scopes=frozenset({"cases:act"}))
    assert review(accepted.ref, robot, later(now, 4)).state == "accepted"
    cases.complete_step(ref=accepted.ref, step="site", by=SYSTEM, at=later(now, 5))


def test_handing_over_is_a_fact_and_the_colleague_is_told(accepted, ma, sun, wu, now):
    cases.claim(ref=accepted.ref, by=ma, at=later(now, 2))
    cases.hand_over(ref=accepted.ref, to="sun", note="材料已核完", by=ma, at=later(now, 3))
    assert_written_alike(accepted.ref)
    last = cases.timeline(sun, accepted.ref)[-1]
    assert (last.name, last.by) == ("handed-over", "ma")
    assert "马骏 → 孙莉" in last.text
    assert "材料已核完" in last.text
    assert notify.inbox(["user:sun"])[0].link == accepted.ref
    assert code_of(review, accepted.ref, ma, later(now, 4)) == "claimed"
    assert review(accepted.ref, sun, later(now, 4)).state == "accepted"


def test_only_who_holds_it_hands_over_and_only_within_the_unit(accepted, ma, sun, wu, now):
    over = cases.hand_over
    assert code_of(over, ref=accepted.ref, to="sun", by=ma, at=later(now, 2)) == "not-yours"
    cases.claim(ref=accepted.ref, by=ma, at=later(now, 2))
    assert code_of(over, ref=accepted.ref, to="wu", by=ma, at=later(now, 3)) == "colleague-unit"
    assert code_of(over, ref=accepted.ref, to="ma", by=ma, at=later(now, 3)) == "same-hands"
    assert code_of(over, ref=accepted.ref, to="ma", by=sun, at=later(now, 3)) == "not-yours"


def test_an_overseer_moves_work_with_a_reason(accepted, ma, sun, shen, now):
    cases.claim(ref=accepted.ref, by=ma, at=later(now, 2))
    said = {"ref": accepted.ref, "unit": MARKET, "to": "sun"}
    at = later(now, 3)
    assert code_of(cases.move_work, **said, reason="", by=shen, at=at) == "reason-missing"
    assert code_of(cases.move_work, **said, reason="x", by=ma, at=at) == "not-yours"
    cases.move_work(**said, reason="马骏手上过多", by=shen, at=at)
    assert_written_alike(accepted.ref)
    assert cases.timeline(shen, accepted.ref)[-1].name == "moved"
    assert notify.inbox(["user:sun"])
    assert notify.inbox(["user:ma"])
    cases.move_work(**said | {"to": ""}, reason="放回待领", by=shen, at=later(now, 4))
    assert Case.objects.get(ref=accepted.ref).claims == ""
    assert cases.verify_chain().ok


def test_the_deputy_acts_in_the_absent_ones_place_and_the_facts_say_so(accepted, ma, sun, now):
    cases.claim(ref=accepted.ref, by=ma, at=later(now, 2))
    assert code_of(review, accepted.ref, sun, later(now, 3)) == "claimed"
    accounts.name_deputy(
        deputy="sun", since=later(now, 3), until=later(now, 99), by=ma, at=later(now, 3)
    )
    mine = cases.queue(sun, at=later(now, 4), held="me").rows
    assert [row.ref for row in mine] == [accepted.ref]
    review(accepted.ref, sun, later(now, 4))
    done = next(e for e in cases.timeline(sun, accepted.ref) if e.name == "step-done")
    assert (done.by, done.by_name, done.data["for"]) == ("sun", "孙莉 代 马骏", "ma")
    step = cases.case_for(sun, accepted.ref).steps[0]
    assert step.by_name == "孙莉 代 马骏"
    assert (
        code_of(cases.complete_step, ref=accepted.ref, step="site", by=sun, at=later(now, 120))
        == "claimed"
    )
    assert cases.verify_chain().ok


def test_the_second_of_two_who_verify_is_not_held_up(items, lin, zhou, ma, sun, now):
    """Two sign (Administrative Licensing Law, art. 34): the other one must not be the holder."""
    body = {**PERMIT, "code": "test-visit", "steps": [{**PERMIT["steps"][0], "two_person": True}]}
    definitions.publish(kind="item", code="test-visit", region="", body=body, by=SYSTEM, at=now)
    case = cases.open_case(
        item="test-visit",
        region=items,
        form=FORM,
        party=lin.party,
        channel="web",
        by=lin,
        at=now,
    )
    cases.accept(ref=case.ref, by=zhou, at=later(now, 1))
    cases.claim(ref=case.ref, by=ma, at=later(now, 2))
    assert code_of(review, case.ref, sun, later(now, 3)) == "claimed"
    review(case.ref, ma, later(now, 3))
    done = review(case.ref, sun, later(now, 4))
    assert done.steps[0].state == "done"


def test_who_is_away_is_given_nothing(accepted, ma, sun, shen, now):
    cases.claim(ref=accepted.ref, by=sun, at=later(now, 2))
    accounts.name_deputy(deputy="sun", since=now, until=later(now, 99), by=ma, at=later(now, 2))
    said = {"ref": accepted.ref, "to": "ma", "by": sun, "at": later(now, 3)}
    assert code_of(cases.hand_over, **said) == "colleague-away"


def test_lists_ask_by_whose_hands(items, opened, accepted, ma, sun, now):
    at = later(now, 2)
    cases.claim(ref=accepted.ref, by=ma, at=at)

    def seen(actor, held):
        return [row.ref for row in cases.queue(actor, at=at, held=held).rows]

    assert seen(ma, "me") == seen(sun, "others") == seen(sun, "ma") == [accepted.ref]
    assert seen(ma, "nobody") == seen(sun, "me") == seen(ma, "others") == seen(sun, "sun") == []
    (row,) = cases.queue(sun, at=at).rows
    assert (row.claimed_by, row.claimed_name) == ("ma", "马骏")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_claim_at_once_one_wins(accepted, ma, sun, now):
    """Two threads, two connections; the loser gets the sentence."""
    gate, answers = threading.Barrier(2), {}

    def go(who):
        gate.wait()
        try:
            cases.claim(ref=accepted.ref, by=who, at=later(now, 2))
            answers[who.id] = "done"
        except Refusal as refusal:
            answers[who.id] = refusal.code
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=(who,)) for who in (ma, sun)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers.values()) == ["claimed-already", "done"]
    assert Claim.objects.filter(released_at=None).count() == 1
    assert_written_alike(accepted.ref)
