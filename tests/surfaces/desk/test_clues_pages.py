"""Clues on the desk: what is shown to whom, in careful words, and the two ways out."""

from datetime import datetime, timedelta, timezone

import pytest
from django.urls import reverse

from yingshang.city.accounts.service import SYSTEM, actor_of, user_of
from yingshang.city.cases import service as cases
from yingshang.city.supervision import service as supervision

CST = timezone(timedelta(hours=8))
FORM = {
    "mortgagor": "林晓",
    "bank": "青岚市商业银行",
    "property_no": "青（2026）不动产权第0001号",
    "amount": "100",
    "contract_on": "2025-12-01",
    "phone": "13800000001",
}


def day(month, number, hour=10):
    return datetime(2026, month, number, hour, tzinfo=CST)


@pytest.fixture
def deng(city):
    return actor_of(user_of("deng"))


@pytest.fixture
def clue(city, zhou, deng, shen):
    """A mortgage of early March that was written down on the 18th."""
    late = day(3, 18)
    done = [
        ("accept", day(3, 3), zhou, {}),
        ("complete_step", day(3, 4, 9), deng, {"step": "review"}),
        ("complete_step", day(3, 4, 10), deng, {"step": "book"}),
        ("decide", day(3, 4, 11), deng, {"outcome": "granted"}),
    ]
    acts = tuple(
        cases.Act(verb, at, by, args, late + timedelta(minutes=n))
        for n, (verb, at, by, args) in enumerate(done, start=1)
    )
    spec = cases.CaseSpec(
        item="property-mortgage",
        region=city,
        form=FORM,
        by=zhou,
        at=day(3, 3, 9),
        channel="window",
        acts=acts,
        entered_at=late,
    )
    cases.bulk([spec])
    supervision.detect_suspicion(at=day(4, 2), by=SYSTEM, regions=[city])
    (found,) = supervision.clues(shen).rows
    return found


def page(client, clue):
    return client.get(reverse("desk:clue", args=[clue.id]))


def test_the_list_says_that_nothing_is_concluded(at_desk, clue, django_assert_max_num_queries):
    shen = at_desk("shen")
    shen.get(reverse("desk:clues"))
    with django_assert_max_num_queries(20):
        text = shen.get(reverse("desk:clues")).content.decode()
    assert "需核实的情况，不是结论" in text
    assert clue.case in text
    assert clue.officer_name in text
    assert "才录入" in text


def test_the_way_leads_over_the_warnings_for_those_who_may(at_desk, clue):
    address = reverse("desk:clues")
    assert address in at_desk("shen").get(reverse("desk:warnings")).content.decode()
    assert address in at_desk("fang").get(reverse("desk:warnings")).content.decode()
    assert address not in at_desk("he").get(reverse("desk:warnings")).content.decode()


def test_the_filters_keep_to_what_was_asked(at_desk, clue):
    shen = at_desk("shen")
    address = reverse("desk:clues")
    assert (
        clue.case in shen.get(address, {"kind": "back-dated", "unit": clue.unit}).content.decode()
    )
    assert clue.case not in shen.get(address, {"kind": "staff-rating"}).content.decode()
    assert clue.case not in shen.get(address, {"officer": "nobody"}).content.decode()
    assert shen.get(address, {"page": "٣", "state": "x"}).status_code == 200


def test_another_state_keeps_what_was_filtered(at_desk, clue):
    asked = {"kind": "back-dated", "page": "1"}
    text = at_desk("shen").get(reverse("desk:clues"), asked).content.decode()
    assert 'href="?kind=back-dated&amp;state=explained"' in text


def test_a_clue_shows_for_and_against_the_line_and_the_events(
    at_desk, clue, django_assert_max_num_queries
):
    shen = at_desk("shen")
    page(shen, clue)
    with django_assert_max_num_queries(20):
        text = page(shen, clue).content.decode()
    for words in ("支持核实的情况", "不支持的情况", "可能的合理解释", "怎样核实", "办件全程"):
        assert words in text
    assert "实际录入" in text
    assert "<svg" in text
    assert 'class="event-shown"' in text
    assert "林晓" not in text  # applicants are not the matter here


@pytest.mark.parametrize("name", ["zhou", "deng", "he", "qian", "lin"])
def test_for_everybody_else_there_is_no_such_page(at_desk, clue, name):
    client = at_desk(name)
    assert client.get(reverse("desk:clues")).status_code == 404
    assert page(client, clue).status_code == 404
    warned = client.post(reverse("desk:clues_warn"), {"clue": clue.id})
    settled = client.post(reverse("desk:clue_settle", args=[clue.id]), {"reason": "x"})
    assert (warned.status_code, settled.status_code) == (404, 404)


def test_the_officer_sees_nothing_of_it_on_his_case(at_desk, clue):
    text = at_desk("deng").get(reverse("desk:case", args=[clue.case])).content.decode()
    assert "线索" not in text
    assert "倒填" not in text


def test_ticked_clues_become_one_warning(at_desk, clue, shen):
    answer = at_desk("shen").post(
        reverse("desk:clues_warn"), {"clue": [clue.id], "note": "请附纸质凭证。"}
    )
    (warning,) = supervision.warnings(shen, kind="suspicion")
    assert answer.url == reverse("desk:warning", args=[warning.id])
    text = at_desk("shen").get(answer.url).content.decode()
    assert "需核实，尚无结论" in text
    assert "请附纸质凭证" in text
    assert clue.officer_name not in text


def test_nothing_ticked_is_said(at_desk, clue):
    answer = at_desk("shen").post(reverse("desk:clues_warn"), {})
    assert answer.status_code == 422
    assert "还没有选中线索" in answer.content.decode()


@pytest.mark.parametrize("odd", ["9" * 5000, "9" * 30, "²", "-1", "x"])
def test_a_tick_that_is_no_clue_harms_nothing(at_desk, clue, odd):
    answer = at_desk("shen").post(reverse("desk:clues_warn"), {"clue": [odd]})
    assert answer.status_code in (404, 422)


def test_explained_needs_a_reason_and_leaves_the_list(at_desk, clue, shen):
    client = at_desk("shen")
    address = reverse("desk:clue_settle", args=[clue.id])
    refused = client.post(address, {"result": "explained", "reason": " "})
    assert refused.status_code == 422
    assert "请写明核实到什么情况" in refused.content.decode()
    assert client.post(address, {"result": "explained", "reason": "下乡服务"}).status_code == 302
    assert clue.case not in client.get(reverse("desk:clues")).content.decode()
    assert "下乡服务" in page(client, clue).content.decode()


def test_confirmed_is_not_offered_before_a_warning(at_desk, clue, shen):
    client = at_desk("shen")
    assert 'value="confirmed"' not in page(client, clue).content.decode()
    supervision.warn_of_clues(clues=[clue.id], by=shen, at=day(4, 2))
    assert 'value="confirmed"' in page(client, clue).content.decode()
    done = client.post(
        reverse("desk:clue_settle", args=[clue.id]), {"result": "confirmed", "reason": "单位承认"}
    )
    assert done.status_code == 302
    assert supervision.clue(shen, clue.id).status == "confirmed"


def test_settled_twice_is_refused_with_what_was_typed(at_desk, clue, shen):
    supervision.settle_clue(clue=clue.id, result="explained", reason="已核", by=shen, at=day(4, 2))
    answer = at_desk("shen").post(
        reverse("desk:clue_settle", args=[clue.id]), {"result": "explained", "reason": "再写"}
    )
    assert answer.status_code == 409
    assert "没有重复处理" in answer.content.decode()
