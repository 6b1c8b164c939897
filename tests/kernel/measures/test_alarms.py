"""Alarms of a row of values: robust against one odd month, silent where too little is known."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingshang.kernel.measures import jump, lag, pace, silence

numbers = st.decimals(-1000, 1000, places=2)


def row(*values):
    return [None if value is None else Decimal(str(value)) for value in values]


@given(start=numbers, step=numbers, n=st.integers(4, 24))
def test_a_straight_row_keeps_its_pace(start, step, n):
    found = pace([start + step * i for i in range(n)])
    assert found.at(n + 3) == pytest.approx(float(start + step * (n + 3)), abs=1e-6)


def test_one_odd_month_does_not_bend_the_pace():
    assert pace(row(10, 9, 8, 70, 6, 5)).at(6) == pytest.approx(4, abs=0.5)


def test_gaps_keep_their_place_and_three_values_are_no_pace():
    assert pace(row(1, None, 3, 4, None, 6)).slope == pytest.approx(1)
    assert pace(row(1, None, 3, 4)) is None


def test_a_jump_is_measured_in_usual_spreads():
    found = jump(row(90, 92, 91, 89, 90, 91, 92, 60))
    assert found.distance < -5
    assert found.usual == pytest.approx(91)
    assert abs(jump(row(90, 92, 91, 89, 90, 91, 92, 90)).distance) < 2


def test_a_row_that_never_moved_takes_a_twentieth_for_its_spread():
    assert jump(row(*[100] * 7, 104)).distance == pytest.approx(0.8)
    assert jump(row(*[0] * 7, 4)).distance == 0  # nothing says what is usual of nothing


@given(st.lists(numbers, max_size=6))
def test_too_few_before_are_no_jump(values):
    assert jump(values) is None


@given(mine=numbers, peers=st.lists(numbers, min_size=1, max_size=6))
def test_better_for_one_direction_is_worse_for_the_other(mine, peers):
    low, high = lag(mine, peers, "lower"), lag(mine, peers, "higher")
    assert low.middle == high.middle
    if low.middle:
        assert low.behind == pytest.approx(-high.behind)
    assert low.place + high.place <= len(peers) + 2


def test_lag_names_the_place_that_equal_ones_share():
    found = lag(Decimal(11), [Decimal(4), Decimal(5), Decimal(11)], "lower")
    assert (found.place, found.middle, found.behind) == (3, 5.0, pytest.approx(120))
    assert lag(Decimal(1), [], "lower") is None


def test_silence_is_told_from_its_own_rhythm():
    quarterly = silence([0, 3, 6, 9], 12)
    assert (quarterly.silent, quarterly.usual) == (3, 3.0)
    assert silence([7], 9).silent == 2
    assert silence([], 9) is None
    assert silence([99], 9) is None
