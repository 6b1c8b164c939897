"""Item codes of both generations: what is accepted, what is refused, and why."""

from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from yingshang.city.catalog.codes import LEVELS, TYPES, code_problems, read_code

BODY = "11370800MB28559184"  # a code seen on a live public portal
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"

types = st.sampled_from(sorted(TYPES))
mains = st.integers(1, 99999).map("{:05d}".format)
subs = st.integers(0, 999).map("{:03d}".format)
levels = st.sampled_from(sorted(LEVELS))
provinces = st.sampled_from(["00", "11", "37", "65"])
basics = st.builds("{}{}{}{}".format, provinces, types, mains, subs)


@st.composite
def bodies(draw):
    """USCCs of any body, with the right check digit."""
    region = draw(st.integers(110000, 659999))
    rest = draw(st.text(alphabet=ALPHABET, min_size=9, max_size=9))
    stem = f"{draw(st.sampled_from(['11', '12', '91']))}{region}{rest}"
    return stem + uscc.calc_check_digit(stem)


@given(basics)
def test_a_basic_code_of_twelve_says_province_type_main_and_sub(code):
    found = read_code(code)
    assert (found.kind, found.generation, found.problems) == ("basic", 2, ())
    assert found.basic == code
    assert found.type_name == TYPES[code[2:4]]


@given(st.sampled_from(["XK", "QR", "01", "20"]), mains, subs)
def test_a_basic_code_of_ten_may_have_letters_for_its_type(kind, main, sub):
    found = read_code(kind + main + sub)
    assert (found.kind, found.generation, found.problems) == ("basic", 1, ())


@given(bodies(), levels, basics, st.integers(0, 99).map("{:02d}".format))
def test_an_implementing_code_holds_the_body_the_level_and_the_basic_code(body, level, basic, seq):
    code = body + level + basic
    found, business = read_code(code), read_code(code + seq)
    assert (found.kind, business.kind) == ("implementing", "business")
    assert found.problems == business.problems == ()
    assert (found.uscc, found.level, found.basic) == (body, level, basic)
    assert business.sequence == seq
    assert code_problems(basic, code) == []


@given(bodies(), levels, basics, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_a_changed_digit_of_the_body_is_found(body, level, basic, place, letter):
    changed = body[:place] + letter + body[place + 1 :]
    problems = read_code(changed + level + basic).problems
    assert bool(problems) == (not uscc.is_valid(changed))


@given(bodies(), basics, st.sampled_from("089A"))
def test_a_level_outside_one_to_seven_is_refused(body, basic, level):
    assert any("行使层级" in p for p in read_code(body + level + basic).problems)


@given(basics.filter(lambda c: True), st.sampled_from(["11", "19", "21", "99", "AA"]))
def test_a_type_outside_the_table_is_refused(basic, kind):
    assert any("A.1" in p for p in read_code(basic[:2] + kind + basic[4:]).problems)


@given(st.text(max_size=60))
def test_any_text_is_read_or_told_what_is_wrong_with_it(text):
    found = read_code(text)
    assert found.kind or found.problems


def test_the_codes_of_an_item_must_be_of_one_item():
    code = BODY + "3" + "370123029001"
    assert code_problems("370123029001", code + "03") == []
    assert "不同" in code_problems("370123029002", code)[0]
    assert "不是基本编码" in code_problems(code, "")[0]
    assert "不是实施编码" in code_problems("", "370123029001")[0]
    assert code_problems("", "") == []


def test_an_older_code_of_twenty_four_is_read_as_far_as_places_agree():
    found = read_code("XK00012000" + "3" + "210800" + "0010001")
    assert (found.generation, found.level, found.region, found.problems) == (1, "3", "210800", ())
    assert code_problems("XK00012000", found.text) == []
    assert "行政区划" in read_code("XK00012000" + "3" + "21080A" + "0010001").problems[0]
