"""What came over a link goes back with it: a plan withdrawn, a task parted, a number unread."""

from copy import deepcopy
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils.translation import override
from edition_sample import final, keep
from plan_sample import TEXT, reading
from plan_sample import again as store_again

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.accounts.service import NotVisible
from yingshang.city.plans import service as plans
from yingshang.city.plans.lineage import declaring
from yingshang.city.plans.lineage.lamps import unread
from yingshang.city.plans.lineage.models import PlanLink
from yingshang.city.plans.models import Plan

LATER = timedelta(days=20)
YEAR = timedelta(days=330)


@pytest.fixture
def who(shen, now):
    return {"by": shen, "at": now}


def counted(now):
    from yingshang.city.plans.lineage.finding import superseded

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


def taken_by_two(plan, who, now):
    """Two of next year's plans, each of which takes over one half of the second task."""
    one = following(now, who["by"], spans={POWER})
    other = following(
        now, who["by"], spans={ONLINE}, title="青岚市2027年电力专项方案", text="（电）"
    )
    for heir in (one, other):
        link = link_to(heir, plan, who)
        plans.lineage.take(link=link, origin=plan.tasks[1].id, heir=heir.tasks[0].id, **who)
    return one, other


def test_a_number_found_in_one_of_two_tasks_is_found(plan, who, now):
    one, other = taken_by_two(plan, who, now)
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


def test_a_number_found_only_in_a_task_that_was_taken_out_is_not_found(plan, who, now):
    one, other = taken_by_two(plan, who, now)
    plans.reject_task(task=other.tasks[0].id, reason="不是任务", **who)
    assert unread([one.tasks[0].id]) == {one.tasks[0].id}


def test_an_edition_that_has_a_newer_one_is_not_withdrawn_and_says_so(plan, who, now):
    second = final(now + LATER)
    third = final(now + LATER, days=2)
    link_to(second, plan, who, "edition")
    link = link_to(third, second, who, "edition")
    assert not plans.may_withdraw(who["by"], second.id)
    assert "已有新一版" in plans.why_kept(who["by"], second.id)
    with pytest.raises(Refusal) as refused:
        plans.withdraw(plan=second.id, reason="导入了别的文件", **who)
    assert refused.value.code == "newer-edition"
    assert counted(now) == {third.id}
    plans.lineage.undo(link=link, reason="先撤中间一版", **who)
    plans.withdraw(plan=second.id, reason="导入了别的文件", **who)
    link_to(third, plan, who, "edition")
    assert counted(now) == {third.id}


def test_what_is_brought_back_takes_its_place_again(plan, who, now):
    newer = final(now + LATER)
    link = link_to(newer, plan, who, "edition")
    mine = plans.lineage.beside_of(who["by"], plan.id, newer.id, at=now)
    plans.withdraw(plan=newer.id, reason="先不用", by=who["by"], at=now + LATER)
    assert final(now + LATER).id == newer.id
    assert counted(now) == {newer.id}
    assert plans.plan(who["by"], newer.id, at=now).row.edition == 2
    assert [one.id for one in plans.lineage.links(who["by"], newer.id)] == [link]
    assert plans.lineage.beside_of(who["by"], plan.id, newer.id, at=now) == mine
    said = list(plans.history(newer.id))[-1]
    assert said.reason == "随整份撤回的方案一并恢复"


def test_what_is_brought_back_after_another_took_its_place_stands_by_itself(plan, who, now):
    wrong = final(now + LATER)
    link_to(wrong, plan, who, "edition")
    plans.withdraw(plan=wrong.id, reason="导入了别的文件", by=who["by"], at=now + LATER)
    right = final(now + LATER, days=2)
    link_to(right, plan, who, "edition")
    final(now + LATER)
    assert counted(now) == {wrong.id, right.id}
    assert plans.lineage.links(who["by"], wrong.id) == []
    assert plans.plan(who["by"], wrong.id, at=now).row.edition == 3


def test_what_next_years_plan_was_bound_to_comes_back_with_the_plan_before_it(plan, who, now):
    days = plan.tasks[0].targets[0].id
    found = [one for one in plans.suggest_bindings(target=days, at=now) if one.bindable]
    plans.bind(target=days, indicator=found[0].indicator, **who)
    heir = following(now, who["by"], spans={"2个工作日内办结"}, task=0)
    link = link_to(heir, plan, who)
    plans.lineage.take(link=link, origin=plan.tasks[0].id, heir=heir.tasks[0].id, **who)
    plans.withdraw(plan=plan.id, reason="先不用", by=who["by"], at=now + LATER)
    assert bound(heir, who) is None
    store_again(plan, **who)
    assert bound(heir, who) == found[0].indicator


@pytest.fixture
def carried(plan, who, now):
    """Next year's plan measures its number as this year's was measured; (plan, indicator)."""
    days = plan.tasks[0].targets[0].id
    found = [one for one in plans.suggest_bindings(target=days, at=now) if one.bindable]
    plans.bind(target=days, indicator=found[0].indicator, **who)
    heir = following(now, who["by"], spans={"2个工作日内办结"}, task=0)
    link = link_to(heir, plan, who)
    plans.lineage.take(link=link, origin=plan.tasks[0].id, heir=heir.tasks[0].id, **who)
    return heir, found[0].indicator


def test_what_a_person_had_unbound_before_a_withdrawal_stays_free_after_it(plan, who, now, carried):
    heir, indicator = carried
    assert bound(heir, who) == indicator
    plans.unbind(target=heir.tasks[0].targets[0].id, reason="口径不同", **who)
    plans.withdraw(plan=plan.id, reason="先不用", by=who["by"], at=now + LATER)
    store_again(plan, **who)
    assert bound(heir, who) is None


def test_a_later_edition_of_next_years_plan_has_its_binding_back_too(plan, who, now, carried):
    heir, indicator = carried
    second = following(now, who["by"], spans={"2个工作日内办结"}, task=0, text="（续，修订）")
    link_to(second, heir, who, "edition")
    plans.withdraw(plan=plan.id, reason="先不用", by=who["by"], at=now + LATER)
    assert (bound(heir, who), bound(second, who)) == (None, None)
    store_again(plan, **who)
    assert (bound(heir, who), bound(second, who)) == (indicator, indicator)


def test_a_withdrawal_is_recorded_in_chinese_whatever_the_screen_speaks(plan, who, now):
    wrong = final(now + LATER)
    with override("en"):
        link_to(wrong, plan, who, "edition")
        plans.withdraw(plan=wrong.id, reason="导入了别的文件", **who)
    said = {one.reason for one in plans.history(wrong.id)}
    assert "方案整份撤回：导入了别的文件" in said
    assert not [one for one in said if "whole plan" in one]


@pytest.fixture
def overtaken(monkeypatch):
    """Somebody else does something in the moment before the plan is locked."""

    def set_up(first):
        real, done = declaring.editable_plan, []

        def late(by, pk):
            if not done:
                done.append(pk)
                first()
            return real(by, pk)

        monkeypatch.setattr(declaring, "editable_plan", late)

    return set_up


def test_who_comes_second_takes_a_link_back_no_second_time(plan, who, now, overtaken):
    newer = final(now + LATER)
    link = link_to(newer, plan, who, "edition")
    overtaken(lambda: plans.lineage.undo(link=link, reason="第一人", **who))
    with pytest.raises(NotVisible):
        plans.lineage.undo(link=link, reason="第二人", **who)


def test_nothing_is_taken_over_from_a_plan_that_was_just_withdrawn(plan, who, now, overtaken):
    heir = following(now, who["by"], spans={POWER})
    link = link_to(heir, plan, who)
    overtaken(lambda: plans.withdraw(plan=plan.id, reason="先办成的撤回", **who))
    with pytest.raises(NotVisible):
        plans.lineage.take(link=link, origin=plan.tasks[1].id, heir=heir.tasks[0].id, **who)


def test_links_of_plans_that_were_withdrawn_before_are_undone_by_the_migration(plan, who, now):
    wrong = final(now + LATER)
    link = link_to(wrong, plan, who, "edition")
    said = {"withdrawn_at": now + LATER, "withdrawn_by": "沈", "withdrawn_why": "错了"}
    Plan.objects.filter(pk=wrong.id).update(**said)
    assert counted(now) == set()
    step = import_module("yingshang.city.plans.migrations.0010_links_of_withdrawn_plans")
    step.give_back(apps, None)
    assert counted(now) == {plan.id}
    row = PlanLink.objects.get(pk=link)
    assert (row.undone_at, row.undone_because) == (now + LATER, "方案整份撤回：错了")
    right = final(now + LATER, days=2)
    link_to(right, plan, who, "edition")
    assert counted(now) == {right.id}


def test_the_migration_leaves_a_withdrawn_edition_between_two_others_where_it_is(plan, who, now):
    second, third = final(now + LATER), final(now + LATER, days=2)
    link_to(second, plan, who, "edition")
    link_to(third, second, who, "edition")
    Plan.objects.filter(pk=second.id).update(withdrawn_at=now)
    step = import_module("yingshang.city.plans.migrations.0010_links_of_withdrawn_plans")
    step.give_back(apps, None)
    assert counted(now) == {third.id}
