"""Cities side by side by distance to frontier; a city without data has no score, not zero."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override
from indicator_facts import CITY, case, instant

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.accounts.service import SYSTEM, Actor, NotVisible
from yingshang.city.definitions import service as definitions
from yingshang.city.indicators import service as indicators
from yingshang.city.notify.models import Message

MARCH = instant("2026-03-31 23:00")
SHEN = Actor("shen", "沈", "supervisor", CITY, unit=f"{CITY}-bureau")
HE = Actor("he", "何", "bureau", CITY, unit=f"{CITY}-bureau")
ELSEWHERE = Actor("ta", "他", "bureau", "990200", unit="990200-bureau")


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


def test_other_ends_are_published_by_another_and_earlier_years_keep_their_scores(lay):
    measured(lay, 2)
    change = {
        "code": "company-start-mean",
        "best": "0.5",
        "worst": "4",
        "first_day": date(2026, 3, 15),
        "by": SHEN,
        "at": MARCH,
    }
    for wrong, said in (
        ({"why": ""}, "为什么"),
        ({"best": "9"}, "方向"),
        ({"worst": "0.5"}, "不能相同"),
        ({"worst": "6"}, "一样"),
        ({"best": "很快"}, "不是可用的数"),
        ({"first_day": date(2025, 12, 31)}, "不能改写"),
    ):
        with pytest.raises(Refusal, match=said):
            indicators.propose_scale(**{**change, "why": "本市会议决定", **wrong})
    _ends, effects = indicators.effect(
        code="company-start-mean", best="0.5", worst="4", by=SHEN, at=MARCH
    )
    here = next(one for one in effects if one.region == CITY)
    assert (here.score, here.score_then, here.moves) == (Decimal("72.7"), Decimal("57.1"), True)
    draft = indicators.propose_scale(**change, why="本市会议决定", number="营商办〔2026〕3号")
    with pytest.raises(Refusal, match="待审核"):
        indicators.propose_scale(**change, why="本市会议决定")
    with pytest.raises(Refusal, match="另一个人"):
        indicators.rule_scale(proposal=draft, agreed=True, by=SHEN, at=MARCH)
    with pytest.raises(NotVisible):
        indicators.rule_scale(proposal=draft, agreed=True, by=ELSEWHERE, at=MARCH)
    indicators.rule_scale(proposal=draft, agreed=True, by=HE, at=MARCH)
    with pytest.raises(Refusal, match="已经处理"):
        indicators.rule_scale(proposal=draft, agreed=True, by=HE, at=MARCH)
    codes = ["company-start-mean"]
    later = indicators.frontier([CITY], as_of=MARCH, codes=codes, scale_of=CITY)
    assert later.rows[0].decision["before"] == "最优 0.5，最差 6"
    assert later.rows[0].decision["number"] == "营商办〔2026〕3号"
    assert later.rows[0].cells[0].score == Decimal("57.1")  # (4 − 2) ÷ 3.5
    earlier = indicators.frontier([CITY], as_of=date(2026, 3, 14), codes=codes, scale_of=CITY)
    assert earlier.rows[0].worst == 6
    with pytest.raises(Refusal, match="不能早于"):
        indicators.propose_scale(
            **{**change, "worst": "5", "first_day": date(2026, 3, 1)}, why="本市会议决定"
        )
    elsewhere = indicators.frontier([CITY], as_of=MARCH, codes=codes)
    assert elsewhere.rows[0].worst == 6


def test_a_draft_on_ends_that_changed_meanwhile_is_not_published(lay):
    measured(lay, 2)
    change = {"code": "company-start-mean", "why": "本市会议决定", "first_day": date(2026, 1, 1)}
    draft = indicators.propose_scale(**change, best="0.5", worst="5", by=SHEN, at=MARCH)
    old = definitions.edition("frontier", "company-start-mean", region=CITY, on=MARCH.date())
    definitions.publish(
        kind="frontier",
        code="company-start-mean",
        region=CITY,
        body={**old.body, "worst": "7"},
        by=SYSTEM,
        at=MARCH,
    )
    with pytest.raises(Refusal, match="又变了"):
        indicators.rule_scale(proposal=draft, agreed=True, by=HE, at=MARCH)
    indicators.rule_scale(proposal=draft, agreed=False, words="重新提", by=HE, at=MARCH)
    assert [one.state for one in indicators.scales(HE, at=MARCH)[1]] == ["refused"]


def test_what_its_proposer_is_told_of_a_draft_is_kept_in_chinese(lay):
    measured(lay, 2)
    change = {"code": "company-start-mean", "why": "本市会议决定", "first_day": date(2026, 1, 1)}
    draft = indicators.propose_scale(**change, best="0.5", worst="5", by=SHEN, at=MARCH)
    with override("en"):
        with pytest.raises(Refusal, match="another person"):
            indicators.rule_scale(proposal=draft, agreed=True, by=SHEN, at=MARCH)
        indicators.rule_scale(proposal=draft, agreed=False, words="重新提", by=HE, at=MARCH)
    assert Message.objects.get(key=f"proposal-{draft}").title == "您提出的草案未通过：重新提"
