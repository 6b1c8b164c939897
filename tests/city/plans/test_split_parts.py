"""The parts of a split task are read from their own words, and wait for a person."""

import pytest

from yingshang.city.plans import service as plans
from yingshang.city.plans.models import Task

FIRST = "到2025年底，老旧危房改造全部完成"
SECOND = "到2026年底，全市城中村改造全部开工"
TEXT = f"""青岚市城市更新行动方案（2025—2027年）
一、主要任务
（一）{FIRST}；{SECOND}；到2027年底，完成薄板住房改造。
牵头单位：市住房城乡建设局
（二）推行一窗受理。设置综合窗口，完善机制。加强窗口培训。
牵头单位：市营商局
完成时限：2026年6月底前
青岚市人民政府办公室
2025年3月5日
"""


@pytest.fixture
def plan(city, shen, now):
    data = TEXT.encode()
    return plans.import_plan(data=data, name="x.txt", region=city, by=shen, at=now)


def seen(plan, shen, now):
    return plans.plan(shen, plan.id, at=now).tasks


def test_each_part_has_the_day_of_its_own_words_and_waits(plan, shen, now):
    task = plan.tasks[0]
    plans.confirm_task(task=task.id, by=shen, at=now)
    plans.split_task(task=task.id, at_offset=plan.text.index(SECOND), by=shen, at=now)
    middle = seen(plan, shen, now)[1]
    last = plan.text.index("到2027年底")
    plans.split_task(task=middle.id, at_offset=last, by=shen, at=now)
    parts = seen(plan, shen, now)[:3]
    assert [one.deadline.year for one in parts] == [2025, 2026, 2027]
    assert [one.status for one in parts] == ["suggested"] * 3
    assert SECOND not in parts[0].title
    assert parts[1].title == SECOND
    assert all(one.lead == task.lead for one in parts)


def test_a_day_in_its_own_field_holds_for_both_parts(plan, shen, now):
    task = plan.tasks[1]
    plans.split_task(task=task.id, at_offset=plan.text.index("加强窗口培训"), by=shen, at=now)
    parts = seen(plan, shen, now)[1:]
    assert [one.deadline.isoformat() for one in parts] == ["2026-06-30", "2026-06-30"]
    assert parts[0].title == task.title


def test_an_undone_split_has_its_title_and_day_again(plan, shen, now):
    task = plan.tasks[0]
    plans.split_task(task=task.id, at_offset=plan.text.index(SECOND), by=shen, at=now)
    plans.undo(plan=plan.id, by=shen, at=now)
    again = seen(plan, shen, now)[0]
    assert (again.title, again.deadline, again.confidence) == (
        task.title,
        task.deadline,
        task.confidence,
    )


def test_a_doubt_goes_once_a_person_has_corrected_what_it_is_about(plan, shen, now):
    task = Task.objects.get(pk=plan.tasks[0].id)
    task.doubts, task.confidence = ["units-absent", "long"], 0.68
    task.lead = []
    task.save()
    changes = {"lead": "市住房城乡建设局"}
    plans.correct_task(task=task.pk, changes=changes, by=shen, at=now)
    row = plans.review(plan.id, shen).rows[0]
    assert "没有读到单位" not in row.doubts
    assert any("篇幅过长" in one for one in row.doubts)
    if row.waits:
        assert row.certainty != 0.68
    plans.undo(plan=plan.id, by=shen, at=now)
    assert "没有读到单位" in plans.review(plan.id, shen).rows[0].doubts
