"""What a task closes on: through next year's plan, with targets that nothing measures, and after a
verification that the indicator gives the lie to."""

import importlib
import io
import zipfile
from dataclasses import replace

import pytest
from django.apps import apps
from ledger_sample import PLAN, day, evidence, mortgages

from yingshang.city.accounts import service as accounts
from yingshang.city.cases import service as cases
from yingshang.city.indicators import service as indicators
from yingshang.city.notify import service as notify
from yingshang.city.plans import service as plans
from yingshang.city.plans.tracking.models import Track
from yingshang.kernel.flow import Refusal

NEXT = PLAN.replace("2026年", "2027年")
STRICTER = NEXT.replace("压缩至2个工作日以内", "压缩至1个工作日以内")
SILENT = NEXT.replace("不动产抵押登记平均办理时间压缩至2个工作日以内", "持续提高不动产抵押登记效率")
MIXED = PLAN.replace(
    "压缩至2个工作日以内。", "压缩至2个工作日以内，投诉满意率达到95%以上，申请材料压减至1份以内。"
)


def seen(actor, ref, at):
    return plans.tracked_task(actor, ref, at=at)


def imported(text, shen, at, name="next.txt"):
    return plans.import_plan(data=text.encode(), name=name, region="990100", by=shen, at=at)


def taken(reviewed, text, shen, at):
    """Next year's plan imported and its first task declared to be the one at work; (link, plan)."""
    newer = imported(text, shen, at)
    link = plans.lineage.declare(
        kind="successor", origin=reviewed.id, heir=newer.id, by=shen, at=at
    )
    plans.lineage.take(
        link=link, origin=reviewed.tasks[0].id, heir=newer.tasks[0].id, by=shen, at=at
    )
    return link, newer


def measure(count, days, *, at, zhou, deng, shen):
    """So many registrations that took so many days, and the indicators computed after them."""
    opened = day(at.month, at.day, 9)
    mortgages(count, opened=opened, finished=opened.replace(day=at.day + days, hour=15),
              clerk=zhou, officer=deng)  # fmt: skip
    indicators.compute(at=day(at.month, at.day + days, 20), by=shen, regions=["990100"])


def verified(ref, deng, shen, at):
    plans.ask_close(ref=ref, words="已压缩", by=deng, at=at, files=[evidence()])
    plans.verify_closing(ref=ref, passed=True, opinion="已核", by=shen, at=at.replace(hour=12))


# -- next year's plan --------------------------------------------------------------------------


def test_a_verified_task_taken_over_with_another_number_tells_what_is_so(
    measured, reviewed, zhou, deng, shen, client
):
    measure(3, 6, at=day(2, 2), zhou=zhou, deng=deng, shen=shen)
    verified(measured, deng, shen, day(2, 10))
    lamp = seen(shen, measured, day(7, 3)).row.lamp
    assert (lamp.lamp, lamp.word) == ("red", "未达标")
    taken(reviewed, STRICTER, shen, day(7, 3))
    found = seen(shen, measured, day(7, 3, 11))
    assert (found.row.lamp.lamp, found.row.lamp.word) == ("red", "未达标"), "nothing is made good"
    assert "原承诺为 ≤ 2 工作日" in found.row.lamp.sentence
    assert "实际为 " in found.row.lamp.sentence
    assert (str(found.row.due_on), found.row.kept_date) == ("2026-05-31", True)
    client.force_login(accounts.user_of("shen"))
    page = client.get(f"/desk/tasks/{measured}/").content.decode()
    assert "承接的方案写的是 2027年5月31日；本件已审核，时限不变" in page
    assert "有改动，本件已审核，不需签认" in page
    assert not [word for word in ("（原定", ">照旧<", ">nodata<") if word in page]


def test_last_years_promise_is_judged_by_its_own_year(measured, reviewed, zhou, deng, shen):
    measure(3, 6, at=day(2, 2), zhou=zhou, deng=deng, shen=shen)
    _link, newer = taken(reviewed, STRICTER, shen, day(12, 20))
    quick = day(1, 11, 9, year=2027)
    mortgages(3, opened=quick, finished=quick.replace(hour=15), clerk=zhou, officer=deng)
    indicators.compute(at=day(1, 12, 20, year=2027), by=shen, regions=["990100"])
    (target,) = newer.tasks[0].targets
    (row,) = plans.promises(shen, plan=newer.id, as_of=day(1, 13, year=2027).date())
    assert (row.target.id, row.waits, row.actual < 2) == (target.id, True, True)
    assert row.missed_before, "2026 was missed, however fast 2027 began"


def test_what_a_rule_looked_at_is_told_in_words(measured, deng, shen):
    verified(measured, deng, shen, day(2, 10))  # nothing is measured yet
    lamp = seen(shen, measured, day(2, 11)).row.lamp
    assert lamp.word == "待核数"
    assert ("指标情况", "没有可比的数") in lamp.facts


def test_next_years_plan_takes_the_binding_over_with_an_unchanged_number(
    measured, reviewed, shen, deng
):
    _link, newer = taken(reviewed, NEXT, shen, day(3, 2))
    target = plans.plan(shen, newer.id, at=day(3, 3)).tasks[0].targets[0]
    assert target.indicator == reviewed_binding(shen, reviewed)
    assert target.status == "suggested"  # another paper: its reading is reviewed by itself
    check = seen(deng, measured, day(3, 3)).row.check
    assert (check.met, check.evidence) == (False, False)
    assert "指标没有达到目标" in check.sentence


def reviewed_binding(shen, reviewed):
    return plans.plan(shen, reviewed.id, at=day(3, 3)).tasks[0].targets[0].indicator


def test_a_number_that_next_years_plan_changed_holds_the_closing_until_its_reading_is_reviewed(
    measured, reviewed, shen, deng, zhou
):
    measure(30, 0, at=day(2, 2), zhou=zhou, deng=deng, shen=shen)
    assert seen(deng, measured, day(2, 3)).row.check.met
    _link, newer = taken(reviewed, STRICTER, shen, day(3, 2))
    held = seen(deng, measured, day(3, 3)).row.check
    assert not held.met
    assert "还没有人核对；请营商局打开这份方案" in held.sentence
    verified(measured, deng, shen, day(3, 3))
    with pytest.raises(Refusal, match="还没有人核对"):
        plans.close_task(ref=measured, by=shen, at=day(3, 4))
    plans.confirm_task(task=newer.tasks[0].id, by=shen, at=day(3, 5))
    plans.confirm_target(target=newer.tasks[0].targets[0].id, by=shen, at=day(3, 5))
    assert (
        seen(deng, measured, day(3, 6)).row.check.sentence
        == "绑定的 1 个指标均已达到目标，可以销号。"
    )


def test_after_the_review_the_new_number_is_what_the_indicator_must_meet(
    measured, reviewed, shen, deng, zhou
):
    measure(30, 2, at=day(2, 2), zhou=zhou, deng=deng, shen=shen)
    assert seen(deng, measured, day(2, 5)).row.check.met
    _link, newer = taken(reviewed, STRICTER, shen, day(3, 2))
    plans.confirm_target(target=newer.tasks[0].targets[0].id, by=shen, at=day(3, 3))
    check = seen(deng, measured, day(3, 4)).row.check
    assert not check.met
    assert "承诺不超过 1工作日" in check.sentence
    assert "应为" not in check.sentence, "what was promised is said once"


def test_a_number_that_the_reader_did_not_find_in_next_years_plan_holds_the_closing_too(
    measured, reviewed, shen, deng
):
    _link, newer = taken(reviewed, SILENT, shen, day(3, 2))
    check = seen(deng, measured, day(3, 3)).row.check
    assert not check.met
    assert "之后才能销号" in check.sentence
    plans.confirm_task(task=newer.tasks[0].id, by=shen, at=day(3, 4))
    check = seen(deng, measured, day(3, 5)).row.check
    assert (check.met, check.indicator) == (True, "none")


def test_a_new_edition_of_next_years_plan_does_not_stand_for_the_review(
    measured, reviewed, shen, deng
):
    _link, first = taken(reviewed, STRICTER, shen, day(3, 2))
    second = imported(STRICTER.replace("1月5日", "2月5日"), shen, day(3, 3), "again.txt")
    plans.lineage.declare(kind="edition", origin=first.id, heir=second.id, by=shen, at=day(3, 4))
    found = seen(deng, measured, day(3, 5))
    assert found.row.plan == second.id
    assert "还没有人核对；请营商局打开这份方案" in found.row.check.sentence


def test_a_case_closed_meanwhile_stays_closed_and_says_by_which_number(
    measured, reviewed, shen, deng, zhou
):
    measure(30, 0, at=day(2, 2), zhou=zhou, deng=deng, shen=shen)
    looser = NEXT.replace("压缩至2个工作日以内", "压缩至3个工作日以内")
    link, newer = taken(reviewed, looser, shen, day(3, 2))
    plans.confirm_target(target=newer.tasks[0].targets[0].id, by=shen, at=day(3, 3))
    verified(measured, deng, shen, day(3, 4))
    plans.close_task(ref=measured, by=shen, at=day(3, 5))
    measure(60, 8, at=day(3, 9), zhou=zhou, deng=deng, shen=shen)
    plans.lineage.undo(link=link, reason="关联错了", by=shen, at=day(3, 20))
    row = seen(shen, measured, day(3, 21)).row
    assert (row.plan, row.stage, row.lamp.word) == (reviewed.id, "closed", "销号后未达标")
    assert "不能销号" not in row.check.sentence
    assert "2026年3月5日 按《青岚市2027年登记财产专项行动方案》销号" in row.check.sentence
    assert "应为 ≤ 3 工作日" in row.check.sentence
    assert "请营商局决定是否重新启动" in row.check.sentence


# -- targets that nothing measures -------------------------------------------------------------


@pytest.fixture
def mixed(city, shen, deng):
    """A task with one bound target and others that nothing measures, signed for."""
    plan = imported(MIXED, shen, day(1, 6), "mixed.txt")
    for task in plan.tasks:
        plans.confirm_task(task=task.id, by=shen, at=day(1, 6))
    target = plan.tasks[0].targets[0]
    best = plans.suggest_bindings(target=target.id, at=day(1, 6))[0]
    plans.bind(target=target.id, indicator=best.indicator, by=shen, at=day(1, 6))
    (ref,) = plans.send_tasks(plan=plan.id, tasks=[plan.tasks[0].id], by=shen, at=day(1, 7))
    plans.sign_task(ref=ref, contact="邓岩", phone="0999-1234567", by=deng, at=day(1, 8))
    return ref


def test_targets_that_nothing_measures_need_papers_beside_those_that_are_met(
    mixed, shen, deng, zhou
):
    measure(30, 0, at=day(2, 2), zhou=zhou, deng=deng, shen=shen)
    check = seen(deng, mixed, day(2, 3)).row.check
    assert check.met
    assert check.sentence == "绑定的1个指标均已达到；另2个没有绑定，凭佐证材料审核。"
    with pytest.raises(Refusal, match="没有绑定系统指标，凭佐证材料") as refused:
        plans.ask_close(ref=mixed, words="都已做到", by=deng, at=day(2, 4))
    assert refused.value.code == "evidence-missing"
    plans.ask_close(ref=mixed, words="都已做到", by=deng, at=day(2, 4), files=[evidence()])
    plans.verify_closing(ref=mixed, passed=True, opinion="已核", by=shen, at=day(2, 5))
    plans.close_task(ref=mixed, by=shen, at=day(2, 6))
    said = seen(shen, mixed, day(2, 7)).row.check.sentence
    assert "以系统指标为准" in said
    assert said.count("没有绑定，凭佐证材料") == 2


def test_what_closes_a_task_is_told_as_it_is_now_and_as_it_was_sent(measured, reviewed, shen, deng):
    assert seen(deng, measured, day(1, 9)).closes.endswith("≤ 2 工作日（以系统指标为准）")
    assert seen(deng, measured, day(1, 9)).closes_was == ""
    plans.unbind(target=reviewed.tasks[0].targets[0].id, by=shen, at=day(1, 10), reason="口径不同")
    found = seen(deng, measured, day(1, 11))
    assert found.closes.endswith("≤ 2 工作日（单位自报，凭佐证材料）")
    assert found.closes_was.endswith("（以系统指标为准）")


# -- verified, and the indicator misses --------------------------------------------------------


@pytest.fixture
def missed(measured, shen, deng, zhou):
    """Verified on 10 March, due on 31 May; the indicator misses its target."""
    measure(30, 7, at=day(2, 2), zhou=zhou, deng=deng, shen=shen)
    verified(measured, deng, shen, day(3, 10))
    return measured


def test_a_verified_task_whose_indicator_misses_says_so_and_is_late_again(missed, shen):
    early = seen(shen, missed, day(3, 12)).row
    assert (early.stage_label, early.lamp.lamp, early.lamp.word) == (
        "已核验、指标未达标",
        "yellow",
        "未达标",
    )
    assert "承诺不超过 2工作日" in early.lamp.sentence
    late = seen(shen, missed, day(6, 10)).row
    assert (late.lamp.lamp, late.days_late) == ("red", 10)
    assert "已核验、指标未达标，不能销号，已超过完成时限 10 天" in late.lamp.sentence
    assert not [one for one in late.lamp.also if "只剩" in one or "未达标" in one]


def test_a_verified_task_that_may_close_waits_and_is_not_pressed(measured, shen, deng, zhou):
    measure(30, 0, at=day(2, 2), zhou=zhou, deng=deng, shen=shen)
    verified(measured, deng, shen, day(3, 10))
    row = seen(shen, measured, day(6, 10)).row
    assert (row.stage_label, row.lamp.lamp, row.lamp.word, row.days_late) == (
        "待销号",
        "green",
        "待销号",
        0,
    )
    assert row.lamp.also == ()


def handed_in(ref, at):
    """The day that counts for the unit while its task awaits the closing."""
    return next(
        one.asked_on
        for one in plans.dated_work("990100", at=at)
        if (one.key, one.kind) == (ref, "task")
    )


def test_a_passed_request_counts_for_the_unit_unless_its_number_misses(missed, shen, deng, zhou):
    assert handed_in(missed, day(6, 10)) is None
    measure(60, 0, at=day(3, 12), zhou=zhou, deng=deng, shen=shen)
    assert str(handed_in(missed, day(6, 10))) == "2026-03-10"


def test_the_bureau_sends_it_back_with_a_reason_and_the_unit_has_it_again(missed, shen, deng, wu):
    assert {"close", "send_back"} <= seen(shen, missed, day(3, 11)).verbs
    with pytest.raises(Refusal, match="写明理由"):
        plans.send_back_task(ref=missed, reason=" ", by=shen, at=day(3, 11))
    with pytest.raises(Refusal, match="营商局"):
        plans.send_back_task(ref=missed, reason="请整改", by=deng, at=day(3, 11))
    plans.send_back_task(
        ref=missed, reason="平均用时没有降下来", due=day(7, 31).date(), by=shen, at=day(3, 11)
    )
    mine = next(row for row in plans.my_tasks(deng, at=day(3, 12)) if row.ref == missed)
    assert (mine.stage, mine.running, str(mine.due_on)) == ("unsigned", True, "2026-07-31")
    assert "平均用时没有降下来" in mine.sent_back
    found = seen(deng, missed, day(3, 12))
    assert found.closings[0].state == "returned"
    assert (
        "退回整改"
        in next(one for one in cases.timeline(deng, missed) if one.name == "reopened").text
    )
    plans.sign_task(ref=missed, contact="邓岩", phone="0999-1234567", by=deng, at=day(3, 12))
    verified(missed, deng, shen, day(4, 20))
    assert seen(deng, missed, day(4, 21)).row.sent_back == ""


def test_a_reason_written_as_a_list_is_shown_whole(missed, shen, deng):
    reason = "请整改：\r\n1. 补窗口台账\r\n\r\n2. 补公示截图"
    plans.send_back_task(ref=missed, reason=reason, by=shen, at=day(3, 11))
    told = seen(deng, missed, day(3, 12)).row.sent_back
    assert told == f"{shen.name}退回整改：请整改：\n1. 补窗口台账\n2. 补公示截图"


def test_only_what_is_verified_is_sent_back(measured, shen):
    with pytest.raises(Refusal, match="待销号"):
        plans.send_back_task(ref=measured, reason="请整改", by=shen, at=day(3, 11))


# -- several people ----------------------------------------------------------------------------


def test_who_asked_for_the_closing_does_not_verify_it(worded, wu, shen, fang):
    both = replace(wu, role="bureau", region="990100")  # of the lead unit, and may direct
    plans.ask_close(ref=worded, words="已公布", by=both, at=day(3, 2), files=[evidence()])
    for passed in (True, False):
        with pytest.raises(Refusal) as refused:
            plans.verify_closing(ref=worded, passed=passed, opinion="属实", by=both, at=day(3, 3))
        assert refused.value.code == "asked-self"
    with pytest.raises(Refusal) as refused:
        cases.complete_step(ref=worded, step="verify-two", result="pass", opinion="属实", by=both,
                            at=day(3, 3))  # fmt: skip
    assert refused.value.code == "asked-self"
    mine = seen(both, worded, day(3, 3, 13))
    assert ("verify" in mine.verbs, mine.own_ask) == (False, True)
    colleague = replace(both, id="colleague", name="同局同事")
    assert "verify" in seen(colleague, worded, day(3, 3, 13)).verbs
    for who, hour in ((colleague, 14), (shen, 15)):
        plans.verify_closing(ref=worded, passed=True, opinion="属实", by=who, at=day(3, 3, hour))
    assert seen(shen, worded, day(3, 4)).row.stage == "verified"


def test_sent_back_on_the_page_of_the_case_the_unit_is_told_why(worded, wu, shen, fang):
    plans.ask_close(ref=worded, words="已公布", by=wu, at=day(3, 2), files=[evidence()])
    plans.verify_closing(ref=worded, passed=True, opinion="属实", by=shen, at=day(3, 3))
    cases.complete_step(ref=worded, step="verify-two", result="fail",
                        opinion="还缺：\n公示截图\n会议纪要", by=fang, at=day(3, 4))  # fmt: skip
    mine = seen(wu, worded, day(3, 4, 12))
    assert (mine.row.stage, mine.closings[0].state) == ("working", "returned")
    assert mine.row.sent_back == f"{fang.name}：还缺：\n公示截图\n会议纪要"
    (letter,) = [one for one in notify.inbox(["unit:990100-tax"]) if one.topic == "task-sent-back"]
    assert "公示截图" in letter.body


def test_of_two_verifiers_neither_asked(worded, wu, shen):
    both = replace(wu, role="bureau", region="990100")
    plans.ask_close(ref=worded, words="已公布", by=both, at=day(3, 2), files=[evidence()])
    plans.verify_closing(ref=worded, passed=True, opinion="属实", by=shen, at=day(3, 3))
    with pytest.raises(Refusal) as refused:
        plans.verify_closing(ref=worded, passed=True, opinion="属实", by=both, at=day(3, 4))
    assert refused.value.code == "asked-self"


@pytest.mark.parametrize("reason", ["有", "同意销号。", "……………………", "1234567"])
def test_an_override_has_a_reason_that_says_something(missed, shen, reason):
    with pytest.raises(Refusal) as refused:
        plans.close_task(ref=missed, override_reason=reason, by=shen, at=day(3, 12))
    assert refused.value.code == "override-short"
    with pytest.raises(Refusal) as refused:
        cases.close(ref=missed, override_reason=reason, by=shen, at=day(3, 12))
    assert refused.value.code == "override-short"


# -- what was owed meanwhile -------------------------------------------------------------------


def report_periods(actor, ref, at):
    return [one.period for one in seen(actor, ref, at).owed]


def test_no_report_is_owed_for_the_months_in_which_a_task_was_closed(measured, shen, deng, zhou):
    measure(30, 0, at=day(2, 2), zhou=zhou, deng=deng, shen=shen)
    plans.report_progress(ref=measured, percent=90, progress="已上线", period="2026-01", by=deng,
                          at=day(2, 3))  # fmt: skip
    verified(measured, deng, shen, day(2, 10))
    plans.close_task(ref=measured, by=shen, at=day(2, 11))
    plans.open_look_backs(at=day(5, 20), by=shen)
    plans.look_back(ref=measured, kept=False, words="用时回升", due=day(9, 30).date(), by=shen,
                    at=day(6, 10))  # fmt: skip
    row = seen(deng, measured, day(6, 11)).row
    assert row.reports_missing == ()
    assert row.lamp.word != "缺报"
    assert report_periods(deng, measured, day(6, 11)) == ["2026-06"]
    kinds = [one for one in plans.dated_work("990100", at=day(6, 11)) if one.ref == measured]
    assert {one.what for one in kinds if one.kind == "report"} == {"2026年1月", "2026年6月"}


def test_no_report_is_owed_for_the_time_until_it_was_sent_back(missed, shen, deng):
    before = report_periods(deng, missed, day(3, 11))
    assert before == ["2026-01", "2026-02"]
    plans.send_back_task(ref=missed, reason="没有降下来", by=shen, at=day(6, 5))
    assert report_periods(deng, missed, day(6, 6)) == [*before, "2026-06"]


def test_tasks_that_were_at_work_before_learn_it_from_their_cases(missed, shen):
    plans.send_back_task(ref=missed, reason="没有降下来", by=shen, at=day(6, 5))
    known = Track.objects.get(ref=missed)
    assert known.rests == [["2026-03-10", "2026-06-05"]]
    Track.objects.update(rests=[], asked_by="")
    importlib.import_module(
        "yingshang.city.plans.migrations.0008_rests_and_what_a_task_closed_on"
    ).fold(apps, None)
    again = Track.objects.get(ref=missed)
    assert (again.rests, again.asked_by) == (known.rests, known.asked_by)


def test_a_date_set_for_what_was_sent_back_is_neither_extension_nor_whim_in_the_word_file(
    missed, shen
):
    due = day(7, 31).date()
    plans.send_back_task(ref=missed, reason="没有降下来", due=due, by=shen, at=day(6, 5))
    rows = plans.tracked(shen, at=day(6, 6), refs=[missed])
    data = plans.ledger_docx(rows, region="990100", at=day(6, 6))
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        text = book.read("word/document.xml").decode()
    assert "承诺 2026年5月31日，退回整改，限 2026年7月31日 前完成" in text
    assert "重定" not in text
    assert "已延期" not in text
