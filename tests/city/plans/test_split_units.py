"""The halves of a split task are asked of those whom their own words name."""

from datetime import timedelta

import pytest

from yingshang.city.accounts import service as accounts
from yingshang.city.plans import service as plans
from yingshang.city.plans.models import PlanEvent, Target, Task
from yingshang.kernel.flow import Refusal

SECOND = "11.121人才梯队项目。遴选青年人才120名以上。"
TEXT = f"""青岚市推进人才集聚工程行动方案（2026年）
一、主要任务
10.企业博士集聚项目。每年引进博士不少于100名。2026年9月底前完成。（牵头单位：市教育局；配合单位：市财政局）
{SECOND}2026年6月底前完成。（牵头单位：市人力资源社会保障局）
12.推行一窗受理。设置综合窗口，完善机制。加强窗口培训。
牵头单位：市营商局
青岚市人民政府办公室
2026年1月5日
"""


@pytest.fixture
def plan(city, shen, now):
    """Items 10 and 11 were taken for one task, with the units of both."""
    return plans.import_plan(data=TEXT.encode(), name="x.txt", region=city, by=shen, at=now)


def swallowed(plan, shen, now):
    """The task that holds items 10 and 11, as an earlier reading left it."""
    first, second = Task.objects.filter(plan=plan.id).order_by("order")[:2]
    if second.text.startswith(("11", "121")):
        plans.merge_tasks(task=first.pk, by=shen, at=now)
    return Task.objects.get(pk=first.pk)


def parts(plan, shen, now):
    return [
        ([one.name for one in task.lead], [one.name for one in task.cooperating])
        for task in plans.plan(shen, plan.id, at=now).tasks[:2]
    ]


def split(plan, task, shen, now, before=SECOND):
    return plans.split_task(task=task.pk, at_offset=plan.text.index(before), by=shen, at=now)


def test_each_half_is_led_by_whom_its_own_bracket_names(plan, shen, now):
    task = swallowed(plan, shen, now)
    assert task.lead == ["市教育局", "市人力资源社会保障局"]
    new = Task.objects.get(pk=split(plan, task, shen, now))
    assert parts(plan, shen, now) == [
        (["市教育局"], ["市财政局"]),
        (["市人力资源社会保障局"], []),
    ]
    assert (new.no, new.title) == ("11", "121人才梯队项目")
    days = [one.deadline.isoformat() for one in plans.plan(shen, plan.id, at=now).tasks[:2]]
    assert days == ["2026-09-30", "2026-06-30"]


def test_a_half_that_names_nobody_keeps_the_units_of_the_whole(plan, shen, now):
    task = Task.objects.get(plan=plan.id, text__contains="一窗受理")
    new = split(plan, task, shen, now, "加强窗口培训")
    halves = Task.objects.filter(pk__in=(task.pk, new))
    assert [one.lead for one in halves] == [["市营商局"]] * 2


def test_a_number_that_was_overlooked_is_read_in_its_own_half(plan, shen, now):
    task = swallowed(plan, shen, now)
    Target.objects.filter(task__plan=plan.id, value=120).update(gone=True)
    new = split(plan, task, shen, now)
    (found,) = Target.objects.filter(task=new, gone=False)
    assert (found.value, found.status) == (120, "suggested")
    assert plan.text[found.start : found.end] == found.span
    plans.undo(plan=plan.id, by=shen, at=now)
    assert Task.objects.get(pk=task.pk).lead == ["市教育局", "市人力资源社会保障局"]
    assert Task.objects.get(pk=new).gone
    assert not Target.objects.filter(value=120, gone=False).exists()


def test_a_half_that_another_person_has_confirmed_is_not_taken_away(plan, shen, fang, now):
    task = swallowed(plan, shen, now)
    new = split(plan, task, shen, now)
    plans.confirm_task(task=new, by=fang, at=now + timedelta(minutes=1))
    with pytest.raises(Refusal, match="不能整体撤销"):
        plans.undo(plan=plan.id, by=shen, at=now + timedelta(minutes=2))


def test_what_a_person_entered_stays_with_both_halves(plan, shen, now):
    task = swallowed(plan, shen, now)
    lead = "市教育局、市人力资源社会保障局、市营商局"
    plans.correct_task(task=task.pk, changes={"lead": lead}, by=shen, at=now)
    split(plan, task, shen, now)
    assert parts(plan, shen, now) == [
        (["市教育局", "市营商局"], ["市财政局"]),
        (["市人力资源社会保障局", "市营商局"], []),
    ]


def test_the_person_sees_what_fell_away(plan, shen, now, client):
    task = swallowed(plan, shen, now)
    Target.objects.filter(task__plan=plan.id, value=120).update(gone=True)
    client.force_login(accounts.user_of("shen"))
    page = client.post(
        f"/desk/plans/{plan.id}/review/split/",
        {"task": task.pk, "version": task.version, "at_offset": plan.text.index(SECOND)},
        follow=True,
    ).content.decode()
    assert "“11 121人才梯队项目”按自己的原话重读，不再有：市教育局、市财政局" in page
    assert "“11 121人才梯队项目”按自己的原话重读，新读出：" in page
    seen = PlanEvent.objects.filter(task=task, name="reread", field="lead").get()
    assert (seen.old, seen.new) == (["市教育局", "市人力资源社会保障局"], ["市教育局"])
