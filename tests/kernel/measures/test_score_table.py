"""Scores of a table of raw values, as the Doing Business reports counted them."""

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingshang.kernel.measures import Bound, RawValue, score_table

TIME = Bound("开办", "时间", Decimal(100), Decimal("0.5"))
STEPS = Bound("开办", "环节", Decimal(18), Decimal(1), weight=Decimal(3))
TAX = Bound("纳税", "总税负", Decimal(84), Decimal("26.1"), form="tax")


def _raw(entity: str, **values: float | None) -> list[RawValue]:
    places = {"时间": "开办", "环节": "开办", "总税负": "纳税"}
    return [
        RawValue(entity, "2019", places[name], name, None if v is None else Decimal(str(v)))
        for name, v in values.items()
    ]


def _scores(rows, entity, period="2019"):
    return {(r.topic, r.component): r for r in rows if r.entity == entity and r.period == period}


def test_a_topic_is_the_weighted_mean_and_the_total_the_plain_mean():
    found = _scores(score_table(_raw("甲", 时间=8, 环节=4, 总税负=26.1), [TIME, STEPS, TAX]), "甲")
    assert float(found["开办", "时间"].score) == pytest.approx(92.46231, abs=1e-5)
    assert float(found["开办", "环节"].score) == pytest.approx(82.35294, abs=1e-5)
    assert float(found["开办", None].score) == pytest.approx(
        (92.46231 + 3 * 82.35294) / 4, abs=1e-5
    )
    assert found["纳税", None].score == 100
    assert float(found[None, None].score) == pytest.approx((84.88028 + 100) / 2, abs=1e-4)


def test_the_tax_term_bends():
    found = _scores(score_table(_raw("甲", 总税负=55.05), [TAX]), "甲")
    assert float(found["纳税", "总税负"].score) == pytest.approx(100 * 0.5**0.8)


def test_what_is_missing_is_named_and_never_zero():
    found = _scores(score_table(_raw("甲", 时间=8, 总税负=None), [TIME, STEPS, TAX]), "甲")
    assert found["开办", "环节"].score is None
    assert found["开办", "环节"].reason
    assert found["开办", None].reason == "缺少：环节"
    assert found[None, None].score is None
    assert found[None, None].rank is None
    assert found[None, None].reason == "缺少：开办、纳税"


def test_a_value_without_bounds_is_told_and_counts_nowhere():
    rows = score_table(
        [*_raw("甲", 时间=8), RawValue("甲", "2019", "开办", "费用", Decimal(3))], [TIME]
    )
    found = _scores(rows, "甲")
    assert found["开办", "费用"].score is None
    assert "最优值" in found["开办", "费用"].reason
    assert found[None, None].score == found["开办", "时间"].score


def test_equals_share_a_rank_and_the_missing_has_none():
    raw = [
        one
        for name, v in (("甲", 8), ("乙", 5), ("丙", 8), ("丁", 20), ("戊", None))
        for one in _raw(name, 时间=v)
    ]
    ranks = {r.entity: r.rank for r in score_table(raw, [TIME]) if r.topic is None}
    assert ranks == {"乙": 1, "甲": 2, "丙": 2, "丁": 4, "戊": None}


def test_two_values_of_one_thing_are_refused():
    with pytest.raises(ValueError, match="两个不同的值"):
        score_table([*_raw("甲", 时间=8), *_raw("甲", 时间=9)], [TIME])


@given(st.lists(st.floats(-50, 200), min_size=1, max_size=8, unique=True))
def test_a_better_value_never_scores_or_ranks_lower(values):
    raw = [one for n, v in enumerate(values) for one in _raw(f"{n}", 时间=v)]
    rows = {int(r.entity): r for r in score_table(raw, [TIME]) if r.topic is None}
    order = sorted(range(len(values)), key=lambda n: values[n])
    for better, worse in itertools.pairwise(order):
        assert rows[better].score >= rows[worse].score
        assert rows[better].rank <= rows[worse].rank
    for n, v in enumerate(values):
        assert float(rows[n].score) == pytest.approx(min(100, max(0, (100 - v) / 99.5 * 100)))
