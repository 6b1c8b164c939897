"""What came over a link goes back with it: a plan withdrawn, a task parted, a number unread."""

from copy import deepcopy
from datetime import timedelta

import pytest
from edition_sample import final, keep
from plan_sample import TEXT, reading

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.plans import service as plans
from yingshang.city.plans.lineage.lamps import unread

LATER = timedelta(days=20)
YEAR = timedelta(days=330)


@pytest.fixture
def who(shen, now):
    return {"by": shen, "at": now}


def counted(now):
    from yingshang.city.plans.lineage.finding import superseded
    from yingshang.city.plans.models import Plan

    return set(Plan.objects.exclude(pk__in=superseded()).values_list("pk", flat=True))


NEXT = "青岚市2027年优化营商环境行动方案"


def following(now, shen, *, spans, task=1, text="（续）", title=NEXT):
    """Next year's plan: one task, with those of its numbers that ``spans`` name."""
    body = deepcopy(reading())
    body["title"], body["issue_date"] = title, "2027-01-10"
    row = body["tasks"][task]
    row["targets"] = [one for one in row["targets"] if one["span"] in spans]
    row["text"] += text
    body["tasks"] = [row]
    return keep(now + YEAR, text=TEXT + text, body=body, by=shen)


def link_to(heir, plan, who, kind="successor"):
    return plans.lineage.declare(kind=kind, origin=plan.id, heir=heir.id, **who)


def bound(plan, who):
    return plans.plan(who["by"], plan.id, at=who["at"] + YEAR).tasks[0].targets[0].indicator


POWER, ONLINE = "压减至4个工作日以内", "达到95%以上"


def test_a_wrong_edition_that_is_withdrawn_leaves_the_old_plan_in_force(plan, who, now):
    wrong = final(now + LATER)
    link_to(wrong, plan, who, "edition")
    assert counted(now) == {wrong.id}
    assert plans.may_withdraw(who["by"], wrong.id)
    plans.withdraw(plan=wrong.id, reason="导入了别的文件", **who)
    assert counted(now) == {plan.id}
    assert plans.lineage.replaced_by(plan.id, at=now) is None
    said = list(plans.history(wrong.id))[-2]
    assert (said.label, said.reason) == ("撤销关联", "方案整份撤回：导入了别的文件")


def test_the_right_edition_takes_the_place_of_the_withdrawn_one(plan, who, now):
    wrong = final(now + LATER)
    link_to(wrong, plan, who, "edition")
    plans.withdraw(plan=wrong.id, reason="导入了别的文件", **who)
    right = final(now + LATER, days=2)
    link_to(right, plan, who, "edition")
    assert counted(now) == {right.id}


def test_nothing_comes_from_a_withdrawn_plan(plan, who, now):
    newer = final(now + LATER)
    plans.withdraw(plan=plan.id, reason="导入了别的文件", **who)
    with pytest.raises(Refusal) as refused:
        link_to(newer, plan, who, "edition")
    assert refused.value.code == "plan-withdrawn"


def test_a_binding_that_came_with_a_task_goes_when_the_task_is_parted(plan, who, now):
    days = plan.tasks[0].targets[0].id
    found = [one for one in plans.suggest_bindings(target=days, at=now) if one.bindable]
    plans.bind(target=days, indicator=found[0].indicator, **who)
    heir = following(now, who["by"], spans={"2个工作日内办结"}, task=0)
    link = link_to(heir, plan, who)
    pair = plans.lineage.take(link=link, origin=plan.tasks[0].id, heir=heir.tasks[0].id, **who)
    assert bound(heir, who) == found[0].indicator
    plans.lineage.part(task_link=pair, reason="不是一回事", **who)
    assert bound(heir, who) is None


def test_a_number_that_is_not_found_waits_in_the_next_edition_of_next_years_plan_too(
    plan, who, now
):
    heir = following(now, who["by"], spans={POWER})
    link = link_to(heir, plan, who)
    plans.lineage.take(link=link, origin=plan.tasks[1].id, heir=heir.tasks[0].id, **who)
    assert unread([heir.tasks[0].id]) == {heir.tasks[0].id}
    second = following(now, who["by"], spans={POWER}, text="（续，修订）")
    link_to(second, heir, who, "edition")
    assert unread([second.tasks[0].id]) == {second.tasks[0].id}


def test_a_number_found_in_one_of_two_tasks_is_found(plan, who, now):
    one = following(now, who["by"], spans={POWER})
    other = following(
        now, who["by"], spans={ONLINE}, title="青岚市2027年电力专项方案", text="（电）"
    )
    for heir in (one, other):
        link = link_to(heir, plan, who)
        plans.lineage.take(link=link, origin=plan.tasks[1].id, heir=heir.tasks[0].id, **who)
    ids = [one.tasks[0].id, other.tasks[0].id]
    assert unread(ids) == unread(ids[:1]) == set()


def test_a_task_let_go_and_open_again_is_told_as_such(plan, who, now):
    heir = following(now, who["by"], spans={POWER})
    link = link_to(heir, plan, who)
    pair = plans.lineage.let_go(link=link, origin=plan.tasks[0].id, reason="已经完成", **who)
    plans.lineage.part(task_link=pair, reason="还差一项", **who)
    gone, back = plans.history(heir.id)[-2:]
    assert (gone.said, gone.reason) == ("“压缩企业开办时间”不再承接", "已经完成")
    assert (back.said, back.reason) == ("“压缩企业开办时间”不再承接的决定已撤销", "还差一项")


def test_who_was_overtaken_reads_what_was_changed_in_words(plan, first, shen, fang, now):
    found = [one for one in plans.suggest_bindings(target=first.id, at=now) if one.bindable]
    plans.bind(target=first.id, indicator=found[0].indicator, by=shen, at=now)
    with pytest.raises(Refusal, match="绑定的指标"):
        plans.correct_target(
            target=first.id, changes={"value": "3"}, version=first.version, by=fang, at=now
        )
