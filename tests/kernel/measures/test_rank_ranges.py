"""A rank never stands alone: how far it could move with the weights and with what is missing."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yingshang.kernel.measures import Part, RankRange, Swing, draw_weights, peer_score, with_likely
from yingshang.kernel.measures import rank_ranges as ranges

STILL = Swing()
LOOSE = Swing(concentration=20, draws=60)
TOPICS = ("开办", "登记", "用电")
EVEN = dict.fromkeys(TOPICS, 1.0)


def rank_ranges(table, weights, swing):
    return ranges(table, weights, swing, random.Random(1))


score = st.integers(0, 100).map(float)
tables = st.lists(st.tuples(score, score, score), min_size=2, max_size=7).map(
    lambda rows: {
        f"city{n}": {t: (v, v) for t, v in zip(TOPICS, row, strict=True)}
        for n, row in enumerate(rows)
    }
)


@given(tables)
def test_without_uncertainty_the_rank_is_exact(table):
    totals = {name: sum(span[0] for span in row.values()) for name, row in table.items()}
    for name, found in rank_ranges(table, EVEN, STILL).items():
        rank = 1 + sum(other > totals[name] for other in totals.values())
        assert found == RankRange(rank, rank, rank)
        assert found.sure


@settings(max_examples=40)
@given(tables, st.data())
def test_more_missing_is_never_surer(table, data):
    name = data.draw(st.sampled_from(sorted(table)))
    topic = data.draw(st.sampled_from(TOPICS))
    column = [row[topic][0] for other, row in table.items() if other != name]
    own = table[name][topic][0]
    if len(column) > 1 and not min(column) <= own <= max(column):
        return  # with the best or the worst itself the ends of the peers go, too
    less = {**table, name: {**table[name], topic: None}}
    before, after = rank_ranges(table, EVEN, LOOSE), rank_ranges(less, EVEN, LOOSE)
    for one in table:
        assert after[one].low <= before[one].low
        assert after[one].high >= before[one].high
    assert after[name].rank is None


@settings(max_examples=30)
@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_the_cities_changes_nothing(table, chance):
    names = list(table)
    chance.shuffle(names)
    shuffled = {name: table[name] for name in names}
    assert rank_ranges(shuffled, EVEN, LOOSE) == rank_ranges(table, EVEN, LOOSE)


@settings(max_examples=20)
@given(tables)
def test_weights_drawn_once_give_the_same_ranks_as_drawn_each_time(table):
    drawn = draw_weights(EVEN, LOOSE, random.Random(1))
    assert ranges(table, EVEN, LOOSE, drawn=drawn) == rank_ranges(table, EVEN, LOOSE)


def test_a_rank_that_hangs_on_the_weights_says_so():
    table = {
        "a": {"x": (90.0, 90.0), "y": (10.0, 10.0)},
        "b": {"x": (49.0, 49.0), "y": (49.0, 49.0)},
        "c": {"x": (5.0, 5.0), "y": (5.0, 5.0)},
    }
    found = rank_ranges(table, {"x": 1, "y": 1}, Swing(concentration=10))
    assert found["a"] == RankRange(1, 1, 2)
    assert found["c"] == RankRange(3, 3, 3)
    bound = rank_ranges(table, {"x": 1, "y": 1}, Swing(bound=0.2))
    assert (bound["a"].low, bound["a"].high) == (1, 2)


def test_a_city_without_data_is_missing_and_not_the_last():
    table = {"a": {"x": (90.0, 90.0)}, "b": {"x": (10.0, 10.0)}, "c": {"x": None}}
    found = rank_ranges(table, {"x": 1}, LOOSE)
    assert found["c"] == RankRange(None, None, None)
    assert found["b"] == RankRange(2, 2, 2)


@pytest.mark.parametrize(("value", "less", "result"), [(2, True, 100), (10, True, 60), (6, 1, 80)])
def test_among_peers_the_last_stands_on_the_floor(value, less, result):
    assert peer_score(value, [2, 10, 6], less=less, floor=60) == result
    assert peer_score(3, [3, 3], less=True, floor=60) == 100


def test_fifty_regions_of_eighteen_topics_take_less_than_a_second():
    chance = random.Random(5)
    topics = [f"t{n}" for n in range(18)]
    spans = {}
    for n in range(50):
        values = {t: chance.uniform(20, 90) for t in topics}
        spans[f"r{n}"] = {t: None if chance.random() < 0.1 else (v, v) for t, v in values.items()}
    since = time.process_time()
    rank_ranges(spans, dict.fromkeys(topics, 1.0), Swing(concentration=100))
    assert time.process_time() - since < 1


@settings(max_examples=30)
@given(tables, st.data())
def test_likely_places_lie_inside_the_possible_ones_and_repeat(table, data):
    gone = data.draw(st.sets(st.tuples(st.sampled_from(sorted(table)), st.sampled_from(TOPICS))))
    less = {
        name: {t: None if (name, t) in gone else span for t, span in row.items()}
        for name, row in table.items()
    }
    parts = {t: [Part(1, tuple(row[t] and row[t][0] for row in less.values()))] for t in TOPICS}
    wide = rank_ranges(less, EVEN, LOOSE)
    drawn = draw_weights(EVEN, LOOSE, random.Random(1))
    found = with_likely(wide, parts, EVEN, random.Random(1), drawn=drawn)
    assert found == with_likely(wide, parts, EVEN, random.Random(1), drawn=drawn)
    for one in found.values():
        if one.low is None:
            assert one.likely is None
        else:
            assert one.low <= one.likely[0] <= one.likely[1] <= one.high
            assert not one.sure or one.likely == (one.low, one.high)


def test_who_is_like_the_others_where_it_is_silent_stands_likely_where_it_stands_elsewhere():
    known = {f"c{n}": (float(90 - 8 * n), float(90 - 8 * n)) for n in range(9)}
    table = {name: {"x": one, "y": one} for name, one in known.items()}
    table["c4"]["y"] = None
    parts = {t: [Part(1, tuple(r[t] and r[t][0] for r in table.values()))] for t in ("x", "y")}
    wide = rank_ranges(table, {"x": 1, "y": 1}, STILL)
    one = with_likely(wide, parts, {"x": 1, "y": 1}, random.Random(1))["c4"]
    assert (one.low, one.high, one.likely) == (3, 6, (4, 6))
