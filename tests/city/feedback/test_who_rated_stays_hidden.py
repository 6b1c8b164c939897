"""The unit that was rated sees what was bad, never who said so; the hotline makes the contact."""

from datetime import timedelta

import pytest

from yingshang.city.accounts.kinds import SYSTEM, Refusal
from yingshang.city.accounts.service import NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions
from yingshang.city.feedback import service as feedback
from yingshang.city.notify import service as notify

BODY = {
    "code": "rated-item",
    "name": "可评价事项",
    "family": "application",
    "handled": "here",
    "lead": "market",
    "fields": [{"name": "company", "label": "企业名称", "type": "text"}],
    "rating": True,
}
CITY = "990100"


@pytest.fixture
def decided(city, lin, zhou, ma, now):
    definitions.publish(kind="item", code="rated-item", region="", body=BODY, by=SYSTEM, at=now)
    case = cases.open_case(
        item="rated-item",
        region=city,
        form={"company": "明禾餐饮"},
        party=lin.party,
        channel="web",
        by=lin,
        at=now,
    )
    cases.accept(ref=case.ref, by=zhou, at=now)
    return cases.decide(ref=case.ref, outcome="granted", by=ma, at=now + timedelta(hours=2))


def bad(decided, lin, now, **more):
    said = {"level": 1, "reasons": ["slow"], "comment": "拖了三天", "named": True, **more}
    return feedback.rate(ref=decided.ref, by=lin, at=now + timedelta(hours=3), **said)


def test_nothing_in_the_rectification_names_the_case_or_its_applicant(decided, lin, ma, now):
    rating = bad(decided, lin, now)
    case = cases.case_for(ma, rating.rectification)
    shown = " ".join([case.about, case.subject, case.party_name, *case.form.values()])
    shown += " ".join(str(e) for e in cases.timeline(ma, case.ref))
    assert decided.ref not in shown
    assert "林晓" not in shown
    assert "明禾" not in shown
    assert lin.id not in shown
    assert case.party is None


def test_the_hotline_owes_the_contact_within_one_working_day(decided, lin, qian, now):
    rating = bad(decided, lin, now)
    (row,) = feedback.to_contact(qian, at=now + timedelta(hours=4))
    assert row.ref == rating.rectification
    step = next(s for s in cases.case_for(qian, row.ref).steps if s.code == "contact")
    assert step.due_at.date().isoformat() == "2026-03-03"  # rated on Monday the 2nd


def test_the_hotline_sees_whom_to_call_and_the_look_is_recorded(decided, lin, qian, now):
    rating = bad(decided, lin, now)
    found = feedback.contact(rectification=rating.rectification, by=qian, at=now)
    assert (found.name, found.phone) == ("林晓", "13800000001")
    assert "reveal" in {record.action for record in audit.records(obj=decided.ref)}


def test_the_unit_that_was_rated_is_told_no_name(decided, lin, ma, fang, now):
    rating = bad(decided, lin, now)
    for officer in (ma, fang):
        with pytest.raises(Refusal) as refusal:
            feedback.contact(rectification=rating.rectification, by=officer, at=now)
        assert refusal.value.code == "not-yours"
    assert feedback.to_contact(ma, at=now) == ()


def test_who_does_not_want_to_be_called_is_not_called(decided, lin, qian, ma, now):
    rating = bad(decided, lin, now, named=False)
    steps = {s.code: s.state for s in cases.case_for(ma, rating.rectification).steps}
    assert steps["contact"] == steps["feedback"] == "skipped"
    assert steps["rectify"] == "open"
    assert feedback.to_contact(qian, at=now) == ()


def test_one_more_word_is_added_once_and_the_first_stays(decided, lin, qin, now):
    bad(decided, lin, now)
    at = now + timedelta(days=20)
    with pytest.raises(NotVisible):
        feedback.add_word(ref=decided.ref, level=4, comment="", by=qin, at=at)
    feedback.add_word(ref=decided.ref, level=4, comment="改好了", by=lin, at=at)
    rating = feedback.rating_of(decided.ref)
    assert (rating.level, rating.again_label, rating.again_comment) == (1, "满意", "改好了")
    with pytest.raises(Refusal) as refusal:
        feedback.add_word(ref=decided.ref, level=5, comment="", by=lin, at=at)
    assert refusal.value.code == "again-already"


def test_after_its_time_neither_a_rating_nor_a_word_is_taken(decided, lin, now):
    with pytest.raises(Refusal) as refusal:
        feedback.rate(ref=decided.ref, level=5, by=lin, at=now + timedelta(days=31))
    assert refusal.value.code == "rating-late"
    bad(decided, lin, now)
    with pytest.raises(Refusal) as refusal:
        feedback.add_word(ref=decided.ref, level=4, comment="", by=lin, at=now + timedelta(days=60))
    assert refusal.value.code == "again-late"


def test_who_has_not_rated_is_asked_once(decided, lin, now):
    at = now + timedelta(days=3, hours=3)
    assert feedback.remind(at=at) == 1
    assert feedback.remind(at=at) == 1
    asked = [m for m in notify.inbox([f"party:{lin.party}"]) if m.topic == "rating"]
    assert len(asked) == 1
    assert decided.ref in asked[0].link
    bad(decided, lin, now)
    assert feedback.remind(at=at) == 0


# -- by a link, and by visit ---------------------------------------------------------------------


def test_a_link_rates_its_case_once_without_signing_in(decided, now):
    token = feedback.case_link(decided.ref, at=now, region=CITY)
    feedback.rate_by_link(token, level=5, at=now + timedelta(hours=3), channel="qr")
    assert feedback.rating_of(decided.ref).level == 5
    assert feedback.rateable(token, at=now).closed
    with pytest.raises(Refusal):
        feedback.rate_by_link(token, level=1, at=now + timedelta(hours=4))
    assert feedback.rating_of(decided.ref).level == 5


def test_a_link_ends_and_a_forged_one_is_not_there(decided, now):
    token = feedback.case_link(decided.ref, at=now, region=CITY)
    assert feedback.rateable(token, at=now + timedelta(days=31)).closed
    for forged in (token[:-1] + ("a" if token[-1] != "a" else "b"), "abc", "a:b:c"):
        with pytest.raises(NotVisible):
            feedback.rateable(forged, at=now)


VISIT = feedback.Visit("q-2026-03-02-A017", CITY, "hall-main", f"{CITY}-hall", "3", "", "综合窗口")


def test_one_visit_is_rated_once_whatever_its_cases(city, now):
    token = feedback.visit_link(VISIT, at=now)
    feedback.rate_by_link(token, level=2, at=now, reasons=["attitude"], phone="13800000009")
    with pytest.raises(Refusal):
        feedback.rate_by_link(token, level=5, at=now)
    (row,) = feedback.facts(region=CITY)
    assert (row["ref"], row["bad"]) == ("visit:q-2026-03-02-A017", True)


def test_a_bad_visit_is_mended_by_the_hall_and_called_by_the_hotline(city, zhou, qian, now):
    feedback.rate_visit(visit=VISIT, level=1, at=now, phone="13800000009")
    (row,) = feedback.facts(region=CITY)
    case = cases.case_for(qian, row["rectification"])
    assert case.unit == f"{CITY}-hall"
    assert feedback.contact(rectification=case.ref, by=qian, at=now).phone == "13800000009"


# -- indices -------------------------------------------------------------------------------------


def test_silence_is_no_praise(decided, lin, fang, now):
    span = {"region": CITY, "since": now, "until": now + timedelta(days=1)}
    (index,) = [i for i in feedback.indices(fang, by="unit", **span) if i.key == f"{CITY}-market"]
    assert (index.ended, index.ratings, index.active_share, index.good_share) == (1, 0, 0.0, None)
    bad(decided, lin, now)
    (index,) = [i for i in feedback.indices(fang, by="unit", **span) if i.key == f"{CITY}-market"]
    assert (index.active_share, index.good_share, index.mended_share) == (1.0, 0.0, 0.0)


def test_too_few_ratings_are_not_published(decided, lin, now):
    bad(decided, lin, now)
    span = {"region": CITY, "since": now, "until": now + timedelta(days=1)}
    (index,) = feedback.indices(None, by="unit", **span)
    assert index.hidden
    assert index.good_share is None


def test_a_unit_sees_its_own_figures_only(decided, lin, wu, ma, now):
    bad(decided, lin, now)
    span = {"region": CITY, "since": now, "until": now + timedelta(days=1)}
    assert [i.key for i in feedback.indices(ma, by="unit", **span)] == [f"{CITY}-market"]
    assert feedback.indices(wu, by="unit", **span) == []
    assert feedback.reasons_given(wu, **span) == []
