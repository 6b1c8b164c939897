"""What supervision writes down is Chinese, whatever language the screen speaks; why something was
not done is told in the language of the screen."""

import pytest
from django.urls import reverse
from django.utils.translation import override
from loop_sample import day

from yingshang.city.accounts.service import user_of
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.models import Order, Warning

LAND = "990100-land"


def chinese(text):
    return any("\u4e00" <= one <= "\u9fff" for one in text)


def refused(verb, **said):
    with override("en"), pytest.raises(Refusal) as told:
        verb(**said)
    return told.value


@pytest.fixture
def given(warned, shen):
    """An order given on an English screen."""
    with override("en"):
        return supervision.order_from(warning=warned, unit=LAND, by=shen, at=day(3, 2))


def test_an_order_given_on_an_english_screen_is_kept_in_chinese(given, warned, shen):
    row = Order.objects.get(ref=given)
    assert chinese(row.demand)
    with override("en"):
        one = supervision.take(ref=given, rung="order", skipped="Urgent", by=shen, at=day(3, 3))
    taken = supervision.escalation(shen, one, at=day(3, 3))
    assert "应于" in taken.ground
    assert any(chinese(one.text) for one in cases.timeline(shen, given))


def test_a_second_order_is_refused_in_english_and_leaves_nothing(given, warned, shen):
    before = Warning.objects.get(pk=warned).settled_at
    told = refused(supervision.order_from, warning=warned, unit=LAND, by=shen, at=day(3, 3))
    assert "has already turned this warning into order" in told.sentence
    assert Order.objects.count() == 1
    assert Warning.objects.get(pk=warned).settled_at == before


def test_a_rung_out_of_order_is_refused_in_english(given, shen):
    told = refused(supervision.take, ref=given, rung="accountability", by=shen, at=day(3, 3))
    assert told.code == "rung-skipped"
    assert "越级" not in told.sentence
    with pytest.raises(Refusal, match="越级"):
        supervision.take(ref=given, rung="accountability", by=shen, at=day(3, 3))


def test_what_is_refused_leaves_no_trace(given, shen):
    before = len(audit.records(obj=f"case/{given}"))
    refused(supervision.take, ref=given, rung="interview", skipped="x", by=shen, at=day(3, 3))
    assert len(audit.records(obj=f"case/{given}")) == before
    assert supervision.escalations(shen, at=day(3, 3)) == []


def test_a_paper_that_there_is_not_yet_is_refused_in_english_on_its_page(given, shen, client):
    meet = day(3, 10)
    one = supervision.take(
        ref=given, rung="interview", skipped="紧急", place="营商局", meet_at=meet, by=shen,
        at=day(3, 3),
    )  # fmt: skip
    told = refused(supervision.escalation_docx, actor=shen, id=one, at=day(3, 3))
    assert not chinese(told.sentence)
    client.force_login(user_of("shen"))
    client.cookies["ys_lang"] = "en"
    answer = client.get(reverse("desk:rung_word", args=[one]))
    assert answer.status_code < 500
