"""A rule answers yes, no or unknown, and says which fact it lacks."""

from datetime import UTC, date, datetime, timedelta

import pytest

from yingshang.kernel.rules import MAX_LENGTH, RuleError, Term, Vocabulary, evaluate, parse

WORDS = Vocabulary(
    {
        "days": Term("用时", "int", unit="工作日"),
        "limit": Term("承诺时限", "int", unit="工作日"),
        "share": Term("占比", "number", unit="%"),
        "unit": Term("承办单位", "text"),
        "online": Term("网上办理", "bool"),
        "opened_on": Term("开办日期", "date"),
        "accepted_at": Term("受理时间", "instant"),
    }
)


def answer(text, **facts):
    return evaluate(parse(text, WORDS), facts)


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("days <= limit", {"days": 2, "limit": 2}, True),
        ("days <= limit", {"days": 3, "limit": 2}, False),
        ("days <= limit", {"days": 3}, None),
        ("online and days > 5", {"days": 1}, False),
        ("online or days > 5", {"days": 9}, True),
        ("online or days > 5", {"days": 1}, None),
        ("not online", {}, None),
        ("unit in ('a', 'b')", {"unit": "b"}, True),
        ("unit not in ('a', 'b')", {"unit": "c"}, True),
        ("unit not in ('a', 'b')", {}, None),
        ("days in (1, limit)", {"days": 1}, True),
        ("days in (1, limit)", {"days": 2}, None),
        ("days not in (1, limit)", {"days": 1}, False),
        ("days is None", {}, True),
        ("(days > 2) is not None", {}, False),
        ("1 < days < 5", {"days": 5}, False),
        ("days / limit > 1", {"days": 3, "limit": 0}, None),
        ("min(days, limit) == 2", {"days": 2}, None),
        ("max(days, limit) - abs(-1) == 4", {"days": 2, "limit": 5}, True),
        ("opened_on < '2026-03-01'", {"opened_on": date(2026, 2, 28)}, True),
        ("share >= 97.5", {"share": 97}, False),
    ],
)
def test_a_rule_answers_in_three_values(text, facts, expected):
    assert answer(text, **facts).value is expected


def test_an_instant_is_compared_in_china_standard_time():
    late_utc = datetime(2026, 2, 28, 17, tzinfo=UTC)
    assert answer("accepted_at >= '2026-03-01'", accepted_at=late_utc).value is True
    earlier = late_utc - timedelta(hours=2)
    assert answer("accepted_at >= '2026-03-01'", accepted_at=earlier).value is False


def test_the_outcome_names_the_one_fact_to_ask_for():
    outcome = answer("online and days <= limit", online=True, limit=2)
    assert outcome.missing == "days"
    assert "用时" in outcome.sentence


def test_a_fact_that_no_longer_matters_is_not_asked_for():
    outcome = answer("online and days <= limit", online=False)
    assert (outcome.value, outcome.missing) == (False, None)
    assert outcome.because == ("online 不成立",)


def test_a_division_by_zero_is_unknown_and_says_so():
    outcome = answer("days / limit", days=1, limit=0)
    assert (outcome.value, outcome.missing) == (None, None)
    assert "除数为零" in outcome.sentence


def test_an_outcome_is_never_mistaken_for_a_yes():
    with pytest.raises(TypeError):
        bool(answer("online", online=False))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("dayz > 2", "unknown-name"),
        ("days > '2'", "types-differ"),
        ("days and online", "not-yes-or-no"),
        ("unit < 'b'", "no-order"),
        ("opened_on > '三月'", "not-a-date"),
        ("accepted_at - accepted_at", "not-a-number"),
        ("days ** 2 > 1", "not-allowed"),
        ("open('/etc/passwd')", "unknown-function"),
        ("days.__class__", "not-allowed"),
        ("[d for d in days]", "not-allowed"),
        ("days in ()", "not-a-list"),
        ("days == None", "not-allowed"),
        ("days >", "syntax"),
        ("(" * 300 + "1" + ")" * 300, "syntax"),
        ("-" * 200 + "1", "too-deep"),
        ("1 + " * 300 + "1", "too-deep"),
        ("1" * (MAX_LENGTH + 1), "too-long"),
        ("abs(1, 2)", "wrong-arguments"),
        ("  ", "empty"),
    ],
)
def test_an_unusable_rule_is_refused_with_one_sentence(text, code):
    with pytest.raises(RuleError) as refused:
        parse(text, WORDS)
    assert refused.value.code == code
    assert refused.value.sentence.endswith("。")


def test_an_unknown_name_is_answered_with_the_nearest_known_one():
    with pytest.raises(RuleError, match="limit"):
        parse("limits > 2", WORDS)


def test_a_fact_of_the_wrong_type_is_refused():
    with pytest.raises(RuleError, match="应当是整数"):
        answer("days > 2", days="3")
    with pytest.raises(RuleError, match="应当是数值"):
        answer("share > 2", share=float("nan"))


def test_a_vocabulary_refuses_a_type_it_does_not_know():
    with pytest.raises(RuleError, match="类型"):
        Term("金额", "money")


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_what_is_refused_is_quoted_from_its_own_line(newline):
    text = newline.join(["(unit == '市局' and", "unit != f'甲局' and online)"])
    with pytest.raises(RuleError, match="f'甲局'"):
        parse(text, WORDS)
