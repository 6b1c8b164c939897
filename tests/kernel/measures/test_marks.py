"""Marks of the appraisal: exact, monotone, and what is missing is missing, not zero."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yingshang.kernel.measures import MarkItem, mark, printed, ranks, total, weights_sum

few = settings(max_examples=60)
tallies = st.integers(0, 40).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
ITEMS = [
    MarkItem("tasks", Fraction(40)),
    MarkItem("late", Fraction(20), "deduct", Fraction(3)),
    MarkItem("orders", Fraction(40)),
]


def scored(counts, items=ITEMS, **more):
    marks = {one.code: mark(one, *counts[one.code]) for one in items}
    return total(items, marks, **more)


@few
@given(st.fixed_dictionaries({one.code: tallies for one in ITEMS}))
def test_a_score_lies_between_nothing_and_a_hundred_and_says_of_how_much(counts):
    found = scored(counts)
    counted = [one for one in ITEMS if counts[one.code][1]]
    assert found.weighed == weights_sum(counted)
    assert (found.score is None) == (not counted)
    if found.score is not None:
        assert 0 <= found.score <= 100


@few
@given(tallies.filter(lambda one: one[0] < one[1]), tallies, tallies)
def test_one_more_task_in_time_never_costs_anything(tasks, late, orders):
    counts = {"tasks": tasks, "late": late, "orders": orders}
    better = counts | {"tasks": (tasks[0] + 1, tasks[1])}
    assert scored(better).score > scored(counts).score


@few
@given(tallies.filter(lambda one: one[1] > 0))
def test_what_was_not_counted_is_left_out_and_not_a_zero(tasks):
    missing = scored({"tasks": tasks, "late": (0, 0), "orders": (0, 0)})
    zero = scored({"tasks": tasks, "late": (0, 40), "orders": (0, 1)})
    assert missing.score == Fraction(100 * tasks[0], tasks[1])
    assert missing.weighed == 40
    assert zero.score == Fraction(40 * tasks[0], tasks[1])


def test_late_ones_are_taken_off_one_by_one_down_to_nothing():
    item = MarkItem("late", Fraction(10), "deduct", Fraction(2))
    assert [mark(item, 8 - late, 8).points for late in (0, 1, 5, 7)] == [10, 8, 0, 0]


def test_a_small_number_is_marked_and_nothing_is_no_small_number():
    assert [mark(ITEMS[0], 0, of, small=3).small for of in (0, 1, 2, 3)] == [
        False, True, True, False,
    ]  # fmt: skip
    with pytest.raises(ValueError, match="not a tally"):
        mark(ITEMS[0], 3, 2)


def test_what_is_added_and_taken_moves_the_score_but_not_below_nothing():
    counts = {"tasks": (1, 2), "late": (2, 2), "orders": (1, 1)}
    assert scored(counts, plus=Fraction(3), minus=Fraction(1)).score == 82
    assert scored(counts, minus=Fraction(200)).score == 0


@few
@given(st.fractions(0, 120, max_denominator=997))
def test_a_printed_score_is_the_nearest_hundredth_half_up(value):
    assert abs(Fraction(printed(value)) - value) <= Fraction(1, 200)
    assert printed(Fraction(1, 200)) == Decimal("0.01")
    assert str(printed(Fraction(90))) == "90.00"


@few
@given(st.lists(st.none() | st.decimals(0, 100, places=1), max_size=12))
def test_equals_share_a_place_and_the_next_is_left_out(scores):
    places = ranks(scores)
    for score, place in zip(scores, places, strict=True):
        assert (place is None) == (score is None)
        if score is not None:
            assert place == 1 + sum(o is not None and o > score for o in scores)
    assert ranks([Decimal(9), None, Decimal(9), Decimal(8)]) == [1, None, 1, 3]
