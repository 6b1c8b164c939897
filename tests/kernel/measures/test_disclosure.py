"""What is left out of a published row is not told by the rest: tried by whoever knows the rules."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingshang.kernel.measures import hide, is_few

COUNTS = st.lists(st.integers(0, 40), min_size=1, max_size=9)
SMALL = st.integers(3, 10)


@given(COUNTS, SMALL)
def test_no_small_number_is_shown(counts, small):
    hidden = hide(counts, small).every
    assert all(place in hidden for place, count in enumerate(counts) if is_few(count, small))


@given(COUNTS, SMALL)
def test_none_and_many_stay_where_nobody_needs_them(counts, small):
    if not any(is_few(count, small) for count in counts):
        assert not hide(counts, small).every


@given(COUNTS, SMALL)
def test_subtraction_from_the_whole_leaves_every_small_number_open(counts, small):
    """Each of the few may be anything from 1 to small - 1, whatever the sum of the hidden is;
    where the few cannot be told from the rest, at least two places stay in the dark."""
    hidden = hide(counts, small)
    if not hidden.every or len(counts) == 1:
        return
    dark = sum(counts[place] for place in hidden.every)
    assert len(hidden.every) >= 2 or dark == 0
    if hidden.few:
        others = len(hidden.few) - 1
        assert len(hidden.cover) == 1
        assert dark - (small - 1) - others >= small
    else:
        assert hidden.cover == frozenset(range(len(counts)))


@given(COUNTS, SMALL, st.data())
def test_the_size_of_the_cover_plays_no_part_in_its_choice(counts, small, data):
    """Or its being chosen would tell how large it is."""
    hidden = hide(counts, small)
    if not hidden.few:
        return
    (cover,) = hidden.cover
    other = list(counts)
    other[cover] += data.draw(st.integers(0, 50))
    assert hide(other, small) == hidden


@pytest.mark.parametrize(("small", "places", "most"), [(3, 3, 10), (3, 4, 8), (5, 3, 16)])
def test_an_attacker_who_runs_the_rules_over_every_possible_row_learns_nothing(small, places, most):
    """All rows that would be published just like this one: no small number is the same in all."""
    for whole in range(small, most):
        alike: dict = {}
        for head in product(range(whole + 1), repeat=places - 1):
            if sum(head) > whole:
                continue
            row = (*head, whole - sum(head))
            hidden = hide(row, small)
            shown = tuple(None if n in hidden.every else c for n, c in enumerate(row))
            alike.setdefault((shown, hidden), []).append(row)
        for (shown, hidden), rows in alike.items():
            for place in hidden.few:
                assert {row[place] for row in rows} >= set(range(1, small)), (shown, rows)
            for place in hidden.every:
                assert len({row[place] for row in rows}) > 1, (shown, rows)
