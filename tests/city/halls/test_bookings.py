"""Appointments: no slot has more people than seats, whoever presses at the same moment."""

from datetime import date, datetime, time, timedelta

import pytest

from yingshang.city.accounts.kinds import SYSTEM, Actor, NotVisible, Refusal
from yingshang.city.accounts.service import ensure_party
from yingshang.city.halls import service as halls
from yingshang.city.halls.models import Booking, HallEvent
from yingshang.city.notify import service as notify

REGION = "990100"
TUESDAY_NINE = "20260303-0900"


def book(by, now, slot=TUESDAY_NINE, item="property-general", **more):
    said = {"code": "center", "region": REGION, "slot": slot, "item": item, "party": by.party}
    return halls.book(**{**said, **more}, by=by, at=now)


def people(now, count):
    """So many strangers who are known to the city."""
    for n in range(count):
        party = ensure_party(kind="person", name=f"人{n}", code=f"P{n}", by=SYSTEM, at=now)
        yield Actor(id=f"p{n}", name=f"人{n}", role="applicant", region=REGION, party=party)


def test_who_books_has_a_seat_a_code_and_a_message(lin, now):
    made = book(lin, now)
    assert (made.day, made.starts, made.state) == (date(2026, 3, 3), time(9), "booked")
    assert made.item_name == "不动产一般登记"
    assert len(made.code) == 6
    assert halls.my_bookings(lin, at=now) == (made,)
    told = notify.inbox([f"party:{lin.party}"])
    assert "已预约" in told[0].title
    assert made.code in told[0].body


def test_a_full_slot_takes_nobody_more(center, now):
    crowd = list(people(now, 9))
    for someone in crowd[:8]:
        book(someone, now)
    with pytest.raises(Refusal) as refusal:
        book(crowd[8], now)
    assert refusal.value.code == "slot-full"
    slot = next(s for s in halls.slots(center, at=now) if s.key == TUESDAY_NINE)
    assert (slot.capacity, slot.free) == (8, 0)


@pytest.mark.django_db(transaction=True)
def test_two_who_want_the_last_seat_at_once_do_not_both_get_it(center, now, at_once):
    crowd = list(people(now, 9))
    for someone in crowd[:7]:
        book(someone, now)
    said = at_once(lambda: book(crowd[7], now), lambda: book(crowd[8], now))
    refused = [one for one in said if isinstance(one, Refusal)]
    assert [one.code for one in refused] == ["slot-full"], said
    assert Booking.objects.filter(hall="center", starts=time(9), state="booked").count() == 8


def test_a_cancelled_seat_is_free_again(center, lin, now):
    made = book(lin, now)
    halls.cancel(id=made.id, by=lin, at=now)
    slot = next(s for s in halls.slots(center, at=now) if s.key == TUESDAY_NINE)
    assert slot.free == 8
    assert [f.name for f in HallEvent.objects.filter(kind="booking")] == ["booked", "cancelled"]
    with pytest.raises(Refusal) as refusal:
        halls.cancel(id=made.id, by=lin, at=now)
    assert refusal.value.code == "not-open"


def test_who_moves_keeps_the_old_seat_until_the_new_one_is_had(center, lin, now):
    made = book(lin, now)
    for someone in people(now, 8):
        book(someone, now, slot="20260304-0900")
    with pytest.raises(Refusal):
        halls.rebook(id=made.id, slot="20260304-0900", by=lin, at=now)
    assert halls.my_booking(lin, made.id, at=now).state == "booked"
    moved = halls.rebook(id=made.id, slot="20260304-1000", by=lin, at=now)
    assert moved.day == date(2026, 3, 4)
    assert halls.my_booking(lin, made.id, at=now).state == "cancelled"


def test_nobody_hoards_seats(lin, now):
    for slot in ("20260303-0900", "20260303-1000", "20260303-1100"):
        book(lin, now, slot=slot)
    with pytest.raises(Refusal) as refusal:
        book(lin, now, slot="20260304-0900")
    assert refusal.value.code == "too-many"


def test_the_calendar_decides_which_days_can_be_booked(center, now):
    """The Saturday has its short hours; a holiday has none; a make-up day has Friday's."""
    days = {s.day for s in halls.slots(center, at=now)}
    saturday = [s for s in halls.slots(center, at=now) if s.day == date(2026, 3, 7)]
    assert date(2026, 3, 8) not in days  # a Sunday
    assert {s.ends for s in saturday} == {time(10, 30), time(12)}
    before_may = datetime(2026, 4, 30, 8, tzinfo=now.tzinfo)
    days = {s.day for s in halls.slots(center, at=before_may)}
    assert date(2026, 5, 1) not in days
    assert date(2026, 5, 9) in days  # Saturday, made up for the holiday


def test_anothers_booking_is_not_there(lin, qin, zhou, wu, now):
    made = book(lin, now)
    for stranger in (qin, wu):
        with pytest.raises(NotVisible):
            halls.my_booking(stranger, made.id, at=now)
        with pytest.raises(NotVisible):
            halls.cancel(id=made.id, by=stranger, at=now)
    with pytest.raises(Refusal) as refusal:
        book(qin, now, party=lin.party)
    assert refusal.value.code == "not-yours"


def test_the_clerk_books_for_who_has_no_phone_and_sees_the_day_masked(center, qin, zhou, now):
    book(zhou, now, party=qin.party)
    rows = halls.bookings_of_day(zhou, center, day=date(2026, 3, 3))
    assert [row.party_name for row in rows] == ["秦**"]
    with pytest.raises(NotVisible):
        halls.bookings_of_day(qin, center, day=date(2026, 3, 3))


def test_the_day_list_costs_the_same_for_one_and_for_eight(
    center, zhou, now, django_assert_max_num_queries
):
    for someone in people(now, 8):
        book(someone, now)
    with django_assert_max_num_queries(3):
        assert len(halls.bookings_of_day(zhou, center, day=date(2026, 3, 3))) == 8


def test_a_reminder_comes_once_the_day_before(lin, now):
    book(lin, now, slot="20260304-0900")
    assert halls.remind(at=now) == 0
    tomorrow = now + timedelta(days=1)
    assert halls.remind(at=tomorrow) == 1
    assert halls.remind(at=tomorrow) == 0
    titles = [m.title for m in notify.inbox([f"party:{lin.party}"])]
    assert sum("预约提醒" in title for title in titles) == 1


def test_who_did_not_come_is_marked_and_who_checked_in_is_not(lin, qin, now):
    made, missed = book(lin, now), book(qin, now)
    there = datetime(2026, 3, 3, 9, 5, tzinfo=now.tzinfo)
    visit = halls.check_in(code="center", region=REGION, booking=made.code, by=SYSTEM, at=there)
    assert visit.priority == "booked"
    assert halls.mark_missed(at=there + timedelta(hours=2), by=SYSTEM) == 1
    assert halls.my_booking(qin, missed.id, at=there).state == "missed"
    assert halls.my_booking(lin, made.id, at=there).state == "arrived"


def test_the_calendar_file_says_when_and_where(lin, now):
    made = book(lin, now)
    text = halls.calendar_file(made, at=now, host="ys.example").decode()
    assert text.endswith("END:VCALENDAR\r\n")
    assert "DTSTART:20260303T010000Z" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert made.code in text.replace("\r\n ", "")
