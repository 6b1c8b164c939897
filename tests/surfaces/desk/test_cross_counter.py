"""A window in one city receives for another."""

import uuid

import pytest
from django.utils import timezone

from yingshang.city.accounts import service as accounts
from yingshang.city.cases import service as cases

LIN = {
    "who-kind": "person",
    "who-code": "110105199005120022",
    "who-name": "林晓",
    "who-phone": "13800000001",
}


@pytest.fixture
def chu(city):
    """A clerk of the other city's hall."""
    row = {"username": "chu", "label": "楚宁", "role": "clerk", "unit_id": "990200-hall"}
    accounts.ensure_people([{**row, "region_id": "990200"}], at=timezone.now())


def text(answer):
    return answer.content.decode()


def test_the_window_chooses_the_city_and_sees_what_it_may_receive(at_desk, chu):
    browser = at_desk("chu")

    other = text(browser.get("/desk/new/?city=990100&q=开公司"))
    power = {"q": "低压电力报装"}
    own, none = (text(browser.get("/desk/new/", power | c)) for c in ({}, {"city": "990100"}))

    assert "代收 青岚市" in own
    assert "/desk/new/company-start/?city=990100" in other
    assert "/desk/new/power-low/" not in none
    assert "/desk/new/power-low/" in own


def test_the_form_says_who_decides_and_offers_no_acceptance(at_desk, chu):
    page = text(at_desk("chu").get("/desk/new/company-start/?city=990100"))

    assert "由 青岚市 审查决定" in page
    assert "代收并移交" in page
    assert "当场受理" not in page
    assert "东城区" in page  # districts of the city that decides


def test_received_it_stands_in_the_other_city_and_in_the_list_of_the_window(
    at_desk, chu, company, zhou
):
    browser = at_desk("chu")
    asked = {**company, **LIN, "city": "990100", "file": "1", "form_key": str(uuid.uuid4())}

    receipt = browser.post("/desk/new/company-start/", asked, follow=True)

    (row,) = cases.queue(zhou, at=timezone.now()).rows
    assert row.ref in text(receipt)
    assert row.ref in text(browser.get("/desk/new/"))
    page = text(browser.get(f"/desk/cases/{row.ref}/"))
    assert "异地代收代办" in page
    assert "110105199005120022" not in page
    assert "代申请人撤回" not in page
    assert "异地代收代办" in text(at_desk("zhou").get(f"/desk/cases/{row.ref}/"))


def test_a_city_that_is_none_is_passed_over(at_desk, chu):
    page = text(at_desk("chu").get("/desk/new/?city=210800&q=低压电力报装"))

    assert "/desk/new/power-low/" in page


def test_the_guide_says_which_modes_are_open(client, city):
    page = text(client.get("/items/company-start/"))

    assert "人在外地也能全程网办；可在外地窗口代收" in page
