"""The lamp of a clock: green, yellow when little is left, red when late, grey when held."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worktime_calendar import national

from yingshang.kernel.worktime import CST, Limit, due, lamp, warn_at


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CST)


START = moment("2026-03-02T10:00")
TWENTY = Limit(20, "workday")  # due Monday 30 March, 17:00


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        ("2026-03-02T10:00", "green"),
        ("2026-03-23T09:00", "green"),  # five workdays left of twenty
        ("2026-03-24T09:00", "yellow"),  # four left: a fifth
        ("2026-03-30T17:00", "yellow"),
        ("2026-03-30T17:00:01", "red"),
    ],
)
def test_it_turns_yellow_with_a_fifth_left_and_red_after_closing_time(now, shown):
    ends = due(national(), START, TWENTY).at
    assert lamp(moment(now), ends, calendar=national(), limit=TWENTY) == shown


def test_one_workday_left_is_yellow_whatever_the_share():
    ends = moment("2026-03-09T17:00")
    assert lamp(moment("2026-03-05T09:00"), ends, calendar=national()) == "green"
    assert lamp(moment("2026-03-06T09:00"), ends, calendar=national()) == "yellow"


def test_a_holiday_in_between_does_not_make_time():
    ends = moment("2025-10-09T17:00")
    assert lamp(moment("2025-09-30T09:00"), ends, calendar=national()) == "yellow"
    assert lamp(moment("2025-09-30T09:00"), ends) == "green"


def test_hours_are_yellow_only_by_their_share():
    limit, ends = Limit(24, "hour"), moment("2026-03-03T10:00")
    assert lamp(moment("2026-03-03T05:00"), ends, calendar=national(), limit=limit) == "green"
    assert lamp(moment("2026-03-03T05:12"), ends, calendar=national(), limit=limit) == "yellow"


def test_a_limit_in_months_is_measured_in_days():
    limit, ends = Limit(3, "month"), moment("2026-06-02T17:00")
    assert lamp(moment("2026-05-14T09:00"), ends, calendar=national(), limit=limit) == "green"
    assert lamp(moment("2026-05-15T09:00"), ends, calendar=national(), limit=limit) == "yellow"


def test_without_a_calendar_the_last_day_is_yellow():
    assert lamp(moment("2026-03-08T17:00"), moment("2026-03-09T17:00")) == "yellow"


def test_what_is_finished_shows_whether_it_was_in_time():
    ends, later = moment("2026-03-09T17:00"), moment("2026-05-01T09:00")
    assert lamp(later, ends, finished_at=moment("2026-03-09T16:59")) == "green"
    assert lamp(later, ends, finished_at=moment("2026-03-10T09:00")) == "red"


def test_without_a_due_date_it_is_grey():
    assert lamp(START, None) == "grey"


def test_what_counts_as_little_is_a_parameter():
    ends, now = moment("2026-03-30T17:00"), moment("2026-03-16T09:00")
    more = {"calendar": national(), "limit": TWENTY}
    assert lamp(now, ends, **more, yellow_percent=50) == "yellow"
    assert lamp(now, ends, **more, yellow_workdays=10) == "yellow"
    assert lamp(now, ends, **more) == "green"


@given(
    st.datetimes(datetime(2018, 1, 2), datetime(2026, 6, 30)).map(lambda t: t.replace(tzinfo=CST)),
    st.builds(Limit, st.integers(1, 60), st.sampled_from(["workday", "day", "month"])),
)
def test_the_warning_begins_on_the_first_day_on_which_little_is_left(start, limit):
    ends = due(national(), start, limit).at
    whole = limit.value * (30 if limit.unit == "month" else 1)

    def little(day: date) -> bool:
        workdays = national().count_workdays(day, ends.date())
        left = workdays if limit.unit == "workday" else (ends.date() - day).days
        return workdays <= 1 or left * 100 <= whole * 20

    warns = warn_at(ends, calendar=national(), limit=limit)
    assert little(warns.date())
    assert not little(warns.date() - timedelta(1))
    assert lamp(warns, ends, calendar=national(), limit=limit) == "yellow"
    before = warns - timedelta(seconds=1)
    assert lamp(before, ends, calendar=national(), limit=limit) == "green"


def test_without_a_calendar_a_long_limit_still_warns_by_its_share():
    ends, limit = moment("2026-03-30T17:00"), Limit(20, "workday")
    assert warn_at(ends, limit=limit) == moment("2026-03-26")
    assert warn_at(ends) == moment("2026-03-29T17:00")
