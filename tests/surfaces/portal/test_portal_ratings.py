"""Ratings on the portal: by a link, one more word, and the public figures."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from yingshang.city.accounts import service as accounts
from yingshang.city.feedback import service as feedback

CITY = "990100"


@pytest.fixture
def token(city):
    visit = feedback.Visit("q-1", CITY, "hall-main", f"{CITY}-hall", "3", "", "综合窗口")
    return feedback.visit_link(visit, at=timezone.now())


def test_nothing_is_chosen_beforehand_and_no_sign_in_is_asked(client, token):
    text = client.get(reverse("portal:rate_link", args=[token])).content.decode()
    assert "综合窗口" in text
    assert "checked" not in text
    answer = client.post(reverse("portal:rate_link", args=[token]), {})
    assert answer.status_code == 422
    assert "请选一个档次" in answer.content.decode()


def test_a_rating_by_link_is_taken_once(client, token):
    url = reverse("portal:rate_link", args=[token])
    assert client.post(url, {"level": "4", "via": "window"}).status_code == 200
    (row,) = feedback.facts(region=CITY)
    assert row["channel"] == "window"
    assert "只评一回" in client.get(url).content.decode()
    client.post(url, {"level": "1"})
    assert len(list(feedback.facts(region=CITY))) == 1


def test_a_forged_link_is_not_there(client, city):
    assert client.get(reverse("portal:rate_link", args=["nothing"])).status_code == 404


def test_the_public_figures_hide_what_is_too_few(client, token, django_assert_max_num_queries):
    client.post(reverse("portal:rate_link", args=[token]), {"level": "1", "reasons": ["slow"]})
    with django_assert_max_num_queries(12):
        text = client.get(reverse("portal:ratings")).content.decode()
    assert "评价太少，不显示" in text
    assert client.get(reverse("portal:ratings"), {"days": "7"}).status_code == 404
    rows = client.get(reverse("portal:ratings_json")).json()["units"]
    assert rows[0]["good_share"] is None


def test_desk_figures_and_the_contact_of_the_hotline(client, token, qian, ma):
    client.post(reverse("portal:rate_link", args=[token]), {"level": "1", "phone": "13800000009"})
    client.force_login(accounts.user_of("qian"))
    text = client.get(reverse("desk:ratings")).content.decode()
    assert "等您联系的" in text
    assert "13800000009" not in text
    ref = feedback.to_contact(qian, at=timezone.now() + timedelta(minutes=1))[0].ref
    shown = client.post(reverse("desk:rating_contact", args=[ref])).content.decode()
    assert "13800000009" in shown
    client.force_login(accounts.user_of("ma"))
    assert client.post(reverse("desk:rating_contact", args=[ref])).status_code == 404
    assert "等您联系的" not in client.get(reverse("desk:ratings")).content.decode()
