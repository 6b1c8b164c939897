"""What an act leaves on record is Chinese, whatever language the screen of its person speaks."""

import pytest
from django.utils.translation import override
from plan_sample import TEXT, reading

from yingshang.city.plans import service as plans
from yingshang.city.plans.models import PlanEvent
from yingshang.city.plans.review.models import Act
from yingshang.city.plans.tracking.models import Share
from yingshang.kernel.flow import Refusal


def kept():
    acts = Act.objects.values_list("sentence", flat=True)
    events = PlanEvent.objects.values_list("new", "reason")
    return "\n".join([*acts, *(f"{new} {reason}" for new, reason in events)])


def test_an_act_of_review_and_its_undo_are_kept_in_chinese(plan, shen, now):
    task = plan.tasks[0]
    with override("en"):
        plans.confirm_whole(task=task.id, by=shen, at=now)
        told, _touched = plans.undo(plan=plan.id, by=shen, at=now)
    assert f"确认任务“{task.title}”及其目标" in kept()
    assert f"撤销：确认任务“{task.title}”及其目标" in kept()
    assert told.startswith("确认任务")
    assert "Confirm" not in kept()


def test_a_plan_imported_on_an_english_screen_has_its_goals_named_in_chinese(city, shen, now):
    whole = reading()["tasks"][0]["targets"][0]
    more = reading() | {"targets": [whole, whole | {"sentence_span": whole["offsets"]}]}
    with override("en"):
        found = plans.store_reading(
            text=TEXT, reading=more, sha256="b" * 64, name="en.txt", region=city, by=shen, at=now
        )
    assert [task.title for task in found.tasks[-2:]] == ["全文的总体目标", "全文的主要指标"]


def test_a_task_added_by_hand_is_kept_in_chinese_and_refused_in_english(plan, shen, now):
    words = "低压电力报装平均时间压减至4个工作日以内"
    span = {"start": TEXT.index(words), "end": TEXT.index(words) + len(words)}
    with override("en"):
        plans.add_read_task(plan=plan.id, by=shen, at=now, **span)
        with pytest.raises(Refusal) as told:
            plans.add_read_task(plan=plan.id, start=9, end=9, by=shen, at=now)
    assert "补录任务“" in kept()
    assert "added" not in kept().lower()
    assert told.value.sentence.startswith("The selected words")


def test_the_unit_that_nobody_named_of_a_countys_part_is_kept_in_chinese(first, shen, now):
    with override("en"):
        plans.split_target(target=first.id, how="equal", by=shen, at=now)
    units = set(Share.objects.filter(target=first.id).values_list("unit", flat=True))
    assert units
    assert all(one.endswith("人民政府") for one in units)
