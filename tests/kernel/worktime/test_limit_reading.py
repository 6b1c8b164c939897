"""A limit is read as people write it, and refused with a sentence otherwise."""

from datetime import datetime, timedelta

import pytest

from yingshang.kernel.worktime import CST, Limit, Pause


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("10 workdays", 10, "workday"),
        ("1 workday", 1, "workday"),
        ("10workdays", 10, "workday"),
        ("5个工作日", 5, "workday"),
        ("５个工作日", 5, "workday"),
        ("二十个工作日", 20, "workday"),
        ("十五日", 15, "day"),
        ("一百二十个工作日", 120, "workday"),
        ("两个月", 2, "month"),
        ("3个工作日内", 3, "workday"),
        ("三十日以内", 30, "day"),
        ("20天", 20, "day"),
        ("20个自然日", 20, "day"),
        ("24 hours", 24, "hour"),
        ("24小时", 24, "hour"),
        ("3个月", 3, "month"),
        ("1年", 12, "month"),
        ("  7  Calendar  Days ", 7, "day"),
        ("0个工作日", 0, "workday"),
    ],
)
def test_it_reads(text, value, unit):
    assert Limit.parse(text) == Limit(value, unit)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "天",
        "10",
        "半天",
        "0.5个工作日",
        "-3 days",
        "10 fortnights",
        "三四天",
        "十几天",
        "1e3 days",
    ],
)
def test_it_refuses(text):
    with pytest.raises(ValueError, match=r"看不懂时限.*10 workdays"):
        Limit.parse(text)


@pytest.mark.parametrize("text", ["5个工作日", "20天", "24小时", "3个月"])
def test_it_is_written_as_it_is_read(text):
    assert str(Limit.parse(text)) == text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((-1, "day"), "不小于零"),
        ((1.5, "day"), "不小于零"),
        ((True, "day"), "不小于零"),
        ((1, "week"), "时限单位"),
        ((1, "day", "tomorrow"), "起算方式"),
        ((1, "day", "next_day", "", "never"), "下班后"),
    ],
)
def test_a_limit_that_makes_no_sense_is_refused(arguments, words):
    with pytest.raises(ValueError, match=words):
        Limit(*arguments)


def test_a_pause_cannot_end_before_it_begins_and_needs_a_zone():
    since = datetime(2026, 3, 2, 10, tzinfo=CST)
    with pytest.raises(ValueError, match="不能早于"):
        Pause(since, since - timedelta(seconds=1), "correction")
    with pytest.raises(ValueError, match="时区"):
        Pause(datetime(2026, 3, 2), None, "correction")
