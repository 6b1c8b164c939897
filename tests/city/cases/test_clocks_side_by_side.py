"""Every clock of a case side by side, and where its time went."""

from datetime import datetime, timedelta

import pytest
from case_items import FORM, PERMIT
from case_samples import later, walk_steps

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.cases._clock import clocks, pauses_of
from yingshang.city.cases._flows import item_flow_by_id
from yingshang.city.cases._load import events_of
from yingshang.city.cases.models import Case, Step
from yingshang.city.definitions import service as definitions
from yingshang.kernel.flow import replay
from yingshang.kernel.worktime import CST, due

RICH = PERMIT | {
    "code": "test-rich",
    "name": "排水许可（测试）",
    "limits": PERMIT["limits"]
    | {
        "delivery": {"value": 10, "unit": "workday", "basis": "行政许可法第四十四条"},
        "correction": {"value": 15, "unit": "day", "basis": "地方政务服务条例"},
    },
    "pauses": [
        {
            "kind": "publicity",
            "name": "公示",
            "basis": "地方规定",
            "cap": {"value": 10, "unit": "day"},
            "expected": {"value": 7, "unit": "day"},
        }
    ],
    "extensions": [
        {"role": "head", "name": "本机关负责人", "workdays": 10, "basis": "行政许可法第四十二条"},
        {"role": "government", "name": "本级人民政府", "workdays": 15, "basis": "同条第二款"},
    ],
}


@pytest.fixture
def opened(items, lin, now):
    definitions.publish(kind="item", code="test-rich", region="", body=RICH, by=SYSTEM, at=now)
    return cases.open_case(
        item="test-rich",
        region=items,
        form=FORM,
        party=lin.party,
        channel="web",
        by=lin,
        at=now,
    )


def clock(lin, case, at):
    return cases.clock(lin, case.ref, at=at)


def lines(view) -> dict:
    return {line.kind: line for line in view.limits}


def test_acceptance_says_whose_it_is_and_what_silence_does(opened, lin, now):
    line = lines(clock(lin, opened, now))["acceptance"]
    assert line.owner_name == "市政务服务中心"
    assert line.due == datetime(2026, 3, 9, 17, tzinfo=CST)
    assert "即为受理" in line.if_silent


def test_the_applicant_has_a_clock_of_his_own_while_he_corrects(opened, zhou, lin, now):
    cases.ask_correction(ref=opened.ref, items=["补租赁合同"], by=zhou, at=later(now, 2))
    line = lines(clock(lin, opened, later(now, 30)))["correction:0"]
    assert (line.group, line.owner, line.owner_name) == ("applicant", "applicant", "申请人")
    assert line.due == datetime(2026, 3, 17, 17, tzinfo=CST)
    assert line.finished_at is None
    cases.supply(
        ref=opened.ref,
        form={"remark": "已补"},
        files=[],
        by=lin,
        at=later(now, 48),
    )
    assert lines(clock(lin, opened, later(now, 50)))["correction:0"].finished_at == later(now, 48)


@pytest.fixture
def accepted(opened, zhou, now):
    return cases.accept(ref=opened.ref, by=zhou, at=later(now, 1))


def test_each_step_is_its_unit_s(accepted, ma, lin, now):
    view = lines(clock(lin, accepted, later(now, 2)))
    assert view["step:review"].owner_name == "市市场监督管理局"
    assert view["statutory"].group == view["promised"].group == "main"


def test_delivery_begins_with_the_decision_and_ends_with_it_handed_over(
    accepted, ma, wu, zhou, lin, now
):
    walk_steps(accepted.ref, ma, wu, now)
    cases.decide(ref=accepted.ref, outcome="granted", by=ma, at=later(now, 10))
    line = lines(clock(lin, accepted, later(now, 11)))["delivery"]
    assert line.due == datetime(2026, 3, 16, 17, tzinfo=CST)
    assert line.basis == "行政许可法第四十四条"


def test_a_declared_pause_tells_its_announced_time_and_when_it_is_over(accepted, ma, lin, now):
    cases.pause(
        ref=accepted.ref,
        kind="publicity",
        reason="拟许可公示",
        basis="",
        notice="公示〔2026〕3号",
        counterpart="社会公众",
        by=ma,
        at=later(now, 24),
    )
    (shown,) = clock(lin, accepted, later(now, 48)).pauses
    assert (shown.kind_label, shown.expected, shown.cap) == ("公示", "7天", "10天")
    assert (shown.notice, shown.counterpart, shown.over) == ("公示〔2026〕3号", "社会公众", "")
    (late,) = clock(lin, accepted, now + timedelta(days=9)).pauses
    assert late.over == "已超过书面告知的 7天"
    (capped,) = clock(lin, accepted, now + timedelta(days=30)).pauses
    assert capped.over == "已超过上限 10天"
    line = lines(clock(lin, accepted, later(now, 48)))["pause:0"]
    assert (line.group, line.owner_name, line.limit) == ("special", "社会公众", "10天")


def test_a_special_procedure_without_a_written_notice_is_flagged(accepted, ma, lin, now):
    cases.pause(
        ref=accepted.ref,
        kind="testing",
        reason="检测",
        basis="行政许可法第四十五条",
        by=ma,
        at=later(now, 24),
    )
    assert "第四十五条" in clock(lin, accepted, later(now, 48)).pauses[0].over


def test_the_government_may_extend_by_fifteen_days(accepted, ma, lin, now):
    case = cases.extend(
        ref=accepted.ref,
        workdays=15,
        reason="联合办理",
        approver="市长 李",
        role="government",
        by=ma,
        at=later(now, 5),
    )
    assert case.promised_due_at == datetime(2026, 3, 30, 17, tzinfo=CST)
    words = clock(lin, accepted, later(now, 6)).sentence
    assert "经市长 李（本级人民政府，同条第二款）批准延长15个工作日" in words


def test_the_time_is_divided_among_hall_applicant_laboratory_and_units(
    opened, zhou, ma, wu, lin, now
):
    cases.ask_correction(ref=opened.ref, items=["补租赁合同"], by=zhou, at=later(now, 2))
    cases.supply(
        ref=opened.ref,
        form={"remark": "已补"},
        files=[],
        by=lin,
        at=later(now, 26),
    )
    cases.accept(ref=opened.ref, by=zhou, at=later(now, 27))
    cases.pause(
        ref=opened.ref,
        kind="testing",
        reason="检测",
        basis="行政许可法第四十五条",
        expected="3个工作日",
        by=ma,
        at=later(now, 48),
    )
    cases.resume(ref=opened.ref, by=ma, at=later(now, 96))
    view = clock(lin, opened, later(now, 120))
    shares = {share.holder: (share.minutes, share.workdays) for share in view.shares}
    assert shares == {
        "990100-hall": (3 * 60, 0),
        "applicant": (24 * 60, 1),
        "990100-market": (21 * 60 + 24 * 60, 0),
        "special:testing": (48 * 60, 3),
    }
    assert sum(minutes for minutes, _ in shares.values()) == view.minutes == 120 * 60
    assert sum(days for _, days in shares.values()) == view.workdays == 4
    assert round(sum(share.share for share in view.shares), 6) == 100
    names = {share.kind: share.name for share in view.shares}
    assert (names["applicant"], names["special"]) == ("申请人", "检测")


def test_parallel_steps_share_what_they_had_together(accepted, ma, wu, lin, now):
    cases.complete_step(ref=accepted.ref, step="review", result="pass", by=ma, at=later(now, 3))
    cases.complete_step(ref=accepted.ref, step="tax", result="pass", by=wu, at=later(now, 5))
    view = clock(lin, accepted, later(now, 7))
    shares = {share.holder: share.minutes for share in view.shares}
    # one hour at the hall; two of review; then two hours of two units; then market alone
    assert shares == {
        "990100-hall": 60,
        "990100-market": 120 + 60 + 120,
        "990100-tax": 60,
    }


def test_an_order_is_its_appointed_unit_s(order, shen, ma, now):
    cases.assign(ref=order.ref, unit="990100-market", reason="统筹", by=shen, at=later(now, 4))
    view = cases.clock(shen, order.ref, at=later(now, 9))
    shares = {share.kind: share.minutes for share in view.shares}
    assert shares == {"nobody": 4 * 60, "unit": 5 * 60}


def test_the_view_asks_the_database_a_fixed_number_of_questions(
    accepted, lin, now, django_assert_max_num_queries
):
    with django_assert_max_num_queries(6):
        clock(lin, accepted, later(now, 2))


HALL_RULE = "地方规定：下班后收到的视为次一办公日收到"


@pytest.mark.parametrize(
    ("handed_in", "ends"),
    [
        ("2026-03-07T10:00", "2026-03-13"),  # Saturday morning: the hall is open
        ("2026-03-07T12:30", "2026-03-16"),  # Saturday afternoon: received on Monday
        ("2026-03-06T17:30", "2026-03-13"),  # Friday after closing: received on Saturday
        ("2026-03-02T16:59", "2026-03-09"),
        ("2026-03-02T17:01", "2026-03-10"),
    ],
)
def test_what_comes_after_the_hall_s_own_closing_time_is_received_when_it_opens(
    items, lin, now, handed_in, ends
):
    acceptance = PERMIT["limits"]["acceptance"] | {
        "after_hours": "next_workday",
        "basis": HALL_RULE,
    }
    body = PERMIT | {"code": "test-hall", "limits": PERMIT["limits"] | {"acceptance": acceptance}}
    definitions.publish(kind="item", code="test-hall", region="", body=body, by=SYSTEM, at=now)
    at = datetime.fromisoformat(handed_in).replace(tzinfo=CST)
    case = cases.open_case(
        item="test-hall", region=items, form=FORM, party=lin.party, channel="web", by=lin, at=at
    )
    assert case.acceptance_due_at.date().isoformat() == ends
    line = lines(clock(lin, case, at))["acceptance"]
    assert line.due == case.acceptance_due_at


def test_what_is_stored_is_what_the_facts_fold_to(accepted, ma, wu, lin, now):
    """Dates of the row and of its steps, after every verb, against a replay of all facts."""

    def check() -> None:
        row = Case.objects.get(ref=accepted.ref)
        item = item_flow_by_id(row.edition_id)
        standing = replay(item.flow, [event for event, _name in events_of(row.ref)])
        calendar = definitions.calendar(row.region)
        intake = definitions.calendar(unit="990100-hall")
        folded = clocks(calendar, item.flow, standing, fixed=None, intake=intake)
        assert (row.acceptance_due_at, row.due_at) == (folded.acceptance, folded.due)
        assert (row.statutory_due_at, row.next_due_at) == (folded.statutory, folded.next)
        assert (row.warn_at, row.used_workdays) == (folded.warn, folded.used_workdays)
        for step in Step.objects.filter(case=row.ref, opened_at__isnull=False):
            limit = item.flow.step(step.code).limit
            unit = definitions.calendar(unit=step.unit)
            ends = limit and due(unit, step.opened_at, limit, pauses=pauses_of(standing)).at
            assert step.due_at == ends

    law = {"reason": "x", "basis": "行政许可法第四十五条", "expected": "5个工作日"}
    check()
    cases.pause(ref=accepted.ref, kind="hearing", **law, by=ma, at=later(now, 3))
    check()
    cases.resume(ref=accepted.ref, by=ma, at=later(now, 30))
    check()
    cases.extend(
        ref=accepted.ref, workdays=3, reason="x", approver="局长", by=ma, at=later(now, 31)
    )
    check()
    cases.complete_step(ref=accepted.ref, step="review", result="pass", by=ma, at=later(now, 32))
    check()
    cases.pause(ref=accepted.ref, kind="testing", **law, by=ma, at=later(now, 33))
    cases.resume(ref=accepted.ref, by=ma, at=later(now, 34))
    walk = [("tax", wu), ("site", ma), ("sign", ma)]
    for hour, (step, who) in enumerate(walk, start=35):
        cases.complete_step(ref=accepted.ref, step=step, result="pass", by=who, at=later(now, hour))
        check()
    cases.decide(ref=accepted.ref, outcome="granted", by=ma, at=later(now, 50))
    check()


def test_a_limit_that_counts_its_own_day_is_used_up_on_its_last(items, lin, zhou, ma, wu, now):
    limits = PERMIT["limits"] | {
        "promised": {"value": 3, "unit": "workday", "count_from": "same_day"}
    }
    body = PERMIT | {"code": "test-same-day", "limits": limits}
    definitions.publish(kind="item", code="test-same-day", region="", body=body, by=SYSTEM, at=now)
    case = cases.open_case(
        item="test-same-day",
        region=items,
        form=FORM,
        party=lin.party,
        channel="web",
        by=lin,
        at=now,
    )
    cases.accept(ref=case.ref, by=zhou, at=now)
    due_at = cases.case_for(lin, case.ref).promised_due_at
    walk_steps(case.ref, ma, wu, now)
    cases.decide(ref=case.ref, outcome="granted", by=ma, at=due_at)
    assert Case.objects.get(ref=case.ref).used_workdays == 3


def test_who_answers_too_late_is_told_by_the_hours_of_the_hall(items, lin, zhou, now):
    acceptance = PERMIT["limits"]["acceptance"] | {
        "after_hours": "next_workday",
        "basis": HALL_RULE,
    }
    body = PERMIT | {"code": "test-hall", "limits": PERMIT["limits"] | {"acceptance": acceptance}}
    definitions.publish(kind="item", code="test-hall", region="", body=body, by=SYSTEM, at=now)
    saturday = datetime(2026, 3, 7, 10, tzinfo=CST)  # the hall is open, the city is not
    case = cases.open_case(
        item="test-hall",
        region=items,
        form=FORM,
        party=lin.party,
        channel="web",
        by=lin,
        at=saturday,
    )
    after = case.acceptance_due_at + timedelta(minutes=1)
    with pytest.raises(cases.Refusal) as refused:
        cases.ask_correction(ref=case.ref, items=["布局图"], by=zhou, at=after)
    assert refused.value.code == "correction-late"
    assert cases.accept(ref=case.ref, by=zhou, at=after).accepted_at == saturday
