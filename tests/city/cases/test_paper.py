"""Outages are honest: numbered paper, entered later with the true time, a scan and two persons."""

from datetime import timedelta

import pytest
from case_items import FORM
from django.db import IntegrityError, transaction

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import SYSTEM, Actor, Role
from yingshang.city.cases import service as cases
from yingshang.city.cases.kinds import FormInvalid, Refusal
from yingshang.city.cases.models import Case, PaperReceipt

SCAN = ("收件单.pdf", b"%PDF-1.4\nscan\n%%EOF")
HALL = "990100-hall"


@pytest.fixture
def gu(city, now):
    """A second clerk of the hall."""
    row = {"username": "gu", "label": "顾青", "role": "clerk", "unit_id": HALL}
    accounts.ensure_people([{**row, "region_id": "990100"}], at=now)
    return accounts.actor_of(accounts.user_of("gu"))


@pytest.fixture
def book(items, fang, now):
    """Numbers 1 to 50 of series TJ, given to the hall a month ago."""
    return cases.issue_book(
        unit=HALL, series="tj", first=1, last=50, by=fang, at=now - timedelta(days=30)
    )


@pytest.fixture
def outage(items, fang, now):
    """The platform was down on Friday from 9 to 17 o'clock; put on record on Friday evening."""
    friday = now - timedelta(days=3)
    return cases.declare_outage(
        what="一体化平台收件系统",
        since=friday.replace(hour=9, minute=0),
        until=friday.replace(hour=17, minute=0),
        reason="机房断电",
        by=fang,
        at=friday.replace(hour=18),
    )


@pytest.fixture
def enter(book, outage, zhou, lin, now):
    """Zhou enters number 7, handed in on Friday at 14:30; every argument can be changed."""

    def do(**changes):
        friday = now - timedelta(days=3)
        asked = {
            "series": "TJ",
            "number": 7,
            "item": "test-permit",
            "form": FORM,
            "party": lin.party,
            "received_at": friday.replace(hour=14, minute=30),
            "scan": SCAN,
            "by": zhou,
            "at": now,
        }
        return cases.enter_paper(**{**asked, **changes})

    return do


def refused(code, verb, **asked):
    with pytest.raises(Refusal) as no:
        verb(**asked)
    assert no.value.code == code
    assert no.value.sentence.endswith("。")


def test_the_clock_starts_when_the_paper_was_handed_in(enter, gu, lin, now):
    entry = enter()
    assert Case.objects.count() == 0  # one signature opens nothing

    case = cases.sign_paper(paper=entry.id, by=gu, at=now + timedelta(hours=1))

    friday = (now - timedelta(days=3)).replace(hour=14, minute=30)
    assert case.submitted_at == friday
    assert case.acceptance_due_at.date().isoformat() == "2026-03-05"  # Saturday was worked
    assert case.channel == "window"
    assert cases.case_for(lin, case.ref).form["company"] == FORM["company"]


def test_both_times_both_persons_and_the_paper_are_facts_of_the_chain(enter, gu, shen, now):
    entry = enter()
    case = cases.sign_paper(paper=entry.id, by=gu, at=now + timedelta(hours=1))

    first, note = cases.timeline(shen, case.ref)

    assert first.by == "zhou"
    assert first.data["entered_at"] == now.isoformat()
    assert first.data["paper"]["book"] == "TJ"
    assert first.data["paper"]["number"] == 7
    assert first.data["paper"]["signed_by"] == "gu"
    assert note.at == now + timedelta(hours=1)
    assert note.by == "gu"
    assert "2026-02-27 14:30 停用期间凭纸质收件单（TJ 第 7 号）收件" in note.text
    assert cases.verify_chain(case.ref).ok
    assert [f.material for f in cases.case_for(shen, case.ref).files] == ["paper"]


def test_accepted_at_the_window_the_decision_clock_starts_then_too(enter, gu, now):
    case = cases.sign_paper(paper=enter(accepted=True).id, by=gu, at=now)

    assert case.state == "accepted"
    assert case.accepted_at == (now - timedelta(days=3)).replace(hour=14, minute=30)


def test_the_case_goes_on_like_any_other(enter, gu, zhou, now):
    case = cases.sign_paper(paper=enter().id, by=gu, at=now)

    assert cases.accept(ref=case.ref, by=zhou, at=now + timedelta(hours=1)).state == "accepted"


def test_who_entered_it_cannot_sign_it(enter, zhou, gu, now):
    entry = enter()

    refused("paper-two", cases.sign_paper, paper=entry.id, by=zhou, at=now)

    with pytest.raises(IntegrityError), transaction.atomic():
        PaperReceipt.objects.filter(pk=entry.id).update(signed_by="zhou")


def test_a_number_outside_the_unit_s_books_is_refused(enter):
    refused("paper-number", enter, number=51)
    refused("paper-number", enter, series="XX")


def test_a_number_is_used_once(enter, gu, now):
    cases.sign_paper(paper=enter().id, by=gu, at=now)

    refused("paper-used", enter)
    refused("paper-used", enter, by=gu)


def test_a_time_outside_every_declared_outage_is_refused(enter, now):
    refused("paper-no-outage", enter, received_at=now - timedelta(days=4))
    refused(
        "paper-no-outage", enter, received_at=(now - timedelta(days=3)).replace(hour=17, minute=1)
    )
    refused("paper-future", enter, received_at=now + timedelta(hours=1))


def test_an_outage_of_another_unit_is_none_of_this_window(book, items, zhou, fang, lin, now):
    cases.declare_outage(
        what="税务系统",
        since=now - timedelta(days=1),
        unit="990100-tax",
        by=fang,
        at=now,
    )
    refused(
        "paper-no-outage",
        cases.enter_paper,
        series="TJ",
        number=1,
        item="test-permit",
        form=FORM,
        party=lin.party,
        received_at=now - timedelta(hours=2),
        scan=SCAN,
        by=zhou,
        at=now,
    )


def test_without_a_scan_it_is_refused(enter):
    refused("paper-scan", enter, scan=None)


def test_a_book_given_out_after_the_receipt_is_refused(outage, items, fang, zhou, lin, now):
    cases.issue_book(unit=HALL, series="NEW", first=1, last=9, by=fang, at=now)
    refused(
        "paper-before-book",
        cases.enter_paper,
        series="NEW",
        number=1,
        item="test-permit",
        form=FORM,
        party=lin.party,
        received_at=(now - timedelta(days=3)).replace(hour=14, minute=30),
        scan=SCAN,
        by=zhou,
        at=now,
    )


def test_the_form_is_checked_as_of_the_day_of_receipt(enter):
    with pytest.raises(FormInvalid) as wrong:
        enter(form={**FORM, "birth": "2026-02-28"})  # after Friday, though before today
    assert set(wrong.value.errors) == {"birth"}


def test_sent_back_it_may_be_entered_again(enter, gu, now):
    cases.send_back_paper(paper=enter().id, reason="扫描件看不清", by=gu, at=now)

    again = enter()

    assert [p.id for p in cases.papers(gu)] == [again.id]
    assert cases.papers(gu, status="back")[0].reason == "扫描件看不清"
    assert cases.papers(gu, status="back")[0].form == {}


def test_a_void_number_is_accounted_for_and_never_used(enter, zhou, now):
    cases.void_paper(series="TJ", number=8, reason="写错", by=zhou, at=now)

    refused("paper-used", enter, number=8)
    (found,) = cases.books(zhou)
    assert (found.void, found.used, found.blank) == ((8,), (), 49)


def test_once_opened_the_entry_keeps_no_personal_data(enter, gu, now):
    entry = enter()
    cases.sign_paper(paper=entry.id, by=gu, at=now)

    assert cases.paper(gu, entry.id).form == {}
    refused("paper-done", cases.sign_paper, paper=entry.id, by=gu, at=now)


def test_only_overseers_declare_and_give_out_books(items, zhou, ma, now):
    for who in (zhou, ma):
        refused("not-yours", cases.declare_outage, what="x", since=now, by=who, at=now)
        refused(
            "not-yours", cases.issue_book, unit=HALL, series="A", first=1, last=2, by=who, at=now
        )


def test_only_the_window_that_holds_the_book_enters_and_signs(enter, ma, lin, now):
    entry = enter()
    refused("not-yours", enter, by=ma, number=9)
    other = Actor("chu", "楚宁", Role.CLERK, "990200", "990200-hall")
    with pytest.raises(accounts.NotVisible):
        cases.sign_paper(paper=entry.id, by=other, at=now)
    assert cases.papers(other) == []
    assert cases.papers(lin) == []


def test_ranges_of_one_series_do_not_overlap(book, fang, now):
    refused(
        "book-overlap", cases.issue_book, unit=HALL, series="TJ", first=50, last=60, by=fang, at=now
    )
    refused(
        "book-range", cases.issue_book, unit=HALL, series="TJ", first=9, last=8, by=fang, at=now
    )


def test_an_outage_is_ended_once_and_in_order(items, fang, now):
    running = cases.declare_outage(what="短信平台", since=now - timedelta(hours=5), by=fang, at=now)
    refused(
        "outage-times",
        cases.end_outage,
        outage=running.id,
        until=now - timedelta(hours=6),
        by=fang,
        at=now,
    )

    ended = cases.end_outage(outage=running.id, until=now - timedelta(hours=1), by=fang, at=now)

    assert ended.until == now - timedelta(hours=1)
    refused("outage-ended", cases.end_outage, outage=running.id, until=now, by=fang, at=now)
    refused(
        "outage-times",
        cases.declare_outage,
        what="x",
        since=now + timedelta(hours=1),
        by=fang,
        at=now,
    )


def test_silence_still_counts_from_the_true_receipt(enter, gu, now):
    case = cases.sign_paper(paper=enter().id, by=gu, at=now)

    done = cases.accept_silent(at=now + timedelta(days=7), by=SYSTEM)

    assert done == [case.ref]
    assert cases.case_for(SYSTEM, case.ref).accepted_at == case.submitted_at
