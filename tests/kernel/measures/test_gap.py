"""A promise against a value: kept, missed by so much, or cannot tell and why."""

from decimal import Decimal as D

import pytest

from yingshang.kernel.measures import Promise, Value, gap, trend


@pytest.mark.parametrize(
    ("promise", "actual", "met", "difference"),
    [
        (Promise("<=", D(2), "个工作日"), Value(D("1.5"), "工作日"), True, D("-0.5")),
        (Promise("<=", D(2), "个工作日"), Value(D(4), "工作日"), False, D(2)),
        (Promise("<", D(2), "天"), Value(D(48), "小时"), False, D(0)),
        (Promise(">=", D(98), "%"), Value(D("91.3"), "%"), False, D("6.7")),
        (Promise(">", D(98), "%"), Value(D(98), "%"), False, D(0)),
        (Promise("<=", D(3), "天", value_max=D(5)), Value(D(4), "天"), True, D(-1)),
        (Promise("=", D(4), "环节"), Value(D(6), "个环节"), False, D(2)),
        (Promise("decrease", D(50), "%", baseline=D(20)), Value(D(12), "工作日"), False, D(10)),
        (Promise("increase", D(5), "%", baseline=D(90)), Value(D(96), "%"), True, D(-1)),
    ],
)
def test_it_says_whether_the_promise_is_kept_and_by_how_much(promise, actual, met, difference):
    found = gap(promise, actual)
    assert (found.met, found.difference) == (met, difference)
    assert found.sentence.endswith("。")


@pytest.mark.parametrize(
    ("promise", "actual", "why"),
    [
        (Promise("<=", D(2), "工作日"), Value.missing("工作日", "暂无数据"), "暂无数据"),
        (Promise("<=", D(2), "工作日"), Value(D(2), "天"), "不是同一种单位"),
        (Promise("decrease", D(50), "%"), Value(D(2), "天"), "没有基数"),
        (Promise("decrease", D(5), "%", baseline=D(0)), Value(D(2), "天"), "基数为零"),
    ],
)
def test_what_cannot_be_judged_says_why(promise, actual, why):
    found = gap(promise, actual)
    assert (found.met, found.difference) == (None, None)
    assert why in found.sentence


@pytest.mark.parametrize(
    ("values", "direction", "expected"),
    [
        ([D(4), D(3)], "lower", "better"),
        ([D(4), D(3)], "higher", "worse"),
        ([D(3), None, D(3)], "lower", "flat"),
        ([None, D(3)], "lower", None),
    ],
)
def test_a_trend_skips_the_missing_and_knows_which_way_is_better(values, direction, expected):
    assert trend(values, direction).direction == expected


def test_a_trend_without_a_direction_is_refused():
    with pytest.raises(ValueError, match="sideways"):
        trend([D(1), D(2)], "sideways")
