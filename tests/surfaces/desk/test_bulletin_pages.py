"""Bulletins on their pages: drafted, sent, signed for, corrected."""

import re
from datetime import timedelta
from hashlib import sha256

import pytest
from django.urls import reverse
from django.utils import timezone

from yingshang.city.cases import service as cases
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision.ordering import Ground, order_by_hand


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
    assert "<h1>优化营商环境日通报</h1>" in page
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


def test_a_draft_says_before_it_is_sent_that_its_numbers_have_moved(at_desk, busy, city, shen):
    desk, page = at_desk("shen"), reverse("desk:bulletin", args=[busy])
    assert "个数字已有变化" not in body(desk.get(page))
    ground = Ground("leader-instruction", "instruction", "x|9", "又一件事", "交办")
    due = (timezone.now() + timedelta(days=20)).date()
    order_by_hand(
        ground, region=city, unit="990100-land", demand="办", due=due, by=shen, at=timezone.now()
    )
    told = body(desk.get(page))
    assert "个数字已有变化；照此印发，印发的是起草时的数字" in told
    assert "用现在的数字重新生成" in told
    assert "个数字已有变化" not in body(_act(desk, busy, "redraft"))


def test_a_monthly_summary_needs_a_second_person(at_desk, shen, city):
    number = supervision.draft_bulletin(kind="monthly", region=city, by=shen, at=timezone.now())
    mine = body(at_desk("shen").get(reverse("desk:bulletin", args=[number])))
    assert "等待审核" in mine
    assert "同意印发" not in mine
    fang = at_desk("fang")
    page = body(fang.get(reverse("desk:bulletin", args=[number])))
    assert "可以由另一位同事印发" in body(_act(fang, number, "approve", digest=_digest(page)))
    assert "请另一位" not in body(at_desk("shen").get(reverse("desk:bulletin", args=[number])))


def _links(page):
    """The addresses behind the numbers, with the numbers."""
    found = re.findall(r'<dd><a href="([^"]+)">(\d+)<', page)
    return {address.replace("&amp;", "&"): int(number) for address, number in found}


@pytest.fixture
def busy(city, shen, he):
    """Two orders of this minute and one long past, one of them late; a rung; a warning."""
    now = timezone.now()
    refs = []
    for n, at in enumerate((now - timedelta(days=60), now, now)):
        ground = Ground("leader-instruction", "instruction", f"x|{n}", f"第{n}件事", "交办")
        due = (at + timedelta(days=20)).date()
        refs.append(
            order_by_hand(
                ground, region=city, unit="990100-land", demand="办", due=due, by=shen, at=at
            )
        )
    supervision.take(ref=refs[0], rung="urge", skipped="急", by=shen, at=now - timedelta(days=40))
    supervision.take(ref=refs[1], rung="remind", by=shen, at=now)
    cases.withdraw(ref=refs[2], reason="并入他件", by=shen, at=now)
    return supervision.draft_bulletin(kind="weekly", region=city, by=shen, at=timezone.now())


def test_each_number_leads_to_just_the_rows_it_counts(at_desk, busy):
    desk = at_desk("shen")
    links = _links(body(desk.get(reverse("desk:bulletin", args=[busy]))))
    orders, rungs = reverse("desk:orders"), reverse("desk:escalations")
    told = {}
    for address, number in links.items():
        answer = desk.get(address)
        assert answer.status_code == 200, address
        if address.partition("?")[0] in (orders, rungs, reverse("desk:warnings")):
            assert len(answer.context["rows"]) == number, address
            told[re.search(r"(?:show|state)=(\w+)", address)[1]] = number
    assert (told["given"], told["open"], told["late"]) == (2, 2, 1)
    assert told["taken"] == 1


def test_a_number_that_no_list_fits_leads_nowhere(at_desk, busy):
    desk = at_desk("shen")
    page = body(desk.get(reverse("desk:bulletin", args=[busy])))
    for name in ("desk:tasks", "desk:ratings"):  # no task is tracked here
        assert f'<dd><a href="{reverse(name)}' not in page


@pytest.mark.parametrize(
    "asked", ["since=x&until=y", "since=2026-01-01&until=2026-02-01", "since=1"]
)
def test_a_span_that_is_none_narrows_nothing(at_desk, busy, asked):
    desk = at_desk("shen")
    for name, show in (
        ("desk:orders", "given"),
        ("desk:escalations", "taken"),
        ("desk:tasks", "closed"),
    ):
        assert "之间的" not in body(desk.get(f"{reverse(name)}?show={show}&{asked}"))


def test_an_unknown_kind_shows_all_issues(at_desk, daily):
    answer = at_desk("shen").get(reverse("desk:bulletins") + "?kind=nonsense")
    assert [row.id for row in answer.context["rows"]] == [daily]


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
    with django_assert_max_num_queries(24):  # with the numbers that it would have now
        desk.get(reverse("desk:bulletin", args=[daily]))
