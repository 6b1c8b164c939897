"""What is a small number: one rule for every page, file and answer."""

import pytest

from yingshang.city.indicators.few import SMALL, few_mark, rests_on_few


@pytest.mark.parametrize(
    ("value", "cases", "statistic", "few"),
    [
        (1, SMALL - 1, "share", True),
        (1, SMALL, "share", False),
        (1, 0, "mean", True),
        (4, 4, "count", False),
        (None, 3, "share", False),
        (96, None, "share", False),  # only reported: nobody knows of how many
    ],
)
def test_what_is_a_small_number(value, cases, statistic, few):
    assert rests_on_few(value, cases, statistic) is few


def test_the_mark_in_words():
    assert (few_mark(True), few_mark(False)) == ("（小样本）", "")
