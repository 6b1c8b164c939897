"""Units are what plans print; a working day is never a day, a day never a per cent."""

from decimal import Decimal

import pytest

from yingshang.kernel.measures import UnitMismatch, convert, unit_of


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("个工作日", "工作日"),
        ("日", "天"),
        ("自然日", "天"),
        ("％", "%"),
        ("个百分点", "%"),
        ("家", "户"),
        ("个小时", "小时"),
        ("个环节", "环节"),
    ],
)
def test_a_unit_is_read_as_printed(printed, name):
    assert unit_of(printed).name == name


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        (2, "天", "小时", 48),
        (90, "分钟", "小时", Decimal("1.5")),
        (3, "亿元", "万元", 30_000),
        (15, "‰", "%", Decimal("1.5")),
    ],
)
def test_it_converts_within_one_dimension(value, source, target, expected):
    assert convert(value, source, target) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [("工作日", "天"), ("工作日", "小时"), ("天", "%"), ("件", "户"), ("元", "件"), ("公里", "亩")],
)
def test_different_things_are_never_converted(one, other):
    with pytest.raises(UnitMismatch, match="不是同一种单位"):
        convert(1, one, other)


def test_an_unknown_unit_is_comparable_with_itself():
    assert convert(3, "公里", "公里") == 3
