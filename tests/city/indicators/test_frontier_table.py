"""Cities side by side by distance to frontier; a city without data has no score, not zero."""

from datetime import date
from decimal import Decimal

import pytest
from indicator_facts import CITY, case, instant

from yingshang.city.accounts.kinds import Refusal
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


def test_other_ends_need_a_reason_hold_from_a_day_and_say_what_was_before(lay):
    measured(lay, 2)
    change = {
        "code": "company-start-mean",
        "region": CITY,
        "best": "0.5",
        "worst": "4",
        "first_day": date(2026, 3, 15),
        "by": SYSTEM,
        "at": MARCH,
    }
    with pytest.raises(Refusal, match="为什么"):
        indicators.set_frontier(**change, why="")
    with pytest.raises(Refusal, match="方向"):
        indicators.set_frontier(**{**change, "best": "9"}, why="本市会议决定")
    assert indicators.set_frontier(**change, why="本市会议决定")
    assert not indicators.set_frontier(**change, why="本市会议决定")
    codes = ["company-start-mean"]
    later = indicators.frontier([CITY], as_of=MARCH, codes=codes, scale_of=CITY)
    assert later.rows[0].decision["before"] == "最优 0.5，最差 6"
    assert later.rows[0].cells[0].score == Decimal("57.1")  # (4 − 2) ÷ 3.5
    earlier = indicators.frontier([CITY], as_of=date(2026, 3, 14), codes=codes, scale_of=CITY)
    assert earlier.rows[0].worst == 6
    elsewhere = indicators.frontier([CITY], as_of=MARCH, codes=codes)
    assert elsewhere.rows[0].worst == 6
