"""Statistics over whole numbers: the missing are left out, counted, never zero."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from yingshang.kernel.measures import UnitMismatch, Value, combine, summarise

EXAMPLES = yaml.safe_load((Path(__file__).parent / "examples/statistics.yaml").read_text("utf-8"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["name"])
def test_worked_examples(example):
    given = [
        summarise(example["statistic"], numbers, example["unit"]) for numbers in example["parts"]
    ]
    found = combine(example["statistic"], given) if len(given) > 1 else given[0]
    expected = example["expect"]
    assert found.value == (None if expected["value"] is None else Decimal(str(expected["value"])))
    for name in ("numerator", "denominator", "skipped"):
        if name in expected:
            assert getattr(found, name) == expected[name]
    assert expected.get("reason", "") in found.reason


def test_a_mean_of_means_is_not_taken():
    one, many = summarise("mean", [10], "工作日"), summarise("mean", [1] * 9, "工作日")
    assert combine("mean", [one, many]).value == Decimal("1.9")


def test_a_median_is_not_combined_from_parts():
    parts = [summarise("median", [1, 2], "天"), summarise("median", [3], "天")]
    with pytest.raises(ValueError, match="recompute"):
        combine("median", parts)


def test_measured_and_reported_are_never_mixed():
    measured, reported = Value(Decimal(1), "%", 1, 100), Value(Decimal(2), "%", mark="reported")
    with pytest.raises(ValueError, match="never mixed"):
        combine("share", [measured, reported])


def test_days_and_per_cent_are_never_mixed():
    with pytest.raises(UnitMismatch):
        combine("mean", [Value(Decimal(1), "天", 1, 1), Value(Decimal(2), "%", 2, 100)])


def test_a_missing_value_must_say_why():
    with pytest.raises(ValueError, match="reason"):
        Value(None, "天")


def test_an_unknown_statistic_is_refused():
    with pytest.raises(ValueError, match="mode"):
        summarise("mode", [1], "天")
