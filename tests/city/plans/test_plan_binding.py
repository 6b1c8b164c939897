"""A target is bound only where statistic, unit, scope and metric agree; promises light lamps."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from xlsxwriter import Workbook

from yingshang.city.indicators import service as indicators
from yingshang.city.plans import service as plans
from yingshang.kernel.flow import Refusal


@pytest.fixture
def power(plan):
    """Low-voltage connection: a mean in working days, while the grid's cases count days."""
    return plan.tasks[1].targets[0]


def test_the_likeliest_indicator_comes_first(first, shen, now):
    best = plans.suggest_bindings(target=first.id, at=now)[0]
    assert (best.indicator, best.bindable) == ("company-start-max", True)


def test_the_mean_does_not_answer_for_every_case(first, now):
    found = {one.indicator: one for one in plans.suggest_bindings(target=first.id, at=now)}
    mean = found["company-start-mean"]
    assert not mean.bindable
    assert "件件达标" in mean.mismatches[0].sentence


def test_another_kind_of_day_is_refused_with_the_reason(power, shen, now):
    with pytest.raises(Refusal, match="日子不一样长") as refused:
        plans.bind(target=power.id, indicator="power-low-mean", by=shen, at=now)
    assert refused.value.code == "not-bindable"


def test_a_scope_in_the_metrics_name_need_not_be_said_twice(power, shen, now):
    plans.correct_target(target=power.id, changes={"unit": "天"}, by=shen, at=now)
    plans.bind(target=power.id, indicator="power-low-mean", by=shen, at=now)


def test_an_indicator_of_another_metric_is_refused(plan, shen, now):
    online = plan.tasks[1].targets[1]
    with pytest.raises(Refusal, match="不是一回事"):
        plans.bind(target=online.id, indicator="good-rating-rate", by=shen, at=now)


def test_binding_confirms_and_is_on_record(plan, first, shen, now):
    plans.bind(target=first.id, indicator="company-start-max", by=shen, at=now)
    seen = plans.plan(shen, plan.id, at=now).tasks[0].targets[0]
    assert (seen.indicator, seen.status) == ("company-start-max", "confirmed")
    names = [event.name for event in plans.history(plan.id, target=first.id)]
    assert names == ["confirmed", "bound"]


def test_a_second_binding_is_told_of_the_first(first, shen, fang, now):
    plans.bind(target=first.id, indicator="company-start-max", by=shen, at=now)
    with pytest.raises(Refusal) as refused:
        plans.bind(target=first.id, indicator="company-start-max", by=fang, at=now)
    assert (refused.value.code, shen.name in refused.value.sentence) == ("bound-already", True)


def test_unbinding_needs_a_reason_and_frees_the_target(first, shen, now):
    plans.bind(target=first.id, indicator="company-start-max", by=shen, at=now)
    with pytest.raises(Refusal, match="理由"):
        plans.unbind(target=first.id, reason="", by=shen, at=now)
    plans.unbind(target=first.id, reason="换口径", by=shen, at=now)
    with pytest.raises(Refusal, match="没有绑定"):
        plans.unbind(target=first.id, reason="再来", by=shen, at=now)
    plans.bind(target=first.id, indicator="company-start-max", by=shen, at=now)


def test_only_who_keeps_the_ledger_binds(first, he, now):
    with pytest.raises(Refusal):
        plans.bind(target=first.id, indicator="company-start-max", by=he, at=now)


def test_an_unbound_promise_is_grey_and_says_so(plan, first, shen, now):
    seen = plans.promise(shen, first.id, as_of=now.date())
    assert (seen.lamp, seen.standing) == ("grey", "nodata")
    assert "确认" in seen.reason


def test_what_nothing_measures_alike_says_the_difference(plan, power, shen, now):
    seen = plans.promise(shen, power.id, as_of=now.date())
    assert (seen.lamp, "日子不一样长" in seen.reason) == ("grey", True)


def test_what_nothing_measures_at_all_says_so(plan, power, shen, now):
    plans.correct_target(
        target=power.id, changes={"metric_key": "heat-connection-time"}, by=shen, at=now
    )
    seen = plans.promise(shen, power.id, as_of=now.date())
    assert (seen.lamp, "没有测量" in seen.reason) == ("grey", True)


def sheet(rows: list[tuple[str, float]]) -> bytes:
    """A department's monthly table of its good-rating rate."""
    out = BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("月报")
        page.write_row(0, 0, ["月份", "政务服务好评率（%）"])
        for place, row in enumerate(rows, start=1):
            page.write_row(place, 0, row)
    return out.getvalue()


def test_a_promise_that_only_the_unit_reports_on_stands_apart(plan, shen, fang, now):
    target = plan.tasks[1].targets[1]
    changes = {"metric": "好评率", "metric_key": "good-rating-rate"}
    plans.correct_target(target=target.id, changes=changes, by=shen, at=now)
    plans.bind(target=target.id, indicator="good-rating-rate", by=shen, at=now)
    given = {"data": sheet([("2026年1月", 96.5), ("2026年2月", 97)]), "name": "月报.xlsx"}
    place = {"unit": "990100-bureau", "region": plan.region}
    choices = {"B": "good-rating-rate"}
    indicators.confirm_mapping(**given, **place, choices=choices, by=fang, at=now)
    assert indicators.import_reported(**given, **place, by=fang, at=now).rows == 2

    seen = plans.promise(shen, target.id, as_of=now.date())
    assert (seen.standing, seen.lamp, seen.mark) == ("reported", "grey", "reported")
    assert (seen.actual, seen.period, seen.mark_label) == (97, "2026-02", "部门自报")


def test_a_bound_promise_without_cases_is_no_data_not_zero(plan, first, shen, now):
    plans.bind(target=first.id, indicator="company-start-max", by=shen, at=now)
    seen = plans.promise(shen, first.id, as_of=now.date())
    assert (seen.lamp, seen.standing, seen.actual) == ("grey", "nodata", None)
    assert seen.reason


def test_a_target_corrected_after_binding_turns_grey_with_the_reason(plan, first, shen, now):
    plans.bind(target=first.id, indicator="company-start-max", by=shen, at=now)
    plans.correct_target(target=first.id, changes={"statistic": "mean"}, by=shen, at=now)
    seen = plans.promise(shen, first.id, as_of=now.date())
    assert seen.lamp == "grey"
    assert "平均" in seen.reason


def test_a_real_city_shows_its_promises_and_no_data(city, shen, now):
    from plan_sample import TEXT, reading

    other = plans.store_reading(
        text=TEXT,
        reading=reading(),
        sha256="d" * 64,
        name="x.txt",
        region="210800",
        by=replace(shen, role="system"),
        at=now,
    )
    seen = plans.promises(shen, region="210800", as_of=now.date())
    assert len(seen) == other.row.targets
    assert {one.lamp for one in seen} == {"grey"}
    assert all("暂无数据" in one.reason and not one.simulated for one in seen)


def test_the_number_of_queries_does_not_grow_with_the_targets(
    plan, first, shen, now, django_assert_max_num_queries
):
    plans.bind(target=first.id, indicator="company-start-max", by=shen, at=now)
    plans.promises(shen, region=plan.region, as_of=now.date())  # editions are read once a process
    with django_assert_max_num_queries(16):  # four of them ask whether what is kept still holds
        plans.promises(shen, region=plan.region, as_of=now.date() + timedelta(days=1))


def test_what_nobody_has_confirmed_counts_for_no_unit(plan, first, shen, now):
    assert plans.unit_lamps(shen, region=plan.region, as_of=now.date()) == []
    plans.bind(target=first.id, indicator="company-start-max", by=shen, at=now)
    (mine,) = plans.unit_lamps(shen, region=plan.region, as_of=now.date())
    assert (mine.unit, sum(mine.counts.values())) == ("990100-market", 1)


def test_lamps_of_units_name_the_worst_first(plan, first, shen, now):
    for task in plan.tasks:
        for one in task.targets:
            plans.confirm_target(target=one.id, by=shen, at=now)
    lamps = plans.unit_lamps(shen, region=plan.region, as_of=now.date())
    assert {one.unit for one in lamps} == {"990100-market", "990100-grid"}
    assert all(one.lamp == "grey" for one in lamps)
