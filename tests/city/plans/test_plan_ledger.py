"""A plan is kept with its words; people correct it; nobody overwrites another."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.apps import apps

from yingshang.city.accounts.service import NotVisible
from yingshang.city.plans import service as plans
from yingshang.kernel.flow import Refusal


def test_every_target_points_at_its_very_words(plan):
    for task in plan.tasks:
        for target in task.targets:
            start, end = target.offsets
            assert plan.text[start:end] == target.span


def test_the_same_document_twice_is_the_same_plan(plan, shen, now):
    from plan_sample import again

    second = again(plan, by=shen, at=now)
    assert (second.id, second.new) == (plan.id, False)
    assert len(plans.plans(shen)) == 1


def test_units_are_resolved_and_strangers_are_listed(plan):
    assert [unit.code for unit in plan.tasks[0].lead] == ["990100-market"]
    assert plan.unresolved == ("市没有这个局",)


def test_a_task_with_one_lead_needs_no_coordinator(plan):
    assert [task.needs_coordinator for task in plan.tasks] == [False, True]


def test_a_promise_is_recognised_by_its_words(plan):
    keys = [target.metric_key for task in plan.tasks for target in task.targets]
    assert keys == ["company-start-time", "power-low-voltage-time", "online-available-rate"]


def test_correcting_leaves_old_and_new_on_record(plan, first, shen, now):
    changed = plans.correct_target(
        target=first.id,
        changes={"value": "3", "unit": "工作日"},
        reason="原文为三个工作日",
        by=shen,
        at=now,
        version=first.version,
    )
    assert changed == 1
    event = plans.history(plan.id, target=first.id)[-1]
    assert (event.field, event.old, event.new, event.by_name) == ("value", "2", "3", shen.name)
    seen = plans.plan(shen, plan.id, at=now).tasks[0].targets[0]
    assert (seen.promised, seen.status) == ("≤ 3 工作日", "corrected")


def test_the_second_of_two_editors_is_told_who_was_first(plan, first, shen, fang, now):
    plans.correct_target(
        target=first.id, changes={"value": 3}, by=shen, at=now, version=first.version
    )
    with pytest.raises(Refusal) as refused:
        plans.correct_target(
            target=first.id, changes={"value": 1}, by=fang, at=now, version=first.version
        )
    assert refused.value.code == "stale"
    assert shen.name in refused.value.sentence
    assert plans.plan(shen, plan.id, at=now).tasks[0].targets[0].value == 3


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"value": "两天"}, "数字"),
        ({"value": ""}, "不能为空"),
        ({"due_on": "年底"}, "日期"),
        ({"comparator": "大概"}, "只能是"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_nonsense_is_refused_and_nothing_is_half_written(plan, first, shen, now, changes, word):
    with pytest.raises(Refusal, match=word):
        plans.correct_target(target=first.id, changes={"unit": "天"} | changes, by=shen, at=now)
    seen = plans.plan(shen, plan.id, at=now)
    assert seen.tasks[0].targets[0].unit == "工作日"
    assert seen.seq == plan.seq


def test_confirming_twice_is_one_event(plan, first, shen, now):
    plans.confirm_target(target=first.id, by=shen, at=now)
    plans.confirm_target(target=first.id, by=shen, at=now)
    assert [e.name for e in plans.history(plan.id, target=first.id)] == ["confirmed"]


def test_rejecting_needs_a_reason_and_keeps_the_row(plan, first, shen, now):
    with pytest.raises(Refusal, match="理由"):
        plans.reject_target(target=first.id, reason=" ", by=shen, at=now)
    plans.reject_target(target=first.id, reason="只是背景数字", by=shen, at=now)
    seen = plans.plan(shen, plan.id, at=now)
    assert seen.tasks[0].targets[0].status == "rejected"
    assert seen.row.targets == plan.row.targets - 1


def test_a_person_adds_what_the_machine_missed(plan, shen, now):
    start = plan.text.index("2个工作日")
    added = plans.add_target(
        task=plan.tasks[0].id,
        start=start,
        end=start + 5,
        metric="企业开办时间",
        comparator="<=",
        value="2",
        unit="工作日",
        by=shen,
        at=now,
    )
    seen = plans.plan(shen, plan.id, at=now).tasks[0].targets[-1]
    assert (seen.id, seen.span, seen.status) == (added, "2个工作日", "confirmed")


def test_an_addition_outside_the_text_is_refused(plan, shen, now):
    with pytest.raises(Refusal, match="正文"):
        plans.add_task(plan=plan.id, start=5, end=10**6, title="甲", by=shen, at=now)


@pytest.mark.parametrize("name", ["lin", "zhou", "he"])
def test_it_refuses_those_who_do_not_keep_the_ledger(plan, first, now, name, request):
    with pytest.raises(Refusal) as refused:
        plans.confirm_target(target=first.id, by=request.getfixturevalue(name), at=now)
    assert refused.value.code == "plan-not-yours"


def test_it_refuses_the_supervisor_of_another_city(plan, first, shen, now):
    stranger = replace(shen, region="990200")
    with pytest.raises(Refusal):
        plans.correct_target(target=first.id, changes={"value": 9}, by=stranger, at=now)


def test_what_does_not_exist_is_not_visible(city, shen, now):
    with pytest.raises(NotVisible):
        plans.plan(shen, 10**9, at=now)
    with pytest.raises(NotVisible):
        plans.confirm_target(target=10**9, by=shen, at=now)


def test_a_running_plan_opens_today_and_a_past_one_at_its_end(plan, shen, now):
    assert plan.as_of == now.date()
    later = plans.plan(shen, plan.id, at=now + timedelta(days=700))
    assert later.as_of.isoformat() == "2026-12-31"
    assert later.as_of_reason != plan.as_of_reason


def test_the_machine_reading_is_never_changed(plan, first, shen, now):
    before = apps.get_model("plans.Plan").objects.get(pk=plan.id).reading
    plans.correct_target(target=first.id, changes={"value": 3}, by=shen, at=now)
    assert apps.get_model("plans.Plan").objects.get(pk=plan.id).reading == before
