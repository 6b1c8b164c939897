"""Open series by district: neither the whole nor the neighbours tell a small number."""

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingshang.city.indicators.kinds import ValueView
from yingshang.city.indicators.open_data import row_of
from yingshang.city.indicators.open_districts import CITY, parts_of

SMALL = 5
PLACES = ("990101", "990102", "990103", "990104")
SHARE = SimpleNamespace(statistic="share")
PAIR = st.integers(0, 30).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))


def told(cases, part, place=""):
    share = Decimal(100 * part) / cases if cases else None
    missing = "" if cases else "本期没有可统计的办件"
    one = ValueView("x", "990100", "2026-03", "month", share, "%", part, cases)
    return replace(one, district=place, missing_reason=missing)


def opened(pairs, nowhere=(0, 0)):
    """``nowhere``: the cases of the city that name no district."""
    every = [*pairs, nowhere]
    city = told(sum(n for n, _ in every), sum(k for _, k in every))
    whole = row_of(city, SMALL, "share")
    parts = {place: told(n, k, place) for place, (n, k) in zip(PLACES, pairs, strict=True)}
    rows = parts_of(whole, {**parts, CITY: city}, PLACES, SHARE, SMALL)
    return whole, [row for _place, row in rows]


def numerator(row):
    """What a reader makes of a row: the numerator, from share and cases; None where he cannot."""
    if row.cases == 0:
        return 0
    if row.value is None or row.cases is None:
        return None
    return round(Decimal(row.value) * row.cases / 100)


def not_one_alone(whole, rows, small_ones):
    """A small number is never the only one that is unknown beside a known whole."""
    unknown = [n for n, row in enumerate(rows) if row is None]
    return all(n in unknown for n in small_ones) and (
        whole is None or not small_ones or len(unknown) > 1
    )


@given(st.lists(PAIR, min_size=4, max_size=4))
def test_cases_and_numerators_and_their_rest_cannot_be_subtracted(pairs):
    whole, rows = opened(pairs)
    few = [n for n, (cases, _k) in enumerate(pairs) if 0 < cases < SMALL]
    assert not_one_alone(whole.cases, [row.cases for row in rows], few)
    above, rest = numerator(whole), None
    if above is not None and whole.cases is not None:
        rest = whole.cases - above
    ours = [numerator(row) for row in rows]
    theirs = [
        None if k is None or row.cases is None else row.cases - k
        for k, row in zip(ours, rows, strict=True)
    ]
    few = [n for n, (_cases, k) in enumerate(pairs) if 0 < k < SMALL]
    assert not_one_alone(above, ours, few)
    few = [n for n, (cases, k) in enumerate(pairs) if 0 < cases - k < SMALL]
    assert not_one_alone(rest, theirs, few)


def test_the_reason_does_not_say_who_is_small():
    _whole, rows = opened([(2, 1), (40, 20), (40, 20), (40, 20)])
    assert [row.status for row in rows] == ["withheld", "withheld", "final", "final"]
    assert rows[0].reason == rows[1].reason


def test_a_small_share_is_a_range_and_its_neighbour_is_dark():
    """Three late of fifty in one district: 1 to 4, and a second district gives no share."""
    whole, rows = opened([(50, 3), (60, 30), (60, 30), (60, 30)])
    assert whole.status == "final"
    assert [row.status for row in rows] == ["range", "withheld", "final", "final"]
    assert (rows[0].low, rows[0].high, rows[0].cases) == ("2", "8", 50)
    assert rows[1].cases == 60


@pytest.mark.parametrize("nowhere", [(1, 0), (2, 1), (4, 4)])
def test_few_cases_that_name_no_district_are_not_the_city_less_its_districts(nowhere):
    """Two of 202 name none: one district goes dark, or 202 - 200 tells of them."""
    whole, rows = opened([(50, 25)] * 4, nowhere)
    assert whole.cases == 200 + nowhere[0]
    dark = [row for row in rows if row.cases is None]
    assert len(dark) == 1


@pytest.mark.parametrize("part", [2, 48])
def test_a_small_part_of_those_that_name_no_district_is_not_told_either(part):
    """50 name none, 2 of them (or all but 2) late: their number is known, the 2 must not be."""
    whole, rows = opened([(50, 25)] * 4, (50, part))
    assert whole.value is not None
    assert [row.cases for row in rows] == [50] * 4
    assert [row.value is None for row in rows] == [True, False, False, False]


@given(st.lists(PAIR, min_size=4, max_size=4), PAIR)
def test_the_rest_of_the_city_is_small_only_where_it_cannot_be_reckoned(pairs, nowhere):
    whole, rows = opened(pairs, nowhere)
    cases = [row.cases for row in rows]
    if whole.cases is not None and None not in cases:
        assert not 0 < whole.cases - sum(cases) < SMALL
    ours, above = [numerator(row) for row in rows], numerator(whole)
    if above is not None and None not in ours and None not in cases:
        late = above - sum(ours)
        assert not 0 < late < SMALL
        assert not 0 < whole.cases - sum(cases) - late < SMALL
