"""Membership in a list means what a chain of == means, and a list of hundreds costs as one."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingshang.kernel.rules import Term, Vocabulary, evaluate, parse
from yingshang.kernel.rules import _evaluate as slow

WORDS = Vocabulary(
    {
        "days": Term("用时", "int"),
        "limit": Term("承诺时限", "int"),
        "share": Term("占比", "number"),
        "unit": Term("承办单位", "text"),
        "other": Term("配合单位", "text"),
        "online": Term("网上办理", "bool"),
        "opened_on": Term("开办日期", "date"),
        "accepted_at": Term("受理时间", "instant"),
    }
)
FEW = st.integers(-2, 3)
TEXTS = st.sampled_from(["a", "b", "", "市局"])
NUMBERS = st.one_of(FEW, st.sampled_from([0.0, -0.0, 1.0, 2.5, 1e9]))
DATES = st.dates(date(2026, 3, 1), date(2026, 3, 4))
INSTANTS = st.sampled_from(["2026-03-01", "2026-03-01T00:00+08:00", "2026-02-28T16:00+00:00"])
# what stands before `in`, and what may stand in its list: constants as written, and facts
SIDES = {
    "numbers": (
        st.sampled_from(["days", "share", "limit", "days / limit", "2", "-days"]),
        st.one_of(NUMBERS.map(repr), st.sampled_from(["limit", "days + 1", "share", "1 / limit"])),
    ),
    "texts": (
        st.sampled_from(["unit", "other", "'a'"]),
        st.one_of(TEXTS.map(repr), st.sampled_from(["unit", "other"])),
    ),
    "yes or no": (
        st.sampled_from(["online", "(days > 1)"]),
        st.sampled_from(["True", "False", "online", "(limit > 1)"]),
    ),
    "dates": (
        st.just("opened_on"),
        st.one_of(DATES.map(str).map(repr), st.just("opened_on")),
    ),
    "instants": (st.just("accepted_at"), INSTANTS.map(repr)),
}
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "days": st.one_of(st.none(), FEW),
        "limit": FEW,
        "share": NUMBERS,
        "unit": TEXTS,
        "other": TEXTS,
        "online": st.booleans(),
        "opened_on": DATES,
        "accepted_at": st.sampled_from(
            [datetime(2026, 2, 28, 16, tzinfo=UTC), datetime(2026, 2, 28, 17, tzinfo=UTC)]
        ),
    },
)


@st.composite
def questions(draw):
    """(item, options as written)."""
    item, options = SIDES[draw(st.sampled_from(list(SIDES)))]
    return draw(item), draw(st.lists(options, min_size=1, max_size=6))


@given(questions(), FACTS)
def test_membership_means_what_a_chain_of_equals_means(question, facts):
    item, options = question
    short = evaluate(parse(f"{item} in ({', '.join(options)},)", WORDS), facts)
    chain = " or ".join(f"({item} == {one})" for one in options)
    long = evaluate(parse(chain, WORDS), facts)
    assert short.value is long.value
    assert short.missing == long.missing
    without = evaluate(parse(f"{item} not in ({', '.join(options)},)", WORDS), facts)
    assert without.value is (None if long.value is None else not long.value)


@pytest.mark.parametrize("unit", ["u7", "no such"])
def test_a_list_of_hundreds_is_not_walked(monkeypatch, unit):
    listed = ", ".join(f"'u{n}'" for n in range(400))
    rule = parse(f"unit in ({listed})", WORDS, longest=10_000, parts=1_000)
    evaluate(rule, {"unit": unit})
    seen = []
    whole = slow._Run._compute
    monkeypatch.setattr(
        slow._Run, "_compute", lambda run, node: seen.append(node) or whole(run, node)
    )
    assert evaluate(rule, {"unit": unit}).value is (unit == "u7")
    assert len(seen) == 2  # the question and the fact
