"""A rule that people try on themselves asks for one fact after another, and says why."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingshang.city.accounts.service import NotVisible
from yingshang.city.catalog import service as catalog
from yingshang.city.catalog._rules import RuleView, check_items_of_rules, check_rule
from yingshang.city.definitions import service as definitions
from yingshang.kernel.flow import Refusal

DAY = date(2026, 3, 2)


@pytest.fixture
def food(city):
    return catalog.rule("food-which", region=city, on=DAY)


def test_it_asks_only_what_decides(food):
    assert catalog.judge(food, {}).ask.name == "kind"
    farm = catalog.judge(food, {"kind": "只卖农户自产的食用农产品"})
    assert (farm.answer, farm.ask) == ("none", None)
    assert catalog.judge(food, {"kind": "食品销售"}).ask.name == "packed"
    assert catalog.judge(food, {"kind": "餐饮服务"}).ask.name == "licensed"


def test_the_answer_says_why_and_where_to_go_on(food):
    found = catalog.judge(food, {"kind": "餐饮服务", "licensed": "否"})
    assert found.answer == "permit"
    assert found.items == ("food-permit",)
    assert [a.given for a in found.asked] == ["餐饮服务", "否"]
    filed = catalog.judge(food, {"kind": "食品销售", "packed": "是", "licensed": "否"})
    assert filed.answer == "file"
    assert "做哪一类 ＝ 食品销售" in filed.because
    assert not any("kind" in reason for reason in filed.because)


def test_a_value_that_cannot_be_used_is_asked_for_again(food):
    found = catalog.judge(food, {"kind": "卖药"})
    assert found.ask.name == "kind"
    assert "请从列出的选项中选择" in found.ask.error


def test_a_rule_for_staff_is_not_there_for_others(city, now):
    body = {**catalog.rule("food-which", region=city, on=DAY).body, "audience": "staff"}
    from yingshang.city.accounts.kinds import SYSTEM

    definitions.publish(kind="rule", code="food-which", region=city, body=body, by=SYSTEM, at=now)
    with pytest.raises(NotVisible):
        catalog.rule("food-which", region=city, on=DAY)
    assert catalog.rule("food-which", region=city, on=DAY, staff=True)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ([{"code": "a", "name": "甲", "say": "。", "if": "kindd == 'x'"}], "用不了"),
        ([{"code": "a", "name": "甲", "say": "。", "if": "area + 1"}], "是或否"),
        (
            [
                {"code": "a", "name": "甲", "say": "。"},
                {"code": "b", "name": "乙", "say": "。", "if": "area > 1"},
            ],
            "移到最后",
        ),
    ],
)
def test_a_rule_that_cannot_work_is_refused_when_it_is_loaded(answers, words):
    asks = [{"name": "area", "label": "面积", "type": "number"}]
    with pytest.raises(Refusal) as refusal:
        check_rule({"code": "x", "asks": asks, "answers": answers})
    assert words in refusal.value.sentence


def test_an_answer_that_leads_to_no_item_is_refused():
    bodies = {("rule", "x", ""): {"answers": [{"items": ["nothing"]}]}}
    with pytest.raises(Refusal):
        check_items_of_rules(bodies)


@given(st.dictionaries(st.sampled_from(["area", "kind", "day", "own", "odd"]), st.text()))
def test_whatever_is_typed_gives_an_answer_or_a_question(answers):
    asks = [
        {"name": "area", "label": "面积", "type": "number"},
        {"name": "kind", "label": "类别", "type": "choice", "choices": ["甲", "乙"]},
        {"name": "day", "label": "日期", "type": "date"},
        {"name": "own", "label": "自有", "type": "yesno"},
    ]
    body = {
        "asks": asks,
        "answers": [
            {"code": "a", "name": "甲", "say": "。", "if": "area > 3 and own"},
            {"code": "b", "name": "乙", "say": "。", "if": "kind == '甲' or day > '2026-01-01'"},
            {"code": "c", "name": "丙", "say": "。"},
        ],
    }
    view = RuleView("x", "x", "market", "", "", "both", 1, (), (), (), body)
    found = catalog.judge(view, answers)
    assert bool(found.answer) != bool(found.ask)
