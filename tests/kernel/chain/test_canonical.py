"""One value, one byte string (RFC 8785 with integers only)."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingshang.kernel.chain import canonical

SAFE = 2**53 - 1
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-SAFE, SAFE) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_it_reads_back_as_the_same_value(value):
    assert json.loads(canonical(value)) == value


@given(st.dictionaries(TEXT, VALUES, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_keys_does_not_matter(value, random):
    items = list(value.items())
    random.shuffle(items)
    assert canonical(dict(items)) == canonical(value)


@given(VALUES, VALUES)
def test_two_values_never_share_their_bytes(one, other):
    def plain(value):  # 1 and True are equal to Python and different to JSON
        return json.dumps(value, sort_keys=True)

    assert (canonical(one) == canonical(other)) is (plain(one) == plain(other))


def test_keys_sort_by_utf16_as_the_rfc_asks():
    value = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    names = list(json.loads(canonical(value)).values())
    assert [name.split()[0] for name in names] == [
        "Carriage",
        "One",
        "Control",
        "Latin",
        "Euro",
        "Emoji:",
        "Hebrew",
    ]


def test_the_bytes_are_the_rfc_s_bytes():
    value = {"案": ["é", '"\\/', "\x1f\n\u2028", -0, 12, True, None], "a": {}, "": ()}
    expected = '{"":[],"a":{},"案":["é","\\"\\\\/","\\u001f\\n\u2028",0,12,true,null]}'
    assert canonical(value) == expected.encode()


class Label(str):
    """A kind of text, as Django's choices are."""


def test_kinds_of_text_are_text():
    assert canonical(Label("受理")) == '"受理"'.encode()


@pytest.mark.parametrize(
    "value",
    [1.0, {"a": 0.5}, Decimal(1), date(2026, 3, 2), b"x", {1: "a"}, {"a": {None: 1}}, {1, 2}],
)
def test_what_has_no_single_spelling_is_refused(value):
    with pytest.raises(TypeError, match=r"JSON"):
        canonical(value)


@pytest.mark.parametrize("value", [2**53, -(2**53), "\ud800", {"\udfff": 1}])
def test_what_other_readers_could_not_hold_is_refused(value):
    with pytest.raises(ValueError, match=r".+"):
        canonical(value)
