"""What must hold for every clock, whatever its dates."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from worktime_calendar import national

from yingshang.kernel.worktime import CST, Extension, Limit, Pause, due, explain, lamp, used

MOMENTS = st.datetimes(datetime(2018, 1, 2), datetime(2026, 6, 30)).map(
    lambda moment: moment.replace(tzinfo=CST)
)
AMOUNTS = st.integers(1, 60)
UNITS = st.sampled_from(["workday", "day", "month", "hour"])
LIMITS = st.builds(Limit, AMOUNTS, UNITS, st.sampled_from(["next_day", "same_day"]))


@st.composite
def clocks(draw):
    """A start, a limit, and up to three pauses near the start."""
    start = draw(MOMENTS)
    gaps = st.timedeltas(timedelta(days=-3), timedelta(days=40))
    lengths = st.timedeltas(timedelta(0), timedelta(days=20))
    pauses = []
    for gap, length in draw(st.lists(st.tuples(gaps, lengths), max_size=3)):
        pauses.append(Pause(start + gap, start + gap + length, "correction"))
    return start, draw(LIMITS), pauses


def at(start, limit, **more):
    return due(national(), start, limit, **more).at


@given(clocks())
def test_a_larger_limit_never_ends_earlier(clock):
    start, limit, pauses = clock
    larger = Limit(limit.value + 1, limit.unit, limit.count_from)
    assert at(start, larger, pauses=pauses) >= at(start, limit, pauses=pauses)


@given(clocks(), st.timedeltas(timedelta(0), timedelta(days=30)))
def test_a_later_start_never_ends_earlier(clock, later):
    start, limit, pauses = clock
    if limit.unit == "month":
        # A month is as long as its dates say: what starts on the 31st may have fewer days than
        # what starts on the 30th, so only its plain form keeps this order.
        limit, pauses = limit.counted("next_day"), []
    assert at(start + later, limit, pauses=pauses) >= at(start, limit, pauses=pauses)


@given(MOMENTS, AMOUNTS, AMOUNTS)
def test_workdays_add_up(start, first, then):
    half_way = at(start, Limit(first, "workday"))
    assert at(half_way, Limit(then, "workday")) == at(start, Limit(first + then, "workday"))


@given(clocks(), AMOUNTS)
def test_an_extension_of_the_same_unit_is_a_larger_limit(clock, more):
    start, limit, pauses = clock
    extension = Extension(Limit(more, limit.unit), "负责人", "案情复杂", start)
    extended = at(start, limit, pauses=pauses, extensions=[extension])
    larger = Limit(limit.value + more, limit.unit, limit.count_from)
    assert extended == at(start, larger, pauses=pauses)


@given(clocks(), AMOUNTS)
def test_an_extension_in_workdays_of_any_limit_ends_on_a_workday_later(clock, more):
    start, limit, pauses = clock
    extension = Extension(Limit(more, "workday"), "负责人", "案情复杂", start)
    extended = at(start, limit, pauses=pauses, extensions=[extension])
    assert extended > at(start, limit, pauses=pauses)
    assert national().is_workday(extended.date())


@given(clocks(), st.timedeltas(timedelta(days=-3), timedelta(days=40)))
def test_a_pause_of_zero_is_none(clock, gap):
    start, limit, pauses = clock
    nothing = Pause(start + gap, start + gap, "hearing")
    assert at(start, limit, pauses=[*pauses, nothing]) == at(start, limit, pauses=pauses)


@given(clocks())
def test_the_same_pause_twice_counts_once_and_order_does_not_matter(clock):
    start, limit, pauses = clock
    assert at(start, limit, pauses=[*reversed(pauses), *pauses]) == at(start, limit, pauses=pauses)


@given(clocks(), st.floats(0, 1))
def test_a_pause_cut_in_two_at_midnight_is_the_same_pause(clock, share):
    start, limit, pauses = clock
    halves = []
    for pause in pauses:
        cut = pause.since + (pause.until - pause.since) * share
        cut = max(pause.since, cut.replace(hour=0, minute=0, second=0, microsecond=0))
        halves += [Pause(pause.since, cut, "testing"), Pause(cut, pause.until, "testing")]
    assert at(start, limit, pauses=halves) == at(start, limit, pauses=pauses)


@given(clocks())
def test_a_pause_never_makes_a_clock_end_earlier(clock):
    start, limit, pauses = clock
    assert at(start, limit, pauses=pauses) >= at(start, limit)


@given(clocks())
def test_a_limit_in_days_ends_at_closing_time_of_a_workday_on_which_it_ran(clock):
    start, limit, pauses = clock
    ends = at(start, limit, pauses=pauses)
    if limit.unit == "hour":
        return
    assert national().is_workday(ends.date())
    assert ends.time() == national().closes
    midnight = ends.replace(hour=0, minute=0)
    touching = [p for p in pauses if p.since < midnight + timedelta(days=1) and p.until > midnight]
    assert [p for p in touching if p.until > p.since] == []


@given(clocks())
def test_the_zone_of_the_start_does_not_matter(clock):
    start, limit, pauses = clock
    abroad = [Pause(p.since.astimezone(UTC), p.until.astimezone(UTC), p.kind) for p in pauses]
    assert at(start.astimezone(UTC), limit, pauses=abroad) == at(start, limit, pauses=pauses)


@given(clocks())
def test_a_clock_with_an_open_pause_either_ended_before_it_or_has_no_end(clock):
    start, limit, pauses = clock
    since = start + timedelta(days=10)
    held = due(national(), start, limit, pauses=[*pauses, Pause(since, None, "correction")])
    free = due(national(), start, limit, pauses=pauses)
    if held.at is None:
        assert held.provisional
        assert free.at.date() >= since.date() or limit.unit == "hour"
        assert lamp(start, held.at) == "grey"
    else:
        assert held == free


@given(clocks())
@settings(max_examples=40)
def test_the_explanation_counts_what_used_counts(clock):
    start, limit, pauses = clock
    rows = explain(national(), start, limit, pauses=pauses)
    ends = at(start, limit, pauses=pauses)
    assert rows[-1].day == ends.date()
    if limit.unit == "workday":
        assert [row.number for row in rows if row.counted] == list(range(1, limit.value + 1))
    if limit.unit == "hour":
        assert rows[-1].number == limit.value
    days = [row.day for row in rows]
    assert days == sorted(set(days))


@given(clocks(), st.timedeltas(timedelta(0), timedelta(days=60)))
def test_used_never_falls_as_time_goes_by(clock, later):
    start, limit, pauses = clock
    unit = "day" if limit.unit == "month" else limit.unit
    now = start + timedelta(days=5)
    spent = used(national(), start, now, unit=unit, pauses=pauses)
    assert 0 <= spent <= used(national(), start, now + later, unit=unit, pauses=pauses)


def merged(pauses: list[Pause]) -> list[Pause]:
    """Pauses that overlap or touch, laid together: the union, written here a second time."""
    union: list[Pause] = []
    for pause in sorted(pauses, key=lambda pause: pause.since):
        if union and pause.since <= union[-1].until:
            until = max(union[-1].until, pause.until)
            union[-1] = Pause(union[-1].since, until, "hearing")
        else:
            union.append(pause)
    return union


@given(clocks())
def test_overlapping_pauses_are_their_union(clock):
    start, limit, pauses = clock
    assert at(start, limit, pauses=merged(pauses)) == at(start, limit, pauses=pauses)


@given(clocks(), st.timedeltas(timedelta(0), timedelta(days=9)))
def test_a_longer_pause_never_makes_a_clock_end_earlier(clock, longer):
    start, limit, pauses = clock
    stretched = [Pause(p.since, p.until + longer, p.kind) for p in pauses]
    assert at(start, limit, pauses=stretched) >= at(start, limit, pauses=pauses)


@given(clocks(), st.lists(st.builds(Limit, st.integers(0, 30), UNITS), min_size=1, max_size=3))
def test_an_extension_never_shortens(clock, more):
    start, limit, pauses = clock
    granted = [Extension(by, "负责人", "案情复杂", start) for by in more]
    ends = at(start, limit, pauses=pauses)
    for n in range(1, len(granted) + 1):
        later = at(start, limit, pauses=pauses, extensions=granted[:n])
        assert later >= ends or granted[n - 1].by.unit == "hour"
        ends = later


@given(clocks(), AMOUNTS)
def test_an_extension_by_nothing_is_none(clock, count):
    start, limit, pauses = clock
    nothing = [Extension(Limit(0, unit), "负责人", "", start) for unit in ("workday", "day")]
    plain = at(start, limit, pauses=pauses)
    assert at(start, limit, pauses=pauses, extensions=nothing[: count % 3]) == plain


@given(MOMENTS, st.integers(0, 200), st.integers(0, 200), clocks())
def test_hours_add_up_over_pauses(start, first, then, clock):
    pauses = clock[2]
    half_way = at(start, Limit(first, "hour"), pauses=pauses)
    whole = at(start, Limit(first + then, "hour"), pauses=pauses)
    assert at(half_way, Limit(then, "hour"), pauses=pauses) == whole


@given(clocks())
def test_a_date_is_provisional_exactly_when_it_leans_on_a_day_not_announced(clock):
    start, limit, _pauses = clock
    known = replace(national(), known_until=date(2025, 12, 31))
    answer = due(known, start, limit)
    last = answer.at.date()
    if limit.unit == "hour":
        assert not answer.provisional
    elif limit.unit == "workday":
        first = start.date() + timedelta(limit.count_from == "next_day")
        assert answer.provisional == (max(first, last) > known.known_until)
    elif last <= known.known_until:
        assert not answer.provisional
