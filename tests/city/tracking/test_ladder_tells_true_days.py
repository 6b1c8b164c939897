"""What the ladder asks of a task that went out after its day, or that is red for a promise whose
own day has passed: the time counts from the sending, and the words are true."""

from io import BytesIO

import pytest
from docx import Document
from ledger_sample import PLAN, day
from test_own_numbers import LOOSE, report, seen
from test_own_numbers_held import OLD, working

from yingshang.city.plans import service as plans
from yingshang.city.supervision import service as supervision

STAGES = "6月底前新建登记服务站不少于3个，年底前扩大至5个。"


def due_rungs(shen, ref, at):
    return [one.code for one in supervision.ladder(shen, ref, at=at).rungs if one.due]


def climbed(shen, ref, at):
    supervision.climb(at=at, by=shen)
    return [one for one in supervision.escalations(shen, at=at) if one.ref == ref]


@pytest.fixture
def late(city, shen):
    """Its day is 31 May; it went out on Friday 5 June."""
    plan = plans.import_plan(
        data=LOOSE.encode(), name="n.txt", region="990100", by=shen, at=day(1, 6)
    )
    plans.confirm_task(task=plan.tasks[0].id, by=shen, at=day(1, 6))
    (ref,) = plans.send_tasks(plan=plan.id, tasks=[plan.tasks[0].id], by=shen, at=day(6, 5))
    return ref


def test_a_task_sent_after_its_day_is_not_pressed_at_once(late, shen):
    assert climbed(shen, late, day(6, 5, 20)) == []
    assert due_rungs(shen, late, day(6, 8)) == []


def test_its_first_rung_counts_from_the_sending_and_its_words_are_true(late, shen):
    (one,) = climbed(shen, late, day(6, 9, 20))
    assert one.rung == "remind"
    assert "已于2026年5月31日到期，2026年6月5日交办，至今没有办结" in one.ground
    assert "本事项交办时已经到期" in one.demand
    paper = Document(BytesIO(supervision.escalation_docx(shen, one.id, at=day(6, 10))))
    said = "\n".join(line.text for line in paper.paragraphs)
    assert "期限届满" not in said
    assert "期限将到" not in said


def test_later_it_is_urged_as_any_other(late, shen):
    climbed(shen, late, day(6, 9, 20))
    assert "urge" not in due_rungs(shen, late, day(6, 12))
    assert due_rungs(shen, late, day(6, 15)) == ["urge"]


def test_the_form_offers_the_same_true_words(late, shen):
    rungs = {one.code: one for one in supervision.ladder(shen, late, at=day(6, 9)).rungs}
    assert rungs["remind"].demand.startswith("本事项交办时已经到期")


def test_a_task_sent_in_time_is_asked_as_ever(city, shen, deng):
    _plan, ref, _targets = working(LOOSE, shen, deng)
    (one,) = climbed(shen, ref, day(5, 28, 20))
    assert (one.rung, "期限将到" in one.ground, "期限届满" in one.demand) == ("remind", True, True)


def test_whoever_gets_it_after_its_day_has_the_time_from_there(sent, shen):
    """A task with two leads, one of which is appointed after the day."""
    plans.set_coordinator(ref=sent[2], unit="990100-tax", by=shen, at=day(10, 9))
    assert due_rungs(shen, sent[2], day(10, 9, 20)) == []
    assert due_rungs(shen, sent[2], day(10, 30)) == ["urge"]


# -- a promise of its own day ----------------------------------------------------------------------


@pytest.fixture
def staged(city, shen, deng):
    """Three stations by June, five by the end of the year, of which nobody tells anything."""
    text = PLAN.replace(OLD, STAGES).replace("2026年5月底前", "2026年12月底前", 1)
    _plan, ref, targets = working(text, shen, deng)
    for month in range(1, 7):
        report(ref, deng, {}, at=day(month + 1, 2), period=f"2026-0{month}")
    return ref, targets[0]


def test_what_is_red_for_a_promise_nobody_told_of_is_due_on_its_ladder(staged, shen):
    ref, _target = staged
    assert seen(shen, ref, day(7, 13)).row.lamp.word == "到期未报"
    assert seen(shen, ref, day(7, 13)).row.lamp.lamp == "red"
    assert due_rungs(shen, ref, day(7, 13)) == ["urge"]
    (one,) = climbed(shen, ref, day(7, 13, 20))
    assert one.rung == "urge"
    assert "登记服务站 ≥ 3 个" in one.ground
    assert "已于2026年6月30日到期，至今没有报送达到的数" in one.ground


def test_while_it_is_yellow_nobody_is_urged(staged, shen):
    ref, _target = staged
    assert seen(shen, ref, day(7, 6)).row.lamp.lamp == "yellow"
    assert due_rungs(shen, ref, day(7, 6)) == []


def test_once_it_is_told_and_kept_nothing_is_due(staged, shen, deng):
    ref, target = staged
    report(ref, deng, {target: "3"}, at=day(7, 14), period="2026-07")
    assert due_rungs(shen, ref, day(7, 15)) == []


def test_told_and_missed_it_is_due_for_that(staged, shen, deng):
    ref, target = staged
    report(ref, deng, {target: "2"}, at=day(7, 14), period="2026-07")
    (one,) = climbed(shen, ref, day(7, 15, 20))
    assert "已于2026年6月30日到期，没有达到" in one.ground


def test_an_answer_that_fell_due_while_it_rested_is_not_silence(staged, shen):
    ref, _target = staged
    climbed(shen, ref, day(7, 13, 20))  # to be answered within three working days
    plans.suspend_task(ref=ref, reason="等文件", basis="纪要〔2026〕1号", by=shen, at=day(7, 14))
    plans.resume_task(ref=ref, by=shen, at=day(8, 10))
    assert "order" not in due_rungs(shen, ref, day(8, 10, 20))
    assert due_rungs(shen, ref, day(8, 13)) == [], "it has its three working days again"
    assert due_rungs(shen, ref, day(8, 14)) == ["order"]
