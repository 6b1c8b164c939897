"""More time for an order or a motion: the unit asks, the office decides, one date is shown."""

from dataclasses import replace
from datetime import date

import pytest
from loop_sample import day

from yingshang.city.cases import service as cases
from yingshang.city.notify import service as notify
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision.calendars.sources import dated_things
from yingshang.city.supervision.kinds import Refusal
from yingshang.kernel.worktime import to_cst

LAND = "990100-land"
LATER = date(2026, 3, 20)


@pytest.fixture
def ref(warned, shen):
    """An order to the natural resources bureau, due on Friday 13 March."""
    return supervision.order_from(
        warning=warned, unit=LAND, by=shen, at=day(3, 2), due=date(2026, 3, 13)
    )


@pytest.fixture
def motion(city, shen):
    """A proposal handed to the same bureau, due on 2 June."""
    return supervision.hand_over_motion(
        number="青提〔2026〕012",
        title="关于压缩抵押登记时间的提案",
        kind="cppcc",
        members=["白杨"],
        body="建议银行网点一站办理。",
        leads=[LAND],
        co=["990100-housing"],
        handed_on=date(2026, 3, 2),
        by=shen,
        at=day(3, 2),
    )


def ask(ref, by, *, until=LATER, reason="等省里系统接口", at=None):
    supervision.ask_delay(ref=ref, until=until, reason=reason, by=by, at=at or day(3, 9))


def rule(ref, by, *, granted=True, **more):
    supervision.rule_delay(ref=ref, granted=granted, by=by, at=day(3, 10), **more)


CLOCK = {
    "extend": {"workdays": 10, "reason": "忙", "approver": "张三"},
    "pause": {"kind": "bidding", "reason": "招标", "basis": "许可法", "expected": "60个工作日"},
}


@pytest.mark.parametrize("verb", CLOCK)
def test_a_unit_does_not_stretch_its_own_order(ref, deng, verb):
    assert verb not in cases.allowed(deng, ref)
    with pytest.raises(Refusal, match="不在您的职责范围"):
        getattr(cases, verb)(ref=ref, by=deng, at=day(3, 3), **CLOCK[verb])


@pytest.mark.parametrize("verb", CLOCK)
@pytest.mark.parametrize("leads", [True, False])
def test_nor_the_date_of_a_motion_or_of_its_opinion(motion, shen, deng, gao, verb, leads):
    shares = supervision.motion(shen, motion, at=day(3, 2)).shares
    share = next(one for one in shares if one.leads == leads)
    who = deng if leads else gao
    assert verb not in cases.allowed(who, share.ref)
    assert "extend" in cases.allowed(shen, share.ref)


def test_the_office_grants_it_and_every_date_is_the_same(ref, shen, deng):
    ask(ref, deng)
    told = [m.title for m in notify.inbox([f"user:{shen.id}"]) if "待审批延期" in m.title]
    assert len(told) == 1
    assert supervision.order(deng, ref, at=day(3, 9)).due_on == date(2026, 3, 13)

    rule(ref, shen)
    order = supervision.order(shen, ref, at=day(3, 10))
    case = cases.case_for(shen, ref, at=day(3, 10))
    assert order.due_on == LATER
    assert to_cst(case.due_at).date() == LATER
    assert to_cst(order.row.due_at).date() == LATER
    (dated,) = [one for one in dated_things("990100", day(3, 10)) if one.ref == ref]
    assert dated.day == LATER
    supervision.climb(at=day(3, 16), by=shen)  # past the first date, before the second
    assert [one.rung for one in supervision.escalations(shen, at=day(3, 16))] == []
    assert "同意延期至2026年3月20日" in notify.inbox([f"unit:{LAND}"])[0].title


def test_what_the_office_extends_of_itself_moves_every_date_too(ref, shen):
    cases.extend(ref=ref, workdays=5, reason="改期", approver="何远", by=shen, at=day(3, 9))
    assert supervision.order(shen, ref, at=day(3, 9)).due_on == date(2026, 3, 20)


def test_a_refusal_leaves_the_date_and_says_why(ref, shen, deng):
    ask(ref, deng)
    with pytest.raises(Refusal, match="理由"):
        rule(ref, shen, granted=False)
    rule(ref, shen, granted=False, words="可以先报阶段情况")
    assert supervision.order(deng, ref, at=day(3, 10)).due_on == date(2026, 3, 13)
    (one,) = supervision.delays(deng, cases.case_for(deng, ref), at=day(3, 10)).asks
    assert (one.state, one.words) == ("refused", "可以先报阶段情况")
    ask(ref, deng, reason="再次说明", at=day(3, 11))  # it may be asked again


def test_only_who_carries_it_asks_and_never_rules(ref, shen, deng, wu, he):
    for other in (shen, he):
        with pytest.raises(Refusal, match="只有承办单位"):
            ask(ref, other)
    with pytest.raises(LookupError):
        ask(ref, wu)
    ask(ref, deng)
    for other in (deng, he):
        with pytest.raises(Refusal, match="督办人员"):
            rule(ref, other)
    own = replace(shen, id="x", role="bureau", unit=LAND)
    with pytest.raises(Refusal, match="不能审批自己"):
        rule(ref, own)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"at": day(3, 16)}, "已过"),
        ({"until": date(2026, 3, 13)}, "晚于"),
        ({"until": date(2026, 6, 1)}, "最多延长 10 个工作日"),
        ({"reason": " "}, "为什么"),
    ],
)
def test_what_cannot_be_asked_is_said(ref, deng, more, why):
    with pytest.raises(Refusal, match=why):
        ask(ref, deng, **more)


def test_it_is_asked_once_at_a_time(ref, deng):
    ask(ref, deng)
    with pytest.raises(Refusal, match="在等审批"):
        ask(ref, deng)


def test_the_date_of_a_motion_moves_in_its_register_too(motion, shen, deng):
    share = supervision.motion(shen, motion, at=day(3, 2)).leads[0]
    ask(share.ref, deng, until=date(2026, 6, 9))
    rule(share.ref, shen)
    moved = supervision.motion(shen, motion, at=day(3, 10)).leads[0]
    assert moved.due_on == date(2026, 6, 9)
    case = cases.case_for(shen, share.ref, at=day(3, 10))
    assert to_cst(case.due_at).date() == moved.due_on


def test_what_was_asked_in_time_is_granted_after_the_date(ref, shen, deng):
    ask(ref, deng, at=day(3, 13))
    supervision.rule_delay(ref=ref, granted=True, by=shen, at=day(3, 16))
    assert supervision.order(shen, ref, at=day(3, 16)).due_on == LATER


def reporting(actor, ref, at):
    """The unit's own step of an order."""
    return next(s for s in cases.case_for(actor, ref, at=at).steps if s.code == "answer")


def test_the_unit_reports_on_the_day_that_the_order_asks_for(ref, shen, deng):
    """Paper, list, lamp and step: one day, the 13th; once it is put off, the new one."""
    step = reporting(deng, ref, day(3, 10))
    assert to_cst(step.due_at).date() == date(2026, 3, 13)
    assert step.lamp in ("green", "yellow")  # five working days went by on the 9th
    ask(ref, deng)
    rule(ref, shen)
    assert to_cst(reporting(deng, ref, day(3, 16)).due_at).date() == LATER


def test_an_order_of_few_days_is_not_reported_on_after_its_end(warned, shen, deng):
    short = supervision.order_from(
        warning=warned, unit=LAND, by=shen, at=day(3, 2), due=date(2026, 3, 4)
    )
    assert to_cst(reporting(deng, short, day(3, 2)).due_at).date() == date(2026, 3, 4)


def test_a_date_is_moved_once_and_asked_for_no_more(ref, shen, deng):
    ask(ref, deng)
    rule(ref, shen)
    seen = supervision.delays(deng, cases.case_for(deng, ref), at=day(3, 16))
    assert not seen.may_ask
    with pytest.raises(Refusal, match="已延期 1 次，达到规定的上限"):
        ask(ref, deng, until=date(2026, 3, 27), at=day(3, 16))


def test_what_was_refused_does_not_count_as_moved(ref, shen, deng):
    ask(ref, deng)
    rule(ref, shen, granted=False, words="可以先报阶段情况")
    assert supervision.delays(deng, cases.case_for(deng, ref), at=day(3, 11)).may_ask


def test_nobody_rules_on_a_case_that_has_ended_and_who_asked_is_told(motion, shen, gao):
    share = supervision.motion(shen, motion, at=day(3, 2)).shares[1]
    ask(share.ref, gao, until=date(2026, 4, 8))
    case = cases.case_for(shen, share.ref, at=day(3, 9))
    assert supervision.delays(shen, case, at=day(3, 9)).may_rule

    cases.complete_step(ref=share.ref, step="opine", opinion="没有意见", by=gao, at=day(3, 10))
    case = cases.case_for(shen, share.ref, at=day(3, 10))
    seen = supervision.delays(shen, case, at=day(3, 10))
    assert (seen.may_rule, seen.waiting, seen.asks[0].state) == (False, None, "lapsed")
    assert "延期申请不再审批" in notify.inbox(["unit:990100-housing"])[0].title
    with pytest.raises(Refusal, match="没有待审批"):
        rule(share.ref, shen)
