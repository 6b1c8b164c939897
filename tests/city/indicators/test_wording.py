"""How a number comes about, in words, made from the expressions that compute it."""

from datetime import date

import pytest

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.indicators import service as indicators

DAY = date(2026, 3, 2)


def words_of(code, city):
    return dict(indicators.wording(code, city, DAY))


def test_a_share_names_its_records_its_numerator_and_its_denominator(city):
    assert words_of("on-time-rate", city) == {
        "从哪些记录": "本期办结的办件，加上期末还没有办结、已经超过承诺时限的",
        "只计": "属于“申请”，而且有承诺到期时间",
        "分子": "其中按时办结的",
        "分母": "其中已办结，或者超期未办结的",
    }


def test_an_item_is_called_by_the_name_that_its_city_gives_it(city):
    told = words_of("company-start-mean", city)
    assert told["只计"] == "事项是“企业开办”"
    assert told["怎样合成"] == "各件已用工作日之和 ÷ 件数"


def test_a_formula_is_told_aggregate_by_aggregate(city):
    every = [dict(indicators.wording(one, city, DAY)) for one in _measured(city)]
    sums = [one["算式"] for one in every if "算式" in one]
    assert "（法定时限之和 − 已用工作日之和） ÷ 法定时限之和" in sums
    assert "（已用工作日 − 承诺时限）的平均（只计已用工作日多于承诺时限的）" in sums
    assert "环节用时由小到大排到 90% 处的值" in sums


def test_no_measured_indicator_shows_officials_a_word_of_the_language(city):
    for code in _measured(city):
        told = indicators.wording(code, city, DAY)
        assert told[0][0] == "从哪些记录"
        for _what, words in told:
            assert not [sign for sign in words if "a" <= sign.lower() <= "z"], (code, words)
            assert not [sign for sign in ("_", "==", "%s") if sign in words], (code, words)


def test_what_units_report_has_no_such_words_and_what_is_unknown_is_refused(city):
    told = [one.code for one in indicators.definitions(city, DAY) if not one.is_measured]
    assert indicators.wording(told[0], city, DAY) == ()
    with pytest.raises(Refusal, match="没有编码为"):
        indicators.wording("nothing", city, DAY)


def _measured(city):
    return [one.code for one in indicators.definitions(city, DAY) if one.is_measured]
