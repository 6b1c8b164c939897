"""Figures by form: faults are said, a leap is confirmed, a reviewer rules, a doubt is asked."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override
from indicator_facts import CITY, instant

from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.kinds import ReviewState
from yingshang.city.indicators.models import HandIn, Reported
from yingshang.kernel.flow import Refusal

TAX = f"{CITY}-tax"
MONTHS = ("2025-12", "2026-03")
APRIL = instant("2026-04-08 10:00")
OFFICER = Actor("shui", "税", "reviewer", CITY, unit=TAX)
BUREAU = Actor("shen", "申", "bureau", CITY, unit=f"{CITY}-bureau")


@pytest.fixture(autouse=True)
def _city(city):
    """Definitions and units are loaded."""


def say(figures, period="2026-03", by=OFFICER, at=APRIL, **more):
    return indicators.hand_in(
        unit=TAX, region=CITY, period=period, figures=figures, by=by, at=at, **more
    )


@pytest.mark.parametrize(
    ("code", "text", "words"),
    [
        ("e-invoice-rate", "120", "超过了 100%"),
        ("e-invoice-rate", "很高", "不是数字"),
        ("tax-hours", "-3", "不能是负数"),
        ("tax-hours", "80%", "不能填百分数"),
        ("no-such", "1", "没有这个指标"),
    ],
)
def test_a_wrong_figure_is_named_and_nothing_is_written(code, text, words):
    done = say({code: text, "tax-payments": "6"})
    assert words in done.errors[0].sentence
    assert done.errors[0].cell == code
    assert not Reported.objects.exists()


def test_a_yearly_figure_is_owed_once_a_year_and_its_series_has_no_holes():
    [fault] = say({"tax-burden-rate": "31"}).errors
    assert "按年报" in fault.sentence
    owed = {
        m: [r.code for r in indicators.due(CITY, month=m, as_of=APRIL, unit=TAX)] for m in MONTHS
    }
    assert ["tax-burden-rate" in owed[month] for month in MONTHS] == [True, False]
    assert say({"tax-burden-rate": "31"}, period="2025-12").rows == 1
    series = indicators.series(CITY, codes=["tax-burden-rate"], as_of=APRIL)["tax-burden-rate"]
    assert [one.period for one in series.values] == ["2023-12", "2024-12", "2025-12"]
    assert series.latest.value == 31


def test_text_numbers_of_full_width_are_read():
    assert say({"tax-hours": "８０．５"}).rows == 1
    assert Reported.objects.get().value == Decimal("80.5")


def test_a_figure_ten_times_the_last_must_be_confirmed():
    say({"tax-hours": "80"}, period="2026-02")
    asked = say({"tax-hours": "800"})
    assert (asked.rows, asked.unsure[0].cell) == (0, "tax-hours")
    assert say({"tax-hours": "800"}, confirmed=["tax-hours"]).rows == 1
    assert indicators.contradictions(CITY, as_of=APRIL) == []


def test_strangers_find_no_unit_and_the_future_is_not_reported():
    with pytest.raises(NotVisible):
        say({"tax-hours": "80"}, by=Actor("x", "x", "reviewer", CITY, unit=f"{CITY}-land"))
    with pytest.raises(Refusal, match="月份"):
        say({"tax-hours": "80"}, period="2026-05")


def test_a_reviewer_returns_with_a_reason_and_the_unit_owes_it_again():
    done = say({"tax-hours": "80"}, proof=("说明.txt", "按系统导出".encode()))
    name, path = indicators.evidence(BUREAU, done.id)
    assert (name, path.read_bytes().decode()) == ("说明.txt", "按系统导出")
    with pytest.raises(Refusal, match="理由"):
        indicators.review(hand_in=done.id, verdict=ReviewState.RETURNED, by=BUREAU, at=APRIL)
    with pytest.raises(Refusal, match="审核报数"):
        indicators.review(hand_in=done.id, verdict=ReviewState.ACCEPTED, by=OFFICER, at=APRIL)
    indicators.review(
        hand_in=done.id, verdict=ReviewState.RETURNED, by=BUREAU, at=APRIL, reason="口径不对"
    )
    rows = indicators.due(CITY, month="2026-03", as_of=APRIL, unit=TAX)
    owed = {row.code: row for row in rows}
    assert (owed["tax-hours"].state, owed["tax-hours"].reason) == ("returned", "口径不对")
    assert indicators.hand_ins(OFFICER)[0].state == "returned"


def test_who_has_not_reported_is_late_after_the_tenth():
    say({"tax-hours": "80"})
    assert indicators.deadline(CITY, "2026-03") == date(2026, 4, 10)
    owed = indicators.due(CITY, month="2026-03", as_of=date(2026, 4, 11), unit=TAX)
    states = {row.code: row.state for row in owed}
    assert states["tax-hours"] == "waiting"
    assert states["tax-payments"] == "late"
    assert {row.state for row in indicators.due(CITY, month="2026-03", as_of=APRIL, unit=TAX)} == {
        "waiting",
        "open",
    }


def test_a_contradiction_asks_the_unit_once_keeps_both_and_doubts_the_score():
    say({"tax-hours": "80"}, period="2026-02")
    say({"tax-hours": "800"}, confirmed=["tax-hours"])
    HandIn.objects.update(confirmed=[])  # as a spreadsheet says it: nobody was asked
    (found,) = indicators.contradictions(CITY, as_of=APRIL)
    assert (found.against, found.reported, found.measured, found.ref) == ("history", 800, 80, "")
    ref = indicators.ask(CITY, at=APRIL)
    case = cases.case_for(OFFICER, ref, at=APRIL)
    assert (case.item, case.unit) == ("figure-query", TAX)
    assert indicators.ask(CITY, at=APRIL) == ""
    assert indicators.contradictions(CITY, as_of=APRIL)[0].ref == ref
    assert list(indicators.doubted([CITY], as_of=APRIL)[CITY]) == ["tax-hours"]
    assert Reported.objects.filter(superseded_at=None).count() == 2


def test_on_an_english_screen_a_contradiction_is_english_and_what_the_unit_is_asked_chinese():
    say({"tax-hours": "80"}, period="2026-02")
    say({"tax-hours": "800"}, confirmed=["tax-hours"])
    HandIn.objects.update(confirmed=[])
    with override("en"):
        (found,) = indicators.contradictions(CITY, as_of=APRIL)
        ref = indicators.ask(CITY, at=APRIL)
    assert "Mar 2026" in found.sentence
    assert "自报" not in found.sentence
    asked = cases.case_for(OFFICER, ref, at=APRIL)
    assert "自报数据核对：1 个数对不上" in asked.subject
    assert "自报2026年3月" in str(asked.form)
    assert "2026年2月自报为 80" in str(asked.form)
