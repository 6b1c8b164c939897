"""My licences on the portal: shown to somebody for a purpose, taken along, never another's."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from yingshang.city.licences import service as licences
from yingshang.surfaces.portal.views import shown as shown_view


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet():
    shown_view.WRONG._kept.clear()
    yield
    shown_view.WRONG._kept.clear()  # nor before the tests that this process runs next


@pytest.fixture
def permit(city, lin):
    return licences.issue(
        declared={"type": "food-permit", "name": "食品经营许可证", "prefix": "JY"},
        case_ref="990100-2026-000007",
        region=city,
        issuer="990100-market",
        party=lin.party,
        holder="青岚市明禾餐饮有限公司",
        at=timezone.now(),
        form={"kind": "餐饮服务经营者", "address": "东城区一号", "manager": "林晓"},
    )


def make(browser, permit, **change):
    asked = {"line": ["holder", "kind"], "purpose": "商场核对", "minutes": "10", **change}
    return browser.post(reverse("portal:licence", args=[permit.number]), asked)


def test_the_list_shows_what_is_in_force(at_home, permit):
    text = at_home("lin").get(reverse("portal:licences")).content.decode()
    assert permit.number in text
    assert "有效" in text


def test_who_has_none_is_told_where_they_come_from(at_home, city):
    assert "还没有证照" in at_home("qin").get(reverse("portal:licences")).content.decode()


def test_a_code_is_made_used_once_and_the_holder_sees_who_looked(at_home, client, permit):
    home = at_home("lin")
    made = make(home, permit)
    page = home.get(made.url).content.decode()
    code = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", page)[0]

    entered = client.post(reverse("portal:show"), {"pass": code.lower()})
    told = client.get(entered.url).content.decode()
    seen = client.post(entered.url, {"who": "明德商场 小王"}).content.decode()
    again = client.post(entered.url)

    assert "餐饮服务经营者" not in told
    assert "商场核对" in told
    assert "餐饮服务经营者" in seen
    assert "东城区一号" not in seen
    assert permit.number not in seen
    assert again.status_code == 404
    assert "已经用过" in again.content.decode()
    after = home.get(made.url).content.decode()
    assert "明德商场 小王" in after
    assert "hx-trigger" not in after.split('id="showing"')[1][:80]


def test_an_officer_who_looks_is_named_with_his_unit(at_home, client, permit, ma):
    home = at_home("lin")
    made = make(home, permit)
    code = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", home.get(made.url).content.decode())
    at_home("ma").post(reverse("portal:shown", args=[code[0]]), {"who": "某某"})
    lin = licences.showings(_lin(), permit.number, at=timezone.now())[0]
    assert lin.looks[0].who == "市市场监督管理局 马骏"


def _lin():
    from yingshang.city.accounts import service as accounts

    return accounts.actor_of(accounts.user_of("lin"))


def test_what_was_typed_stays_when_something_is_missing(at_home, permit):
    answer = make(at_home("lin"), permit, purpose="", line=["kind"])
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "请写明给谁看" in text
    assert 'value="kind" checked' in text


def test_a_code_taken_back_shows_nothing(at_home, client, permit):
    home = at_home("lin")
    made = make(home, permit)
    number = int(made.url.rstrip("/").rpartition("/")[2])
    code = licences.showings(_lin(), permit.number, at=timezone.now())[0].code
    home.post(reverse("portal:showing_withdraw", args=[number]))
    answer = client.post(reverse("portal:shown", args=[code]))
    assert "已经收回" in answer.content.decode()


def test_guessing_is_slowed_down(client, city):
    answers = [
        client.get(reverse("portal:shown", args=[f"AAAA-AAAA-AA{n:02}"])).status_code
        for n in range(22)
    ]
    assert answers[0] == 404
    assert answers[-1] == 429


def test_a_form_without_a_code_asks_for_it(client, city):
    assert client.post(reverse("portal:show"), {"pass": " - "}).status_code == 422


@pytest.mark.parametrize("page", ["licence", "licence_file", "credential", "statement"])
def test_a_strangers_licence_is_not_there(at_home, permit, page):
    address = reverse(f"portal:{page}", args=[permit.number])
    assert at_home("qin").get(address).status_code == 404
    assert at_home("ma").get(address).status_code == 404


def test_the_licence_comes_as_pdf_credential_and_data(at_home, permit):
    home = at_home("lin")
    pdf = home.get(reverse("portal:licence_file", args=[permit.number]))
    wallet = home.get(reverse("portal:credential", args=[permit.number]))
    data = home.get(reverse("portal:statement", args=[permit.number]))
    assert pdf.content[:5] == b"%PDF-"
    assert wallet.content.decode().count("~") > 5
    assert licences.check_statement(data.json())


def test_wallets_find_keys_and_types(client, permit, at_home):
    at_home("lin").get(reverse("portal:credential", args=[permit.number]))
    assert client.get("/.well-known/jwt-vc-issuer").json()["jwks"]["keys"]
    assert client.get(reverse("portal:jwks")).json()["keys"][0]["crv"] == "Ed25519"
    kind = client.get(reverse("portal:credential_type", args=["990100", "food-permit"])).json()
    assert kind["name"] == "食品经营许可证"
    assert kind["vct"].endswith("/credentials/990100/food-permit/")
    assert client.get("/credentials/990100/none/").status_code == 404


def test_the_page_of_a_licence_costs_a_fixed_number_of_questions(
    at_home, permit, django_assert_max_num_queries
):
    home = at_home("lin")
    for _ in range(4):
        make(home, permit)
    with django_assert_max_num_queries(12):
        home.get(reverse("portal:licence", args=[permit.number]))
