"""“办不成事”: three ways in, one ledger, escalation by hand and by the clock, public counts."""

from datetime import timedelta

import pytest

from yingshang.city.accounts.kinds import NotVisible, Refusal
from yingshang.city.cases import service as cases
from yingshang.city.halls import service as halls
from yingshang.city.notify import service as notify

FORM = {
    "title": "招牌备案两周没有答复",
    "detail": "窗口说材料不全，又说不清缺什么",
    "failed_item": "店招牌匾设置备案",
    "contact": "林晓",
    "phone": "13800000001",
}


def report(by, now, via="portal", party=None, **form):
    said = {"region": "990100", "via": via, "by": by, "at": now, "party": party}
    return halls.report(**said, form={**FORM, **form})


def test_it_comes_in_on_the_portal_at_the_counter_and_at_the_kiosk(lin, zhou, now):
    report(lin, now, party=lin.party)
    report(zhou, now, via="counter")
    report(halls.KIOSK, now, via="kiosk")
    entries = halls.ledger(zhou, at=now)
    assert sorted(e.via for e in entries) == ["counter", "kiosk", "portal"]
    assert {e.failed_item for e in entries} == {"店招牌匾设置备案"}
    counts = halls.counts(region="990100", at=now)
    assert (counts.received, counts.open, counts.ended) == (3, 3, 0)


def test_the_case_that_failed_is_linked_if_it_is_the_reporters_own(lin, qin, zhou, now):
    said = {"region": "990100", "channel": "window", "by": zhou, "at": now}
    form = {"company": "林记", "uscc": "91990101MA0000001Y", "address": "东", "size": "1"}
    ref = cases.open_case(
        item="signboard", form={**form, "phone": "13800000001"}, party=lin.party, **said
    ).ref
    mine = report(lin, now, party=lin.party, failed_ref=ref)
    assert mine.about == ref
    hers = report(qin, now, party=qin.party, failed_ref=ref)
    assert hers.about == ""


def test_it_is_contacted_solved_answered_and_counted(lin, zhou, now):
    ref = report(lin, now, party=lin.party).ref
    cases.accept(ref=ref, by=zhou, at=now)
    for hour, step in enumerate(("contact", "solve", "answer"), start=1):
        at = now + timedelta(hours=hour)
        cases.complete_step(ref=ref, step=step, result="pass", opinion="已办", by=zhou, at=at)
    cases.decide(ref=ref, outcome="resolved", reason="已办结", by=zhou, at=now + timedelta(hours=4))
    counts = halls.counts(region="990100", at=now)
    assert (counts.ended, counts.on_time, counts.resolved) == (1, 1, 1)
    assert halls.ledger(zhou, at=now) == ()
    assert len(halls.ledger(zhou, at=now, state="any")) == 1


def test_it_is_raised_once_with_a_reason_and_the_bureau_is_told(lin, zhou, now):
    ref = report(lin, now, party=lin.party).ref
    with pytest.raises(Refusal) as refusal:
        halls.escalate(ref=ref, reason=" ", by=zhou, at=now)
    assert refusal.value.code == "reason-missing"
    halls.escalate(ref=ref, reason="两个局都说不归自己管", by=zhou, at=now)
    with pytest.raises(Refusal) as refusal:
        halls.escalate(ref=ref, reason="再催", by=zhou, at=now)
    assert refusal.value.code == "escalated"
    for unit in ("bureau", "office"):
        assert "升级督办" in notify.inbox([f"unit:990100-{unit}"])[0].title
    assert halls.ledger(zhou, at=now)[0].escalated_at == now
    with pytest.raises(NotVisible):
        halls.escalate(ref=ref, reason="我自己升级", by=lin, at=now)


def test_what_is_past_its_clock_is_raised_by_itself_once(lin, now):
    report(lin, now, party=lin.party)
    assert halls.take_up_late(at=now) == 0
    late = now + timedelta(days=10)
    assert halls.take_up_late(at=late) == 1
    assert halls.take_up_late(at=late) == 0


def test_others_do_not_see_it(lin, qin, wu, now):
    ref = report(lin, now, party=lin.party).ref
    assert halls.ledger(wu, at=now) == ()
    with pytest.raises(NotVisible):
        cases.case_for(qin, ref)


def test_the_ledger_asks_as_much_for_one_line_as_for_ten(
    lin, zhou, now, django_assert_max_num_queries
):
    for n in range(10):
        report(lin, now, party=lin.party, title=f"第{n}件")
    with django_assert_max_num_queries(8):
        assert len(halls.ledger(zhou, at=now)) == 10


@pytest.mark.parametrize("code", ["110105199005120022", " 110105199005120022 "])
def test_a_kiosk_opens_one_case_for_who_knows_both_numbers(lin, now, code):
    ref = report(lin, now, party=lin.party).ref
    who = halls.identify(ref=ref, code=code, hall="center", at=now)
    assert cases.case_for(who, ref).ref == ref
    for wrong in ((ref, "110105195103080046"), ("990100-2026-999999", code), (ref, "")):
        with pytest.raises(Refusal) as refusal:
            halls.identify(ref=wrong[0], code=wrong[1], hall="center", at=now)
        assert refusal.value.code == "kiosk-unknown"
