"""Acts on a ledger: split, merge, confirm many, take back. Nothing is lost, everybody is named."""

from datetime import timedelta

import pytest
from plan_sample import TEXT

from yingshang.city.plans import service as plans
from yingshang.city.plans.models import Target, Task
from yingshang.city.plans.review.models import Teaching
from yingshang.kernel.flow import Refusal


def ledger(plan, by):
    return plans.review(plan.id, by)


@pytest.fixture
def second(plan):
    """The task with two targets: 4 working days, and 95 %."""
    return plan.tasks[1]


def test_a_task_is_confirmed_with_its_targets_in_one_act(plan, second, shen, now):
    assert plans.confirm_whole(task=second.id, by=shen, at=now, version=second.version) == 3
    row = ledger(plan, shen).rows[1]
    assert not row.waits
    assert {said.by_name for _target, said in row.targets} == {shen.name}
    assert row.said.at == now


def test_undo_takes_the_whole_act_back_and_stays_on_record(plan, second, shen, now):
    plans.confirm_whole(task=second.id, by=shen, at=now)
    sentence, touched = plans.undo(plan=plan.id, by=shen, at=now)
    assert touched == {second.id}
    assert "确认任务" in sentence
    assert ledger(plan, shen).rows[1].waits
    assert [e.name for e in plans.history(plan.id)][-1] == "undone"
    with pytest.raises(Refusal, match="没有可撤销"):
        plans.undo(plan=plan.id, by=shen, at=now)


def test_acts_are_taken_back_one_after_the_other(plan, first, second, shen, now):
    plans.correct_target(target=first.id, changes={"value": "3"}, by=shen, at=now)
    plans.confirm_whole(task=second.id, by=shen, at=now)
    plans.undo(plan=plan.id, by=shen, at=now)
    plans.undo(plan=plan.id, by=shen, at=now)
    seen = ledger(plan, shen)
    assert seen.progress.done == 0
    assert seen.rows[0].targets[0][0].value == 2


def test_nobody_takes_back_what_a_colleague_has_changed_since(plan, first, shen, fang, now):
    plans.correct_target(target=first.id, changes={"value": "3"}, by=shen, at=now)
    plans.correct_target(target=first.id, changes={"value": "1"}, by=fang, at=now)
    with pytest.raises(Refusal, match=fang.name) as refused:
        plans.undo(plan=plan.id, by=shen, at=now)
    assert refused.value.code == "undo-overtaken"
    assert ledger(plan, shen).rows[0].targets[0][0].value == 1


def test_what_one_did_is_not_another_ones_to_take_back(plan, second, shen, fang, now):
    plans.confirm_whole(task=second.id, by=shen, at=now)
    with pytest.raises(Refusal, match="没有可撤销"):
        plans.undo(plan=plan.id, by=fang, at=now)


def test_a_split_moves_targets_with_their_words(plan, second, shen, now):
    where = TEXT.index("网上可办率")
    new = plans.split_task(task=second.id, at_offset=where, by=shen, at=now)
    first_part, second_part = ledger(plan, shen).rows[1:]
    assert (second_part.id, second_part.split_from) == (new, second.id)
    assert [t.span for t, _said in first_part.targets] == ["压减至4个工作日以内"]
    assert [t.span for t, _said in second_part.targets] == ["达到95%以上"]
    for row in (first_part, second_part):
        start, end = row.task.offsets
        assert TEXT[start:end] == row.task.text
    assert first_part.task.responsible == second.responsible, "its own words name nobody"
    assert {one.name for one in second_part.task.responsible} == {
        "国网青岚供电公司",
        "市营商局",
        "市没有这个局",
    }, "what its own words name, and what somebody else has said"


def test_a_split_never_cuts_the_words_of_a_target(plan, second, shen, now):
    where = TEXT.index("个工作日以内")
    with pytest.raises(Refusal, match="原话中间"):
        plans.split_task(task=second.id, at_offset=where, by=shen, at=now)
    with pytest.raises(Refusal, match="不在这项任务"):
        plans.split_task(task=second.id, at_offset=0, by=shen, at=now)


def test_an_undone_split_is_one_task_again(plan, second, shen, now):
    plans.split_task(task=second.id, at_offset=TEXT.index("网上可办率"), by=shen, at=now)
    plans.undo(plan=plan.id, by=shen, at=now)
    rows = ledger(plan, shen).rows
    assert [row.id for row in rows] == [task.id for task in plan.tasks]
    assert rows[1].task.text == second.text
    assert [t.id for t, _said in rows[1].targets] == [t.id for t in second.targets]


def test_a_merge_keeps_units_targets_and_the_later_deadline(plan, shen, now):
    one, two = plan.tasks
    plans.merge_tasks(task=one.id, by=shen, at=now)
    (row,) = ledger(plan, shen).rows
    assert len(row.targets) == 3
    assert [u.name for u in row.task.lead] == ["市市场监管局"]
    assert [u.name for u in row.task.responsible] == [u.name for u in two.responsible]
    assert row.task.text == TEXT[one.offsets[0] : two.offsets[1]]
    assert Task.objects.get(pk=two.id).merged_into_id == one.id
    assert len(plans.plan(shen, plan.id, at=now).tasks) == 1
    plans.undo(plan=plan.id, by=shen, at=now)
    assert [len(row.targets) for row in ledger(plan, shen).rows] == [1, 2]


def test_the_last_task_has_nothing_to_merge_with(plan, second, shen, now):
    with pytest.raises(Refusal, match="最后一项"):
        plans.merge_tasks(task=second.id, by=shen, at=now)


def test_all_that_is_certain_is_one_act_with_its_count(plan, shen, now):
    Task.objects.filter(plan=plan.id).update(confidence=0.95)
    Target.objects.filter(pk=plan.tasks[1].targets[0].id).update(confidence=0.5)
    seen = ledger(plan, shen)
    assert seen.progress.certain == 4
    with pytest.raises(Refusal, match="4 条"):
        plans.confirm_certain(plan=plan.id, expected=5, by=shen, at=now)
    assert plans.confirm_certain(plan=plan.id, expected=4, by=shen, at=now) == 4
    many = [e for e in plans.history(plan.id) if e.name == "confirmed-many"]
    assert many[0].new == {"tasks": 2, "targets": 2, "threshold": 0.9}
    assert "0.9" in ledger(plan, shen).rows[0].said.reason
    plans.undo(plan=plan.id, by=shen, at=now)
    assert ledger(plan, shen).progress.done == 0


def test_what_does_not_say_how_sure_it_is_is_not_certain(plan, shen):
    rows = ledger(plan, shen).rows
    assert rows[0].task.confidence is None
    assert ledger(plan, shen).progress.certain == 3  # the targets only


def test_doubtful_readings_come_first(plan, shen):
    Target.objects.filter(pk=plan.tasks[1].targets[0].id).update(confidence=0.5)
    ordered = plans.review_order(ledger(plan, shen).rows)
    assert [row.id for row in ordered] == [plan.tasks[1].id, plan.tasks[0].id]
    assert any("市没有这个局" in doubt for doubt in ordered[0].doubts)


def test_a_row_that_was_merged_away_is_told_to_who_still_sees_it(plan, second, shen, fang, now):
    plans.merge_tasks(task=plan.tasks[0].id, by=shen, at=now)
    with pytest.raises(Refusal, match="并入"):
        plans.confirm_whole(task=second.id, by=fang, at=now, version=second.version)


def test_sentences_are_where_a_task_can_be_split(second):
    found = plans.sentences(second.id)
    assert [TEXT[s.start : s.end] for s in found] == [s.text for s in found]
    assert len(found) == 3


def test_the_number_of_questions_does_not_grow_with_the_tasks(
    plan, shen, django_assert_max_num_queries
):
    row = Task.objects.get(pk=plan.tasks[0].id)
    for order in range(3, 60):
        row.pk, row.order = None, order
        row.save()
    with django_assert_max_num_queries(16):
        assert len(ledger(plan, shen).rows) == 59


# --- what a correction teaches ----------------------------------------------------------------


def _again(plan, city, shen, now, sha256="b" * 64, title="青岚市2027年优化营商环境行动方案"):
    """The same words in another plan."""
    from plan_sample import reading

    return plans.store_reading(
        text=TEXT,
        reading=reading() | {"title": title},
        sha256=sha256,
        name="qinglan-2027.txt",
        region=city,
        by=shen,
        at=now,
    )


def test_a_metric_corrected_once_is_read_rightly_in_the_next_plan(plan, first, city, shen, now):
    plans.correct_target(
        target=first.id, changes={"metric_key": "property-transfer-time"}, by=shen, at=now
    )
    target = _again(plan, city, shen, now).tasks[0].targets[0]
    assert target.metric_key == "property-transfer-time"
    (entry,) = plans.dictionary(city)
    assert target.taught == (entry.id,)
    assert (entry.by_name, entry.target, entry.plan) == (shen.name, first.id, plan.id)


def test_a_statistic_corrected_for_a_phrase_holds_for_the_phrase(plan, first, city, shen, now):
    plans.correct_target(target=first.id, changes={"statistic": "max"}, by=shen, at=now)
    second = _again(plan, city, shen, now)
    assert second.tasks[0].targets[0].statistic == "max"
    assert second.tasks[1].targets[0].statistic == "mean"


def test_a_name_put_right_is_read_so_in_the_next_plan(plan, first, city, shen, now):
    changes = {"metric": "全程开办时间", "statistic": "max"}
    plans.correct_target(target=first.id, changes=changes, by=shen, at=now)
    assert plans.taught(first.id, at=now) == ("指标名称", "统计口径")
    read = _again(plan, city, shen, now).tasks[0].targets[0]
    assert (read.metric, read.statistic, len(read.taught)) == ("全程开办时间", "max", 2)
    plans.correct_target(target=read.id, changes={"statistic": "median"}, by=shen, at=now)
    third = _again(plan, city, shen, now, sha256="c" * 64, title="青岚市2028年方案")
    again = third.tasks[0].targets[0]
    assert (again.metric, again.statistic) == ("全程开办时间", "median"), "under either name"


@pytest.mark.parametrize("said", ["新办企业开办时间", "企业开办时间（含刻章）"])
def test_a_name_made_narrower_by_where_it_stood_is_not_taught(plan, first, city, shen, now, said):
    plans.correct_target(target=first.id, changes={"metric": said}, by=shen, at=now)
    assert plans.taught(first.id, at=now) == ()
    assert _again(plan, city, shen, now).tasks[0].targets[0].metric == "企业开办时间"


def test_one_rejection_of_a_label_teaches_nothing_two_make_a_doubt(plan, city, shen, now):
    one, two = plan.tasks[0].targets[0], plan.tasks[1].targets[0]
    Target.objects.filter(pk=two.id).update(span="5个工作日内办结")
    plans.reject_target(target=one.id, reason="标签", kind="label", by=shen, at=now)
    first_next = _again(plan, city, shen, now)
    assert first_next.tasks[0].targets[0].confidence == 0.9
    plans.reject_target(target=two.id, reason="标签", kind="label", by=shen, at=now)
    from yingshang.city.plans.review.lexicon import lexicon

    row = Target.objects.get(pk=first_next.tasks[0].targets[0].id)
    lexicon(city).apply(row)
    assert row.confidence == 0.4
    assert "2 次" in row.doubts[-1]


def test_who_takes_it_for_a_target_after_all_unteaches_the_rejection(plan, city, shen, now):
    one, two = plan.tasks[0].targets[0], plan.tasks[1].targets[0]
    Target.objects.filter(pk=two.id).update(span="5个工作日内办结")
    later = now + timedelta(minutes=5)
    for target in (one, two):
        plans.reject_target(target=target.id, reason="标签", kind="label", by=shen, at=now)
    plans.confirm_target(target=one.id, by=shen, at=later)
    assert [entry.meaning["times"] for entry in plans.dictionary(city)] == [1]
    plans.undo(plan=plan.id, by=shen, at=later + timedelta(minutes=1))
    assert [entry.meaning["times"] for entry in plans.dictionary(city)] == [2]
    plans.confirm_target(target=one.id, by=shen, at=later + timedelta(minutes=2))
    plans.confirm_target(target=two.id, by=shen, at=later + timedelta(minutes=3))
    assert plans.dictionary(city) == []


def test_a_past_result_or_other_reason_teaches_nothing(plan, first, city, shen, now):
    plans.reject_target(target=first.id, reason="过去的成绩", kind="past", by=shen, at=now)
    assert plans.dictionary(city) == []


def test_a_unit_name_put_right_is_remembered(plan, second, city, shen, now):
    plans.correct_task(
        task=second.id, changes={"responsible": "国网青岚供电公司、市营商局"}, by=shen, at=now
    )
    entry = plans.dictionary(city)[0]
    assert (entry.phrase, entry.meaning["units"]) == ("市没有这个局", ["990100-bureau"])


def test_an_undone_correction_is_unlearnt(plan, first, city, shen, now):
    plans.correct_target(target=first.id, changes={"statistic": "max"}, by=shen, at=now)
    plans.undo(plan=plan.id, by=shen, at=now)
    assert plans.dictionary(city) == []
    assert _again(plan, city, shen, now).tasks[0].targets[0].statistic == "each"


def test_an_undone_rejection_is_unlearnt_though_another_rejected_the_like_since(
    plan, first, city, shen, fang, now
):
    def learnt():
        return [one.meaning["targets"] for one in Teaching.objects.filter(removed_at=None)]

    again = _again(plan, city, shen, now)
    second, hour = again.tasks[0].targets[0], timedelta(hours=1)
    why = {"reason": "门槛", "kind": "label"}
    plans.reject_target(target=first.id, **why, by=shen, at=now)
    plans.reject_target(target=second.id, **why, by=fang, at=now + hour)
    assert learnt() == [[first.id, second.id]]
    plans.undo(plan=plan.id, by=shen, at=now + 2 * hour)
    assert learnt() == [[second.id]]
    plans.undo(plan=again.id, by=fang, at=now + 3 * hour)
    assert learnt() == []


def test_who_puts_back_what_the_machine_read_unteaches_it(plan, first, city, shen, now):
    read = {"metric_key": first.metric_key, "metric": first.metric, "statistic": first.statistic}
    wrong = {"metric_key": "property-transfer-time", "metric": "全程用时", "statistic": "max"}
    plans.correct_target(target=first.id, changes=wrong, by=shen, at=now)
    assert len(plans.dictionary(city)) == 3
    later = now + timedelta(minutes=5)
    plans.correct_target(target=first.id, changes=read, by=shen, at=later)
    assert plans.dictionary(city) == []
    again = _again(plan, city, shen, now).tasks[0].targets[0]
    assert {name: getattr(again, name) for name in read} == read
    plans.undo(plan=plan.id, by=shen, at=later + timedelta(minutes=5))
    assert len(plans.dictionary(city)) == 3


def test_a_unit_name_put_back_means_that_unit_no_more(plan, second, city, shen, now):
    printed = list(second.responsible)
    names = [one.name for one in printed]
    changes = {"responsible": "国网青岚供电公司、市营商局"}
    plans.correct_task(task=second.id, changes=changes, by=shen, at=now)
    assert plans.dictionary(city)
    plans.correct_task(task=second.id, changes={"responsible": names}, by=shen, at=now)
    assert plans.dictionary(city) == []


def test_another_city_learns_nothing_from_it(plan, first, shen, now):
    plans.correct_target(target=first.id, changes={"statistic": "max"}, by=shen, at=now)
    assert plans.dictionary("990200") == []
