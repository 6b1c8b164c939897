"""The superior catalogue at the desk."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yingshang.city.accounts import service as accounts
from yingshang.city.catalog import service as catalog


@pytest.fixture
def bureau(city):
    client = Client()
    client.force_login(accounts.user_of("fang"))
    return client


def hand_in(client, *rows):
    data = json.dumps(rows, ensure_ascii=False).encode()
    file = SimpleUploadedFile("省.json", data)
    return client.post("/desk/catalogue/superior/", {"title": "省级目录2026年版", "file": file})


def test_an_edition_is_handed_in_compared_and_taken_over(bureau):
    answer = hand_in(bureau, {"事项代码": "food-permit", "事项名称": "新名称", "法定办结时限": 15})
    page = bureau.get(answer.url).content.decode()
    assert "省级目录2026年版" in page
    assert "<ins>新名称</ins>" in page
    assert "一件事" in page
    bureau.post(answer.url + "take/", {"code": "food-permit", "key": ["name"]})
    assert "已采用" in bureau.get(answer.url).content.decode()
    bureau.post(
        answer.url + "decline/",
        {"code": "food-permit", "key": ["limits.statutory.value"], "reason": "等省里释义"},
    )
    page = bureau.get(answer.url).content.decode()
    assert "等省里释义" in page
    fang = accounts.actor_of(accounts.user_of("fang"))
    assert catalog.drafts(fang)[0].name == "新名称"
    assert "省级目录2026年版" in bureau.get("/desk/catalogue/superior/").content.decode()


def test_nothing_ticked_and_nothing_said_is_told(bureau):
    answer = hand_in(bureau, {"事项代码": "food-permit", "事项名称": "新名称"})
    page = bureau.post(answer.url + "take/", {"code": "food-permit"}, follow=True)
    assert "请先勾选" in page.content.decode()
    page = bureau.post(answer.url + "decline/", {"code": "food-permit", "key": "name"}, follow=True)
    assert "为什么不采用" in page.content.decode()
    assert bureau.post(answer.url + "else/", {"code": "x"}).status_code == 404


def test_a_file_that_is_none_stays_on_the_page_with_the_reason(bureau):
    file = SimpleUploadedFile("省.json", b"{")
    page = bureau.post("/desk/catalogue/superior/", {"title": "x", "file": file})
    assert page.status_code == 422
    assert "看得懂的 JSON" in page.content.decode()


def test_others_find_no_such_page(bureau, city):
    address = hand_in(bureau, {"事项代码": "food-permit", "事项名称": "新名称"}).url
    for name in ("ma", "shen", "zhou", "lin"):
        client = Client()
        client.force_login(accounts.user_of(name))
        assert client.get(address).status_code == 404
        assert client.get("/desk/catalogue/superior/").status_code == 404
