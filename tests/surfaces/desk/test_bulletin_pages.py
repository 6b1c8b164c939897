"""Bulletins on their pages: drafted, sent, signed for, corrected."""

import re
from datetime import timedelta
from hashlib import sha256

import pytest
from django.urls import reverse
from django.utils import timezone

from yingshang.city.supervision import service as supervision


def body(response):
    return response.content.decode()


@pytest.fixture
def daily(city, shen):
    return supervision.draft_bulletin(kind="daily", region=city, by=shen, at=timezone.now())


def _act(client, number, verb, **values):
    return client.post(reverse("desk:bulletin_verb", args=[number, verb]), values, follow=True)


def _digest(page):
    return re.search(r'name="digest" value="(\w+)"', page)[1]


def test_a_draft_is_sent_frozen_and_signed_for(at_desk, city):
    shen, he = at_desk("shen"), at_desk("he")
    page = body(shen.post(reverse("desk:bulletin_draft"), {"kind": "daily"}, follow=True))
    assert "草稿已由现有数据生成" in page
    assert "演示数据" in page
    number = supervision.bulletins(_of("shen"), at=timezone.now())[0].id
    to = re.findall(r'name="to" value="([^"]+)"', page)
    sent = body(_act(shen, number, "send", digest=_digest(page), to=to))
    assert "已编号印发" in sent
    assert "第1期" in sent

    data = he.get(reverse("desk:bulletin_file", args=[number, "docx"])).content
    assert sha256(data).hexdigest() in sent
    page = body(he.get(reverse("desk:bulletin", args=[number])))
    assert "请看后签收" in page
    assert "已登记签收" in body(_act(he, number, "acknowledge"))
    assert re.search(r"签收 1/\d", body(shen.get(reverse("desk:bulletin", args=[number]))))


def _of(name):
    from yingshang.city.accounts import service as accounts

    return accounts.actor_of(accounts.user_of(name))


def test_a_stale_tab_sends_nothing(at_desk, daily, shen):
    desk = at_desk("shen")
    page = body(desk.get(reverse("desk:bulletin", args=[daily])))
    to = re.findall(r'name="to" value="([^"]+)"', page)
    supervision.redraft_bulletin(id=daily, by=shen, at=timezone.now() + timedelta(minutes=5))
    assert "请重新看过" in body(_act(desk, daily, "send", digest=_digest(page), to=to))
    assert supervision.bulletin(shen, daily, at=timezone.now()).row.status == "draft"


def test_a_monthly_summary_needs_a_second_person(at_desk, shen, city):
    number = supervision.draft_bulletin(kind="monthly", region=city, by=shen, at=timezone.now())
    mine = body(at_desk("shen").get(reverse("desk:bulletin", args=[number])))
    assert "等待审核" in mine
    assert "同意印发" not in mine
    fang = at_desk("fang")
    page = body(fang.get(reverse("desk:bulletin", args=[number])))
    assert "可以由另一位同事印发" in body(_act(fang, number, "approve", digest=_digest(page)))
    assert "请另一位" not in body(at_desk("shen").get(reverse("desk:bulletin", args=[number])))


def test_figures_lead_to_their_rows(at_desk, daily):
    page = body(at_desk("shen").get(reverse("desk:bulletin", args=[daily])))
    assert reverse("desk:orders") + "?show=all" in page
    for address in set(re.findall(r'<dd><a href="([^"]+)"', page)):
        assert at_desk("shen").get(address.replace("&amp;", "&")).status_code == 200


def test_who_was_not_sent_it_finds_nothing(at_desk, daily):
    for name in ("ma", "zhou", "lin"):
        answer = at_desk(name).get(reverse("desk:bulletin", args=[daily]))
        assert answer.status_code == 404, name
    assert at_desk("ma").post(reverse("desk:bulletin_draft"), {"kind": "daily"}).status_code == 404


def test_the_page_asks_the_database_a_fixed_number_of_times(
    at_desk, daily, django_assert_max_num_queries
):
    desk = at_desk("shen")
    desk.get(reverse("desk:bulletins"))
    with django_assert_max_num_queries(14):
        desk.get(reverse("desk:bulletins"))
    with django_assert_max_num_queries(14):
        desk.get(reverse("desk:bulletin", args=[daily]))


def test_each_number_leads_to_the_list_that_it_counts(at_desk, city, shen):
    from yingshang.surfaces.desk.views.bulletins import EXACT

    number = supervision.draft_bulletin(kind="weekly", region=city, by=shen, at=timezone.now())
    desk = at_desk("shen")
    page = body(desk.get(reverse("desk:bulletin", args=[number])))
    for key in ("overdue.cases", "promises.met", "orders.late", "tasks.late"):
        name, query = EXACT[key]
        address = reverse(name) + query
        assert address.replace("&", "&amp;") in page, key
        assert desk.get(address).status_code == 200
