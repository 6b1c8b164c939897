"""Promises of many cities: ranked like with like, and an interval where nothing can be told."""

from decimal import Decimal
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from yingshang.kernel.measures import (
    Pledge,
    as_strong,
    best_by_year,
    common_kind,
    effort,
    kind_of,
    path,
    places,
    rungs,
    share_effort,
    strength,
)

D = Decimal


def within(city, value, unit="工作日", comparator="<=", **more):
    return Pledge(city, comparator, D(str(value)), unit, statistic="each", **more)


levels = st.integers(1, 6)
units = st.sampled_from(["工作日", "天", "小时"])
alike = st.lists(levels, min_size=1, max_size=6).map(
    lambda found: [within(str(n), value) for n, value in enumerate(found)]
)
mixed = st.lists(st.tuples(levels, units), min_size=1, max_size=5).map(
    lambda found: [within(str(n), value, unit) for n, (value, unit) in enumerate(found)]
)


@given(alike)
def test_promises_of_one_kind_have_one_place_each_and_ties_share_it(pledges):
    found = places(pledges, "down")
    for one in pledges:
        place = found[one.city]
        assert place.low == place.high == 1 + sum(o.value < one.value for o in pledges)
        assert place.shared == (sum(o.value == one.value for o in pledges) > 1)


@given(mixed)
def test_whatever_order_is_possible_a_city_stands_within_its_interval(pledges):
    found = places(pledges, "down")
    for order in permutations(pledges):
        wrong = any(
            as_strong(late, early, "down") and not as_strong(early, late, "down")
            for i, early in enumerate(order)
            for late in order[i + 1 :]
        )
        if wrong:
            continue
        for number, one in enumerate(order, 1):
            ties = sum(
                as_strong(one, o, "down") and as_strong(o, one, "down")
                for o in pledges
                if o is not one
            )
            assert found[one.city].low <= number <= found[one.city].high + ties


@given(mixed, mixed)
def test_as_strong_is_an_order(first, second):
    every = [*first, *second]
    for a in every:
        for b in every:
            for c in every:
                if as_strong(a, b, "down") and as_strong(b, c, "down"):
                    assert as_strong(a, c, "down")


def test_days_are_not_working_days_but_two_days_are_never_more_than_two_working_days():
    days, work = within("a", 2, "天"), within("b", 2)
    assert kind_of(days, "down") != kind_of(work, "down")
    assert as_strong(days, work, "down")
    assert not as_strong(work, days, "down")
    found = places([within("a", 3, "天"), within("b", 2)], "down")
    assert [(found[c].low, found[c].high) for c in "ab"] == [(1, 2), (1, 2)]


def test_brought_down_to_two_is_two_at_most_and_under_two_is_stronger():
    most, to, under = within("a", 2), within("b", 2, comparator="="), within("c", 2, comparator="<")
    found = places([most, to, under], "down")
    assert [found[c].low for c in "abc"] == [2, 2, 1]
    assert found["a"].shared
    assert not found["c"].shared


def test_of_a_range_only_the_weaker_end_is_promised():
    assert strength(within("a", 2, value_max=D(3)), "down") == strength(within("b", 3), "down")


def test_a_time_of_at_least_two_days_is_ranked_with_nobody():
    loose, real = within("a", 2, comparator=">="), within("b", 9)
    assert common_kind([loose, real], "down") == kind_of(real, "down")
    assert rungs(real, [loose], "down") == []


def test_hours_and_days_of_the_clock_are_converted():
    steps = rungs(within("us", 2, "天"), [within("them", 36, "小时")], "down")
    assert [(s.rank, s.level, s.gap, s.unit) for s in steps] == [(1, D("1.5"), D("0.5"), "天")]


@given(alike, levels)
def test_whoever_climbs_to_a_rung_stands_on_it(others, own):
    mine = within("us", own)
    for rung in rungs(mine, others, "down"):
        there = places([within("us", rung.level), *others], "down")["us"]
        assert there.low == there.high == rung.rank
        assert rung.gap == own - rung.level > 0


def test_the_best_of_a_year_and_a_citys_way_over_the_years():
    every = [
        within("a", 3, year=2024),
        within("a", 2, year=2026),
        within("b", 2, year=2024),
        within("b", 8, "小时", year=2025),
    ]
    kind = kind_of(every[0], "down")
    best = best_by_year(every, kind, "down")
    assert {year: [o.city for o in found] for year, found in best.items()} == {
        2024: ["b"],
        2026: ["a"],
    }
    line, moved = path(
        [p for p in every if p.city == "a"], kind, "down", "工作日", [2024, 2025, 2026]
    )
    assert line == (D(3), None, D(2))
    assert (moved.direction, moved.change) == ("better", D(-1))


times = st.dictionaries(st.integers(0, 9), st.integers(1, 4), min_size=1, max_size=5)


def meets(values, level, statistic):
    values = sorted(values)
    if statistic == "max":
        return values[-1] <= level
    if statistic == "mean":
        return D(sum(values)) / len(values) <= level
    n = len(values)
    return D(values[(n - 1) // 2] + values[n // 2]) / 2 <= level


@given(times, st.integers(0, 9), st.sampled_from(["max", "mean", "median"]))
def test_the_cases_named_suffice_and_fewer_would_not(cases, level, statistic):
    found = effort(cases, D(level), statistic)
    row = sorted((v for v, n in cases.items() for _ in range(n)), reverse=True)

    def after(number):
        """The best that so many cases can do: for a median the nearest ones, else the longest."""
        beyond = [v for v in row if v > level]
        chosen = beyond[-number:] if statistic == "median" and number else beyond[:number]
        rest = list(row)
        for v in chosen:
            rest.remove(v)
        return [*rest, *[level] * number]

    assert found.total == len(row)
    assert found.over == sum(v > level for v in row)
    assert found.change <= found.over
    assert meets(after(found.change), level, statistic)
    if found.change:
        assert not meets(row, level, statistic)
    if found.change and statistic != "median":
        assert not meets(after(found.change - 1), level, statistic)


@given(st.integers(0, 50), st.integers(1, 50), st.integers(0, 100))
def test_a_share_says_how_many_more_must_meet_it(above, more, level):
    below = above + more
    found = share_effort(above, below, D(level))
    assert D(above + found.change) * 100 / below >= level
    if found.change:
        assert D(above + found.change - 1) * 100 / below < level
