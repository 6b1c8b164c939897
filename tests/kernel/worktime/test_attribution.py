"""Every minute and every working day is somebody's, and the parts are the whole."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worktime_calendar import national

from yingshang.kernel.worktime import CST, NOBODY, Held, Pause, attribute, used

MINUTE = timedelta(minutes=1)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CST)


def parts(start: str, end: str, *held: Held, **more) -> dict[str, tuple[int, int]]:
    shares = attribute(national(), moment(start), moment(end), held, **more)
    return {share.holder: (share.minutes, share.workdays) for share in shares}


def held(holder: str, since: str, until: str | None, *, stops: bool = False) -> Held:
    return Held(holder, moment(since), until and moment(until), stops)


def test_one_unit_after_the_other():
    answer = parts(
        "2026-03-02T09:00",
        "2026-03-06T17:00",
        held("market", "2026-03-02T09:00", "2026-03-04T12:00"),
        held("tax", "2026-03-04T12:00", "2026-03-06T17:00"),
    )
    # Wednesday 4 March: the market office had three of its eight hours, the tax office five
    assert answer == {"market": (51 * 60, 1), "tax": (53 * 60, 3)}


def test_parallel_steps_share_their_minutes_and_the_day_goes_to_who_held_more_of_it():
    answer = parts(
        "2026-03-02T09:00",
        "2026-03-03T17:00",
        held("market", "2026-03-02T09:00", None),
        held("fire", "2026-03-02T09:00", "2026-03-03T11:00"),
    )
    assert answer == {"market": (13 * 60 + 360, 1), "fire": (13 * 60, 0)}


def test_a_pause_takes_the_whole_day_that_it_touches():
    answer = parts(
        "2026-03-02T09:00",
        "2026-03-06T17:00",
        held("market", "2026-03-02T09:00", None),
        held("lab", "2026-03-03T16:00", "2026-03-05T10:00", stops=True),
    )
    assert answer == {"market": (31 * 60 + 31 * 60, 1), "lab": (42 * 60, 3)}


def test_of_two_pauses_the_one_that_began_first_has_the_time():
    answer = parts(
        "2026-03-02T09:00",
        "2026-03-05T09:00",
        held("hearing", "2026-03-03T00:00", "2026-03-05T00:00", stops=True),
        held("lab", "2026-03-02T12:00", "2026-03-04T00:00", stops=True),
    )
    assert answer == {
        NOBODY: (3 * 60 + 9 * 60, 1),
        "lab": (36 * 60, 1),
        "hearing": (24 * 60, 1),
    }


def test_the_first_day_counts_where_the_local_text_says_so():
    held_all = held("market", "2026-03-02T09:00", None)
    assert parts("2026-03-02T09:00", "2026-03-03T17:00", held_all)["market"][1] == 1
    both = parts("2026-03-02T09:00", "2026-03-03T17:00", held_all, count_from="same_day")
    assert both["market"][1] == 2


def test_a_day_outside_opening_hours_is_still_somebody_s():
    answer = parts(
        "2026-03-02T09:00",
        "2026-03-03T07:00",
        held("night", "2026-03-02T20:00", None),
    )
    assert answer == {NOBODY: (11 * 60, 0), "night": (11 * 60, 1)}


def test_an_end_at_midnight_and_no_time_at_all():
    open_pause = held("applicant", "2026-03-02T12:00", None, stops=True)
    answer = parts("2026-03-02T12:00", "2026-03-03T00:00", open_pause)
    assert answer == {"applicant": (12 * 60, 1)}
    assert parts("2026-03-02T12:00", "2026-03-02T12:00", open_pause) == {}
    with pytest.raises(ValueError, match="不能早于"):
        parts("2026-03-02T12:00", "2026-03-02T11:00")


def test_a_third_of_a_minute_is_not_lost():
    start = moment("2026-03-02T09:00")
    three = [Held(name, start, None) for name in "abc"]
    shares = attribute(national(), start, start + 100 * MINUTE, three)
    assert [share.minutes for share in shares] == [34, 33, 33]


moments = st.integers(0, 60 * 24 * 120 * 2).map(
    lambda half: moment("2025-08-01T00:00") + timedelta(seconds=30 * half)
)
spans = st.builds(
    lambda holder, since, length, stops: Held(
        ("pause-" if stops else "") + holder,
        since,
        None if length is None else since + timedelta(seconds=37 * length),
        stops,
    ),
    st.sampled_from(["market", "tax", "fire", "land"]),
    moments,
    st.one_of(st.none(), st.integers(0, 60_000)),
    st.booleans(),
)


@given(st.lists(spans, max_size=7), moments, moments, st.sampled_from(["next_day", "same_day"]))
def test_the_parts_add_up_exactly_to_the_whole(held, one, other, count_from):
    start, end = min(one, other), max(one, other)
    shares = attribute(national(), start, end, held, count_from=count_from)
    assert sum(share.minutes for share in shares) == (end - start) // MINUTE
    whole = used(national(), start, end, count_from=count_from)
    assert sum(share.workdays for share in shares) == whole
    assert len({share.holder for share in shares}) == len(shares)


@given(st.lists(spans, max_size=7), moments, moments)
def test_what_the_pauses_do_not_take_is_what_the_clock_has_used(held, one, other):
    start, end = min(one, other), max(one, other)
    shares = attribute(national(), start, end, held)
    pauses = [Pause(h.since, h.until, "hearing") for h in held if h.stops]
    working = sum(s.workdays for s in shares if not s.holder.startswith("pause-"))
    assert working == used(national(), start, end, pauses=pauses)


@given(st.lists(spans, max_size=6), moments, moments, st.randoms())
def test_the_order_in_which_the_spans_are_told_changes_no_minute_by_more_than_rounding(
    held, one, other, random
):
    start, end = min(one, other), max(one, other)
    shuffled = list(held)
    random.shuffle(shuffled)
    before = {s.holder: s.minutes for s in attribute(national(), start, end, held)}
    stops = [h.since for h in held if h.stops]
    if len(set(stops)) < len(stops):
        return  # two pauses from the same instant: the one told first has it
    after = {s.holder: s.minutes for s in attribute(national(), start, end, shuffled)}
    for holder in before.keys() | after.keys():
        assert abs(before.get(holder, 0) - after.get(holder, 0)) <= 1
