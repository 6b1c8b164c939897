"""Identifiers of GB/T 36904: two that are in use, and what their check character finds."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.cn import uscc
from stdnum.iso7064 import mod_37_36

from yingshang.city.licences import _identifiers as identifiers

LETTERS = identifiers.LETTERS
# issued in Hunan, defined by the ministry of housing; and the same with another serial
REAL = "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U"
text = st.text(LETTERS, min_size=1, max_size=60)


@st.composite
def made(draw):
    return identifiers.make(
        type=draw(st.text(LETTERS, min_size=21, max_size=21)),
        issuer=draw(st.text(LETTERS, min_size=18, max_size=18)),
        serial=draw(st.text(LETTERS, min_size=1, max_size=40)),
        version=draw(st.integers(0, 999)),
    )


def test_an_identifier_in_use_is_right():
    found = identifiers.parse(REAL)
    assert (found.type, found.issuer) == ("11100000000013338W011", "11430000006122244L")
    assert (found.serial, found.version) == ("20230000403", 1)


@given(text)
def test_the_check_character_is_that_of_another_implementation(body):
    assert identifiers.check_character(body) == mod_37_36.calc_check_digit(body)


@given(made())
def test_what_is_made_is_read_back(identifier):
    found = identifiers.parse(identifier)
    again = identifiers.make(
        type=found.type, issuer=found.issuer, serial=found.serial, version=found.version
    )
    assert again == identifier


@given(text, st.data())
def test_every_single_wrong_character_is_found(body, data):
    """Anywhere, the check character included."""
    right = body + identifiers.check_character(body)
    place = data.draw(st.integers(0, len(right) - 1))
    wrong = right[:place] + data.draw(st.sampled_from(LETTERS)) + right[place + 1 :]
    assume(wrong != right)
    assert identifiers.check_character(wrong[:-1]) != wrong[-1]


@given(text, st.data())
def test_it_finds_the_exchanges_of_neighbours_that_the_other_implementation_finds(body, data):
    right = body + identifiers.check_character(body)
    place = data.draw(st.integers(0, len(right) - 2))
    wrong = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
    assert (identifiers.check_character(wrong[:-1]) == wrong[-1]) is mod_37_36.is_valid(wrong)


def test_of_two_exchanged_neighbours_two_in_a_thousand_escape():
    """As the standard has it, counted over every remainder and every pair of letters."""

    def step(remainder, letter):
        return ((remainder + letter) % 36 or 36) * 2 % 37

    pairs = [(p, a, b) for p in range(1, 37) for a in range(36) for b in range(a)]
    missed = [1 for p, a, b in pairs if step(step(p, a), b) == step(step(p, b), a)]
    assert (len(missed), len(pairs)) == (36, 22680)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1.2.156.3005.2",
        REAL[:-1] + "V",
        REAL.replace("3005.2", "3005.3"),
        REAL.replace(".001.", ".1."),
        REAL + "\n.U",
    ],
)
def test_what_is_no_identifier_is_not_taken_for_one(text):
    assert identifiers.parse(text) is None


def test_small_letters_and_blanks_around_it_do_not_matter():
    assert identifiers.parse(f"  {REAL.lower()} ").serial == "20230000403"


@given(st.from_regex(r"[0-9]{6}-[a-z]{2,10}", fullmatch=True))
def test_the_code_that_stands_for_a_unit_has_the_shape_of_a_credit_code(unit):
    code = identifiers.issuer_code(unit)
    assert uscc.is_valid(code)
    assert code[2:8] == unit[:6]


def test_the_parts_must_be_of_the_standards_lengths():
    with pytest.raises(ValueError, match="no identifier"):
        identifiers.make(type="X", issuer="1" * 18, serial="1")
