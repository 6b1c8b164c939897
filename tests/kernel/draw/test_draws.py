"""Draws: in proportion, in nobody's hand, and whatever is changed afterwards is found."""

from copy import deepcopy
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingshang.kernel.draw import allot, commitment, draw, verify

sizes = st.dictionaries(
    st.text("甲乙丙丁abc", min_size=1, max_size=3), st.integers(1, 400), min_size=1
)
MANY = "双色球 03 08"
PEOPLE = {f"case-{n}": "abc"[n % 3] if n % 2 else "a" for n in range(300)}


@given(sizes, st.integers(0, 500), st.integers(0, 5))
def test_a_sample_is_shared_out_in_proportion_within_floors_and_sizes(found, wanted, least):
    counts = allot(found, wanted, least)
    floors = sum(min(size, least) for size in found.values())
    assert sum(counts.values()) == max(min(wanted, sum(found.values())), floors)
    for name, size in found.items():
        assert min(size, least) <= counts[name] <= size
    if not least and wanted <= sum(found.values()):
        for name, size in found.items():
            assert abs(counts[name] - wanted * size / sum(found.values())) < len(found) + 1


def test_every_member_is_as_likely_as_every_other():
    """All 4,000 seeds together: each of ten is drawn about three times in ten."""
    members = {f"m{n}": "x" for n in range(10)}
    seen = dict.fromkeys(members, 0)
    for n in range(4000):
        for one in draw(members, wanted=3, secret=str(n), public="2026").chosen:
            seen[one] += 1
    assert all(1080 <= count <= 1320 for count in seen.values())  # five standard deviations


def test_the_same_numbers_draw_the_same_sample_and_it_verifies():
    one = draw(PEOPLE, wanted=40, secret="s", public=MANY, least=5)
    again = draw(dict(reversed(PEOPLE.items())), wanted=40, secret="s", public=MANY, least=5)
    assert one == again
    assert verify(one.proof, PEOPLE, commitment("s")) == ()
    reserve = [member for members in one.reserve.values() for member in members]
    assert sorted([*one.chosen, *reserve]) == sorted(PEOPLE)


@pytest.mark.parametrize(
    ("part", "value", "word"),
    [
        ("public", "别的数", "不是按这些数抽出"),
        ("secret", "t", "密数与承诺值不符"),
        ("wanted", 41, "样本数"),
        ("method", "lot", "不是本程序能核验"),
        ("population", {"count": 1, "digest": ""}, "总体名单"),
    ],
)
def test_whatever_is_changed_afterwards_is_found(part, value, word):
    proof = deepcopy(dict(draw(PEOPLE, wanted=40, secret="s", public="2026").proof))
    proof[part] = value
    assert word in "".join(verify(proof, PEOPLE))


def test_a_chosen_one_exchanged_or_a_population_trimmed_is_found():
    proof = deepcopy(dict(draw(PEOPLE, wanted=40, secret="s", public="2026").proof))
    other = next(one for one in PEOPLE if one not in proof["chosen"])
    assert verify({**proof, "chosen": [other, *proof["chosen"][1:]]}, PEOPLE)
    assert verify(proof, {k: v for k, v in PEOPLE.items() if k != other})
    assert verify(proof, PEOPLE, commitment("another"))


def test_nothing_public_or_nobody_is_no_draw():
    for population, public in product(({}, PEOPLE), ("", " ")):
        with pytest.raises(ValueError, match=r"empty|public"):
            draw(population, wanted=1, secret="s", public=public)


@given(st.none() | st.text() | st.lists(st.integers(), max_size=2))
def test_a_broken_proof_is_a_sentence_not_an_error(junk):
    assert verify({"wanted": junk, "chosen": junk}, PEOPLE)
