"""A new edition: the case goes on with its clause, changed as the clause is, and back again."""

from datetime import date

import pytest
from ledger_sample import PLAN, day, evidence

from yingshang.city.accounts import service as accounts
from yingshang.city.cases import service as cases
from yingshang.city.plans import service as plans
from yingshang.kernel.flow import Refusal

AT = day(3, 2)
SECOND = (
    PLAN.replace("压缩至2个工作日以内", "压缩至1个工作日以内")
    .replace("2026年5月底前", "2026年4月底前")
    .replace("牵头单位：市税务局\n", "牵头单位：市市场监管局\n")
)
DROPPED = PLAN[: PLAN.index("（三）")] + PLAN[PLAN.index("青岚市人民政府办公室") :]


def stored(text, at, by, year=2026):
    """The text as one more plan of the city, everything confirmed."""
    text = text.replace("青岚市2026年", f"青岚市{year}年")
    plan = plans.import_plan(data=text.encode(), name="b.txt", region="990100", by=by, at=at)
    return plan


def declare(reviewed, newer, shen, kind="edition", at=AT):
    return plans.lineage.declare(kind=kind, origin=reviewed.id, heir=newer.id, by=shen, at=at)


def seen(actor, ref, at=AT):
    return plans.tracked_task(actor, ref, at=at)


def report(ref, by):
    plans.report_progress(ref=ref, percent=30, progress="已上线", by=by, at=day(2, 3))


def test_a_kept_clause_carries_its_case_with_all_that_was_done(measured, reviewed, deng, shen):
    report(measured, deng)
    newer = stored(DROPPED, AT, shen)
    declare(reviewed, newer, shen)
    found = seen(deng, measured)
    assert (found.row.plan, found.row.stage) == (newer.id, "working")
    assert (found.row.percent, str(found.row.due_on)) == (30, "2026-05-31")
    assert (found.passages[0].changes, found.passages[0].waits) == ((), False)
    assert "原文一致" in cases.timeline(shen, measured)[-1].text
    assert plans.tracked(shen, at=AT, plan=newer.id)[0].ref == measured


def test_a_changed_clause_moves_the_clock_and_waits_for_the_unit(measured, reviewed, deng, shen):
    declare(reviewed, stored(SECOND, AT, shen), shen)
    found = seen(deng, measured)
    assert str(found.row.due_on) == "2026-04-30"
    assert ("完成时限", "2026年5月31日", "2026年4月30日") in found.passages[0].changes
    assert any("2 工作日" in before for _what, before, _after in found.passages[0].changes)
    assert "acknowledge" in found.verbs
    lamp = seen(shen, measured, day(3, 6)).row.lamp
    assert any("4 天没有签认" in one for one in lamp.also)
    assert "期限由2026年5月31日改为2026年4月30日" in cases.timeline(shen, measured)[-1].text
    with pytest.raises(Refusal):
        plans.acknowledge(ref=measured, by=shen, at=day(3, 3))
    plans.acknowledge(ref=measured, words="按新时限办", by=deng, at=day(3, 3))
    assert "acknowledge" not in seen(deng, measured, day(3, 3, 11)).verbs
    assert seen(deng, measured, day(3, 3, 11)).passages[0].acked_by == deng.name


def test_a_dropped_deadline_ends_the_clock_and_comes_back_with_the_clause(
    measured, reviewed, deng, shen
):
    plans.ask_extension(ref=measured, until=date(2026, 6, 30), reason="缺数据", by=deng, at=AT)
    newer = stored(PLAN.replace("2026年5月底前", "持续"), AT, shen)
    link = declare(reviewed, newer, shen)
    late = seen(deng, measured, day(6, 15))
    assert (late.row.due_on, late.row.extended, late.row.lamp.rule == "overdue") == (
        None,
        False,
        False,
    )
    assert ("完成时限", "2026年5月31日", "无期限（持续）") in late.passages[0].changes
    assert late.extensions[0].state == "refused"
    assert {"acknowledge"} == late.verbs & {"acknowledge", "ask_extension"}
    lines = cases.clock(shen, measured, at=day(6, 15)).limits
    assert not [one for one in lines if one.kind == "promised"]
    assert "今后无期限，时钟停走" in cases.timeline(shen, measured)[-1].text
    plans.acknowledge(ref=measured, by=deng, at=day(3, 3))
    plans.lineage.undo(link=link, reason="关联错了", by=shen, at=day(3, 4))
    assert str(seen(deng, measured, day(3, 5)).row.due_on) == "2026-05-31"


def test_a_changed_number_lets_nothing_close_before_somebody_looked(measured, reviewed, deng, shen):
    link = declare(reviewed, stored(SECOND, AT, shen), shen)
    check = seen(deng, measured).row.check
    assert not check.met
    assert "复核前不能销号" in check.sentence
    assert plans.passed_of(shen, link).changed[0].waits


def test_a_changed_lead_takes_the_case_over_and_signs_anew(worded, reviewed, wu, ma, shen):
    report(worded, wu)
    declare(reviewed, stored(SECOND, AT, shen), shen)
    found = seen(ma, worded)
    assert (found.row.unit, found.row.stage) == ("990100-market", "unsigned")
    assert found.row.contact == ""
    assert found.reports[0].progress == "已上线"
    plans.sign_task(ref=worded, contact="马丽", phone="0999-1", by=ma, at=day(3, 3))
    assert seen(ma, worded, day(3, 3, 11)).row.stage == "working"


def test_what_a_person_parts_goes_back_as_it_stood(worded, reviewed, wu, shen):
    newer = stored(SECOND, AT, shen)
    link = declare(reviewed, newer, shen)
    pairs = plans.lineage.beside_of(shen, reviewed.id, newer.id, at=AT).rows
    pair = next(row.pair for row in pairs if row.old and "税费" in row.old.title)
    plans.lineage.part(task_link=pair, reason="不是一回事", by=shen, at=day(3, 3))
    found = seen(wu, worded, day(3, 4))
    assert (found.row.plan, found.row.unit, found.row.contact) == (
        reviewed.id,
        "990100-tax",
        "吴涛",
    )
    assert (found.passages[0].undone_by, found.passages[0].undone_because) == (
        shen.name,
        "不是一回事",
    )
    assert [one.ref for one in plans.passed_of(shen, link).dropped] == [worded]


def test_a_dropped_clause_ends_its_case_when_a_person_says_so(sent, reviewed, shen, wu, he):
    newer = stored(DROPPED, AT, shen)
    link = declare(reviewed, newer, shen)
    assert [one.ref for one in plans.passed_of(shen, link).dropped] == [sent[2]]
    for actor in (wu, he):
        with pytest.raises(Refusal):
            plans.withdraw_dropped(link=link, refs=[sent[2]], by=actor, at=AT)
    with pytest.raises(Refusal):
        plans.withdraw_dropped(link=link, refs=[sent[0]], by=shen, at=AT)
    plans.withdraw_dropped(link=link, refs=[sent[2]], by=shen, at=AT)
    found = seen(shen, sent[2], day(3, 2, 11))
    assert found.row.stage == "ended"
    assert "规范登记收费" in cases.timeline(shen, sent[2])[-1].text
    assert found.verbs == {"restore"}
    plans.restore_task(ref=sent[2], reason="误删，已核对", by=shen, at=day(3, 3))
    again = seen(shen, sent[2], day(3, 3, 11))
    assert (again.row.stage, str(again.row.due_on)) == ("unassigned", "2026-09-30")
    assert again.passages[0].undone_by == shen.name


def test_undoing_the_link_takes_everything_back(sent, reviewed, shen):
    newer = stored(DROPPED, AT, shen)
    link = declare(reviewed, newer, shen)
    plans.withdraw_dropped(link=link, refs=[sent[2]], by=shen, at=AT)
    plans.lineage.undo(link=link, reason="关联错了", by=shen, at=day(3, 3))
    rows = plans.tracked(shen, at=day(3, 4), plan=reviewed.id)
    assert [row.ref for row in rows] == sent
    assert all(row.running for row in rows)


NEXT = PLAN.replace("2026年", "2027年")


def bound(shen, plan):
    return plans.plan(shen, plan.id, at=AT).tasks[0].targets[0].indicator


@pytest.mark.parametrize("whole", [True, False])
def test_what_an_edition_of_next_years_plan_has_from_this_year_comes_back_too(
    measured, reviewed, shen, whole
):
    first = stored(NEXT, AT, shen, year=2027)
    link = declare(reviewed, first, shen, kind="successor")
    pair = plans.lineage.take(
        link=link, origin=reviewed.tasks[0].id, heir=first.tasks[0].id, by=shen, at=AT
    )
    second = stored(NEXT.replace("1月5日", "2月5日"), AT, shen, year=2027)
    declare(first, second, shen)
    assert bound(shen, reviewed)
    assert bound(shen, first) == bound(shen, second) == bound(shen, reviewed)
    assert seen(shen, measured).row.plan == second.id
    if whole:
        plans.lineage.undo(link=link, reason="关联错了", by=shen, at=day(3, 3))
    else:
        plans.lineage.part(task_link=pair, reason="不是一回事", by=shen, at=day(3, 3))
    assert bound(shen, first) is bound(shen, second) is None
    assert seen(shen, measured).row.plan == reviewed.id
    assert {one.undone_by for one in seen(shen, measured).passages} == {shen.name}


def test_a_plan_whose_tasks_went_on_is_not_offered_for_withdrawal(measured, reviewed, shen):
    newer = stored(NEXT, AT, shen, year=2027)
    link = declare(reviewed, newer, shen, kind="successor")
    plans.lineage.take(
        link=link, origin=reviewed.tasks[0].id, heir=newer.tasks[0].id, by=shen, at=AT
    )
    assert not plans.may_withdraw(shen, reviewed.id)
    assert "交办出去" in plans.why_kept(shen, reviewed.id)
    with pytest.raises(Refusal) as refused:
        plans.withdraw(plan=reviewed.id, reason="错", by=shen, at=AT)
    assert refused.value.code == "handed-out"
    assert plans.may_withdraw(shen, newer.id)


def test_a_case_comes_home_from_the_first_of_several_that_took_its_task_over(
    measured, reviewed, shen
):
    newer = stored(NEXT, AT, shen, year=2027)
    link = declare(reviewed, newer, shen, kind="successor")
    for heir in newer.tasks[:2]:
        plans.lineage.take(link=link, origin=reviewed.tasks[0].id, heir=heir.id, by=shen, at=AT)
    plans.withdraw(plan=newer.id, reason="错", by=shen, at=day(3, 3))
    assert seen(shen, measured).row.plan == reviewed.id


def test_a_case_that_went_through_a_withdrawn_plan_goes_all_the_way_back_and_on_again(
    measured, reviewed, shen
):
    second = stored(SECOND, AT, shen)
    newer = stored(NEXT, AT, shen, year=2027)
    link = declare(second, newer, shen, kind="successor")
    declare(reviewed, second, shen)
    pair = plans.lineage.beside_of(shen, reviewed.id, second.id, at=AT).rows[0]
    plans.lineage.take(link=link, origin=pair.new.id, heir=newer.tasks[0].id, by=shen, at=AT)
    assert seen(shen, measured).row.plan == newer.id
    assert plans.may_withdraw(shen, second.id)
    plans.withdraw(plan=second.id, reason="错", by=shen, at=day(3, 3))
    found = seen(shen, measured, day(3, 4)).row
    assert (found.plan, str(found.due_on)) == (reviewed.id, "2026-05-31")
    stored(SECOND, day(3, 5), shen)
    assert seen(shen, measured, day(3, 6)).row.plan == newer.id


def test_a_case_goes_on_again_into_the_edition_that_next_years_plan_had(measured, reviewed, shen):
    second = stored(SECOND, AT, shen)
    newer = stored(NEXT, AT, shen, year=2027)
    latest = stored(NEXT.replace("一次性告知清单", "一次告知清单"), AT, shen, year=2027)
    link = declare(second, newer, shen, kind="successor")
    declare(reviewed, second, shen)
    pair = plans.lineage.beside_of(shen, reviewed.id, second.id, at=AT).rows[0]
    plans.lineage.take(link=link, origin=pair.new.id, heir=newer.tasks[0].id, by=shen, at=AT)
    declare(newer, latest, shen)
    assert seen(shen, measured).row.plan == latest.id
    plans.withdraw(plan=second.id, reason="错", by=shen, at=day(3, 3))
    assert seen(shen, measured, day(3, 4)).row.plan == reviewed.id
    stored(SECOND, day(3, 5), shen)
    assert seen(shen, measured, day(3, 6)).row.plan == latest.id


def test_the_old_edition_sends_nothing_out_any_more(reviewed, shen):
    declare(reviewed, stored(DROPPED, AT, shen), shen)
    with pytest.raises(Refusal) as refused:
        plans.send_tasks(plan=reviewed.id, by=shen, at=AT)
    assert refused.value.code == "newer-edition"


def test_next_years_plan_takes_over_what_is_open_and_knows_what_is_closed(
    measured, worded, reviewed, shen, fang, wu
):
    plans.ask_close(ref=worded, words="已公布", by=wu, at=day(2, 3), files=[evidence()])
    for who, when in ((shen, day(2, 4)), (fang, day(2, 5))):
        plans.verify_closing(ref=worded, passed=True, opinion="属实", by=who, at=when)
    plans.close_task(ref=worded, by=shen, at=day(2, 6))
    newer = stored(PLAN.replace("2026年5月底前", "2027年5月底前"), AT, shen, year=2027)
    link = declare(reviewed, newer, shen, kind="successor")
    taking = plans.lineage.taking_of(shen, link, at=AT)
    rows = taking.rows
    assert [row.standing for row in rows][1] == "closed"
    assert (taking.counts["open"], taking.counts["waiting"], taking.counts["done"]) == (2, 2, 1)
    for row, heir in zip(rows, newer.tasks, strict=True):
        plans.lineage.take(link=link, origin=row.side.id, heir=heir.id, by=shen, at=AT)
    assert seen(shen, measured).row.plan == newer.id
    assert str(seen(shen, measured).row.due_on) == "2027-05-31"
    assert seen(shen, worded).row.plan == reviewed.id


def test_a_cooperating_unit_has_its_say_and_the_lead_sees_it(measured, hou, deng, ma, shen):
    assert "join_in" in seen(hou, measured).verbs
    plans.join_in(ref=measured, kind="progress", words="已共享网签数据", by=hou, at=AT)
    found = seen(deng, measured, day(3, 2, 11))
    assert [(one.unit_name, one.words) for one in found.opinions] == [
        ("市住房和城乡建设局", "已共享网签数据")
    ]
    assert "已共享网签数据" in cases.timeline(deng, measured)[-1].text
    with pytest.raises(Refusal):
        plans.ask_close(ref=measured, words="好了", by=hou, at=AT)
    with pytest.raises(Refusal):
        plans.join_in(ref=measured, kind="opinion", words="知道了", by=shen, at=day(3, 3))


@pytest.mark.parametrize("verb", ["assign", "decide", "reopen", "withdraw", "amend", "extend"])
def test_a_leader_reads_a_task_and_moves_nothing(measured, he, verb):
    said = {
        "assign": {"unit": "990100-tax"},
        "decide": {"outcome": "terminated", "reason": "不办了"},
        "reopen": {"ground": "批示"},
        "withdraw": {"reason": "不办了"},
        "amend": {"reason": "改", "until": day(9, 1)},
        "extend": {"reason": "改", "approver": "何", "workdays": 5},
    }[verb]
    with pytest.raises(Refusal) as refused:
        getattr(cases, verb)(ref=measured, by=he, at=AT, **said)
    assert refused.value.code == "not-yours"
    assert cases.allowed(he, measured) <= {"note"}


def test_a_provinces_plan_is_imported_and_the_citys_silence_is_told(city, reviewed, shen):
    regions = dict(accounts.regions(cities_only=False))
    assert (regions["210000"], regions["000000"]) == ("辽宁省", "国家")
    assert not {code for code, _name in accounts.regions()} & {"990000", "210000", "000000"}
    text = PLAN.replace("青岚市", "示例省").replace("2个工作日以内", "1个工作日以内")
    upper = plans.import_plan(data=text.encode(), name="p.txt", region="990000", by=shen, at=AT)
    link = declare(upper, reviewed, shen, kind="superior")
    plans.lineage.take(
        link=link, origin=upper.tasks[0].id, heir=reviewed.tasks[0].id, by=shen, at=AT
    )
    below = plans.lineage.below_of(shen, upper.id, at=AT)
    assert [cells[0].state for _side, cells in below.rows] == ["taken", "none", "none"]
    assert "looser" in below.rows[0][1][0].ways
    state = plans.import_plan(
        data=PLAN.replace("青岚市", "国务院").encode(),
        name="s.txt",
        region="000000",
        by=shen,
        at=AT,
    )
    declare(state, upper, shen, kind="superior")


def test_every_target_of_a_plan_with_its_parts_leaves_as_a_workbook(reviewed, shen):
    target = reviewed.tasks[0].targets[0].id
    plans.split_target(target=target, how="equal", by=shen, at=AT)
    (row,) = [one for one in plans.splits_of(shen, reviewed.id, as_of=AT.date()) if one.places]
    assert [one.overdue for one in row.places] == [False, False, False]
    late = plans.splits_of(shen, reviewed.id, as_of=day(6, 2).date())[0]
    assert [one.overdue for one in late.places] == [True, True, True]
    assert plans.splits_xlsx([late], at=AT)[:2] == b"PK"


def due_titles(on):
    return {row.what: row.words for row in plans.deadlines("990100", today=on)}


def test_a_dropped_task_that_is_still_at_work_keeps_its_deadline(sent, reviewed, shen):
    newer = stored(DROPPED, AT, shen)
    link = declare(reviewed, newer, shen)
    assert due_titles(AT.date())["规范登记收费"].startswith("还有 212 天")
    plans.withdraw_dropped(link=link, refs=[sent[2]], by=shen, at=AT)
    assert "规范登记收费" not in due_titles(AT.date())


def test_what_next_years_plan_takes_over_or_lets_go_is_not_past_its_day(reviewed, shen):
    newer = stored(PLAN.replace("2026年", "2027年"), AT, shen, year=2027)
    link = declare(reviewed, newer, shen, kind="successor")
    tasks = reviewed.tasks
    plans.lineage.take(link=link, origin=tasks[0].id, heir=newer.tasks[0].id, by=shen, at=AT)
    plans.lineage.let_go(link=link, origin=tasks[1].id, reason="已完成", by=shen, at=AT)
    during = [row for row in plans.deadlines("990100", today=date(2026, 7, 1)) if row.overdue]
    assert [row.what for row in during] == ["压缩抵押登记时间", "推行税费一窗通办"]
    after = [row for row in plans.deadlines("990100", today=date(2027, 2, 1)) if row.overdue]
    assert [row.what for row in after] == ["规范登记收费"]  # nobody has said what becomes of it


def test_a_case_that_went_on_early_is_due_with_the_clause_that_it_went_on_with(
    measured, reviewed, shen
):
    newer = stored(PLAN.replace("2026年", "2027年"), AT, shen, year=2027)
    link = declare(reviewed, newer, shen, kind="successor")
    plans.lineage.take(
        link=link, origin=reviewed.tasks[0].id, heir=newer.tasks[0].id, by=shen, at=AT
    )
    rows = [
        row for row in plans.deadlines("990100", today=AT.date()) if row.what == "压缩抵押登记时间"
    ]
    assert [(row.plan, str(row.due)) for row in rows] == [(newer.id, "2027-05-31")]
