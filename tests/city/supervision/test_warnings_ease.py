"""A warning whose rule no longer holds says so; the rule or a person closes it, never an order."""

from dataclasses import replace

import pytest
from loop_sample import day, mortgages

from yingshang.city.accounts.service import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.indicators import service as indicators
from yingshang.city.notify import service as notify
from yingshang.city.plans import service as plans
from yingshang.city.registers import service as registers
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision._rules import _rule
from yingshang.city.supervision.easing import Looked, ease
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.models import Warning


@pytest.fixture
def overdue(city, shen, zhou, deng):
    """Three cases past their promise, warned of."""
    refs = mortgages(3, opened=day(2, 3, 9), finished=None, clerk=zhou, officer=deng)
    (raised,) = supervision.watch(at=day(3, 2), by=shen)
    return refs, raised


def decide(refs, deng, at):
    for ref in refs:
        while codes := [s.code for s in cases.case_for(deng, ref).steps if s.state == "open"]:
            for step in codes:
                cases.complete_step(ref=ref, step=step, by=SYSTEM, at=at)
        cases.decide(ref=ref, outcome="granted", by=deng, at=at)


def test_titles_say_whose_number_and_what_is_the_matter(warned, shen):
    title = supervision.warning(shen, warned).title
    assert title == "青岚市“不动产抵押登记平均用时”没有达到承诺"


def test_what_is_over_says_since_when_and_is_closed_by_its_rule_after_its_days(overdue, shen, deng):
    refs, raised = overdue
    decide(refs, deng, day(3, 3))
    supervision.watch(at=day(3, 4), by=shen)
    found = supervision.warning(shen, raised)
    assert (found.status, found.eased_at) == ("new", day(3, 4))
    assert "现在没有超过承诺时限仍未办结的办件" in found.eased_sentence
    supervision.watch(at=day(3, 6), by=shen)
    assert supervision.warning(shen, raised).status == "new"
    supervision.watch(at=day(3, 7), by=shen)
    closed = supervision.warning(shen, raised)
    assert (closed.status, closed.eased_at) == ("cleared", day(3, 4))
    assert "按规则消除" in closed.settled_reason
    assert any("按规则消除" in one.title for one in notify.inbox([f"user:{shen.id}"]))
    with pytest.raises(Refusal, match="已经消除"):
        supervision.order_from(warning=raised, by=shen, at=day(3, 8))


def test_what_begins_again_in_the_same_month_is_warned_of_again(overdue, shen, zhou, deng):
    refs, raised = overdue
    decide(refs, deng, day(3, 3))
    for n in (4, 8):
        supervision.watch(at=day(3, n), by=shen)
    mortgages(3, opened=day(2, 10, 9), finished=None, clerk=zhou, officer=deng)
    (again,) = supervision.watch(at=day(3, 9), by=shen)
    assert again != raised
    assert supervision.watch(at=day(3, 10), by=shen) == []


def test_what_holds_again_loses_its_mark(overdue, shen, zhou, deng):
    refs, raised = overdue
    decide(refs, deng, day(3, 3))
    supervision.watch(at=day(3, 4), by=shen)
    mortgages(3, opened=day(2, 10, 9), finished=None, clerk=zhou, officer=deng)
    assert supervision.watch(at=day(3, 5), by=shen) == []
    found = supervision.warning(shen, raised)
    assert (found.status, found.eased_at, found.eased_sentence) == ("new", None, "")


def test_an_order_that_went_out_is_never_closed_by_it(overdue, shen, deng):
    refs, raised = overdue
    ref = supervision.order_from(warning=raised, by=shen, at=day(3, 2))
    decide(refs, deng, day(3, 3))
    for n in (4, 8):
        supervision.watch(at=day(3, n), by=shen)
    assert supervision.warning(shen, raised).status == "ordered"
    assert cases.case_for(shen, ref).state == "accepted"


def test_where_the_rule_asks_a_person_confirms(warned, promised, shen, city):
    """The plan's promise is corrected to what was reached: a person sees that it is over."""
    with pytest.raises(Refusal, match="情形还在"):
        supervision.clear_warning(warning=warned, words="", by=shen, at=day(3, 2))
    plans.correct_target(
        target=promised.id, changes={"value": "30"}, by=shen, at=day(3, 3), reason="抄录有误"
    )
    indicators.compute(at=day(3, 4), by=shen, regions=[city])
    supervision.watch(at=day(3, 4), by=shen)
    found = supervision.warning(shen, warned)
    assert (found.status, found.eased_at) == ("new", day(3, 4))
    supervision.watch(at=day(6, 4), by=shen)
    assert supervision.warning(shen, warned).status == "new"  # nothing vanishes by itself
    stranger = replace(shen, role="leader")
    with pytest.raises(Refusal, match="只有本市督办人员"):
        supervision.clear_warning(warning=warned, words="", by=stranger, at=day(6, 5))
    supervision.clear_warning(warning=warned, words="承诺已更正", by=shen, at=day(6, 5))
    closed = supervision.warning(shen, warned)
    assert (closed.status, closed.settled_by, closed.settled_reason) == (
        "cleared", shen.name, "承诺已更正",
    )  # fmt: skip


def test_a_missing_fact_ends_nothing(warned, shen, city):
    rule = _rule(
        {
            "code": "late-target", "name": "承诺落后", "kind": "late-target", "severity": "serious",
            "when": 'lamp == "red" and days_left <= 92', "demand": "x", "answer_workdays": 5,
            "closes_by": "indicator", "eases": {"how": "close"},
        }
    )  # fmt: skip
    key = Warning.objects.get(pk=warned).key.split("|")[1]
    unknown = type("S", (), {"facts": {"lamp": "red"}, "sentence": "没有日期"})
    for subjects in ({}, {key: unknown}):
        ease(city, Looked({"late-target": rule}, [], {"late-target": subjects}), day(3, 9), shen)
        assert supervision.warning(shen, warned).eased_at is None


def test_a_warning_raised_by_hand_waits_for_a_person(city, shen, fang, now):
    """No rule saw it come, so none sees it go."""
    form = {
        "round": "2026年上半年", "number": "1", "indicator": "开办企业", "confirmed": "属实",
        "finding": "印章环节未计入时间", "owner": "市市场监督管理局", "told_on": "2026-02-20",
    }  # fmt: skip
    registers.add(register="assessor-findings", region=city, form=form, by=fang, at=now)
    supervision.watch(at=now, by=shen)
    (draft,) = [one for one in supervision.warnings(shen) if one.kind == "register-finding"]
    assert (draft.status, draft.eased_at) == ("new", None)
