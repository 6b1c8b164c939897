"""A day that somebody named, later by what was rested: as a limit of so many days would be."""

from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st
from worktime_calendar import national

from yingshang.kernel.worktime import CST, Pause, put_off, used

START = date(2026, 1, 7)


def noon(number: int) -> datetime:
    return datetime.combine(START + timedelta(days=number), time(12), CST)


SPANS = st.lists(st.tuples(st.integers(-5, 60), st.integers(0, 20)), max_size=4)


@given(days=st.integers(1, 60), spans=SPANS)
def test_as_many_days_that_count_lie_before_the_new_day_as_before_the_old_one(days, spans):
    pauses = [
        Pause(noon(first), noon(first + length) + timedelta(hours=1), "x")
        for first, length in spans
    ]
    new = put_off(START + timedelta(days=days), START, pauses)
    until = datetime.combine(new, time(23), CST)
    assert used(national(), noon(0), until, unit="day", pauses=pauses) == days


def test_a_rest_that_begins_after_the_day_or_has_not_ended_moves_it_not():
    due = START + timedelta(days=10)
    assert put_off(due, START, [Pause(noon(11), noon(20), "x")]) == due
    assert put_off(due, START, [Pause(noon(5), None, "x")]) == due
    assert put_off(due, START, []) == due


def test_a_rest_on_the_very_day_puts_it_off():
    due = START + timedelta(days=10)
    assert put_off(due, START, [Pause(noon(10), noon(12), "x")]) == due + timedelta(days=3)
