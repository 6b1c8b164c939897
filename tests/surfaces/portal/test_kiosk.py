"""The kiosk: switched on by a clerk, nobody signs in, nothing of anybody stays."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from yingshang.city.accounts import service as accounts
from yingshang.city.cases import service as cases
from yingshang.city.halls import service as halls

LIN = "110105199005120022"


@pytest.fixture
def clock(city, monkeypatch, now):
    """The machine's clock; it can be put on."""
    stands = {"at": now}
    monkeypatch.setattr(timezone, "now", lambda: stands["at"])
    return stands


@pytest.fixture
def machine(clock):
    """A machine that Zhou made the kiosk of the city's hall."""
    client = Client()
    client.force_login(accounts.user_of("zhou"))
    assert client.post("/desk/kiosk/", {"hall": "center"}).url == "/kiosk/"
    return client


def text(answer):
    return answer.content.decode()


@pytest.fixture
def filed(lin, now):
    form = {"company": "林记", "uscc": "91990101MA0000001Y", "address": "东", "size": "1"}
    said = {"region": "990100", "party": lin.party, "channel": "web", "by": lin, "at": now}
    return cases.open_case(item="signboard", form={**form, "phone": "13800000001"}, **said).ref


def test_a_machine_that_nobody_switched_on_does_nothing(clock):
    client = Client()
    assert "还没有设为自助终端" in text(client.get("/kiosk/"))
    assert client.get("/kiosk/number/").status_code == 404
    assert client.post("/kiosk/number/", {"counter": "general"}).status_code == 404
    client.cookies["kiosk"] = "forged:center"
    assert client.post("/kiosk/number/", {"counter": "general"}).status_code == 404


def test_only_clerks_switch_it_on_and_are_signed_out_at_once(clock, machine):
    other = Client()
    other.force_login(accounts.user_of("lin"))
    assert other.post("/desk/kiosk/", {"hall": "center"}).status_code == 404
    assert machine.get("/desk/").status_code == 302


def test_it_goes_back_to_the_start_by_itself_and_the_start_clears_who_was_there(machine):
    page = machine.get("/kiosk/number/")
    assert page["Refresh"] == "90; url=/kiosk/"
    assert not machine.get("/kiosk/").has_header("Refresh")
    machine.force_login(accounts.user_of("lin"))
    machine.get("/kiosk/")
    assert machine.get("/my/").status_code == 302


def test_a_number_is_printed_without_saying_who_one_is(machine):
    page = text(machine.post("/kiosk/number/", {"counter": "general", "priority": "elder"}))
    assert "A001" in page
    assert "高龄老人" in page
    assert "下一个就是您" in page
    refused = machine.post("/kiosk/number/", {"counter": "general", "priority": "vip"})
    assert refused.status_code == 409


def test_the_same_press_twice_is_one_slip(machine):
    asked = {"counter": "general", "form_key": "7d1f8d0e-9d5c-4c59-9a8e-2b2d3b1c4e5f"}
    assert "A001" in text(machine.post("/kiosk/number/", asked))
    assert "A001" in text(machine.post("/kiosk/number/", asked))


def test_a_booking_is_checked_in_by_its_digits(machine, lin, now):
    said = {"code": "center", "region": "990100", "slot": "20260302-1100", "item": ""}
    made = halls.book(**said, party=lin.party, by=lin, at=now)
    page = text(machine.post("/kiosk/check-in/", {"code": made.code}))
    assert "A001" in page
    assert "已预约" in page
    assert machine.post("/kiosk/check-in/", {"code": made.code}).status_code == 409


def test_a_receipt_is_printed_for_who_knows_both_numbers_and_no_address_holds_them(machine, filed):
    answer = machine.post("/kiosk/papers/", {"ref": filed, "code": LIN})
    assert answer.status_code == 200
    assert filed in text(answer)
    assert "data-print" in text(answer)
    assert LIN not in text(answer)
    assert answer["Refresh"] == "60; url=/kiosk/"
    assert machine.get("/my/").status_code == 302


def test_who_guesses_is_stopped_for_ten_minutes(machine, filed, clock):
    asked = {"ref": filed, "code": "110105195103080046"}
    for _ in range(5):
        assert "对不上" in text(machine.post("/kiosk/papers/", asked))
    stopped = machine.post("/kiosk/papers/", {"ref": filed, "code": LIN})
    assert stopped.status_code == 409
    assert "十分钟内不再查询" in text(stopped)
    clock["at"] += timedelta(minutes=11)
    assert machine.post("/kiosk/papers/", {"ref": filed, "code": LIN}).status_code == 200


def test_documents_are_dropped_in_by_night_and_the_window_opens_the_box(machine, clock, now):
    clock["at"] = now.replace(hour=22)
    assert "现在不办公" in text(machine.get("/kiosk/"))
    page = text(machine.post("/kiosk/drop/", {"name": "秦玉兰", "phone": "138", "item": "房本"}))
    assert "投件回条" in page
    zhou = Client()
    zhou.force_login(accounts.user_of("zhou"))
    page = text(zhou.get("/desk/boxes/"))
    assert "秦**" in page
    number = page.split('name="box" value="')[1].split('"')[0]
    opened = text(zhou.post("/desk/boxes/open/", {"hall": "center", "box": number}))
    assert "秦玉兰" in opened


def test_what_could_not_be_done_is_said_at_the_kiosk_without_signing_in(machine, zhou, now):
    form = {"title": "办不下来", "detail": "三趟了", "contact": "秦玉兰", "phone": "13800000002"}
    wrong = machine.post("/kiosk/unsolved/", {**form, "phone": "1"})
    assert wrong.status_code == 422
    assert "三趟了" in text(wrong)
    page = text(machine.post("/kiosk/unsolved/", form))
    (entry,) = halls.ledger(zhou, at=now)
    assert entry.row.ref in page
    assert entry.via == "kiosk"


def test_every_task_has_its_page(machine):
    for task in ("number", "check-in", "papers", "box", "drop", "unsolved"):
        assert machine.get(f"/kiosk/{task}/").status_code == 200, task
    assert machine.get("/kiosk/nothing/").status_code == 404
