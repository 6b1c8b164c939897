"""Who answers for what a plan asks, when units are renamed, named again, or go into others."""

from datetime import date

import pytest

from yingshang.city.accounts import service as accounts
from yingshang.city.plans import service as plans
from yingshang.city.plans.models import Plan, Task
from yingshang.city.plans.tracking.models import Track
from yingshang.city.plans.units import resolver
from yingshang.city.supervision._subjects import only_lead
from yingshang.city.supervision.bulletins._promised import _by_unit
from yingshang.surfaces.dashboard.standing import unit_rows

FIRST, NEW, DATA = "市河湖事务中心", "市河湖保护中心", "990100-data"
DAY = date(2026, 2, 1)


@pytest.fixture
def add(city, shen, now):
    def act(name=FIRST, **said):
        values = {"region": city, "printed": "", "name": name, "kind": "institution"}
        return plans.register_unit(**(values | said), by=shen, at=now)

    return act


@pytest.fixture
def issued(city, shen, now):
    """A plan of 5 January 2026, its one task and its number confirmed."""

    def act(lead=FIRST, more=""):
        text = (
            "青岚市2026年优化营商环境行动方案\n一、主要任务\n（一）压缩企业开办时间。"
            f"企业开办2个工作日内办结。\n牵头单位：{lead}\n{more}"
            "青岚市人民政府办公室\n2026年1月5日\n"
        )
        plan = plans.import_plan(data=text.encode(), name="a.txt", region=city, by=shen, at=now)
        for target in plan.tasks[0].targets:
            plans.confirm_target(target=target.id, by=shen, at=now)
        plans.confirm_task(task=plan.tasks[0].id, by=shen, at=now)
        return plan.id

    return act


@pytest.fixture
def end(shen, now):
    def act(unit, heir=DATA):
        accounts.end_unit(unit=unit, on=DAY, basis="x", successor=heir, by=shen, at=now)

    return act


def test_a_task_goes_to_whom_its_plan_meant_though_another_bears_the_name_now(
    add, issued, shen, now
):
    meant, plan = add(), issued()
    plans.rename_unit(unit=meant, name=NEW, on=DAY, basis="x", by=shen, at=now)
    add(valid_from=DAY)
    (line,) = plans.send_lines(shen, plan, at=now)
    assert (line.unit, line.units[0].code) == (meant, meant)
    (ref,) = plans.send_tasks(plan=plan, by=shen, at=now)
    assert Track.objects.get(ref=ref).unit == meant
    (row,) = plans.tracked(shen, at=now, plan=plan)
    assert row.leads[0].code == meant


def test_a_task_of_a_unit_that_has_ended_goes_to_its_heir(add, issued, end, shen, now):
    gone, plan = add(), issued()
    end(gone)
    (line,) = plans.send_lines(shen, plan, at=now)
    assert line.unit == DATA


def test_sending_asks_the_register_once_however_many_tasks(
    issued, shen, now, django_assert_max_num_queries
):
    plan = issued("市税务局")
    first = Task.objects.get(plan=plan)
    for order in range(20):
        Task.objects.create(
            plan=Plan.objects.get(pk=plan), order=100 + order, title=f"第{order}条", text="x",
            lead=["市税务局"], status=first.status,
        )  # fmt: skip
    with django_assert_max_num_queries(8):
        plans.send_lines(shen, plan, at=now)


def test_a_former_name_is_a_units_only_from_when_it_was_called_so(add, shen, now):
    first, other = add(), add("市湿地事务中心")

    def rename(unit, name, year):
        plans.rename_unit(unit=unit, name=name, on=date(year, 1, 1), basis="x", by=shen, at=now)

    rename(first, "市水域事务中心", 2024)
    rename(other, FIRST, 2025)
    rename(other, "市林草事务中心", 2026)
    told = [resolver("990100", date(year, 6, 1))(FIRST).code for year in (2023, 2025)]
    assert told == [first, other]


def test_a_promise_of_two_units_that_have_become_one_counts_once(add, issued, end, shen, now):
    gone, plan = add(), issued(f"{FIRST}、市数据局")
    said = {"region": "990100", "as_of": now.date()}
    (one,) = plans.promises(shen, **said)
    assert (one.unit, one.answering, only_lead(one)) == (None, (gone, DATA), "")
    end(gone)
    (one,) = plans.promises(shen, **said)
    assert (one.unit, one.answering, only_lead(one)) == (DATA, (DATA,), DATA)
    (lamp,) = plans.unit_lamps(shen, **said)
    assert (lamp.unit, sum(lamp.counts.values())) == (DATA, 1)
    (line,) = _by_unit([one])
    assert line.cells[1] == 1
    (row,) = unit_rows([one])
    assert (row.key, row.promises) == (DATA, (one,))
    assert plans.send_lines(shen, plan, at=now)[0].unit == DATA


def test_promises_of_two_plans_of_a_year_stand_plan_by_plan(issued, city, shen, now):
    first, second = issued(), issued("市数据局")
    Task.objects.filter(plan=first).update(order=7)
    told = plans.promises(shen, region=city, as_of=now.date())
    assert [one.task.plan for one in told] == [first, second]
