"""The bureau registers systems, gives out keys once, and sees what could not be delivered."""

import re

import pytest
from django.urls import reverse

from yingshang.adapters.post import Answer
from yingshang.city.accounts import service as accounts
from yingshang.city.cases.events import EVENT_LABELS
from yingshang.city.notify import service as notify

TAX = {
    "name": "税务核心系统",
    "code": "tax-core",
    "unit": "990100-tax",
    "scopes": ["cases:read", "cases:act"],
}


@pytest.fixture
def desk(at_desk):
    return at_desk("fang")


@pytest.fixture
def tax(desk):
    answer = desk.post(reverse("desk:systems"), TAX)
    assert answer.status_code == 302
    return answer.url


def test_a_system_is_registered_and_given_a_key_that_is_shown_once(desk, tax):
    page = desk.post(f"{tax}key/", {"label": "生产", "days": "30"})
    (secret,) = re.findall(r"ys_[0-9a-f]{12}_[\w-]+", page.content.decode())
    from django.utils import timezone

    actor, _key = accounts.key_actor(secret, at=timezone.now())
    assert actor.unit == "990100-tax"
    again = desk.get(tax).content.decode()
    assert secret not in again
    assert secret[:15] in again
    assert "no-store" in page.headers["Cache-Control"]


def test_a_key_of_a_system_that_was_stopped_meanwhile_keeps_what_was_typed(desk, tax):
    desk.post(f"{tax}stop/")
    answer = desk.post(f"{tax}key/", {"label": "生产环境，联系人王工", "days": "30"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "这个系统已停用，不能发放密钥" in page
    assert "生产环境，联系人王工" in page


def test_a_key_is_revoked_and_a_system_stopped(desk, tax, fang):
    desk.post(f"{tax}key/", {"days": "30"})
    key = accounts.systems(fang)[0].keys[0]
    desk.post(f"{tax}revoke/", {"key": key.id})
    assert "已吊销" in desk.get(tax).content.decode()
    desk.post(f"{tax}stop/")
    page = desk.get(tax).content.decode()
    assert "已停用" in page
    assert "发放密钥" not in page
    desk.post(f"{tax}start/")
    assert accounts.systems(fang)[0].active is True
    assert desk.post(f"{tax}explode/").status_code == 404
    assert desk.post(f"{tax}revoke/", {"key": "²"}).status_code == 404


def test_mistakes_are_said_beside_the_form(desk, tax):
    page = desk.post(reverse("desk:systems"), {**TAX, "code": "Tax Core"})
    assert page.status_code == 422
    assert "小写字母" in page.content.decode()
    page = desk.post(reverse("desk:systems"), {})
    assert "请至少选择一项权限" in page.content.decode()
    page = desk.post(f"{tax}key/", {"days": "9999"})
    assert "1 到 730" in page.content.decode()


@pytest.mark.parametrize("name", ["lin", "zhou", "ma", "shen", "he", "qian"])
def test_the_page_is_the_bureaus(at_desk, tax, name):
    client = at_desk(name)
    assert client.get(reverse("desk:systems")).status_code == 404
    assert client.get(tax).status_code == 404
    assert client.post(f"{tax}key/", {"days": "30"}).status_code == 404
    assert client.post(reverse("desk:resend"), {"id": "x"}).status_code == 404


def test_what_could_not_be_delivered_is_shown_and_sent_again(desk, tax, now):
    receiver, _secret = notify.add_receiver(
        owner="system:tax-core", url="https://93.184.215.14/hook", at=now
    )
    notify.enqueue(
        receiver=receiver.id, parcels=[notify.Parcel("R#1", "case.decided", "{}")], at=now
    )
    notify.deliver(at=now, send=lambda *_: Answer(410, "<b>gone</b>"))
    page = desk.get(reverse("desk:systems")).content.decode()
    assert "case.decided" not in page, "a name for machines, shown to a person"
    assert str(EVENT_LABELS["decided"]) in page
    assert "&lt;b&gt;gone" in page
    assert "已停止" in desk.get(tax).content.decode()
    (dead,) = notify.deliveries(state="dead")
    desk.post(reverse("desk:resend"), {"id": [dead.id, "nonsense"]})
    assert notify.deliveries(state="dead") == []
    assert len(notify.deliveries(state="waiting")) == 1


def test_the_bureau_of_another_city_sends_nothing_again(desk, tax, city, now):
    receiver, _secret = notify.add_receiver(
        owner="system:foreign", url="https://93.184.215.14/hook", at=now
    )
    notify.enqueue(receiver=receiver.id, parcels=[notify.Parcel("a", "t", "{}")], at=now)
    notify.deliver(at=now, send=lambda *_: Answer(410, ""))
    (dead,) = notify.deliveries(state="dead")
    assert dead.id not in desk.get(reverse("desk:systems")).content.decode()
    desk.post(reverse("desk:resend"), {"id": [dead.id]})
    assert len(notify.deliveries(state="dead")) == 1


def test_the_page_asks_few_questions(desk, tax, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        desk.get(reverse("desk:systems"))
    with django_assert_max_num_queries(25):
        desk.get(tax)
