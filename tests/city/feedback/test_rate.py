"""One rating a case, five levels, none by default; a bad one opens its rectification."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.accounts.service import NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.feedback import service as feedback
from yingshang.city.feedback.models import Rating


@pytest.fixture
def decided(city, lin, zhou, ma, now):
    """A food permit of Lin, decided."""
    from yingshang.city.accounts.kinds import SYSTEM
    from yingshang.city.definitions import service as definitions

    body = {
        "code": "rated-item",
        "name": "可评价事项",
        "family": "application",
        "handled": "here",
        "lead": "market",
        "fields": [{"name": "company", "label": "企业名称", "type": "text"}],
        "rating": True,
    }
    definitions.publish(kind="item", code="rated-item", region="", body=body, by=SYSTEM, at=now)
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


def test_a_decided_case_is_rated(decided, lin, now):
    assert feedback.may_rate(lin, decided.ref)
    rating = feedback.rate(ref=decided.ref, level=5, by=lin, at=now + timedelta(hours=3))
    assert rating.level_label == "非常满意"
    assert rating.rectification is None
    assert not feedback.may_rate(lin, decided.ref)


def test_nothing_is_chosen_beforehand(decided, lin, now):
    with pytest.raises(Refusal) as refusal:
        feedback.rate(ref=decided.ref, level=None, by=lin, at=now)
    assert refusal.value.code == "level-missing"
    assert feedback.rating_of(decided.ref) is None


def test_a_second_rating_is_refused_and_the_first_stays(decided, lin, now):
    feedback.rate(ref=decided.ref, level=4, by=lin, at=now)
    with pytest.raises(Refusal) as refusal:
        feedback.rate(ref=decided.ref, level=1, by=lin, at=now)
    assert refusal.value.code == "rated-already"
    assert feedback.rating_of(decided.ref).level == 4


def test_the_database_itself_keeps_one_rating_a_case(decided, lin, now):
    feedback.rate(ref=decided.ref, level=4, by=lin, at=now)
    row = Rating.objects.get(pk=decided.ref)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.bulk_create([row])


def test_a_bad_rating_opens_a_rectification_at_the_unit_that_led(decided, lin, ma, now):
    rating = feedback.rate(
        ref=decided.ref, level=1, reasons=["slow"], comment="拖了三天", by=lin, at=now
    )
    case = cases.case_for(ma, rating.rectification)
    assert case.family == "rectification"
    assert case.unit == "990100-market"
    assert case.state == "accepted"
    assert "超过承诺时间" in case.form["reasons"]


def test_the_rectification_shows_in_the_facts_when_it_is_decided(decided, lin, ma, now):
    rating = feedback.rate(ref=decided.ref, level=2, by=lin, at=now)
    (row,) = feedback.facts(region="990100")
    assert row["bad"] is True
    assert row["rectified"] is False
    case = cases.case_for(ma, rating.rectification)
    review = Actor(id="fang", name="方宁", role="bureau", unit="990100-bureau", region="990100")
    for hour, (step, who) in enumerate([("rectify", ma), ("review", review)], start=1):
        cases.complete_step(ref=case.ref, step=step, by=who, at=now + timedelta(hours=hour))
    if cases.case_for(ma, case.ref).state == "accepted":
        cases.decide(ref=case.ref, outcome="rectified", by=ma, at=now + timedelta(hours=9))
    (row,) = feedback.facts(region="990100")
    assert row["rectified"] is True
    assert row["rectified_on_time"] is True


def test_a_clerk_cannot_rate_for_the_applicant(decided, zhou, now):
    with pytest.raises(Refusal) as refusal:
        feedback.rate(ref=decided.ref, level=5, by=zhou, at=now)
    assert refusal.value.code == "not-yours"


def test_a_stranger_cannot_even_see_it(decided, qin, now):
    with pytest.raises(NotVisible):
        feedback.rate(ref=decided.ref, level=1, by=qin, at=now)


def test_a_case_in_work_is_not_rated_yet(city, lin, zhou, decided, now):
    case = cases.open_case(
        item="rated-item", region=city, form={}, party=lin.party, channel="web", by=lin, at=now
    )
    with pytest.raises(Refusal) as refusal:
        feedback.rate(ref=case.ref, level=5, by=lin, at=now)
    assert refusal.value.code == "not-rateable"


def test_many_ratings_at_once_open_their_rectifications(decided, lin, ma, now):
    act = cases.Act("note", now + timedelta(hours=4), ma, {"text": "已致电"})
    spec = feedback.RatingSpec(decided.ref, 1, now + timedelta(hours=3), ("slow",), acts=(act,))
    assert feedback.rate_many([spec]) == 1
    rating = feedback.rating_of(decided.ref)
    assert cases.timeline(ma, rating.rectification)[-1].text == "已致电"
    assert cases.verify_chain().ok
