"""What a person made in a plan stands in its new edition where the same words stand there."""

from datetime import date, timedelta

import pytest
from edition_sample import keep
from plan_sample import TEXT, reading

from yingshang.city.plans import service as plans
from yingshang.city.plans.lineage.remaking import _place
from yingshang.city.plans.models import Task

LATER = timedelta(days=20)
AGAIN = TEXT + "（修订）\n"


@pytest.fixture
def who(shen, now):
    return {"by": shen, "at": now}


def second_edition(plan, who, *, body=None, text=AGAIN):
    """The same words once more, linked as the new edition; (the plan, the link)."""
    newer = keep(who["at"] + LATER, text=text, body=body or reading(), by=who["by"])
    link = plans.lineage.declare(kind="edition", origin=plan.id, heir=newer.id, **who)
    return plans.plan(who["by"], newer.id, at=who["at"] + LATER), link


def compared(plan, newer, who):
    return plans.lineage.beside_of(who["by"], plan.id, newer.id, at=who["at"])


def add_same_day(plan, who, words="企业开办全流程"):
    start = TEXT.index(words)
    said = {"metric": "全流程环节", "comparator": "<=", "value": "1", "unit": "个环节"}
    return plans.add_target(
        task=plan.tasks[0].id, start=start, end=start + len(words), **said, **who
    )


def test_a_target_that_a_person_added_is_in_the_next_edition(plan, who):
    add_same_day(plan, who)
    newer, _link = second_edition(plan, who)
    added = newer.tasks[0].targets[1]
    assert (added.span, added.promised, added.status) == (
        "企业开办全流程",
        "≤ 1 个环节",
        "confirmed",
    )
    assert AGAIN[slice(*added.offsets)] == added.span
    (row, *_rest) = compared(plan, newer, who).rows
    assert [one.way for one in row.figures] == ["same", "same"]
    (said,) = plans.history(newer.id, target=added.id)
    assert (said.label, said.reason) == ("承接上一版", f"上一版由{who['by'].name}处理")
    assert (said.said, said.field_label) == ("照上一版补录", "")


def test_it_goes_on_into_the_edition_after_that(plan, who):
    add_same_day(plan, who)
    newer, _link = second_edition(plan, who)
    third, _link = second_edition(newer, who, text=AGAIN + "（再次修订）")
    assert [one.span for one in third.tasks[0].targets] == ["2个工作日内办结", "企业开办全流程"]


def test_a_target_is_not_added_where_its_words_are_gone(plan, who):
    add_same_day(plan, who)
    text = AGAIN.replace("企业开办全流程", "企业开办所有环")
    newer, _link = second_edition(plan, who, text=text)
    assert len(newer.tasks[0].targets) == 1


def test_an_added_target_that_was_taken_back_stays_away(plan, who):
    add_same_day(plan, who)
    plans.undo(plan=plan.id, **who)
    newer, _link = second_edition(plan, who)
    assert len(newer.tasks[0].targets) == 1


def test_a_task_that_a_person_split_is_split_in_the_next_edition(plan, who):
    where = TEXT.index("网上可办率")
    new = plans.split_task(task=plan.tasks[1].id, at_offset=where, **who)
    plans.correct_task(task=new, changes={"title": "提高网上可办率"}, **who)
    newer, _link = second_edition(plan, who)
    assert [task.title for task in newer.tasks[1:]] == ["压缩低压用户报装时间", "提高网上可办率"]
    assert [len(task.targets) for task in newer.tasks] == [1, 1, 1]
    assert [task.status for task in newer.tasks[1:]] == ["suggested", "corrected"]
    assert {row.state for row in compared(plan, newer, who).rows} == {"kept"}


def test_a_task_that_was_split_twice_is_split_twice_again(plan, who):
    task = plan.tasks[1].id
    for words in ("责任单位：国网", "网上可办率"):
        plans.split_task(task=task, at_offset=TEXT.index(words), **who)
    mine = [one.text for one in plans.plan(who["by"], plan.id, at=who["at"]).tasks]
    newer, _link = second_edition(plan, who)
    assert [one.text for one in newer.tasks] == mine


def test_a_split_holds_where_only_its_number_is_another(plan, who):
    where = TEXT.index("网上可办率")
    plans.split_task(task=plan.tasks[1].id, at_offset=where, **who)
    body = reading()
    body["tasks"][1]["text"] = body["tasks"][1]["text"].replace("95%", "97%")
    body["tasks"][1]["targets"][1] |= {"span": "达到97%以上", "value": 97}
    newer, _link = second_edition(plan, who, body=body, text=AGAIN.replace("95%", "97%"))
    assert [len(task.targets) for task in newer.tasks] == [1, 1, 1]
    changed = compared(plan, newer, who).rows[2]
    assert [(one.first, one.second, one.way) for one in changed.figures] == [
        ("≥ 95 %", "≥ 97 %", "stricter")
    ]
    assert newer.tasks[2].status == "suggested"


def test_circled_numbers_are_words_of_their_own():
    text = "②推行2个工作日内办结"
    assert _place(text, f"一、{text}。", 0, 20, any_number=True) == (2, 13)
    assert _place(text, f"一、{text}。".replace("2个", "1.5个"), 0, 20, any_number=True) == (2, 15)
    assert _place(text, f"一、{text}。".replace("2个", "1个"), 0, 20) is None


def test_a_task_that_a_person_added_is_in_the_next_edition(plan, who):
    words = "一、提升企业开办便利度"
    start = TEXT.index(words)
    plans.add_task(plan=plan.id, start=start, end=start + len(words), title="提升便利度", **who)
    newer, _link = second_edition(plan, who)
    assert newer.tasks[0].title == "提升便利度"
    assert len(newer.tasks) == 3


POWER = "低压电力报装平均时间压减至4个工作日以内"
ONLINE = "网上可办率达到95%以上"


def add(plan, words, title, who):
    start = TEXT.index(words)
    return plans.add_task(plan=plan.id, start=start, end=start + len(words), title=title, **who)


def standing(plan, who):
    rows = plans.plan(who["by"], plan.id, at=who["at"] + LATER).tasks
    return [(task.title, task.status) for task in rows]


def test_what_was_added_instead_of_a_misread_task_is_in_every_edition(plan, who):
    plans.reject_task(task=plan.tasks[1].id, reason="其实是两件事", **who)
    add(plan, POWER, "压减报装时间", who)
    add(plan, ONLINE, "提高网办率", who)
    mine = standing(plan, who)
    newer, _link = second_edition(plan, who)
    third, _link = second_edition(newer, who, text=AGAIN + "（再次修订）")
    assert standing(newer, who) == standing(third, who) == mine
    assert mine[1:] == [
        ("压缩低压用户报装时间", "rejected"),
        ("压减报装时间", "confirmed"),
        ("提高网办率", "confirmed"),
    ]


def test_what_was_added_within_a_task_is_in_the_next_edition(plan, who):
    add(plan, ONLINE, "提高网办率", who)
    newer, _link = second_edition(plan, who)
    assert standing(newer, who) == standing(plan, who)


def test_what_was_added_with_the_very_words_of_a_misread_task_stands_once(plan, who):
    wrong = plan.tasks[1]
    plans.reject_task(task=wrong.id, reason="单位读错了", **who)
    add(plan, wrong.text, "压减报装时间", who)
    newer, _link = second_edition(plan, who)
    assert sorted(status for _title, status in standing(newer, who)[1:]) == [
        "confirmed",
        "rejected",
    ]


def test_what_was_added_and_is_read_by_now_is_not_added_twice(plan, who):
    start = TEXT.index("一、提升")
    add(plan, TEXT[start : start + 11], "提升便利度", who)
    body = reading()
    body["tasks"][0] |= {"span": [start, body["tasks"][0]["span"][1]]}
    newer, _link = second_edition(plan, who, body=body)
    assert len(newer.tasks) == 2


def test_what_a_person_merged_is_merged_in_the_next_edition_and_in_the_one_after(plan, who):
    plans.merge_tasks(task=plan.tasks[0].id, **who)
    (mine,) = plans.plan(who["by"], plan.id, at=who["at"]).tasks
    newer, _link = second_edition(plan, who)
    third, _link = second_edition(newer, who, text=AGAIN + "（再次修订）")
    for edition in (newer, third):
        (task,) = edition.tasks
        assert (task.title, task.deadline, task.status) == (mine.title, mine.deadline, "corrected")
        assert [one.span for one in task.targets] == [one.span for one in mine.targets]
        assert {one.status for one in task.targets} == {one.status for one in mine.targets}
    said = [one for one in plans.history(newer.id) if one.name == "merged"]
    assert {one.reason for one in said} == {f"上一版由{who['by'].name}处理"}
    assert {row.state for row in compared(plan, newer, who).rows} == {"kept"}


def test_the_deadline_that_was_chosen_is_that_of_the_same_half(plan, who):
    early, late = date(2026, 6, 30), date(2026, 12, 31)
    plans.correct_task(task=plan.tasks[1].id, changes={"deadline": early}, **who)
    plans.merge_tasks(task=plan.tasks[0].id, deadline=early, **who)
    body = reading()
    for task, day in zip(body["tasks"], (late, early), strict=True):
        task["deadline"] = day.isoformat()
    newer, _link = second_edition(plan, who, body=body)
    assert [task.deadline for task in newer.tasks] == [early]


def test_a_merge_that_was_taken_back_is_not_made_again(plan, who):
    plans.merge_tasks(task=plan.tasks[0].id, **who)
    plans.undo(plan=plan.id, **who)
    newer, _link = second_edition(plan, who)
    assert len(newer.tasks) == 2


def test_what_was_split_off_and_then_merged_with_the_next_is_so_again(plan, who):
    part = plans.split_task(task=plan.tasks[0].id, at_offset=TEXT.index("牵头单位"), **who)
    plans.merge_tasks(task=part, **who)
    mine = [one.text for one in plans.plan(who["by"], plan.id, at=who["at"]).tasks]
    newer, _link = second_edition(plan, who)
    assert [one.text for one in newer.tasks] == mine


def test_what_no_longer_stands_side_by_side_stays_apart_and_is_not_thrown_out(plan, who):
    plans.merge_tasks(task=plan.tasks[0].id, **who)
    body = reading()
    body["tasks"].reverse()
    newer, _link = second_edition(plan, who, body=body)
    assert [task.status for task in newer.tasks] == ["suggested"] * 2


def test_what_two_pairs_of_tasks_begin_with_is_merged_in_neither(plan, who):
    plans.merge_tasks(task=plan.tasks[0].id, **who)
    body, start = reading(), TEXT.index("1.压缩")
    for task in reading()["tasks"]:
        moved = [len(AGAIN) + one - start for one in task["span"]]
        body["tasks"].append(task | {"span": moved, "targets": []})
    newer, _link = second_edition(plan, who, body=body, text=AGAIN + TEXT[start:])
    assert len(newer.tasks) == 4


def test_a_task_that_only_cites_the_words_is_not_merged(plan, who):
    plans.merge_tasks(task=plan.tasks[0].id, **who)
    text = AGAIN.replace("1.压缩", "1.落实去年1.压缩")
    body, more = reading(), len("落实去年1.")
    first, second = body["tasks"]
    first["span"] = [first["span"][0], first["span"][1] + more]
    first["text"] = text[slice(*first["span"])]
    second["span"] = [one + more for one in second["span"]]
    for target in (*first["targets"], *second["targets"]):
        target["offsets"] = [one + more for one in target["offsets"]]
    newer, _link = second_edition(plan, who, body=body, text=text)
    assert len(newer.tasks) == 2


def test_merged_tasks_that_bear_numbers_of_another_kind_are_merged_again(plan, who):
    plans.merge_tasks(task=plan.tasks[0].id, **who)
    text, body = AGAIN, reading()
    for task, old, new in zip(body["tasks"], ("1.压", "2.压"), ("一、压", "二、压"), strict=True):
        text, task["text"] = text.replace(old, new), task["text"].replace(old, new)
    newer, _link = second_edition(plan, who, body=body, text=text)
    assert len(newer.tasks) == 1


def test_an_added_task_without_a_place_hinders_no_new_edition(plan, who):
    added = add(plan, POWER, "压减报装时间", who)
    Task.objects.filter(pk=added).update(start=None, end=None)
    newer, _link = second_edition(plan, who)
    assert len(newer.tasks) == 2  # read there by now, within the task


def test_a_dropped_clause_can_go_into_one_that_has_a_counterpart(plan, who):
    body = reading()
    body["tasks"] = body["tasks"][:1]
    newer, link = second_edition(plan, who, body=body)
    states = [(row.state, row.joined) for row in compared(plan, newer, who).rows]
    assert states == [("kept", False), ("dropped", False)]
    one, two = plan.tasks
    pair = plans.lineage.take(link=link, origin=two.id, heir=newer.tasks[0].id, **who)
    kept, joined = compared(plan, newer, who).rows
    assert (kept.state, kept.old.id) == ("kept", one.id)
    assert (joined.state, joined.joined, joined.old.id) == ("changed", True, two.id)
    assert joined.pair == pair
    plans.lineage.part(task_link=pair, reason="不是一回事", **who)
    assert compared(plan, newer, who).rows[1].state == "dropped"
