"""What cities promise stands side by side: best first, words verbatim, silence shown."""

import pytest
from plan_sample import TEXT, reading, target

from yingshang.city.accounts.service import SYSTEM
from yingshang.city.plans import comparing
from yingshang.city.plans import service as plans
from yingshang.city.plans._metrics import Metric, match


def keep(region: str, digest: str, at, *, start_days: float | None):
    """The sample plan in another city, promising another number of days (or none)."""
    body = reading()
    if start_days is None:
        body["tasks"] = body["tasks"][1:]
    else:
        body["tasks"][0]["targets"][0]["value"] = start_days
    return plans.store_reading(
        text=TEXT,
        reading=body,
        sha256=digest * 64,
        name=f"{region}.txt",
        region=region,
        by=SYSTEM,
        at=at,
    )


@pytest.fixture
def cities(city, now):
    keep("990100", "a", now, start_days=2)
    keep("990200", "b", now, start_days=0.5)
    keep("990300", "c", now, start_days=None)


def rows(metric, now):
    return plans.compare(on=now.date(), metric=metric)


def test_the_best_promise_comes_first(cities, now):
    found = rows("company-start-time", now)
    assert [(row.region_name, row.promised, row.rank) for row in found[:2]] == [
        ("澜州市", "≤ 0.5 工作日", 1),
        ("青岚市", "≤ 2 工作日", 2),
    ]


def test_a_city_that_promised_nothing_says_so(cities, now):
    last = rows("company-start-time", now)[-1]
    assert (last.region, last.promised, last.target, last.rank) == ("990300", "未承诺", None, None)


def test_the_sentence_is_verbatim_and_leads_to_its_plan(cities, now):
    row = rows("company-start-time", now)[0]
    assert row.sentence in TEXT
    assert row.span in row.sentence
    assert row.plan
    assert row.target


def test_metrics_that_most_cities_promise_come_first(cities, now):
    order = list(dict.fromkeys(row.metric for row in plans.compare(on=now.date())))
    assert order[-1] == "company-start-time"


def test_the_same_promise_has_the_same_rank(cities, now):
    assert {row.rank for row in rows("power-low-voltage-time", now)} == {1}


def test_a_rejected_target_is_no_promise(cities, now):
    target = rows("company-start-time", now)[0].target
    plans.reject_target(target=target, reason="误读", by=SYSTEM, at=now)
    assert [r.region for r in rows("company-start-time", now) if r.target] == ["990100"]


def promise(region: str, digest: str, at, *targets) -> None:
    """A plan of one task with these promises, for any city."""
    body = reading()
    body["tasks"] = body["tasks"][:1]
    body["tasks"][0]["targets"] = [
        target("2个工作日内办结", metric, comparator, value, unit, statistic=statistic, scope=scope)
        for metric, comparator, value, unit, statistic, scope in targets
    ]
    plans.store_reading(
        text=TEXT,
        reading=body,
        sha256=digest * 64,
        name=f"{region}.txt",
        region=region,
        by=SYSTEM,
        at=at,
    )


GENERAL = "不动产一般登记时间"
PART = "企业间存量非住宅不动产转移登记"


def test_the_whole_stands_for_a_city_and_its_parts_are_listed_beneath(city, now):
    promise(
        "990100",
        "a",
        now,
        (PART, "<=", 1, "小时", "each", "存量"),
        (GENERAL, "<=", 4, "工作日", "each", None),
    )
    promise("990200", "b", now, (GENERAL, "<=", 2, "工作日", "each", None))
    found = rows("property-registration-time", now)
    assert [(r.region, r.promised, r.scope, r.beneath, r.rank) for r in found] == [
        ("990200", "≤ 2 工作日", "", False, 1),
        ("990100", "≤ 4 工作日", "", False, 2),
        ("990100", "≤ 1 小时", "存量", True, None),
    ]
    assert (found[2].said, found[2].value, found[2].unit, found[2].statistic) == (
        PART,
        1,
        "小时",
        "each",
    )


def test_a_city_that_promises_only_a_part_shows_it_and_is_not_ranked_with_the_rest(city, now):
    promise("990100", "a", now, (GENERAL, "<=", 4, "工作日", "each", None))
    promise("990200", "b", now, (GENERAL, "<=", 5, "工作日", "each", None))
    promise("990300", "c", now, (PART, "<=", 1, "工作日", "each", "存量"))
    found = rows("property-registration-time", now)
    assert [(r.region, r.scope, r.beneath, r.rank) for r in found] == [
        ("990100", "", False, 1),
        ("990200", "", False, 2),
        ("990300", "存量", False, None),
    ]


def test_days_and_working_days_are_never_ranked_against_each_other(city, now):
    low = "低压用户平均接电时间"
    promise("990100", "a", now, (low, "<=", 10, "天", "mean", "低压"))
    promise("990200", "b", now, (low, "<=", 8, "工作日", "mean", "低压"))
    promise("990300", "c", now, (low, "<=", 15, "天", "mean", None))
    found = rows("power-low-voltage-time", now)
    assert [(r.region, r.rank, r.among) for r in found] == [
        ("990100", 1, "自然时间 · 平均"),
        ("990300", 2, "自然时间 · 平均"),
        ("990200", None, "工作日 · 平均"),
    ]


def test_hours_and_days_of_the_clock_are_one_kind(city, now):
    promise("990100", "a", now, ("进口整体通关时间", "<=", 1, "天", "mean", None))
    promise("990200", "b", now, ("进口整体通关时间", "<=", 28, "小时", "mean", None))
    ranks = {r.region: r.rank for r in rows("customs-clearance-time", now) if r.target}
    assert ranks == {"990100": 1, "990200": 2}


def test_a_mean_is_not_ranked_against_every_case(city, now):
    promise("990100", "a", now, ("食品经营许可时间", "<=", 7, "工作日", "mean", None))
    promise("990200", "b", now, ("食品经营许可时间", "<=", 9, "工作日", "each", None))
    assert {r.rank for r in rows("food-permit-time", now)} == {None}


def test_the_larger_fall_is_the_stronger_promise(city, now):
    limits = "承诺时限压缩"
    promise("990100", "a", now, (limits, "decrease", 65, "%", None, "市级"))
    promise("990200", "b", now, (limits, "decrease", 70, "%", None, None))
    promise("990300", "c", now, (limits, "decrease", 50, "%", None, "市县两级"))
    found = rows("limit-reduction-rate", now)
    assert [(r.region, r.promised, r.rank, r.scope) for r in found] == [
        ("990200", "下降 70 %", 1, ""),
        ("990100", "下降 65 %", 2, ""),
        ("990300", "下降 50 %", 3, ""),
    ]


LIBRARY = [
    Metric("start", "企业开办时间", "down", ("workday",), (("企业开办",),), never=("注销",)),
    Metric("water", "用水报装时间", "down", ("workday",), (("用水", "报装"),)),
    Metric("online", "网上可办率", "up", ("percent",), (("网上可办",),)),
]


@pytest.mark.parametrize(
    ("metric", "unit", "sentence", "expected"),
    [
        ("企业开办", "个工作日", "", "start"),
        ("办结时间", "工作日", "企业开办全流程", "start"),
        ("企业开办", "%", "", ""),
        ("企业开办", "工作日", "企业开办与注销", "start"),
        ("办理时间", "工作日", "企业开办与注销", ""),
        ("企业开办注销", "工作日", "", ""),
        ("现场踏勘", "工作日", "用水报装现场踏勘", ""),
        ("报装", "工作日", "用水报装", "water"),
        ("用水设计", "工作日", "", ""),
        ("事项网上可办率", "%", "", "online"),
        ("产值", "亿元", "", ""),
    ],
)
def test_a_metric_is_known_by_its_words_and_its_kind_of_unit(metric, unit, sentence, expected):
    assert match(LIBRARY, metric=metric, unit=unit, sentence=sentence) == expected


def test_two_metrics_that_fit_alike_leave_it_open():
    twins = [*LIBRARY, Metric("twin", "企业开办", "down", ("workday",), (("企业开办",),))]
    assert match(twins, metric="企业开办", unit="工作日") == ""


def test_a_plan_of_more_than_a_thousand_tasks_is_compared(cities, now):
    body = reading()
    body["tasks"] = [{**body["tasks"][0], "id": f"t{n}", "no": str(n)} for n in range(1, 1102)]
    plans.store_reading(
        text=TEXT, reading=body, sha256="d" * 64, name="d.txt", region="990300", by=SYSTEM, at=now
    )
    assert {row.region for row in rows("company-start-time", now)} >= {"990100", "990200", "990300"}


def test_promises_are_read_with_their_plans_in_a_few_questions(
    cities, now, django_assert_num_queries
):
    with django_assert_num_queries(3):
        found = [one.task.plan.document.text for one in comparing.promised(None)]
    assert len(found) > 3
