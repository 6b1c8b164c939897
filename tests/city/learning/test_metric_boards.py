"""Cities beside each other over years, our place, and what our own cases would have to do."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from yingshang.city.accounts.service import SYSTEM
from yingshang.city.indicators import service as indicators
from yingshang.city.plans import service as plans
from yingshang.city.plans.models import PlanEvent, Task
from yingshang.kernel.flow import Refusal

METRIC = "mortgage-registration-time"
OF = """{city}{year}年优化营商环境行动方案

一、主要任务
1. 提速抵押登记。{said}。（牵头单位：市自然资源局）

{city}人民政府
{year}年1月5日
"""


def publish(region, city, year, said, at, *, confirmed=True):
    text = OF.format(city=city, year=year, said=said)
    plan = plans.import_plan(
        data=text.encode(), name=f"{region}-{year}.txt", region=region, by=SYSTEM, at=at
    )
    for task in plan.tasks if confirmed else ():
        plans.confirm_whole(task=task.id, by=SYSTEM, at=at)
    return plan


@pytest.fixture
def three(city, now):
    """Two working days, one and a half, and two days of the calendar; ours was three last year."""
    publish("990100", "青岚市", 2025, "抵押登记办理时间压缩至3个工作日以内", now)
    publish("990100", "青岚市", 2026, "抵押登记办理时间压缩至2个工作日以内", now)
    publish("990200", "澜州市", 2026, "抵押登记1.5个工作日内办结", now)
    publish("990300", "桐川市", 2026, "抵押登记2天内办结", now)
    return now.date()


def board(on, **more):
    return plans.learning.boards(on=on, home="990100", metric=METRIC, **more)[0]


def test_each_city_has_its_place_and_days_have_an_interval(three):
    found = board(three)
    assert [(c.region, c.rank, c.low, c.high, c.alike) for c in found.standing] == [
        ("990200", 1, 1, 2, True),
        ("990100", 2, 3, 3, True),  # two days are never more than two working days
        ("990300", 0, 1, 2, False),
    ]
    assert [c.region for c in found.best] == ["990200"]


def test_a_city_is_followed_over_the_years_and_the_distance_is_in_its_unit(three):
    found = board(three)
    mine = found.lines[0]
    assert (found.years, mine.levels, mine.direction) == (
        (2025, 2026),
        (Decimal(3), Decimal(2)),
        "better",
    )
    assert [(r.rank, r.gap, r.unit) for r in found.rises] == [(1, Decimal("0.5"), "工作日")]


def test_a_year_can_be_looked_at_alone(three):
    found = board(three, year=2025)
    assert [(c.region, c.year, c.low) for c in found.standing] == [("990100", 2025, 1)]


def test_boards_ask_as_often_for_many_promises_as_for_few(three, now):
    def count():
        with CaptureQueriesContext(connection) as asked:
            plans.learning.boards(on=three, home="990100")
        return len(asked)

    few = count()
    assert count() == 2  # whether a plan, or a number that a unit reported, has changed since
    publish("990300", "桐川市", 2025, "抵押登记3个工作日内办结，企业开办1个工作日内办结", now)
    assert count() == few <= 8


def test_what_it_takes_is_counted_in_our_own_cases(three, now, monkeypatch):
    spread = indicators.Spread(
        {1: 60, 2: 22, 4: 38}, steps=(indicators.StepSum("review", "", 9, 6, 1),)
    )
    asked = {}
    monkeypatch.setattr(indicators, "spans", lambda **named: asked.update(named) or spread)
    found = board(three)
    mine = next(c for c in found.standing if c.mine)
    told = plans.learning.effort_for(mine, level=found.rises[0].level, as_of=date(2026, 11, 22))
    assert told.told, told.reason
    assert (asked["since"], asked["until"]) == (date(2026, 7, 1), date(2026, 9, 30))
    assert (told.total, told.over, told.change) == (120, 60, 60)
    assert [(s.step, s.share) for s in told.steps] == [("review", Decimal(100))]
    none = plans.learning.effort_for(
        replace(mine, metric="no-such", target=mine.target), level=Decimal(1), as_of=three
    )
    assert none.reason


def test_an_exported_row_says_where_it_comes_from_and_how_it_was_compared(three):
    rows = list(plans.learning.comparison_rows([board(three)], on=three))
    assert {len(r) for r in rows} == {len(plans.learning.FIELDS)}
    assert all(r["source"] and r["method"] for r in rows)
    apart = next(r for r in rows if r["region"] == "990300")
    assert (apart["rank"], apart["rank_low"], apart["alike"]) == (None, 1, False)
    assert sum(r["year"] == 2025 for r in rows) == 1
    assert plans.learning.comparison_book([board(three)], on=three)[:2] == b"PK"


def learn(fang, now, target):
    return plans.learning.learn(
        target=target, region="990100", practice="银行网点直办", gap="慢半个工作日",
        owner="市自然资源局", by=fang, at=now,
    )  # fmt: skip


def test_a_practice_is_learned_weighed_planned_and_known_by_its_task(three, fang, now):
    found = board(three)
    target = found.best[0].target
    record = learn(fang, now, target)
    one = plans.learning.practice(fang, record, region="990100", on=three)
    assert (one.status, one.target, one.metric, one.source) == ("研究中", target, METRIC, "澜州市")
    assert "1.5个工作日" in one.words
    ours = found.mine.plan
    task = plans.learning.plan_practice(
        practice=record, plan=ours, title="推行银行网点直办", lead="市自然资源局",
        deadline=date(2026, 12, 31), by=fang, at=now,
    )  # fmt: skip
    one = plans.learning.practice(fang, record, region="990100", on=three)
    assert (one.status, one.task, one.task_plan) == ("拟推行", task, ours)
    made = next(t for t in plans.plan(fang, ours, at=now).tasks if t.id == task)
    assert (made.title, made.deadline) == ("推行银行网点直办", date(2026, 12, 31))
    with pytest.raises(Refusal, match="已经列入任务"):
        plans.learning.plan_practice(
            practice=record, plan=ours, title="再列", lead="市自然资源局", deadline=None,
            by=fang, at=now,
        )  # fmt: skip
    assert plans.learning.learned(fang, region="990100", on=three) == {target: record}


def test_a_practice_is_not_rejected_without_a_reason_and_its_history_says_who(three, fang, now):
    record = learn(fang, now, board(three).best[0].target)
    with pytest.raises(Refusal, match="理由"):
        plans.learning.decide_practice(practice=record, status="不采用", by=fang, at=now)
    plans.learning.decide_practice(
        practice=record, status="不采用", reason="网点不够", by=fang, at=now
    )
    one = plans.learning.practice(fang, record, region="990100", on=three)
    assert (one.status, one.reason, one.decided_on) == ("不采用", "网点不够", "2026年3月2日")
    newest = plans.learning.practice_history(fang, record, on=three)[0]
    assert newest.by_name == fang.name
    assert ("决定的理由", "", "网点不够") in newest.fields
    first = plans.learning.practice_history(fang, record, on=three)[-1]
    told = [new for _label, _old, new in first.fields]
    assert METRIC not in told
    assert not [text for text in told if re.fullmatch(r"\d+/\d+", text)]
    rows = plans.learning.practices(fang, region="990100", on=three, q="网点", status="不采用")
    assert [row.id for row in rows] == [record]


def test_who_does_not_keep_the_library_changes_nothing(three, zhou, shen, now):
    assert not plans.learning.may_learn(zhou, region="990100", on=three)
    with pytest.raises(Refusal):
        learn(zhou, now, board(three).best[0].target)
    own = board(three).mine.target
    with pytest.raises(Refusal, match="本市自己"):
        learn(shen, now, own)


def test_a_reading_that_nobody_has_confirmed_does_not_rank(three, now):
    plan = publish("990400", "临州市", 2026, "抵押登记1个工作日内办结", now, confirmed=False)
    found = board(three)
    assert [c.region for c in found.standing] == ["990200", "990100", "990300"]
    assert [c.rank for c in found.standing] == [1, 2, 0]
    assert [(c.region, c.rank, c.low) for c in found.unchecked] == [("990400", 0, 0)]
    assert "990400" not in dict(found.silent)  # it promised; it is only not checked yet
    rows = list(plans.learning.comparison_rows([found], on=three))
    (told,) = [row for row in rows if row["region"] == "990400"]
    assert (told["promised"], told["value"], told["rank"]) == ("待核对", None, None)
    plans.confirm_whole(task=plan.tasks[0].id, by=SYSTEM, at=now)
    assert board(three).standing[0].region == "990400"


def test_a_plan_that_was_imported_wrongly_is_withdrawn_as_a_whole(three, shen, fang, now):
    plan = publish("990100", "东河市", 2026, "抵押登记0.5个工作日内办结", now)
    assert board(three).mine.promised == "≤ 0.5 工作日"
    with pytest.raises(Refusal, match="原因"):
        plans.withdraw(plan=plan.id, reason=" ", by=shen, at=now)
    with pytest.raises(Refusal, match="导入人和督办人员"):
        plans.withdraw(plan=plan.id, reason="不是本市的方案", by=fang, at=now)
    plans.withdraw(plan=plan.id, reason="不是本市的方案", by=shen, at=now)
    assert board(three).mine.promised == "≤ 2 工作日"
    assert plan.id not in {row.id for row in plans.plans(shen)}
    kept = plans.plan(shen, plan.id, at=now)
    assert (kept.row.withdrawn_by, kept.row.withdrawn_why) == ("沈正", "不是本市的方案")
    with pytest.raises(Refusal, match="已撤回"):
        plans.confirm_task(task=plan.tasks[0].id, by=shen, at=now)


def test_the_same_file_brings_a_withdrawn_plan_back(three, shen, now):
    plan = publish("990100", "东河市", 2026, "抵押登记0.5个工作日内办结", now)
    plans.withdraw(plan=plan.id, reason="导错了", by=shen, at=now)
    again = plans.import_plan(
        data=plan.text.encode(), name="again.txt", region="990100", by=shen, at=now
    )
    assert (again.id, again.row.withdrawn_at) == (plan.id, None)
    assert board(three).mine.promised == "≤ 0.5 工作日"
    assert [one.name for one in plans.history(plan.id)][-2:] == ["withdrawn", "restored"]


def test_what_is_planned_on_an_english_screen_is_kept_in_chinese(three, fang, now):
    found = board(three)
    record = learn(fang, now, found.best[0].target)
    with override("en"):
        task = plans.learning.plan_practice(
            practice=record, plan=found.mine.plan, title="推行网点直办", lead="市自然资源局",
            deadline=date(2026, 12, 31), by=fang, at=now,
        )  # fmt: skip
    kept = Task.objects.get(pk=task)
    assert kept.text.startswith("学习")
    reasons = PlanEvent.objects.filter(task=kept).values_list("reason", flat=True)
    assert all(one.startswith("学习") for one in reasons if one)
