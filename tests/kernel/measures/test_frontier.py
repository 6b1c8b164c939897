"""Distance to frontier: 100 at the best, 0 at the worst, missing stays missing."""

from decimal import Decimal

import pytest

from yingshang.kernel.measures import distance_to_frontier, mean_score


@pytest.mark.parametrize(
    ("value", "best", "worst", "expected"),
    [
        (Decimal("0.5"), Decimal("0.5"), 100, 100),
        (100, Decimal("0.5"), 100, 0),
        (250, Decimal("0.5"), 100, 0),
        (3, 1, 5, 50),
        (90, 100, 50, 80),
        (120, 100, 50, 100),
        (None, 1, 5, None),
    ],
)
def test_the_distance_is_clamped_and_works_in_both_directions(value, best, worst, expected):
    assert distance_to_frontier(value, best, worst) == expected


def test_a_frontier_without_length_is_refused():
    with pytest.raises(ValueError, match="differ"):
        distance_to_frontier(1, 2, 2)


def test_a_topic_is_the_plain_mean_of_its_parts():
    assert mean_score({"时间": Decimal(80), "环节": Decimal(100)}).score == 90


def test_a_missing_part_makes_the_topic_missing_by_name():
    found = mean_score({"时间": Decimal(80), "环节": None})
    assert (found.score, found.missing) == (None, ("环节",))
    assert "环节" in found.reason


def test_nothing_to_average_is_missing():
    assert mean_score({}).score is None
