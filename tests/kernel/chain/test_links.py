"""Nobody changes one event of a chain without being found out."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingshang.kernel.chain import GENESIS, canonical, event_hash, first_broken_link

BODIES = st.fixed_dictionaries(
    {
        "seq": st.integers(1, 99),
        "name": st.sampled_from(["submitted", "accepted"]),
        "data": st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
    }
)
CHAINS = st.lists(BODIES, min_size=1, max_size=8)


def linked(bodies: list[dict]) -> list[tuple[dict, str]]:
    links, prev = [], GENESIS
    for body in bodies:
        prev = event_hash(prev, body)
        links.append((body, prev))
    return links


def test_anyone_can_repeat_the_hash_with_a_shell():
    first = event_hash(GENESIS, {"b": 1, "a": "受理"})
    assert first == sha256(b"\n" + '{"a":"受理","b":1}'.encode()).hexdigest()
    second = event_hash(first, {})
    assert second == sha256(f"{first}\n{{}}".encode()).hexdigest()


@given(CHAINS)
def test_a_true_chain_has_no_broken_link(bodies):
    assert first_broken_link(linked(bodies)) is None


@given(CHAINS, st.data())
def test_a_changed_body_breaks_the_chain_there(bodies, data):
    links = linked(bodies)
    at = data.draw(st.integers(0, len(links) - 1))
    other = data.draw(BODIES.filter(lambda body: canonical(body) != canonical(bodies[at])))
    links[at] = other, links[at][1]
    assert first_broken_link(links) == at


@given(CHAINS, st.data())
def test_a_changed_hash_breaks_the_chain_there(bodies, data):
    links = linked(bodies)
    at = data.draw(st.integers(0, len(links) - 1))
    digit = data.draw(st.integers(0, 63))
    body, claimed = links[at]
    wrong = "0" if claimed[digit] != "0" else "1"
    links[at] = body, claimed[:digit] + wrong + claimed[digit + 1 :]
    assert first_broken_link(links) == at


@given(CHAINS.filter(lambda bodies: len(bodies) > 1), st.data())
def test_a_removed_event_breaks_the_chain_unless_it_was_the_last(bodies, data):
    links = linked(bodies)
    at = data.draw(st.integers(0, len(links) - 2))
    del links[at]
    assert first_broken_link(links) == at


@given(CHAINS, BODIES)
def test_rewriting_an_event_and_its_hash_breaks_the_next_link(bodies, other):
    links = linked([*bodies, {"seq": 100, "name": "closed"}])
    if canonical(other) == canonical(bodies[0]):
        return
    links[0] = other, event_hash(GENESIS, other)
    assert first_broken_link(links) == 1


def test_an_empty_chain_is_whole():
    assert first_broken_link([]) is None


@pytest.mark.parametrize("prev", ["x", "A" * 64, "0" * 63, "0" * 65])
def test_a_previous_hash_that_is_no_hash_is_refused(prev):
    with pytest.raises(ValueError, match="64位"):
        event_hash(prev, {})
