"""A new edition: what people did goes with it, and a changed number is never carried silently."""

from datetime import timedelta

import pytest
from edition_sample import district, final, next_year

from yingshang.city.accounts.kinds import NotVisible, Refusal
from yingshang.city.plans import service as plans

LATER = timedelta(days=20)


@pytest.fixture
def newer(plan, now):
    return final(now + LATER)


def declare(plan, newer, shen, now, kind="edition"):
    return plans.lineage.declare(
        kind=kind, origin=plan.id, heir=newer.id, by=shen, at=now + LATER, grounds="市政府印发"
    )


def again(shen, plan, now):
    return plans.plan(shen, plan.id, at=now + LATER)


def by_title(view):
    return {task.title: task for task in view.tasks}


def test_a_second_plan_of_the_same_title_is_suggested_as_a_new_edition(plan, newer, shen):
    (found, *_rest) = plans.lineage.candidates_of(shen, newer.id)
    assert (found.kind, found.plan.id, found.sure) == ("edition", plan.id, True)


def test_what_is_kept_moved_and_changed_is_told_before_anybody_decides(plan, newer, shen, now):
    found = plans.lineage.beside_of(shen, plan.id, newer.id, at=now)
    assert found.link is None
    rows = {row.new.title: row for row in found.rows}
    kept, changed = rows["压缩低压用户报装时间"], rows["压缩企业开办时间"]
    assert (kept.state, kept.renumbered) == ("kept", True)
    assert changed.state == "changed"
    assert changed.changes == ("目标", "完成时限", "文字")
    assert [(f.first, f.second, f.label) for f in changed.figures] == [
        ("≤ 2 工作日", "≤ 1 工作日", "更严")
    ]
    assert ("完成时限", "2026年12月31日", "2026年9月30日") in changed.fields
    assert "".join(one.text for one in changed.text if one.op == "put") == "19"


def test_clauses_are_paired_by_the_plans_words_not_by_a_corrected_title(plan, newer, shen, now):
    first, second = plan.tasks
    for task, title in ((first, second.title), (second, first.title)):
        plans.correct_task(task=task.id, changes={"title": title}, by=shen, at=now)
    found = plans.lineage.beside_of(shen, plan.id, newer.id, at=now)
    assert {(row.old.no, row.new.no) for row in found.rows} == {("1", "2"), ("2", "1")}
    assert all(row.likeness > 0.9 for row in found.rows)
    assert "任务名称" in found.rows[0].changes, "what people called it is still laid beside"


def test_a_confirmed_task_that_reads_the_same_stays_confirmed(plan, newer, shen, now):
    second = by_title(plan)["压缩低压用户报装时间"]
    plans.confirm_task(task=second.id, by=shen, at=now)
    plans.correct_task(task=plan.tasks[0].id, changes={"lead": "市数据局"}, by=shen, at=now)
    declare(plan, newer, shen, now)
    found = by_title(again(shen, newer, now))
    assert found["压缩低压用户报装时间"].status == "confirmed"
    assert found["压缩企业开办时间"].status == "suggested"


def test_a_correction_is_made_again_where_the_machine_errs_again(plan, newer, shen, now):
    power = by_title(plan)["压缩低压用户报装时间"]
    plans.correct_task(task=power.id, changes={"lead": "国网青岚供电公司"}, by=shen, at=now)
    plans.reject_target(target=power.targets[1].id, reason="只是要求，不是目标", by=shen, at=now)
    declare(plan, newer, shen, now)
    found = by_title(again(shen, newer, now))["压缩低压用户报装时间"]
    assert [unit.name for unit in found.lead] == ["国网青岚供电公司"]
    assert (found.status, found.targets[1].status) == ("corrected", "rejected")


def bind_start(plan, shen, now):
    """Bind the first promise to what measures it; answers the indicator."""
    start = plan.tasks[0].targets[0].id
    first = next(s for s in plans.suggest_bindings(target=start, at=now) if s.bindable)
    plans.bind(target=start, indicator=first.indicator, by=shen, at=now)
    return first.indicator


def test_a_binding_goes_with_an_unchanged_number(plan, shen, now):
    indicator = bind_start(plan, shen, now)
    newer = final(now + LATER, days=2)
    declare(plan, newer, shen, now)
    kept = by_title(again(shen, newer, now))["压缩企业开办时间"].targets[0]
    assert (kept.indicator, kept.status) == (indicator, "confirmed")
    lamp = plans.promise(shen, kept.id, as_of=now.date())
    assert lamp.edition_note == "第2版；与第1版相同"


def test_a_binding_waits_with_a_changed_number_and_the_lamp_says_why(plan, newer, shen, now):
    bind_start(plan, shen, now)
    link = declare(plan, newer, shen, now)
    changed = by_title(again(shen, newer, now))["压缩企业开办时间"].targets[0]
    assert (changed.indicator, changed.status) == (None, "suggested")
    lamp = plans.promise(shen, changed.id, as_of=now.date())
    assert lamp.lamp == "grey"
    assert "第1版为 ≤ 2 工作日" in lamp.reason
    assert "尚待人工复核" in lamp.reason
    found = plans.lineage.beside_of(shen, plan.id, newer.id, at=now)
    assert (found.link, found.counts["pending"]) == (link, 1)


def test_settling_a_changed_number_binds_it_again_and_says_which_edition(plan, newer, shen, now):
    indicator = bind_start(plan, shen, now)
    declare(plan, newer, shen, now)
    found = plans.lineage.beside_of(shen, plan.id, newer.id, at=now)
    waiting = next(f for row in found.rows for f in row.figures if f.pending)
    said = plans.lineage.settle(target_link=waiting.pending, by=shen, at=now + LATER)
    assert said == indicator
    lamp = plans.promise(shen, waiting.target, as_of=now.date())
    assert lamp.indicator == indicator
    assert lamp.edition_note == "第2版；第1版承诺为 ≤ 2 工作日"
    assert plans.lineage.settle(target_link=waiting.pending, by=shen, at=now + LATER) == ""


def test_only_the_newest_edition_counts(plan, newer, shen, now):
    both = {one.plan.id for one in plans.promises(shen, region="990100", as_of=now.date())}
    assert both == {plan.id, newer.id}
    declare(plan, newer, shen, now)
    after = {one.plan.id for one in plans.promises(shen, region="990100", as_of=now.date())}
    assert after == {newer.id}
    told = {row.plan for row in plans.compare(on=now.date()) if row.region == "990100"}
    assert plan.id not in told
    assert plans.promises(shen, plan=plan.id, as_of=now.date())  # its own page still shows it


def test_who_keeps_something_against_a_task_is_told_what_it_goes_on_as(
    plan, newer, shen, now, monkeypatch
):
    told = []
    monkeypatch.setattr(plans.lineage, "FOLLOWERS", plans.lineage.FOLLOWERS)
    plans.lineage.FOLLOWERS.append(lambda found, by, at: told.append(found))
    try:
        declare(plan, newer, shen, now)
    finally:
        plans.lineage.FOLLOWERS.pop()
    old, new = by_title(plan), by_title(newer)
    assert told[0].tasks == {old[title].id: new[title].id for title in old}
    power = "压缩低压用户报装时间"
    assert told[0].targets == {
        a.id: b.id for a, b in zip(old[power].targets, new[power].targets, strict=True)
    }


def test_a_person_takes_a_pair_apart_and_makes_another(plan, newer, shen, now):
    link = declare(plan, newer, shen, now)
    found = plans.lineage.beside_of(shen, plan.id, newer.id, at=now)
    changed = next(row for row in found.rows if row.state == "changed")
    with pytest.raises(Refusal) as refused:
        plans.lineage.take(
            link=link, origin=changed.old.id, heir=found.rows[0].new.id, by=shen, at=now
        )
    assert refused.value.code == "clause-paired"
    plans.lineage.part(task_link=changed.pair, reason="不是一回事", by=shen, at=now)
    states = [r.state for r in plans.lineage.beside_of(shen, plan.id, newer.id, at=now).rows]
    assert sorted(states) == ["dropped", "kept", "new"]
    plans.lineage.take(link=link, origin=changed.old.id, heir=changed.new.id, by=shen, at=now)
    states = [r.state for r in plans.lineage.beside_of(shen, plan.id, newer.id, at=now).rows]
    assert sorted(states) == ["changed", "kept"]


def test_an_edition_taken_back_counts_the_old_one_again(plan, newer, shen, now):
    link = declare(plan, newer, shen, now)
    with pytest.raises(Refusal):
        plans.lineage.undo(link=link, reason=" ", by=shen, at=now)
    plans.lineage.undo(link=link, reason="认错了", by=shen, at=now)
    both = {one.plan.id for one in plans.promises(shen, region="990100", as_of=now.date())}
    assert both == {plan.id, newer.id}
    assert [event.label for event in plans.history(newer.id)][-1] == "撤销关联"


def test_a_plan_is_no_edition_of_itself_nor_of_what_came_from_it(plan, newer, shen, now):
    with pytest.raises(Refusal) as refused:
        declare(plan, plan, shen, now)
    assert refused.value.code == "link-itself"
    declare(plan, newer, shen, now)
    with pytest.raises(Refusal) as refused:
        declare(newer, plan, shen, now, kind="successor")
    assert refused.value.code == "link-circle"


def test_only_who_keeps_the_ledger_links_it(plan, newer, zhou, now):
    with pytest.raises(Refusal) as refused:
        declare(plan, newer, zhou, now)
    assert refused.value.code == "plan-not-yours"


# --- next year -------------------------------------------------------------------------------


def test_next_years_plan_is_offered_last_years_tasks_and_a_person_decides(plan, shen, now):
    year = timedelta(days=330)
    follower = next_year(now + year)
    (found, *_rest) = plans.lineage.candidates_of(shen, follower.id)
    assert (found.kind, found.sure) == ("successor", True)
    link = declare(plan, follower, shen, now + year, kind="successor")
    view = plans.lineage.taking_of(shen, link, at=now + year)
    assert [(row.state, len(row.proposals)) for row in view.rows] == [("open", 0), ("open", 1)]
    assert view.counts["waiting"] == 2
    offered = view.rows[1].proposals[0]
    plans.lineage.take(
        link=link, origin=view.rows[1].side.id, heir=offered.side.id, by=shen, at=now + year
    )
    with pytest.raises(Refusal) as refused:
        plans.lineage.let_go(
            link=link, origin=view.rows[0].side.id, reason="", by=shen, at=now + year
        )
    assert refused.value.code == "reason-missing"
    plans.lineage.let_go(
        link=link, origin=view.rows[0].side.id, reason="已完成", by=shen, at=now + year
    )
    view = plans.lineage.taking_of(shen, link, at=now + year)
    assert [(row.state, row.letgo) for row in view.rows] == [("letgo", "已完成"), ("taken", "")]
    assert view.counts["waiting"] == 0
    assert view.fresh == ()


# --- above and below -------------------------------------------------------------------------


def test_a_district_that_names_the_citys_number_is_suggested_to_answer_it(plan, shen, now):
    from yingshang.city.plans.models import Plan

    Plan.objects.filter(pk=plan.id).update(doc_number="青政办发[2026]3号")
    lower = district(now + LATER)
    (found, *_rest) = plans.lineage.candidates_of(shen, lower.id)
    assert (found.kind, found.plan.id, found.sure) == ("superior", plan.id, True)
    assert "青政办发[2026]3号" in found.grounds


def test_a_superior_plan_shows_who_took_up_what_how_strictly_and_who_is_silent(plan, shen, now):
    lower = district(now + LATER)
    link = declare(plan, lower, shen, now, kind="superior")
    view = plans.lineage.taking_of(shen, link, at=now)
    first = view.rows[0]
    assert first.proposals[0].side.id == lower.tasks[0].id
    plans.lineage.take(
        link=link, origin=first.side.id, heir=lower.tasks[0].id, by=shen, at=now + LATER
    )
    found = plans.lineage.below_of(shen, plan.id, at=now)
    assert [row.region for _link, row in found.columns] == ["990101"]
    (task, (cell,)), (_other, (missing,)) = found.rows
    assert task.title == "压缩企业开办时间"
    assert (cell.state, cell.ways) == ("taken", ("looser", "later"))
    assert missing.state == "none"
    assert [name for _code, name in found.silent] == ["西岭区", "高新区"]


def test_a_neighbours_plan_is_not_superior(plan, shen, now):
    lower = district(now + LATER)
    with pytest.raises(Refusal) as refused:
        declare(lower, plan, shen, now, kind="superior")
    assert refused.value.code == "not-superior"


def test_a_link_that_is_not_there_is_not_visible(shen, now, city):
    with pytest.raises(NotVisible):
        plans.lineage.taking_of(shen, 999_999, at=now)
