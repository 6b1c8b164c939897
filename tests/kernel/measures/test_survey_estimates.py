"""Surveys: the interval holds what is true as often as it says; weights undo an uneven sample."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingshang.kernel.measures import Layer, survey_mean, survey_share

layers = st.lists(
    st.tuples(st.integers(20, 500), st.lists(st.integers(0, 1), max_size=20)),
    min_size=1,
    max_size=5,
)


def made(found):
    return [
        Layer(str(i), size, tuple(map(float, answers))) for i, (size, answers) in enumerate(found)
    ]


@given(layers)
def test_a_share_lies_in_its_interval_within_nought_and_one(found):
    one = survey_share(made(found))
    if one.value is None:
        assert (one.low, one.answered, one.covered) == (None, 0, 0.0)
    else:
        assert 0 <= one.low <= one.value <= one.high <= 1
        assert 0 < one.covered <= 1


def test_a_small_stratum_that_is_asked_more_does_not_weigh_more():
    found = [Layer("big", 900, (1.0,) * 9 + (0.0,)), Layer("small", 100, (0.0,) * 30)]
    assert survey_share(found).value == pytest.approx(0.81)
    assert survey_mean(found).value == pytest.approx(0.81)


def test_everybody_satisfied_is_no_certainty_and_everybody_asked_is():
    few = survey_share([Layer("a", 500, (1.0,) * 20)])
    assert (few.value, few.high) == (1.0, 1.0)
    assert few.low < 0.9
    whole = survey_share([Layer("a", 4, (1.0, 1.0, 0.0, 1.0))])
    assert (whole.low, whole.value, whole.high) == (0.75, 0.75, 0.75)


def test_nineteen_intervals_of_twenty_hold_the_truth():
    draw, held, rounds = Random(7), 0, 400
    people = {"a": [1.0] * 270 + [0.0] * 30, "b": [1.0] * 60 + [0.0] * 40}
    truth = 330 / 400
    for _ in range(rounds):
        sample = [
            Layer(name, len(every), tuple(draw.sample(every, n)))
            for (name, every), n in zip(people.items(), (45, 15), strict=True)
        ]
        found = survey_share(sample)
        held += found.low <= truth <= found.high
    assert 0.92 * rounds <= held


def test_one_answer_has_no_error_and_says_so():
    one = survey_mean([Layer("a", 10, (4.0,))])
    assert (one.value, one.low) == (4.0, None)
    assert "一份" in one.reason
