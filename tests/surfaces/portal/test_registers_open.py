"""Everybody reads what the city publishes: masked, searched, downloaded."""

import csv
import io
import json

import pytest
from django.test import Client
from django.urls import reverse

from yingshang.city.registers import service as registers

FIRM = {
    "name": "青岚测绘有限公司",
    "uscc": "91990100MA7A1B2C3T",
    "service": "工程测绘",
    "promised_days": "5",
    "contact": "梁工",
    "phone": "0531-88880001",
    "fee": "=1+1",
}
LIST = reverse("portal:register", args=["intermediaries"])


@pytest.fixture
def firm(ma, now):
    return registers.add(register="intermediaries", region="990100", form=FIRM, by=ma, at=now)


@pytest.fixture
def visitor(city):
    client = Client()
    client.cookies["city"] = city
    return client


def test_the_directory_lists_open_registers_by_topic(visitor, firm):
    page = visitor.get(reverse("portal:registers")).content.decode()
    assert "行政审批中介服务机构名录" in page
    assert "演示数据" in page


def test_a_visitor_finds_a_firm_and_no_personal_data(visitor, firm):
    for address in (
        LIST,
        f"{LIST}?q=测绘&sort=-promised_days",
        reverse("portal:register_record", args=["intermediaries", firm]),
    ):
        page = visitor.get(address).content.decode()
        assert "青岚测绘有限公司" in page
        assert "梁工" not in page
        assert "88880001" not in page
    assert "青岚测绘有限公司" not in visitor.get(f"{LIST}?q=88880001").content.decode()


def test_an_ended_record_is_gone_from_the_public_page(visitor, firm, ma, now):
    registers.end(record=firm, reason="注销", by=ma, at=now)
    address = reverse("portal:register_record", args=["intermediaries", firm])
    assert visitor.get(address).status_code == 404
    for question in ("", "?state=ended", "?state=all"):
        assert "青岚测绘" not in visitor.get(LIST + question).content.decode()


def test_downloads_are_masked_and_run_no_formula(visitor, firm):
    def got(form):
        address = reverse("portal:register_export", args=["intermediaries", form])
        return visitor.get(address).content

    rows = list(csv.reader(io.StringIO(got("csv").decode("utf-8-sig"))))
    row = dict(zip(rows[0], rows[1], strict=True))
    assert row["收费标准"] == "'=1+1"
    assert row["联系人"] == "梁*"
    body = json.loads(got("json"))
    assert body["sample"] is True
    assert body["records"][0]["name"] == FIRM["name"]
    assert got("xlsx").startswith(b"PK")


def test_an_officer_reads_here_what_the_public_reads(firm, ma):
    from django.contrib.auth import get_user_model

    client = Client()
    client.force_login(get_user_model().objects.get(username="ma"))
    page = client.get(reverse("portal:register_record", args=["intermediaries", firm]))
    assert "88880001" not in page.content.decode()


def test_a_register_of_the_office_is_not_there_for_the_public(visitor, ma, now):
    from yingshang.city.definitions import service as definitions

    body = definitions.edition("register", "intermediaries", on=now.date()).body
    body = {**body, "code": "inside", "public": "unit"}
    definitions.publish(kind="register", code="inside", region="", body=body, by=ma, at=now)
    assert visitor.get(reverse("portal:register", args=["inside"])).status_code == 404
    address = reverse("portal:register_export", args=["inside", "csv"])
    assert visitor.get(address).status_code == 404
