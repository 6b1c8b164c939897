"""An order that a person rules on: nobody passes the check by another way, a unit that is sent
back has time anew and is told why, and the count costs the same for many orders."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.cases.models import Step
from yingshang.city.notify import service as notify
from yingshang.city.registers import service as registers
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision.appraisal.counting import counted
from yingshang.city.supervision.calendars.sources import dated_things
from yingshang.city.supervision.kinds import Refusal

PDF = [("佐证.pdf", b"%PDF-1.4\n%%EOF\n")]
MARKET = "990100-market"
FOUND = {
    "round": "2026年上半年", "number": "1", "indicator": "开办企业", "confirmed": "属实",
    "finding": "印章环节未计入时间", "owner": "市市场监督管理局", "told_on": "2026-02-20",
}  # fmt: skip


@pytest.fixture
def order(city, shen, fang, now):
    """Given on 2 March, due on 22 March."""
    record = registers.add(register="assessor-findings", region=city, form=FOUND, by=fang, at=now)
    draft, _none = supervision.recorded(shen, "assessor-findings", record)
    due = (now + timedelta(days=20)).date()
    return supervision.order_from(warning=draft, by=shen, at=now, due=due)


def answer(ref, by, at, **more):
    cases.complete_step(ref=ref, step="answer", opinion="已改", by=by, at=at, **more)


def rows(at):
    """(good, why) of the orders of the market bureau in the year's count."""
    found = counted("990100", 2026, ["orders"], at=at)["orders"].get(MARKET, [])
    return [(one["ok"], one["why"]) for one in found]


@pytest.mark.parametrize("who", ["shen", "fang", "office"])
@pytest.mark.parametrize("result", ["pass", "fail"])
def test_the_check_is_passed_on_the_order_alone(order, ma, shen, fang, now, who, result):
    answer(order, ma, now)
    office = replace(shen, id="x", role="reviewer", name="某")
    by = {"shen": shen, "fang": fang, "office": office}[who]
    assert "complete_step" not in cases.allowed(by, order)
    with pytest.raises(Refusal, match="由督办人员在督办单上核验"):
        cases.complete_step(ref=order, step="verify", result=result, opinion="看过", by=by, at=now)
    assert cases.case_for(shen, order).state == "accepted"
    with pytest.raises(Refusal, match="没有附佐证"):
        supervision.confirm_order(ref=order, words="看过", by=shen, at=now)
    supervision.send_back(ref=order, words="缺台账", by=shen, at=now)
    answer(order, ma, now, files=[cases.Upload(*PDF[0])])
    supervision.confirm_order(ref=order, words="看过台账", by=shen, at=now)
    assert cases.case_for(shen, order).state == "decided"


def test_an_order_whose_check_was_done_as_any_step_says_so_when_it_is_to_go_back(
    order, ma, shen, now
):
    answer(order, ma, now)
    # the door that stood open before the check was guarded
    cases.complete_step(ref=order, step="verify", by=shen, at=now, past_guard=True)
    with pytest.raises(Refusal) as kept:
        supervision.send_back(ref=order, words="缺台账", by=shen, at=now)
    assert "核验环节已由沈正于2026年3月2日按一般环节办结，没有走核验手续" in kept.value.sentence
    assert "按旧流程发出" not in kept.value.sentence
    supervision.give_proof(ref=order, files=PDF, by=ma, at=now)
    supervision.confirm_order(ref=order, words="看过台账", by=shen, at=now)  # the way that is left
    assert supervision.closing_check(shen, order, at=now).met


def test_an_order_of_an_edition_without_a_check_says_that(order, ma, shen, now):
    answer(order, ma, now)
    Step.objects.filter(case=order, code="verify").delete()  # as the flow was before
    with pytest.raises(Refusal, match="按旧流程发出，没有核验环节"):
        supervision.send_back(ref=order, words="缺台账", by=shen, at=now)


def test_the_unit_still_answers_as_other_steps_are_done(order, ma, now):
    assert "complete_step" in cases.allowed(ma, order)


def test_an_answered_order_is_not_pressed_on_while_it_is_checked(order, ma, shen, now):
    near = now + timedelta(days=18)
    assert supervision.ladder(shen, order, at=near).suggested is not None
    answer(order, ma, near)
    assert supervision.ladder(shen, order, at=near).suggested is None


def test_a_slow_check_does_not_make_the_unit_late(order, ma, shen, now):
    def on(days):
        return now + timedelta(days=days)

    answer(order, ma, on(3), files=[cases.Upload(*PDF[0])])
    (due,) = [one for one in dated_things("990100", on(4)) if one.kind == "order"]
    assert due.state == "waiting"  # no reminder goes to a unit that has answered
    assert rows(on(22)) == [(True, "应于 2026年3月22日，2026年3月5日 完成")]
    supervision.send_back(ref=order, words="缺二月台账", by=shen, at=on(22))
    assert rows(on(22)) == []  # sent back after its day: the unit has time anew
    answer(order, ma, on(23))
    ((good, why),) = rows(on(25))
    assert good
    assert why == "退回后重新报送：应于 2026年3月31日，2026年3月25日 完成"


def test_who_does_not_answer_again_in_the_new_time_is_late(order, ma, shen, now):
    def on(days):
        return now + timedelta(days=days)

    answer(order, ma, on(3))
    supervision.send_back(ref=order, words="缺二月台账", by=shen, at=on(22))
    assert rows(on(40)) == [(False, "退回后重新报送：应于 2026年3月31日，没有完成")]


def test_what_came_late_at_first_stays_late(order, ma, shen, now):
    def on(days):
        return now + timedelta(days=days)

    answer(order, ma, on(23))
    supervision.send_back(ref=order, words="缺二月台账", by=shen, at=on(24))
    assert rows(on(24)) == [(False, "退回后重新报送：应于 2026年3月22日，没有完成")]
    answer(order, ma, on(25))
    assert rows(on(26)) == [(False, "退回后重新报送：应于 2026年3月22日，2026年3月27日 完成")]


def test_sent_back_before_its_day_the_order_keeps_its_day(order, ma, shen, now):
    answer(order, ma, now)
    supervision.send_back(ref=order, words="缺二月台账", by=shen, at=now)
    answer(order, ma, now + timedelta(days=18))
    ((good, why),) = rows(now + timedelta(days=18))
    assert (good, "应于 2026年3月22日" in why) == (True, True)


def test_the_unit_is_told_what_was_missing(order, ma, shen, now):
    for hours, words in ((1, "缺二月台账"), (3, "还缺三月台账" * 60)):
        answer(order, ma, now + timedelta(hours=hours))
        at = now + timedelta(hours=hours + 1)
        supervision.send_back(ref=order, words=words, by=shen, at=at)
    told = [one for one in notify.inbox([f"unit:{MARKET}"]) if one.title.startswith("已退回：")]
    assert [one.title for one in told] == [
        f"已退回：{'还缺三月台账' * 60}"[:200],
        "已退回：缺二月台账",
    ]
    assert {one.link for one in told} == {f"/desk/orders/{order}/"}


def test_many_orders_cost_no_more_than_one(city, shen, now):
    due = (now + timedelta(days=5)).date()
    made = supervision.open_evaluation(tree="national", title="迎评", due_on=due, by=shen, at=now)
    found = [one for one in supervision.evaluation(shen, made, at=now).checks if one.unit]

    def queries(ask):
        with CaptureQueriesContext(connection) as asked:
            ask()
        return len(asked)

    def costs():
        return (
            queries(lambda: supervision.evaluation(shen, made, at=now)),
            queries(lambda: counted(city, due.year, ["orders"], at=now)),
        )

    seen = []
    for check in found[:5]:
        supervision.order_leaf(evaluation=made, check=check, due=due, by=shen, at=now)
        seen.append(costs())
    assert seen[0] == seen[-1]


def test_a_reopened_order_is_checked_anew(order, ma, shen, now):
    def on(days):
        return now + timedelta(days=days)

    answer(order, ma, on(1), files=[cases.Upload(*PDF[0])])
    supervision.confirm_order(ref=order, words="看过台账", by=shen, at=on(2))
    cases.reopen(ref=order, kind="inspection", ground="又有反弹", by=shen, at=on(3))
    assert not supervision.closing_check(shen, order, at=on(3)).met
    answer(order, ma, on(4))
    assert supervision.may_confirm(shen, order)
    supervision.send_back(ref=order, words="缺三月台账", by=shen, at=on(5))
    answer(order, ma, on(6))
    supervision.confirm_order(ref=order, words="看过三月台账", by=shen, at=on(7))
    assert cases.case_for(shen, order).state == "decided"
    told = [one.detail for one in audit.records(obj=f"order/{order}") if "unsaid" in one.action]
    assert [(one["by"], one["words"]) for one in told] == [("沈正", "看过台账")]


def test_what_was_answered_in_time_and_sent_back_after_its_day_is_due_on_the_new_one(
    order, ma, shen, now
):
    def on(days):
        return now + timedelta(days=days)

    def late(days):
        return supervision.order(shen, order, at=on(days)).late_on(on(days).date())

    def urged(days):
        supervision.climb(at=on(days), by=shen)
        return [one.rung for one in supervision.escalations(shen, at=on(days))]

    answer(order, ma, on(3))
    supervision.send_back(ref=order, words="缺二月台账", by=shen, at=on(22))
    assert not late(23)  # until 31 March
    assert supervision.ladder(shen, order, at=on(23)).suggested is None
    assert urged(23) == []
    assert late(31)
    assert urged(31) == ["urge"]
    answer(order, ma, on(32))
    assert late(33)


def test_who_answers_again_in_the_new_time_is_not_late(order, ma, shen, now):
    answer(order, ma, now)
    supervision.send_back(ref=order, words="缺台账", by=shen, at=now + timedelta(days=22))
    answer(order, ma, now + timedelta(days=23))
    at = now + timedelta(days=40)
    assert not supervision.order(shen, order, at=at).late_on(at.date())


def test_what_came_late_at_first_is_late_when_it_is_sent_back(order, ma, shen, now):
    answer(order, ma, now + timedelta(days=22))
    supervision.send_back(ref=order, words="缺台账", by=shen, at=now + timedelta(days=23))
    at = now + timedelta(days=24)
    assert supervision.order(shen, order, at=at).late_on(at.date())
    assert supervision.ladder(shen, order, at=at).suggested.code == "urge"
