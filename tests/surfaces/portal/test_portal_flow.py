"""Steps laid out in columns."""

import pytest

from yingshang.surfaces.portal.flow import columns

NAMES = {"market": "市场监管局", "tax": "税务局"}


def step(code, after=(), unit="market", **more):
    return {"code": code, "name": code, "unit": unit, "after": list(after), **more}


def test_steps_that_wait_for_the_same_one_share_a_column():
    laid = columns([step("a"), step("b", ["a"], "tax"), step("c", ["a"])], names=NAMES)

    assert [[stop.name for stop in column] for column in laid] == [["a"], ["b", "c"]]
    assert laid[1][0].unit == "税务局"


def test_a_step_stands_after_the_last_one_it_waits_for():
    laid = columns([step("c", ["a", "b"]), step("a"), step("b", ["a"])], names=NAMES)

    assert [[stop.name for stop in column] for column in laid] == [["a"], ["b"], ["c"]]


def test_a_limit_is_told_in_words():
    laid = columns([step("a", limit={"value": 3, "unit": "workday"})], names=NAMES)

    assert laid[0][0].limit == "3个工作日"


def test_no_steps_give_no_columns():
    assert columns([], names=NAMES) == []


def test_a_circle_is_refused():
    with pytest.raises(ValueError, match="circle"):
        columns([step("a", ["b"]), step("b", ["a"])], names=NAMES)
