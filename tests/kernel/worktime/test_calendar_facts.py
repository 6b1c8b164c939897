"""The calendar says what the State Council announced, and no more."""

import csv
import pickle
from datetime import date, datetime, timedelta

import chinese_calendar
import pytest
from worktime_calendar import national, tables

from yingshang.kernel.worktime import CST, Calendar, Limit, due, from_tables

DAYS = [date(2018, 1, 1) + timedelta(n) for n in range((date(2027, 1, 1) - date(2018, 1, 1)).days)]


def test_every_day_of_2018_to_2026_agrees_with_chinesecalendar():
    wrong = [d for d in DAYS if national().is_workday(d) != chinese_calendar.is_workday(d)]
    assert wrong == []


def test_every_exception_day_agrees_with_the_collected_table(shared):
    path = shared / "data" / "calendar" / "cn_exception_days_2018_2026.csv"
    with path.open(encoding="utf-8-sig") as file:
        off = {date.fromisoformat(r["date"]): r["is_off"] == "1" for r in csv.DictReader(file)}
    for day in DAYS:
        assert national().is_workday(day) is not off.get(day, day.weekday() > 4), day


def test_it_knows_what_it_knows():
    assert national().is_known(date(2018, 1, 1))
    assert not national().is_known(date(2017, 12, 31))
    assert national().is_known(date(2026, 12, 31))
    assert not national().is_known(date(2027, 1, 1))


def test_days_at_the_turn_of_the_year_stand_in_the_next_year_s_notice():
    assert national().is_workday(date(2018, 12, 29))
    assert national().label(date(2018, 12, 31)) == "元旦"
    assert not national().is_workday(date(2022, 12, 31))


def test_every_year_names_its_notice_and_every_amendment():
    assert sorted(national().sources) == list(range(2018, 2027))
    for year, source in national().sources.items():
        assert f"关于{year}年部分节假日安排的通知》（国办发明电〔{year - 1}〕" in source
    assert "国办发明电〔2020〕1号" in national().sources[2020]


@pytest.mark.parametrize(
    ("day", "before", "notice", "after"),
    [
        (date(2020, 2, 1), True, date(2020, 1, 26), False),
        (date(2020, 1, 31), True, date(2020, 1, 26), False),
        (date(2019, 5, 2), True, date(2019, 3, 22), False),
        (date(2019, 4, 28), False, date(2019, 3, 22), True),
    ],
)
def test_a_later_notice_changes_the_day_from_its_publication_on(day, before, notice, after):
    known_before = from_tables(tables(), announced_by=notice - timedelta(1))
    known_after = from_tables(tables(), announced_by=notice)
    assert known_before.is_workday(day) is before
    assert known_after.is_workday(day) is after


def test_a_clock_moves_when_the_spring_festival_is_extended():
    start, limit = datetime(2020, 1, 21, 9, tzinfo=CST), Limit(5, "workday")
    before = from_tables(tables(), announced_by=date(2020, 1, 21))
    assert due(before, start, limit).at.date() == date(2020, 2, 3)
    assert due(national(), start, limit).at.date() == date(2020, 2, 5)


def test_before_the_notice_of_a_year_its_days_are_not_known():
    calendar = from_tables(tables(), announced_by=date(2025, 11, 3))
    assert calendar.known_until == date(2025, 12, 31)
    assert due(calendar, datetime(2025, 12, 30, tzinfo=CST), Limit(5, "workday")).provisional


@pytest.mark.parametrize("day", [date(2015, 3, 4), date(2018, 6, 1), date(2026, 12, 31)])
def test_counting_and_adding_undo_each_other_inside_and_outside_the_known_years(day):
    for n in (1, 2, 5, 250, 3000):
        assert national().count_workdays(day, national().add_workdays(day, n)) == n


def test_running_numbers_agree_with_counting_one_by_one():
    number = national().number(date(2017, 12, 31).toordinal())
    for day in DAYS:
        number += national().is_workday(day)
        assert national().number(day.toordinal()) == number


def test_counting_backwards_is_zero_and_adding_nothing_is_refused():
    assert national().count_workdays(date(2026, 3, 5), date(2026, 3, 2)) == 0
    with pytest.raises(ValueError, match="大于零"):
        national().add_workdays(date(2026, 3, 2), 0)


def test_the_next_workday_may_be_the_day_itself():
    assert national().next_workday(date(2026, 3, 2)) == date(2026, 3, 2)
    assert national().next_workday(date(2026, 2, 15)) == date(2026, 2, 24)


def test_a_calendar_is_a_value():
    again = from_tables(tables())
    assert again == national()
    assert hash(again) == hash(national())
    assert pickle.loads(pickle.dumps(again)) == again
    with pytest.raises(TypeError):
        again.exceptions[date(2026, 3, 2)] = False


def year_table(**changes) -> dict:
    notice = {"title": "通知", "number": None, "published": "2029-11-01"}
    holiday = {"name": "元旦", "first": "2030-01-01", "last": "2030-01-01", "make_up": []}
    return {"year": 2030, "notice": notice, "holidays": [holiday | changes]}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ([], "没有任何年度"),
        ([year_table(), year_table() | {"year": 2032}], "不连续"),
        ([year_table(first="2030-01-03")], "元旦日期有误"),
        ([year_table(last="2033-01-03")], "元旦日期有误"),
        ([year_table(make_up=["2030-01-01"])], "既放假又上班"),
        ([year_table(), {"opens": "18:00"}], "上班时间必须早于下班时间"),
        ([year_table(), {"known_from": "2031-01-01"}], "起始日不能晚于截止日"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(wrong, words):
    with pytest.raises(ValueError, match=words):
        from_tables(wrong)


def test_dates_and_times_may_come_as_yaml_reads_them():
    table = year_table(first=date(2030, 1, 1), make_up=[date(2030, 1, 5)])
    calendar = from_tables([table, {"closes": 1050, "opens": "08:30", "name": "某市"}])
    assert calendar.is_workday(date(2030, 1, 5))
    assert (calendar.closes.hour, calendar.closes.minute) == (17, 30)
    assert isinstance(calendar, Calendar)
    assert calendar.name == "某市"
