"""A number that only the unit reports: what it may be, how it is corrected, what it closes."""

import pytest
from django.utils.translation import override
from ledger_sample import PLAN, day, evidence

from yingshang.city.cases import service as cases
from yingshang.city.plans import promising
from yingshang.city.plans import service as plans
from yingshang.kernel.flow import Refusal

LOOSE = PLAN.replace("压缩至2个工作日以内。", "便利化，申请材料压减至3份以内。")


@pytest.fixture
def plan(city, shen):
    found = plans.import_plan(
        data=LOOSE.encode(), name="loose.txt", region="990100", by=shen, at=day(1, 6)
    )
    plans.confirm_task(task=found.tasks[0].id, by=shen, at=day(1, 6))
    return found


@pytest.fixture
def target(plan):
    (found,) = plan.tasks[0].targets
    assert (found.comparator, found.unit) == ("<=", "份")
    return found.id


@pytest.fixture
def ref(plan, target, shen, deng):
    (found,) = plans.send_tasks(plan=plan.id, tasks=[plan.tasks[0].id], by=shen, at=day(1, 7))
    plans.sign_task(ref=found, contact="邓岩", phone="0999-1234567", by=deng, at=day(1, 8))
    return found


def report(ref, deng, own, at=None, **more):
    said = {"percent": 40, "progress": "已梳理", "by": deng, "at": at or day(2, 2), **more}
    plans.report_progress(ref=ref, own=own, **said)


def seen(actor, ref, at):
    return plans.tracked_task(actor, ref, at=at)


def promise(target, at):
    return promising.promise(target, as_of=at.date())


@pytest.mark.parametrize("text", ["三天半", "大约5份", "5-6", "５..1", "无", "1e5", "9" * 30, "²"])
def test_what_is_no_number_is_refused_in_one_sentence(ref, target, deng, text):
    with pytest.raises(Refusal) as refused:
        report(ref, deng, {target: text})
    assert refused.value.code in ("number-unread", "number-size")
    assert "没有保存" in refused.value.sentence
    assert seen(deng, ref, day(2, 3)).reports == ()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("5", "5 份"),
        ("５ 份", "5 份"),
        ("2.50", "2.5 份"),
        ("1,200个份", "1200 份"),
        ("十二份", "12 份"),
    ],
)
def test_numbers_are_read_as_people_write_them(ref, target, deng, text, kept):
    report(ref, deng, {target: text})
    (line,) = seen(deng, ref, day(2, 3)).reports[0].numbers
    assert (line.value, line.mark) == (kept, "reported")


def test_what_the_unit_reported_is_told_as_its_own_word(ref, target, deng, shen):
    assert promise(target, day(2, 1)).standing == "nodata"
    report(ref, deng, {target: "5"})
    (line,) = seen(deng, ref, day(2, 3)).targets
    assert (line.value, line.mark, line.period) == ("5 份", "reported", "2026年2月")
    assert "自报 5 份，承诺 ≤ 3 份，未达到" in line.reason
    one = promise(target, day(2, 3))
    assert (one.standing, one.lamp, one.mark) == ("reported", "grey", "reported")
    listed = plans.promises(shen, region="990100", as_of=day(2, 3).date())
    assert next(row for row in listed if row.target.id == target).only_reported
    assert promise(target, day(2, 1)).standing == "nodata"


def test_a_period_without_a_number_keeps_the_one_before(ref, target, deng):
    report(ref, deng, {target: "5"})
    report(ref, deng, {}, at=day(3, 2))
    (line,) = seen(deng, ref, day(3, 3)).targets
    assert (line.value, line.period) == ("5 份", "2026年2月")


def test_a_report_is_corrected_and_its_first_words_stay(ref, target, deng, shen):
    report(ref, deng, {target: "5"})
    assert "correct_report" in seen(deng, ref, day(2, 3)).verbs
    assert "correct_report" not in seen(shen, ref, day(2, 3)).verbs
    with pytest.raises(Refusal, match="更正进展"):
        report(ref, deng, {target: "2"}, at=day(2, 4))
    said = {"percent": 45, "progress": "已压减", "by": deng, "own": {target: "2"}}
    with pytest.raises(Refusal, match="为什么更正"):
        plans.correct_report(ref=ref, why=" ", at=day(2, 4), **said)
    plans.correct_report(ref=ref, why="数错了", at=day(2, 4), **said)
    (mended,) = seen(deng, ref, day(2, 5)).reports
    assert (mended.percent, mended.at, mended.corrected_by) == (45, day(2, 2), deng.name)
    (first,) = mended.earlier
    assert (first.percent, first.numbers[0].value, first.why) == (40, "5 份", "数错了")
    assert promise(target, day(2, 5)).actual_text == "2 份"
    assert promise(target, day(2, 3)).actual_text == "5 份"
    texts = [one.text for one in cases.timeline(deng, ref)]
    assert any("更正2026年2月进展（45%）：已压减。更正原因：数错了" in text for text in texts)


def test_what_a_verification_rests_on_is_not_corrected_until_it_comes_back(ref, target, deng, shen):
    report(ref, deng, {target: "5"})
    plans.ask_close(ref=ref, words="已压减", by=deng, at=day(2, 5), files=[evidence()])
    plans.verify_closing(ref=ref, passed=True, opinion="已核", by=shen, at=day(2, 6))
    said = {"percent": 45, "progress": "已压减", "by": deng, "why": "数错了", "own": {target: "2"}}
    with pytest.raises(Refusal):
        plans.correct_report(ref=ref, at=day(2, 7), **said)
    plans.send_back_task(ref=ref, reason="五份不是三份", by=shen, at=day(2, 7))
    plans.sign_task(ref=ref, contact="邓岩", phone="0999-1234567", by=deng, at=day(2, 8))
    plans.correct_report(ref=ref, at=day(2, 8), **said)
    assert seen(deng, ref, day(2, 8)).row.check.met


def test_a_promise_missed_by_its_own_report_closes_only_on_a_reason(ref, target, deng, shen):
    report(ref, deng, {target: "5"})
    plans.ask_close(ref=ref, words="已压减", by=deng, at=day(2, 5), files=[evidence()])
    row = seen(shen, ref, day(2, 6)).row
    assert "自报 5 份，承诺 ≤ 3 份，未达到" in row.check.sentence
    plans.verify_closing(ref=ref, passed=True, opinion="已核", by=shen, at=day(2, 6))
    assert seen(shen, ref, day(2, 7)).row.stage_label == "已核验、指标未达标"
    with pytest.raises(Refusal, match="自报 5 份，承诺 ≤ 3 份，未达到"):
        plans.close_task(ref=ref, by=shen, at=day(2, 7))
    plans.close_task(
        ref=ref, override_reason="省里新增两份材料，本市无权取消", by=shen, at=day(2, 7)
    )
    row = seen(shen, ref, day(2, 8)).row
    assert (row.stage, row.lamp.word) == ("closed", "例外销号")
    assert "为 5 份（单位自报，没有绑定）" in row.check.sentence
    plans.open_look_backs(at=day(5, 20), by=shen)
    plans.look_back(ref=ref, kept=True, words="现场核查两份已由省里取消", by=shen, at=day(5, 25))


def test_an_english_screen_says_it_with_english_stops_and_no_idle_blank(ref, target, deng, shen):
    report(ref, deng, {target: "5"})
    with override("en"):
        row = seen(shen, ref, day(2, 6)).row
        own = promise(target, day(2, 6)).own
    assert own.startswith("reported 5 ")
    assert own in row.check.sentence
    assert not set("。；，、：") & set(row.check.sentence)


def test_a_promise_kept_by_its_own_report_closes_on_papers_and_says_so(ref, target, deng, shen):
    report(ref, deng, {target: "3"})
    row = seen(shen, ref, day(2, 3)).row
    assert row.check.met
    assert "自报 3 份，承诺 ≤ 3 份，已达到" in row.check.sentence
    plans.ask_close(ref=ref, words="已压减", by=deng, at=day(2, 5), files=[evidence()])
    plans.verify_closing(ref=ref, passed=True, opinion="已核", by=shen, at=day(2, 6))
    plans.close_task(ref=ref, by=shen, at=day(2, 7))


def test_the_number_goes_on_with_the_case_to_the_next_edition(ref, plan, target, deng, shen):
    report(ref, deng, {target: "5"})
    newer = plans.import_plan(
        data=LOOSE.replace("1月5日", "2月5日").encode(), name="again.txt", region="990100",
        by=shen, at=day(2, 10),
    )  # fmt: skip
    plans.lineage.declare(kind="edition", origin=plan.id, heir=newer.id, by=shen, at=day(2, 11))
    found = seen(deng, ref, day(2, 12))
    assert found.row.plan == newer.id
    assert "自报 5 份，承诺 ≤ 3 份，未达到" in found.row.check.sentence
