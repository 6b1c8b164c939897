"""Boxes, couriers, the day's balance: what leaves the hall, and what is left in the evening."""

from datetime import date, timedelta

import pytest

from yingshang.adapters.sheets import read_workbook
from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import NotVisible, Refusal
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.halls import service as halls
from yingshang.city.halls.models import Box, HallEvent
from yingshang.city.notify import service as notify

DAY = date(2026, 3, 2)
FORM = {
    "company": "林记",
    "uscc": "91990101MA0000001Y",
    "address": "东城区",
    "size": "3×1",
    "phone": "13800000001",
}


@pytest.fixture
def received(lin, zhou, now):
    """Zhou takes in a filing of Lin at the window."""
    said = {"region": "990100", "party": lin.party, "channel": "window", "by": zhou, "at": now}
    return cases.open_case(item="signboard", form=FORM, **said).ref


@pytest.fixture
def result(received, zhou, now):
    """The same, decided: its paper lies at the window."""
    luo = accounts.actor_of(accounts.user_of("luo"))
    cases.accept(ref=received, by=zhou, at=now)
    cases.complete_step(ref=received, step="check", result="pass", by=luo, at=now)
    return cases.decide(ref=received, outcome="granted", reason="符合", by=luo, at=now).ref


def open_with(slip, digits, now):
    said = {"code": "center", "region": "990100", "slip": slip, "digits": digits}
    return halls.open_box(**said, by=halls.KIOSK, at=now)


def code_of(do, **said):
    with pytest.raises(Refusal) as refusal:
        do(**said)
    return refusal.value.code


# --- boxes ------------------------------------------------------------------------------------


def test_a_result_is_left_in_a_box_and_taken_out_with_six_digits(result, lin, zhou, now):
    box, digits = halls.leave(code="center", ref=result, by=zhou, at=now)
    assert digits in notify.inbox([f"party:{lin.party}"])[0].body
    assert digits not in str(list(Box.objects.values())) + str(list(HallEvent.objects.values()))
    taken = open_with(box.slip, digits, now + timedelta(hours=12))
    assert taken.state == "taken"
    assert "delivered" in [e.name for e in cases.timeline(zhou, result)]
    assert code_of(open_with, slip=box.slip, digits=digits, now=now) == "box-closed"


def test_after_five_misses_only_the_window_opens_it(result, zhou, now):
    box, digits = halls.leave(code="center", ref=result, by=zhou, at=now)
    wrong = "000000" if digits != "000000" else "111111"
    for _ in range(5):
        assert code_of(open_with, slip=box.slip, digits=wrong, now=now) == "box-closed"
    assert code_of(open_with, slip=box.slip, digits=digits, now=now) == "box-closed"
    assert halls.take_back(id=box.id, by=zhou, at=now).state == "back"


def test_only_a_decided_result_is_boxed_and_only_once(received, zhou, now):
    said = {"code": "center", "ref": received, "by": zhou, "at": now}
    assert code_of(halls.leave, **said) == "not-ready"


def test_documents_dropped_in_by_night_wait_with_a_numbered_slip(center, zhou, wu, now):
    night = now.replace(hour=23)
    said = {"code": "center", "region": "990100", "by": halls.KIOSK, "at": night}
    slip = halls.drop(**said, name="秦玉兰", phone="13800000002", item="房产证")
    assert slip.slip.endswith(f"-{slip.number:02d}")
    (shown,) = halls.boxes(zhou, center, at=night)
    assert (shown.name, shown.way) == ("秦**", "in")
    with pytest.raises(NotVisible):
        halls.open_drop(id=slip.id, by=wu, at=night)
    opened = halls.open_drop(id=slip.id, by=zhou, at=now + timedelta(days=1))
    assert opened.name == "秦玉兰"
    assert audit.records(obj=f"box:{slip.id}")[0].by == "zhou"
    assert code_of(halls.open_drop, id=slip.id, by=zhou, at=now) == "box-empty"
    assert code_of(halls.drop, **said, name="", phone="", item="") == "drop-who"


@pytest.mark.django_db(transaction=True)
def test_two_who_drop_in_at_once_get_two_boxes(center, now, at_once):
    def drop(name):
        said = {"code": "center", "region": "990100", "by": halls.KIOSK, "at": now}
        return halls.drop(**said, name=name, phone="138", item="")

    said = at_once(lambda: drop("甲"), lambda: drop("乙"))
    assert {box.number for box in said} == {1, 2}


def test_a_hall_with_all_boxes_full_says_so(center, now):
    said = {"code": "dongcheng", "region": "990100", "by": halls.KIOSK, "at": now}
    for n in range(12):
        halls.drop(**said, name=f"人{n}", phone="138", item="")
    assert code_of(halls.drop, **said, name="多", phone="138", item="") == "no-box"


# --- couriers ---------------------------------------------------------------------------------


def order(ref, by, now, **change):
    said = {"recipient": "林晓", "phone": "13800000001", "address": "东城区学府路12号"}
    return halls.order_post(ref=ref, hall="center", by=by, at=now, **{**said, **change})


def test_a_result_goes_by_courier_and_every_state_is_a_fact(result, lin, zhou, now):
    assert code_of(order, ref=result, by=lin, now=now, address=" ") == "post-incomplete"
    asked = order(result, lin, now)
    assert "学府路12" not in asked.address
    assert code_of(order, ref=result, by=lin, now=now) == "posted"
    (waiting,) = halls.posts(zhou, at=now, hall="center")
    assert waiting.recipient == "林*"
    assert halls.label(id=asked.id, by=zhou, at=now).address == "东城区学府路12号"
    assert audit.records(obj=result)[0].detail == {"fields": ["address"]}
    said = {"id": asked.id, "by": zhou, "at": now}
    assert code_of(halls.send, **said, company="", waybill="") == "waybill"
    halls.send(**said, company="邮政", waybill="EMS123")
    assert "delivered" in [e.name for e in cases.timeline(zhou, result)]
    assert halls.post_of(lin, result).waybill == "EMS123"
    assert halls.arrived(**said).state == "arrived"
    assert code_of(halls.returned, **said) == "post-moved"
    names = HallEvent.objects.filter(kind="post").order_by("seq")
    assert [f.name for f in names] == ["ordered", "sent", "arrived"]


def test_nobody_orders_or_sees_anothers_parcel(result, qin, now):
    with pytest.raises(NotVisible):
        order(result, qin, now)
    with pytest.raises(NotVisible):
        halls.post_of(qin, result)


# --- the day ----------------------------------------------------------------------------------


def sign(zhou, now, **change):
    said = {"counted": {"received": 1, "delivered": 0}, "note": "", "next": "xia"}
    return halls.sign_day(**{"day": DAY, "hall": "center", "by": zhou, "at": now, **said, **change})


def test_the_day_is_worked_out_from_facts(result, zhou, now):
    cases.deliver(ref=result, way="pick-up", recipient="林晓", by=zhou, at=now)
    sheet = halls.day_sheet(zhou, day=DAY, at=now)
    (own,) = [row for row in sheet.rows if row.clerk == "zhou"]
    wanted = {"received": 1, "accepted": 1, "delivered": 1, "left": 0}
    assert {name: own.numbers[name] for name in wanted} == wanted
    assert sum(row.numbers["received"] for row in sheet.rows) == 1


def test_a_difference_is_explained_and_what_is_left_is_taken_over(received, zhou, now):
    assert code_of(sign, zhou=zhou, now=now, counted={"received": 3}) == "difference"
    assert code_of(sign, zhou=zhou, now=now, next="") == "left-to"
    assert code_of(sign, zhou=zhou, now=now, next="wu") == "left-to"
    sign(zhou, now, counted={"received": 3}, note="两件为下班后投件，明日登记")
    assert code_of(sign, zhou=zhou, now=now) == "signed"
    sheet = halls.day_sheet(zhou, day=DAY, at=now)
    (own,) = [row for row in sheet.rows if row.clerk == "zhou"]
    assert (own.next_name, own.left[0][0]) == ("夏雨", received)


def test_the_workbook_holds_the_same_numbers(received, zhou, now):
    sign(zhou, now)
    book = halls.day_book(halls.day_sheet(zhou, day=DAY, at=now))
    day, left = read_workbook(book, "day.xlsx")
    text = str(day.rows if hasattr(day, "rows") else vars(day))
    assert "周敏" in text
    assert "合计" in text
    assert received in str(left.rows if hasattr(left, "rows") else vars(left))


def test_applicants_and_other_bureaus_see_no_sheet(lin, wu, now):
    for stranger in (lin, wu):
        with pytest.raises(NotVisible):
            halls.day_sheet(stranger, day=DAY, at=now)


def test_the_sheet_asks_as_much_for_one_clerk_as_for_ten(
    received, zhou, shen, now, django_assert_max_num_queries
):
    people = [
        {"username": f"c{n}", "label": f"窗{n}", "role": "clerk", "region_id": "990100"}
        for n in range(10)
    ]
    accounts.ensure_people([{**row, "unit_id": "990100-hall"} for row in people], at=now)
    halls.day_sheet(shen, day=DAY, at=now)  # names of places are read once a process
    with django_assert_max_num_queries(8):
        assert len(halls.day_sheet(shen, day=DAY, at=now).rows) == 12
