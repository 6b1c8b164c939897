"""Due dates over a table are the kernel's, row by row, to the microsecond."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from yingshang.adapters import clocks
from yingshang.kernel.worktime import (
    CST,
    UNITS,
    Extension,
    Limit,
    Office,
    Pause,
    due,
    from_tables,
)

FOLDER = Path(__file__).parents[3] / "src" / "yingshang" / "data" / "base" / "calendars"
NATIONAL = from_tables(
    [yaml.safe_load(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.yaml"))]
)
HALL = NATIONAL.at(
    Office(
        "大厅",
        time(8, 30),
        time(17, 30),
        week={5: (time(9), time(12)), 0: None, 4: (time(9), time(16))},
        days={date(2025, 6, 3): None},
    )
)
CALENDARS = [NATIONAL, HALL]

instants = st.datetimes(datetime(2017, 11, 1), datetime(2027, 3, 1)).map(
    lambda t: t.replace(tzinfo=CST)
)
limits = st.builds(
    Limit,
    st.integers(0, 70),
    st.sampled_from(list(UNITS)),
    st.sampled_from(["next_day", "same_day"]),
    st.just(""),
    st.sampled_from(["same_day", "next_workday"]),
)
extensions = st.builds(
    Extension,
    st.builds(Limit, st.integers(0, 30), st.sampled_from(list(UNITS))),
    st.just("局长"),
    st.just("x"),
    instants,
)


@st.composite
def rows(draw):
    start = draw(instants)
    pauses = []
    for _ in range(draw(st.integers(0, 5))):
        since = start + timedelta(hours=draw(st.integers(-200, 1500)))
        if draw(st.booleans()):
            since = since.replace(hour=0, minute=0, second=0, microsecond=0)
        length = draw(st.one_of(st.none(), st.integers(0, 400), st.just(24), st.just(0)))
        until = None if length is None else since + timedelta(hours=length)
        pauses.append(Pause(since, until, "hearing"))
    return start, draw(limits), pauses, draw(st.lists(extensions, max_size=3))


def assert_same(calendar, listed) -> None:
    answer = clocks.due_dates(calendar, clocks.rows_of(listed))
    for row, (start, limit, pauses, more) in enumerate(listed):
        known = due(calendar, start, limit, pauses=pauses, extensions=more)
        assert clocks.moment(int(answer.at[row])) == known.at, listed[row]
        assert bool(answer.provisional[row]) is known.provisional, listed[row]


@given(st.lists(rows(), min_size=1, max_size=12), st.sampled_from(CALENDARS))
@settings(max_examples=400, deadline=None)
def test_any_rows_agree(listed, calendar):
    assert_same(calendar, listed)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("calendar", CALENDARS, ids=["city", "hall"])
def test_thousands_of_rows_of_one_unit_agree(unit, calendar):
    random = Random(unit)
    listed = []
    for _ in range(2_000):
        start = datetime(2018, 1, 1, tzinfo=CST) + timedelta(minutes=random.randrange(4_700_000))
        pauses = []
        for _ in range(random.randrange(4)):
            since = start + timedelta(minutes=random.randrange(-9_000, 60_000))
            pauses.append(Pause(since, since + timedelta(minutes=random.randrange(12_000)), "x"))
        late = random.choice(("same_day", "next_workday"))
        listed.append((start, Limit(random.randrange(1, 45), unit, after_hours=late), pauses, []))
    assert_same(calendar, listed)


def test_rows_long_before_or_after_all_that_is_announced_are_answered_by_the_kernel():
    start = datetime(1850, 3, 4, 10, tzinfo=CST)
    far = datetime(2249, 12, 1, 10, tzinfo=CST)
    pause = Pause(far, far + timedelta(days=3), "x")
    more = [Extension(Limit(3, "month"), "", "", far)]
    late = Limit(9, "workday", "same_day", "", "next_workday")
    assert_same(NATIONAL, [(start, Limit(5, "workday"), [], []), (far, late, [pause], more)])
    assert_same(NATIONAL, [(far, Limit(60, "day"), [Pause(far, None, "x")], [])])


def test_a_bare_table_needs_only_starts_and_limits():
    starts = [datetime(2026, 3, 2, 10, tzinfo=UTC), datetime(2026, 2, 10, 3, tzinfo=UTC)]
    table = clocks.Rows(
        np.array([clocks.ticks(start) for start in starts]),
        np.array([5, 5]),
        np.zeros(2, np.int64),
    )
    answer = clocks.due_dates(NATIONAL, table)
    for start, tick in zip(starts, answer.at, strict=True):
        assert clocks.moment(int(tick)) == due(NATIONAL, start, Limit(5, "workday")).at
    assert len(table) == 2
    assert len(clocks.due_dates(NATIONAL, table.part(slice(0, 0))).at) == 0


def test_a_held_clock_has_no_instant():
    assert clocks.moment(clocks.HELD) is None
