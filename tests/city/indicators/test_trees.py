"""Trees: what evaluations ask, answered by what is declared, silent where nothing is known."""

from collections import Counter
from datetime import date

import pytest

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.definitions import service as definitions
from yingshang.city.indicators import service as indicators

DAY = date(2026, 3, 2)
SHAPES = {
    "national": (18, 87),
    "province": (16, None),
    "b-ready": (10, 30),
    "doing-business": (10, 41),
}


def test_the_trees_have_the_shape_of_what_they_follow(city):
    found = {one.code: one for one in indicators.trees(city, as_of=DAY)}
    assert set(found) == set(SHAPES)
    for code, (first, second) in SHAPES.items():
        assert len(found[code].nodes) == first
        assert second in (None, found[code].second)
    assert not found["national"].verified


def test_every_indicator_that_a_tree_names_is_declared_and_many_feed_several(city):
    declared = {one.code for one in indicators.definitions(city, DAY)}
    named = Counter()
    for edition in definitions.editions("tree", region=city, on=DAY):
        codes = {
            code
            for node in edition.body["nodes"]
            for child in node["children"]
            for code in child["indicators"]
        }
        assert codes <= declared
        named.update(codes)
    assert sum(count > 1 for count in named.values()) > 30


def test_there_are_a_hundred_and_twenty_indicators_and_half_are_computed_here(city):
    declared = indicators.definitions(city, DAY)
    assert len(declared) >= 120
    assert sum(one.is_measured for one in declared) >= 60
    assert len({one.name for one in declared}) == len(declared)
    assert all(one.owner and len(one.formula) > 8 for one in declared)


def test_without_cases_nothing_is_answered_and_it_says_why(city):
    found = indicators.tree("national", city, as_of=DAY)
    assert (found.answered, found.second_answered) == (0, 0)
    assert all(leaf.value.missing_reason for leaf in found.leaves)


def test_an_unknown_tree_is_refused(city):
    with pytest.raises(Refusal, match="没有编码为"):
        indicators.tree("nothing", city, as_of=DAY)
