"""Boxes, parcels, the ledger and the day, as the clerk's pages show them."""

import pytest
from django.utils import timezone

from yingshang.city.accounts import service as accounts
from yingshang.city.cases import service as cases
from yingshang.city.halls import service as halls

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TOLD = {
    "title": "招牌备案没有答复",
    "detail": "两周了",
    "contact": "秦玉兰",
    "phone": "13800000002",
}


@pytest.fixture(autouse=True)
def _monday(city, monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)


def text(answer):
    return answer.content.decode()


@pytest.fixture
def result(lin, zhou, now):
    """A decided filing of Lin, taken in by Zhou."""
    form = {"company": "林记", "uscc": "91990101MA0000001Y", "address": "东", "size": "1"}
    said = {"region": "990100", "party": lin.party, "channel": "window", "by": zhou, "at": now}
    ref = cases.open_case(item="signboard", form={**form, "phone": "13800000001"}, **said).ref
    luo = accounts.actor_of(accounts.user_of("luo"))
    cases.accept(ref=ref, by=zhou, at=now)
    cases.complete_step(ref=ref, step="check", result="pass", by=luo, at=now)
    return cases.decide(ref=ref, outcome="granted", reason="符合", by=luo, at=now).ref


def test_a_result_is_boxed_and_the_slip_is_printed_for_who_has_no_phone(at_desk, result):
    zhou = at_desk("zhou")
    page = text(zhou.post("/desk/boxes/leave/", {"hall": "center", "ref": result}))
    assert "取件码" in page
    again = zhou.post("/desk/boxes/leave/", {"hall": "center", "ref": result})
    assert again.status_code == 409
    assert "已经在柜里" in text(again)
    assert "取件码" not in text(zhou.get("/desk/boxes/"))


def test_a_parcel_from_order_to_waybill(at_desk, result):
    zhou, lin = at_desk("zhou"), at_desk("lin")
    asked = {"recipient": "林晓", "phone": "13800000001", "address": "东城区学府路12号"}
    assert lin.post(f"/my/{result}/post/", {**asked, "address": ""}).status_code == 409
    lin.post(f"/my/{result}/post/", asked)
    page = text(zhou.get("/desk/posts/"))
    assert "学府路12号" not in page
    number = page.split('name="post" value="')[1].split('"')[0]
    assert "学府路12号" in text(zhou.post("/desk/posts/label/", {"post": number}))
    zhou.post("/desk/posts/send/", {"post": number, "company": "邮政", "waybill": "EMS1"})
    assert "EMS1" in text(lin.get(f"/my/{result}/post/"))
    assert at_desk("qin").get(f"/my/{result}/post/").status_code == 404


def test_the_ledger_takes_in_raises_and_is_open_to_overseers(at_desk, now, zhou):
    desk = at_desk("zhou")
    assert desk.post("/desk/unsolved/new/", {**TOLD, "phone": "1"}).status_code == 422
    answer = desk.post("/desk/unsolved/new/", TOLD)
    ref = halls.ledger(zhou, at=now)[0].row.ref
    assert answer.url == f"/desk/cases/{ref}/receipt/"
    assert "招牌备案没有答复" in text(desk.get("/desk/unsolved/"))
    desk.post("/desk/unsolved/raise/", {"ref": ref, "reason": "两局推诿"})
    for name in ("shen", "fang", "he"):
        assert ref in text(at_desk(name).get("/desk/unsolved/"))
    assert at_desk("ma").get("/desk/unsolved/").status_code == 404


def test_the_public_page_counts_and_takes_in(at_desk, client):
    client.cookies["ys_city"] = "990100"
    assert "不用手机，没带证件也先登记" in text(client.get("/unsolved/"))
    lin = at_desk("lin")
    assert lin.post("/unsolved/", TOLD).status_code == 302
    assert "<dd>1" in text(client.get("/unsolved/")).replace("\n", "")


def test_the_day_is_signed_printed_and_taken_away(at_desk, result):
    zhou = at_desk("zhou")
    page = text(zhou.get("/desk/day/"))
    assert "周敏" in page
    assert "交接单" in page
    refused = zhou.post("/desk/day/sign/", {"received": "9", "delivered": "0"})
    assert refused.status_code == 409
    assert "收件与系统记录不一致" in text(refused)
    zhou.post("/desk/day/sign/", {"received": "1", "delivered": "0"})
    assert "签字，日清" not in text(zhou.get("/desk/day/"))
    book = zhou.get("/desk/day/day.xlsx")
    assert book["Content-Type"] == XLSX
    assert "未签" in text(at_desk("shen").get("/desk/day/"))
    for nonsense in ("x", "2026-99-99", "2999-01-01"):
        assert zhou.get(f"/desk/day/?day={nonsense}").status_code == 200
    assert at_desk("ma").get("/desk/day/").status_code == 404


def test_odd_numbers_do_nothing(at_desk):
    zhou = at_desk("zhou")
    assert zhou.post("/desk/boxes/open/", {"hall": "center", "box": "²"}).status_code == 404
    assert zhou.post("/desk/boxes/burn/", {"hall": "center"}).status_code == 404
    assert zhou.post("/desk/posts/send/", {"post": "9" * 30}).status_code in (404, 409)
    assert zhou.post("/desk/posts/burn/").status_code == 404
    assert zhou.post("/desk/kiosk/", {"hall": "moon"}).status_code == 404
