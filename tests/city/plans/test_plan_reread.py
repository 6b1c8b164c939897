"""A kept plan read again: shown task by task, taken over by choice, never over what people did."""

from datetime import date

import pytest
from plan_sample import TEXT

from yingshang.city.plans import service as plans
from yingshang.city.plans.models import Preview, Target, Task
from yingshang.kernel.flow import Refusal

ON = date(2026, 3, 2)


def kept(city, by, at, change):
    """The sample plan as an older reader read it: ``change`` spoils today's reading of it."""
    data = TEXT.encode()
    key = plans.preview(data=data, name="plan.txt", region=city, by=by, at=at)
    held = Preview.objects.get(key=key)
    change(held.reading["tasks"])
    held.save()
    return plans.keep_preview(key, by=by, at=at)


def spoil(tasks):
    tasks[0] |= {"title": "压缩", "deadline": None, "targets": []}
    tasks[1]["targets"][0] |= {"comparator": ">="}


@pytest.fixture
def old(city, shen, now):
    return kept(city, shen, now, spoil)


def shown(plan, by):
    return plans.reread(plan.id, by=by, on=ON)


def take(plan, by, at, keys=None, seen=None):
    found = shown(plan, by)
    keys = [row.key for row in found.rows] if keys is None else keys
    return plans.take_reread(plan=plan.id, keys=keys, seen=seen or found.seen, by=by, at=at)


def test_what_is_read_as_before_changes_nothing(city, shen, now):
    plan = kept(city, shen, now, lambda tasks: None)
    found = shown(plan, shen)
    assert (found.rows, found.stay, found.same, found.held) == ((), (), 2, 0)


def test_every_difference_is_told_and_only_what_is_chosen_is_taken(old, shen, now):
    found = shown(old, shen)
    first, second = found.rows
    told = {(d.label, d.new) for d in first.differences}
    assert ("任务名称", "压缩企业开办时间") in told
    assert ("完成时限", "2026-12-31") in told
    assert any(d.label == "新读出的目标" for d in first.differences)
    assert [(d.label, d.old, d.new) for d in second.differences] == [
        ("比较方式", "不低于 ≥", "不超过 ≤")
    ]
    assert take(old, shen, now, keys=[first.key]) == 1
    assert Task.objects.get(pk=first.task).title == "压缩企业开办时间"
    assert [row.key for row in shown(old, shen).rows] == [second.key]


def test_what_is_no_longer_so_is_told_as_no(city, shen, now):
    plan = kept(city, shen, now, lambda tasks: tasks[0].update(open_ended=True))
    (row,) = shown(plan, shen).rows
    assert [(d.label, d.old, d.new) for d in row.differences] == [("单位后有“等”", "是", "否")]


def test_it_is_one_act_that_is_undone(old, shen, now):
    before = list(Task.objects.order_by("pk").values("title", "deadline", "status", "gone"))
    assert take(old, shen, now) == 2
    assert shown(old, shen).rows == ()
    plans.undo(plan=old.id, by=shen, at=now)
    assert list(Task.objects.order_by("pk").values("title", "deadline", "status", "gone")) == before
    assert len(shown(old, shen).rows) == 2
    assert take(old, shen, now) == 2


def test_what_a_person_confirmed_stays_though_it_is_read_otherwise_today(old, shen, now):
    first, second = old.tasks
    plans.confirm_task(task=first.id, by=shen, at=now)
    plans.correct_target(target=second.targets[1].id, changes={"value": "90"}, by=shen, at=now)
    found = shown(old, shen)
    assert (found.rows, found.held, len(found.stay)) == ((), 2, 2)
    with pytest.raises(Refusal) as refused:
        take(old, shen, now, keys=[f"t{first.id}"])
    assert refused.value.code == "reread-nothing"


def test_a_task_is_newly_read_and_another_no_longer(city, shen, now):
    def older(tasks):
        del tasks[0]
        tasks[0] |= {"span": [0, 10], "text": TEXT[:10], "title": "标题"}

    plan = kept(city, shen, now, older)
    assert sorted(row.what for row in shown(plan, shen).rows) == ["gone", "new", "new"]
    take(plan, shen, now)
    titles = [row.task.title for row in plans.review(plan.id, shen).rows]
    assert titles == ["压缩企业开办时间", "压缩低压用户报装时间"]
    assert Target.objects.filter(gone=False).count() == 3


def test_a_task_that_was_rejected_or_merged_is_not_read_anew(city, shen, now):
    plan = kept(city, shen, now, lambda tasks: None)
    plans.merge_tasks(task=plan.tasks[0].id, by=shen, at=now)
    found = shown(plan, shen)
    assert (found.rows, found.held) == ((), 1)


def test_what_was_taught_since_is_used_and_named(city, shen, now):
    def bring(text):
        return plans.import_plan(data=text.encode(), name="p", region=city, by=shen, at=now)

    earlier, later = bring(TEXT), bring(TEXT.replace("2026年优化", "2026年持续优化"))
    online = later.tasks[1].targets[1]
    plans.correct_target(target=online.id, changes={"statistic": "count"}, by=shen, at=now)
    (entry,) = plans.dictionary(city)
    (row,) = shown(earlier, shen).rows
    assert [(d.label, d.new, d.taught) for d in row.differences] == [
        ("统计口径", "数量", (entry.id,))
    ]
    take(earlier, shen, now)
    assert shown(earlier, shen).rows == ()


def test_what_changed_meanwhile_is_refused(old, shen, now):
    found = shown(old, shen)
    plans.confirm_task(task=old.tasks[0].id, by=shen, at=now)
    with pytest.raises(Refusal) as refused:
        take(old, shen, now, keys=[found.rows[1].key], seen=found.seen)
    assert refused.value.code == "reread-changed"


def test_a_spreadsheet_is_read_again_by_its_cells(city, shen, now):
    text = "任务,责任单位,完成时限\n压缩企业开办时间至2个工作日,市营商局,2026年6月底\n"
    plan = plans.import_plan(data=text.encode(), name="a.csv", region=city, by=shen, at=now)
    assert shown(plan, shen).same == 1
    Task.objects.filter(plan=plan.id).update(deadline=None)
    (row,) = shown(plan, shen).rows
    assert [d.new for d in row.differences] == ["2026-06-30"]
