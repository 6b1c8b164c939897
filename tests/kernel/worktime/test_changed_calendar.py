"""What a later notice changed, day by day; and only clocks that touch such a day move."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from worktime_calendar import national, tables

from yingshang.kernel.worktime import CST, Limit, changed_days, due, from_tables


def test_the_extension_of_the_spring_festival_of_2020_changed_these_days():
    before = from_tables(tables(), announced_by=date(2020, 1, 25))
    after = from_tables(tables(), announced_by=date(2020, 1, 26))
    assert changed_days(before, after) == (date(2020, 1, 31), date(2020, 2, 1))


def test_a_new_year_s_notice_makes_known_what_was_assumed():
    before = from_tables(tables(), announced_by=date(2025, 11, 3))
    after = from_tables(tables(), announced_by=date(2025, 11, 4))
    changed = changed_days(before, after)
    assert (changed[0], changed[-1], len(changed)) == (date(2026, 1, 1), date(2026, 12, 31), 365)


def test_the_same_calendar_has_changed_nowhere():
    assert changed_days(national(), national()) == ()


@given(
    st.dates(date(2025, 1, 1), date(2026, 9, 1)),
    st.integers(1, 40),
    st.sampled_from(["workday", "day"]),
    st.sets(st.dates(date(2025, 1, 1), date(2026, 12, 31)), min_size=1, max_size=4),
)
@settings(max_examples=60)
def test_a_clock_moves_only_when_a_changed_day_lies_in_it(day, value, unit, flipped):
    exceptions = {**national().exceptions}
    exceptions |= {d: not national().is_workday(d) for d in flipped}
    after = replace(national(), exceptions=exceptions)
    start = datetime(day.year, day.month, day.day, 10, tzinfo=CST)
    limit = Limit(value, unit)
    old, new = due(national(), start, limit), due(after, start, limit)
    if old != new:
        last = max(old.at, new.at).date()
        assert any(day + timedelta(1) <= d <= last for d in changed_days(national(), after))
