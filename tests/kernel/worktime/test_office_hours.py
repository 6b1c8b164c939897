"""A unit's own hours lie over the city's calendar: when it can receive, when its day ends."""

import pickle
from datetime import date, datetime, time

import pytest
from worktime_calendar import national

from yingshang.kernel.worktime import CST, Calendar, Limit, Office, due, explain, office_from, used

HALL = Office(
    "市政务服务中心",
    opens=time(8, 30),
    closes=time(17, 30),
    week={5: (time(9), time(12)), 4: (time(8, 30), time(16))},
    days={date(2026, 3, 21): None, date(2026, 3, 11): (time(9), time(11))},
)
RECEIVED = Limit(5, "workday", after_hours="next_workday")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CST)


@pytest.fixture(scope="module")
def hall() -> Calendar:
    return national().at(HALL)


def test_what_arrives_before_this_unit_closes_is_received_the_same_day(hall):
    assert due(hall, moment("2026-03-02T17:20"), RECEIVED).at == moment("2026-03-09T17:30")
    assert due(national(), moment("2026-03-02T17:20"), RECEIVED).at == moment("2026-03-10T17:00")


def test_what_arrives_after_this_unit_closes_is_received_when_it_opens_again(hall):
    assert due(hall, moment("2026-03-02T17:31"), RECEIVED).at == moment("2026-03-10T17:30")
    rows = explain(hall, moment("2026-03-02T17:31"), RECEIVED)
    assert rows[0].why == "下班后或休息日收到，视为3月3日（周二）收到"


def test_a_hall_open_on_saturday_receives_on_saturday_but_saturday_is_no_working_day(hall):
    saturday = moment("2026-03-07T10:00")
    assert due(hall, saturday, RECEIVED).at.date() == date(2026, 3, 13)
    assert due(national(), saturday, RECEIVED).at.date() == date(2026, 3, 16)
    assert not hall.is_workday(date(2026, 3, 7))
    assert due(hall, moment("2026-03-07T12:01"), RECEIVED).at.date() == date(2026, 3, 16)


def test_a_saturday_inside_a_holiday_is_closed_and_a_make_up_saturday_is_an_ordinary_day(hall):
    assert hall.hours(date(2026, 2, 21)) is None
    assert hall.hours(date(2026, 2, 28)) == (time(8, 30), time(17, 30))


def test_the_last_day_ends_when_this_unit_closes_on_that_day(hall):
    friday = due(hall, moment("2026-03-02T10:00"), Limit(4, "workday"))
    assert friday.at == moment("2026-03-06T16:00")
    short = due(hall, moment("2026-03-10T10:00"), Limit(1, "workday"))
    assert short.at == moment("2026-03-11T11:00")


def test_a_single_day_goes_before_the_week(hall):
    assert hall.hours(date(2026, 3, 14)) == (time(9), time(12))
    assert hall.hours(date(2026, 3, 21)) is None


def test_closing_the_hall_on_a_working_day_does_not_move_the_law_s_last_day():
    closed = national().at(Office("大厅", week={0: None}))
    monday = due(closed, moment("2026-03-06T10:00"), Limit(1, "workday"))
    assert monday.at == moment("2026-03-09T17:00")
    late = due(closed, moment("2026-03-06T18:00"), RECEIVED)
    assert late.at.date() == date(2026, 3, 17), "received on Tuesday, when it opens again"


def test_days_that_count_count_for_what_the_unit_itself_has_promised():
    own = national().at(Office("大厅", week={5: (time(9), time(12)), 0: None}, counts=True))
    start = moment("2026-03-05T10:00")
    assert due(own, start, Limit(2, "workday")).at == moment("2026-03-07T12:00")
    assert due(own, start, Limit(3, "workday")).at.date() == date(2026, 3, 10)
    assert used(own, start, moment("2026-03-10T10:00")) == 3
    rows = {row.day.day: (row.why, row.code) for row in explain(own, start, Limit(3, "workday"))}
    assert rows[7] == ("大厅自定的办公日", "own")
    assert rows[9] == ("大厅自定的休息日", "own")
    assert pickle.loads(pickle.dumps(own)) == own


def test_it_is_read_as_data_declares_it():
    body = {
        "code": "990100-hall",
        "name": "市政务服务中心",
        "opens": "08:30",
        "closes": "17:30",
        "week": {"saturday": "09:00-12:00", "friday": "08:30-16:00"},
        "days": {"2026-03-21": "closed", "2026-03-11": "09:00-11:00"},
    }
    assert office_from(body) == HALL


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"week": {"someday": "09:00-12:00"}}, "不是星期几"),
        ({"week": {"friday": "from nine"}}, "看不懂办公时间"),
        ({"name": "大厅", "opens": "18:00"}, "大厅的开门时间必须早于关门时间"),
    ],
)
def test_hours_that_make_no_sense_are_refused(body, words):
    with pytest.raises(ValueError, match=words):
        office_from(body)


def test_an_office_that_never_opens_is_refused_when_it_is_asked():
    never = national().at(Office("大厅", week=dict.fromkeys(range(5))))
    with pytest.raises(ValueError, match="一年之内都不开门"):
        due(never, moment("2026-03-07T10:00"), RECEIVED) and never.open_from(
            moment("2030-03-02T10:00")
        )


def test_a_calendar_with_an_office_is_a_value(hall):
    assert pickle.loads(pickle.dumps(hall)) == hall
    assert hash(hall.office) == hash(HALL)
    assert hall != national()
