"""Cities side by side by distance to frontier; a city without data has no score, not zero."""

from decimal import Decimal

from indicator_facts import CITY, case, instant

from yingshang.city.accounts.service import SYSTEM
from yingshang.city.indicators import service as indicators

MARCH = instant("2026-03-31 23:00")


def measured(lay, used):
    lay([case(n, decided="2026-03-04 10:00", used=used) for n in range(3)])
    indicators.compute(at=MARCH, by=SYSTEM)


def cells(table, code, topic=""):
    return next(row.cells for row in table.rows if row.code == code and topic in ("", row.topic))


def test_a_city_is_scored_between_the_worst_and_the_best(lay):
    measured(lay, 2)
    table = indicators.frontier([CITY, "990200"], as_of=MARCH)
    here, there = cells(table, "company-start-mean")
    # worst 6, best 0.5 working days: (6 − 2) ÷ 5.5
    assert (here.score, here.value) == (Decimal("72.7"), 2)
    assert (there.score, there.value, there.reason) == (None, None, "暂无数据")


def test_beyond_the_worst_there_is_nothing(lay):
    measured(lay, 40)
    table = indicators.frontier([CITY], as_of=MARCH, codes=["company-start-mean"])
    assert cells(table, "company-start-mean")[0].score == 0


def test_a_topic_is_the_mean_of_its_indicators_and_missing_with_one_of_them(lay):
    measured(lay, 2)
    alone = indicators.frontier([CITY], as_of=MARCH, codes=["company-start-mean"])
    assert cells(alone, "", "开办企业")[0].score == Decimal("72.7")
    whole = indicators.frontier([CITY], as_of=MARCH)
    (topic,) = cells(whole, "", "开办企业")
    assert topic.score is None
    assert "食品经营许可平均用时" in topic.reason
    assert whole.totals[0].score is None
