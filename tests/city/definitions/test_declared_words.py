"""Words of declarations: shown in the reader's language, and as declared where it has none."""

from datetime import date

import pytest
from django.utils.translation import override

from yingshang.city.definitions import service as definitions
from yingshang.city.plans import _wording
from yingshang.city.plans.tracking.lamps import lamp
from yingshang.city.plans.tracking.rules import lamps_of


def test_a_label_that_is_translated_is_said_and_another_stays():
    with override("en"):
        assert definitions.said("工作日") == "working days"
        assert definitions.said("本市自定的一级") == "本市自定的一级"
        assert definitions.said("") == ""
    assert definitions.said("工作日") == "工作日"


def test_an_amount_stands_with_its_unit_and_an_unknown_unit_as_it_is():
    assert definitions.measured("2", "工作日") == "2 工作日"
    assert definitions.measured("2", "担") == "2 担"
    assert definitions.measured("2", "") == "2"


def test_words_of_a_list_and_sentences_are_joined_as_the_language_does_it():
    assert definitions.listed(["甲局", "乙局"]) == "甲局、乙局"
    assert definitions.sentences("到期", "", "请办理。") == "到期。请办理。"
    with override("en"):
        assert definitions.listed(["甲局", "乙局"]) == "甲局, 乙局"
        assert definitions.listed(["a", 2], "；") == "a; 2"
        assert definitions.sentences("It is due", "Act. ") == "It is due. Act."


@pytest.mark.parametrize(
    ("key", "chinese", "english"),
    [
        ("2026", "2026年", "2026"),
        ("2026-Q3", "2026年第3季度", "Quarter 3 of 2026"),
        ("2026-W10", "2026年第10周", "Week 10 of 2026"),
        ("2026-02", "2026年2月", "Feb 2026"),
        ("2026-03-02", "2026年3月2日", "2 Mar 2026"),
    ],
)
def test_a_period_is_named_as_the_reader_names_it(key, chinese, english):
    assert definitions.period_words(key) == chinese
    with override("en"):
        assert definitions.period_words(key) == english


def test_the_months_of_a_year_that_runs_are_named_together():
    assert definitions.month_words("2026-09", running=True) == "2026年1—9月"
    assert definitions.month_words("2026-01", running=True) == "2026年1月"
    with override("en"):
        assert definitions.month_words("2026-09", running=True) == "Jan–Sep 2026"


def test_what_was_promised_and_what_is_are_told_in_one_language():
    parts = {"promised": "≤ 2 days", "actual": "8 days", "short": "over by 6 days"}
    assert _wording.gap_sentence("承诺不超过 2天。", **parts) == "承诺不超过 2天。"
    with override("en"):
        assert "不超过" not in _wording.gap_sentence("承诺不超过 2天。", **parts)


def test_the_word_of_a_lamp_is_in_the_language_of_the_reader(city):
    rules = lamps_of(city, date(2026, 11, 27))
    facts = {"assigned": True, "days_late": 3}
    assert lamp(rules, facts).word == "逾期"
    with override("en"):
        assert lamp(rules, facts).word == "Late"


def test_services_and_indicators_are_named_in_the_language_of_the_reader():
    with override("en"):
        assert definitions.said("企业开办") == "Starting a company"
        assert definitions.said("按时办结率") == "On-time rate"
        assert definitions.said("企业开办平均用时") == "Mean time: Starting a company"
        assert definitions.said("本市自定事项平均用时") == "Mean time: 本市自定事项"
    assert definitions.said("企业开办平均用时") == "企业开办平均用时"
