"""Giving an authorisation, acting under it, and the end of it, on the pages."""

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from yingshang.city.accounts import service as accounts
from yingshang.city.cases import service as cases


def _signed(name: str) -> Client:
    client = Client()
    client.force_login(accounts.user_of(name), "django.contrib.auth.backends.ModelBackend")
    return client


def _given(lin, qin, item="") -> int:
    agent = accounts.party_view(qin.party, masked=False)
    form = {
        "name": agent.name,
        "code": agent.code,
        "items": item,
        "until": timezone.localdate().isoformat(),
    }
    assert _signed("lin").post(reverse("portal:agents"), form).status_code == 302
    return accounts.mandates(lin, at=timezone.now())[0].id


def test_an_agent_acts_for_the_principal_until_it_is_taken_back(lin, qin, city):
    number = _given(lin, qin)
    agent = _signed("qin")
    assert "别人请我代办" in agent.get(reverse("portal:agents")).content.decode()
    agent.post(reverse("portal:agent_act", args=[number]))
    page = agent.get(reverse("portal:apply", args=["food-permit"])).content.decode()
    assert "您正在替" in page
    company = accounts.party_view(lin.party, masked=False).profile["company"]
    assert company in page
    looks = cases.my_looks(lin)
    assert any(look.why == "代办填表" for look in looks)
    _signed("lin").post(reverse("portal:agent_withdraw", args=[number]))
    answer = agent.get(reverse("portal:apply", args=["food-permit"]))
    assert answer.status_code == 409
    assert "到期或被撤回" in answer.content.decode()
    agent.post(reverse("portal:agent_stop"))
    assert company not in agent.get(reverse("portal:apply", args=["food-permit"])).content.decode()


def test_what_cannot_be_authorised_is_said_beside_the_form(city):
    answer = _signed("lin").post(reverse("portal:agents"), {"name": "谁", "code": "1"})
    assert answer.status_code == 422
    assert "请写明授权到哪一天" in answer.content.decode()


def test_visitors_are_asked_to_sign_in(client, city):
    assert client.get(reverse("portal:agents")).status_code == 302
