"""From the plan to the look-back: the life of a tracked task."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from ledger_sample import day, evidence, mortgages

from yingshang.city.accounts.service import NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.indicators import service as indicators
from yingshang.city.notify import service as notify
from yingshang.city.plans import service as plans
from yingshang.city.plans.models import Plan
from yingshang.kernel.flow import Refusal


def row(actor, ref, at):
    return plans.tracked_task(actor, ref, at=at).row


def test_sending_opens_a_case_for_each_reviewed_task(sent, reviewed, shen):
    rows = plans.tracked(shen, at=day(1, 7, 11), plan=reviewed.id)
    assert [r.ref for r in rows] == sent
    assert [r.unit for r in rows] == ["990100-land", "990100-tax", ""]
    assert [r.stage for r in rows] == ["unsigned", "unsigned", "unassigned"]
    assert [str(r.due_on) for r in rows] == ["2026-05-31", "2026-06-30", "2026-09-30"]
    assert plans.send_tasks(plan=reviewed.id, by=shen, at=day(1, 9)) == sent


def test_what_closes_the_tasks_is_read_once_for_the_plan(reviewed, shen):
    with CaptureQueriesContext(connection) as seen:
        refs = plans.send_tasks(plan=reviewed.id, by=shen, at=day(1, 7))
    assert len(refs) == 3
    read = [one for one in seen if 'FROM "plans_target"' in one["sql"] and '"title"' in one["sql"]]
    assert len(read) == 1  # promises, with their tasks and plans
    closes = [cases.case_for(shen, ref).form["closes"] for ref in refs]
    assert "以系统指标为准" in closes[0]
    assert closes[1:] == ["无量化指标，凭佐证材料审核销号"] * 2


def test_a_task_that_nobody_reviewed_does_not_go_out(city, shen):
    from ledger_sample import PLAN

    plan = plans.import_plan(data=PLAN.encode(), name="a.txt", region=city, by=shen, at=day(1, 6))
    with pytest.raises(Refusal, match="还没有核对"):
        plans.send_tasks(plan=plan.id, tasks=[plan.tasks[0].id], by=shen, at=day(1, 7))
    with pytest.raises(Refusal) as refused:
        plans.send_tasks(plan=plan.id, by=shen, at=day(1, 7))
    assert refused.value.code == "nothing-to-send"


def test_only_who_directs_the_city_sends_out(reviewed, wu, he):
    for actor in (wu, he):
        with pytest.raises(Refusal) as refused:
            plans.send_tasks(plan=reviewed.id, by=actor, at=day(1, 7))
        assert refused.value.code == "not-yours"


def test_cooperating_units_see_the_task_and_strangers_do_not(sent, hou, wu, ma, he):
    assert row(hou, sent[0], day(1, 8)).unit == "990100-land"
    assert row(he, sent[0], day(1, 8)).unit == "990100-land"
    with pytest.raises(NotVisible):
        plans.tracked_task(ma, sent[0], at=day(1, 8))
    assert {r.ref for r in plans.tracked(wu, at=day(1, 8))} == {sent[1], sent[2]}


def test_several_leads_wait_for_one_coordinator(sent, shen, ma, wu):
    plans.set_coordinator(ref=sent[2], unit="990100-market", by=shen, at=day(1, 8))
    found = row(ma, sent[2], day(1, 8, 11))
    assert (found.stage, found.unit) == ("unsigned", "990100-market")
    assert row(wu, sent[2], day(1, 8, 11)).ref == sent[2]


def test_a_unit_may_object_to_leading_and_the_ruling_moves_the_task(sent, shen, wu, ma):
    why = {"reason": "收费目录由市场监管部门公布", "duties": "三定规定第二条"}
    plans.object_lead(ref=sent[1], **why, by=wu, at=day(1, 8))
    assert row(wu, sent[1], day(1, 8, 11)).lamp.word == "待裁定"
    plans.rule_objection(
        ref=sent[1], upheld=True, unit="990100-market", reason="职责在市监", by=shen, at=day(1, 9)
    )
    assert row(ma, sent[1], day(1, 9, 11)).stage == "unsigned"


def test_signing_names_who_answers(measured, deng):
    found = row(deng, measured, day(1, 8, 11))
    assert (found.stage, found.contact, found.phone) == ("working", "邓岩", "0999-1234567")


def test_a_case_in_hand_is_not_read_again_for_its_task(measured, deng):
    case = cases.case_for(deng, measured)
    with CaptureQueriesContext(connection) as alone:
        found = plans.tracked_task(deng, measured, at=day(1, 9))
    with CaptureQueriesContext(connection) as given:
        assert plans.tracked_task(deng, measured, at=day(1, 9), case=case) == found
    assert len(given) < len(alone)


def test_nobody_else_signs_for_the_unit(sent, wu, hou, shen):
    for actor in (hou, shen):
        with pytest.raises((Refusal, NotVisible)):
            plans.sign_task(ref=sent[0], contact="某", phone="1", by=actor, at=day(1, 8))


def test_a_task_not_signed_in_time_is_told(sent, shen):
    assert row(shen, sent[0], day(1, 8)).lamp.lamp == "green"
    late = row(shen, sent[0], day(1, 14)).lamp
    assert (late.lamp, late.word) == ("yellow", "未签收")


def test_the_whole_life_of_an_unquantified_task(worded, wu, shen, fang):
    at = day(3, 2)
    with pytest.raises(Refusal, match="佐证"):
        plans.ask_close(ref=worded, words="已公布清单", by=wu, at=at)
    plans.ask_close(ref=worded, words="已公布清单", by=wu, at=at, files=[evidence()])
    found = plans.tracked_task(shen, worded, at=day(3, 3))
    assert (found.row.stage, found.checkers) == ("asked", 2)
    assert found.row.check.sentence.startswith("本任务无量化指标")
    plans.verify_closing(ref=worded, passed=True, opinion="清单已上网", by=shen, at=day(3, 3))
    assert row(shen, worded, day(3, 3, 11)).stage == "asked"
    with pytest.raises(Refusal) as refused:
        plans.verify_closing(ref=worded, passed=True, opinion="再看", by=shen, at=day(3, 3, 12))
    assert refused.value.code == "two-person"
    plans.verify_closing(ref=worded, passed=True, opinion="属实", by=fang, at=day(3, 4))
    assert row(shen, worded, day(3, 4, 11)).stage == "verified"
    plans.close_task(ref=worded, by=shen, at=day(3, 5))
    closed = row(wu, worded, day(3, 6))
    assert (closed.stage, closed.lamp.word, closed.override) == ("closed", "已销号", False)
    assert str(closed.look_back_due) == "2026-09-18"  # six months, ten working days


def test_a_day_gone_by_shows_the_task_as_it_stood_then(worded, wu, shen, fang):
    plans.ask_close(ref=worded, words="已公布清单", by=wu, at=day(7, 6), files=[evidence()])
    for by in (shen, fang):
        plans.verify_closing(ref=worded, passed=True, opinion="属实", by=by, at=day(7, 8))
    plans.close_task(ref=worded, by=shen, at=day(7, 10))

    def then(number):
        (found,) = plans.tracked(shen, at=day(7, number), refs=[worded], past=True)
        return found.stage, found.lamp.lamp, found.days_late

    assert then(3) == ("working", "red", 3)  # due on 30 June
    assert then(7) == ("asked", "red", 6)  # and it was asked late
    assert then(9)[0] == "verified"
    assert then(11)[0] == "closed"


def test_a_task_sent_back_since_stood_verified_until_then(worded, wu, shen, fang):
    def pass_it(asked, passed):
        plans.ask_close(ref=worded, words="已公布", by=wu, at=day(7, asked), files=[evidence()])
        for by in (shen, fang):
            plans.verify_closing(ref=worded, passed=True, opinion="属实", by=by, at=day(7, passed))

    def stages(*days):
        rows = [plans.tracked(shen, at=day(7, one), refs=[worded], past=True) for one in days]
        return [found.stage for (found,) in rows]

    pass_it(6, 8)
    plans.send_back_task(ref=worded, reason="指标回落", by=shen, at=day(7, 13))
    before = ["working", "asked", "verified", "unsigned"]
    assert stages(3, 7, 9, 14) == before
    plans.sign_task(ref=worded, contact="吴涛", phone="0999-7654321", by=wu, at=day(7, 15))
    assert stages(3, 7, 9, 14, 16) == [*before, "working"]
    pass_it(17, 20)
    assert stages(3, 7, 9, 14, 16, 18, 21) == [*before, "working", "asked", "verified"]


def test_a_task_taken_back_later_ran_until_then(worded, shen):
    plans.cancel_task(ref=worded, reason="并入他项", by=shen, at=day(7, 6))
    (was,) = plans.tracked(shen, at=day(7, 3), refs=[worded], past=True)
    (now,) = plans.tracked(shen, at=day(7, 7), refs=[worded], past=True)
    assert (was.stage, was.days_late, now.stage) == ("working", 3, "ended")


def test_what_is_missing_goes_back_to_the_unit(worded, wu, shen):
    plans.ask_close(ref=worded, words="已办", by=wu, at=day(3, 2), files=[evidence()])
    plans.verify_closing(ref=worded, passed=False, opinion="缺公示截图", by=shen, at=day(3, 3))
    found = plans.tracked_task(wu, worded, at=day(3, 3, 11))
    assert (found.row.stage, found.row.returned) == ("working", 1)
    assert found.closings[0].state == "returned"
    assert "缺公示截图" in found.closings[0].opinion


@pytest.fixture
def asked(measured, deng, shen):
    plans.ask_close(ref=measured, words="已压缩至2天内", by=deng, at=day(3, 9))
    plans.verify_closing(ref=measured, passed=True, opinion="已核", by=shen, at=day(3, 10))
    return measured


def computed(city, shen, at):
    indicators.compute(at=at, by=shen, regions=[city])


def test_a_bound_task_closes_only_when_its_indicator_is_met(asked, city, shen, zhou, deng):
    mortgages(12, opened=day(3, 2, 9), finished=day(3, 11, 9), clerk=zhou, officer=deng)
    computed(city, shen, day(3, 12))
    with pytest.raises(Refusal, match="没有达到目标") as refused:
        plans.close_task(ref=asked, by=shen, at=day(3, 12, 11))
    assert refused.value.code == "not-met"
    mortgages(90, opened=day(3, 16, 9), finished=day(3, 16, 15), clerk=zhou, officer=deng)
    computed(city, shen, day(3, 20))
    plans.close_task(ref=asked, by=shen, at=day(3, 20, 11))
    found = row(shen, asked, day(3, 21))
    assert (found.stage, found.lamp.word) == ("closed", "已销号")
    assert str(found.look_back_due) == "2026-07-03"


def test_a_look_back_has_one_date_from_the_closing_on(asked, city, shen, he):
    plans.close_task(ref=asked, override_reason="常务会议纪要3号同意", by=shen, at=day(3, 12))
    first = row(shen, asked, day(3, 12, 11)).look_back_due
    assert first is not None
    assert plans.open_look_backs(at=day(6, 12, 11), by=shen) == [asked]
    found = plans.tracked_task(shen, asked, at=day(6, 13))
    assert (found.look_backs[0].due_on, found.row.look_back_due) == (first, first)


def test_a_look_back_that_was_opened_late_has_its_one_date_too(asked, city, shen):
    plans.close_task(ref=asked, override_reason="常务会议纪要3号同意", by=shen, at=day(3, 12))
    plans.open_look_backs(at=day(9, 1), by=shen)
    found = plans.tracked_task(shen, asked, at=day(9, 2))
    assert found.row.look_back_due == found.look_backs[0].due_on == day(9, 15).date()


def test_an_override_is_named_and_shown_on_the_closed_lamp(asked, city, shen, he):
    plans.close_task(
        ref=asked, override_reason="市政府常务会议纪要〔2026〕3号同意", by=shen, at=day(3, 12)
    )
    found = row(he, asked, day(3, 13))
    assert found.override
    assert found.lamp.word == "例外销号"
    assert found.closed_by == shen.name
    assert "会议纪要" in found.override_reason


def test_a_fall_back_reopens_the_task_on_its_ground(asked, city, shen, zhou, deng):
    mortgages(30, opened=day(3, 2, 9), finished=day(3, 2, 15), clerk=zhou, officer=deng)
    computed(city, shen, day(3, 12))
    plans.close_task(ref=asked, by=shen, at=day(3, 12, 11))
    assert plans.open_look_backs(at=day(6, 1), by=shen) == []
    mortgages(60, opened=day(6, 1, 9), finished=day(6, 10, 9), clerk=zhou, officer=deng)
    computed(city, shen, day(6, 12))
    assert plans.open_look_backs(at=day(6, 12, 11), by=shen) == [asked]
    assert plans.open_look_backs(at=day(6, 13), by=shen) == []
    with pytest.raises(Refusal, match="回落"):
        plans.look_back(ref=asked, kept=True, words="看过", by=shen, at=day(6, 15))
    plans.look_back(
        ref=asked,
        kept=False,
        words="平均用时回升",
        due=day(8, 31).date(),
        by=shen,
        at=day(6, 15),
    )
    found = row(deng, asked, day(6, 16))
    assert (found.stage, found.reopened, str(found.due_on)) == ("unsigned", 1, "2026-08-31")
    assert (found.override_reason, found.look_back_due) == ("", None)
    ground = next(one for one in cases.timeline(shen, asked) if one.name == "reopened")
    assert "回头看" in ground.text


def test_the_case_page_alone_closes_nothing_that_the_indicator_does_not_meet(asked, shen):
    with pytest.raises(Refusal) as refused:
        cases.close(ref=asked, by=shen, at=day(3, 12))
    assert refused.value.code == "not-met"


def test_more_time_is_offered_only_while_it_can_be_had(measured, deng, shen):
    def offered(at):
        return "ask_extension" in plans.tracked_task(deng, measured, at=at).verbs

    assert offered(day(5, 31))
    assert not offered(day(6, 1))
    for place, until in enumerate((day(6, 10), day(6, 20))):
        asked = day(5, 6 + place)
        plans.ask_extension(ref=measured, until=until.date(), reason="缺数据", by=deng, at=asked)
        assert not offered(day(5, 6 + place, 11))
        plans.rule_extension(
            ref=measured, granted=True, approver="何市长", by=shen, at=day(5, 6 + place, 12)
        )
    assert not offered(day(5, 8))


def test_a_node_before_the_sending_is_refused(measured, deng):
    with pytest.raises(Refusal, match="早于交办日期 2026年1月7日"):
        plans.propose_milestones(
            ref=measured, nodes=[("摸底", day(1, 6).date())], by=deng, at=day(1, 9)
        )


def test_the_next_report_is_named_when_this_periods_is_there(measured, deng):
    assert str(row(deng, measured, day(1, 9)).next_report) == "2026-02-04"
    plans.report_progress(ref=measured, percent=10, progress="已启动", by=deng, at=day(1, 9))
    assert str(row(deng, measured, day(1, 10)).next_report) == "2026-03-04"


def test_a_request_that_came_back_is_told_to_the_unit_in_its_own_words(worded, wu, shen):
    plans.ask_close(ref=worded, words="已办", by=wu, at=day(3, 2), files=[evidence()])
    plans.verify_closing(ref=worded, passed=False, opinion="缺公示截图", by=shen, at=day(3, 3))
    told = [one for one in notify.inbox([f"unit:{wu.unit}"]) if one.link == worded]
    assert told[0].title.startswith("办结申请被退回：")
    assert "缺公示截图" in told[0].body


def test_a_county_returns_no_number_of_a_withdrawn_plan(reviewed, shen):
    target = reviewed.tasks[0].targets[0].id
    plans.split_target(target=target, how="equal", by=shen, at=day(1, 7))
    said = {"target": target, "place": "990101", "numerator": "3", "denominator": "2", "by": shen}
    plans.return_share(**said, at=day(1, 8))
    Plan.objects.filter(pk=reviewed.id).update(withdrawn_at=day(1, 9))
    with pytest.raises(Refusal) as refused:
        plans.return_share(**said, at=day(1, 10))
    assert refused.value.code == "plan-withdrawn"


def test_a_request_to_close_is_the_answer_to_what_the_unit_was_urged_to(worded, shen, wu):
    from yingshang.city.supervision import service as supervision

    one = supervision.take(ref=worded, rung="urge", skipped="紧急", by=shen, at=day(3, 2))
    plans.ask_close(ref=worded, words="已经办完", by=wu, at=day(3, 3), files=[evidence()])
    answered = supervision.escalation(wu, one, at=day(3, 3))
    assert (answered.status, answered.answer) == ("answered", "已报送办理情况：已经办完")
    plans.verify_closing(ref=worded, passed=True, opinion="已核", by=shen, at=day(3, 4))
    second = replace(shen, id="second", name="另一人")
    plans.verify_closing(ref=worded, passed=True, opinion="已核", by=second, at=day(3, 4))
    assert supervision.ladder(shen, worded, at=day(12, 30)).suggested is None  # verified


def test_after_its_days_a_unit_is_not_offered_to_object(sent, deng):
    early = plans.tracked_task(deng, sent[0], at=day(1, 8))
    assert "object" in early.verbs
    assert early.object_until is not None
    late = plans.tracked_task(deng, sent[0], at=day(1, 20))
    assert ("object" in late.verbs, late.object_over) == (False, True)
    with pytest.raises(Refusal, match="退回须在2026年1月"):
        plans.object_lead(ref=sent[0], reason="不归本局", duties="三定", by=deng, at=day(1, 20))
