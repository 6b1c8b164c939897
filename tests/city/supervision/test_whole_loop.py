"""From a sentence in a plan to the order that mends it, through the services alone."""

import pytest
from loop_sample import day, mortgages

from yingshang.city.cases import service as cases
from yingshang.city.indicators import service as indicators
from yingshang.city.plans import service as plans
from yingshang.city.supervision import service as supervision
from yingshang.kernel.flow import Refusal


def test_from_the_plans_text_to_the_closed_order(promised, city, shen, zhou, deng, hou):
    # 1 promise: read from the very words, two units in the lead
    plan = plans.plan(shen, plans.plans(shen)[0].id, at=day(1, 6))
    task = plan.tasks[0]
    assert (promised.comparator, promised.value, promised.unit) == ("<=", 2, "工作日")
    assert promised.span in plan.text
    assert [unit.code for unit in task.lead] == ["990100-land", "990100-housing"]

    # 2 serve and measure: twelve cases, each six working days, so the promise is red
    mortgages(12, opened=day(2, 3, 9), finished=day(2, 11, 9), clerk=zhou, officer=deng)
    indicators.compute(at=day(3, 2), by=shen, regions=[city])
    (seen,) = plans.promises(shen, region=city, as_of=day(3, 2).date())[:1]
    assert (seen.lamp, seen.standing, seen.mark) == ("red", "missed", "measured")
    assert (seen.actual, seen.gap) == (6, 4)

    # 3 warn, once
    (warned,) = supervision.watch(at=day(3, 2), by=shen)
    assert supervision.watch(at=day(3, 2, 18), by=shen) == []
    warning = supervision.warning(shen, warned)
    assert (warning.kind, warning.target) == ("late-target", promised.id)
    assert warning.needs_coordinator
    assert warning.candidates[0][0] == "990100-land"

    # 4 order: two leads, so nobody holds it until one unit is appointed
    ref = supervision.order_from(warning=warned, by=shen, at=day(3, 2), min_cases=10)
    assert cases.case_for(shen, ref).state == "submitted"
    with pytest.raises(Refusal, match="不能重复发单"):
        supervision.order_from(warning=warned, by=shen, at=day(3, 2))
    cases.assign(ref=ref, unit="990100-housing", reason="统筹", by=shen, at=day(3, 2, 11))

    # 5 returned once within one working day, citing duties; the ruling names another unit
    cases.return_assignment(
        ref=ref, reason="登记不属我局", duties="三定方案第四条", by=hou, at=day(3, 3, 9)
    )
    cases.rule_return(
        ref=ref, upheld=True, unit="990100-land", reason="登记职责", by=shen, at=day(3, 3, 15)
    )
    with pytest.raises(Refusal, match="只能一次"):
        cases.return_assignment(
            ref=ref, reason="也不属我局", duties="三定方案", by=deng, at=day(3, 3, 16)
        )

    # 6 the unit answers with measures
    cases.complete_step(
        ref=ref, step="answer", opinion="增设银行网点端口，三审改两审", by=deng, at=day(3, 6)
    )
    assert cases.case_for(shen, ref).state == "decided"

    # 7 an answer is no evidence: too early to close, with the numbers
    mortgages(4, opened=day(3, 9, 9), finished=day(3, 10, 9), clerk=zhou, officer=deng)
    with pytest.raises(Refusal, match="共 4 件，不足约定的 10 件"):
        cases.close(ref=ref, by=shen, at=day(3, 12))
    assert cases.case_for(shen, ref).state == "decided"

    # 8 enough cases, all opened after the order, keep the promise: closed
    mortgages(8, opened=day(3, 16, 9), finished=day(3, 17, 9), clerk=zhou, officer=deng)
    assert supervision.closing_check(shen, ref, at=day(3, 20)).met
    cases.close(ref=ref, by=shen, at=day(3, 20))
    assert cases.case_for(shen, ref).state == "closed"

    # 9 every turn stands on the timeline
    names = [event.name for event in cases.timeline(shen, ref)]
    for name in ("submitted", "assigned", "returned", "return-ruled", "step-done", "closed"):
        assert name in names


def test_new_cases_that_are_as_slow_do_not_close_it(promised, city, shen, zhou, deng):
    mortgages(12, opened=day(2, 3, 9), finished=day(2, 11, 9), clerk=zhou, officer=deng)
    indicators.compute(at=day(3, 2), by=shen, regions=[city])
    (warned,) = supervision.watch(at=day(3, 2), by=shen)
    ref = supervision.order_from(warning=warned, unit="990100-land", by=shen, at=day(3, 2))
    cases.complete_step(ref=ref, step="answer", opinion="加强调度", by=deng, at=day(3, 4))
    mortgages(12, opened=day(3, 9, 9), finished=day(3, 13, 9), clerk=zhou, officer=deng)
    with pytest.raises(Refusal, match="4 工作日，未达到 ≤ 2 工作日"):
        cases.close(ref=ref, by=shen, at=day(3, 20))

    cases.close(ref=ref, by=shen, at=day(3, 20), override_reason="市长批示：系统切换期间")
    closed = cases.timeline(shen, ref)[-1]
    assert (closed.name, closed.by_name) == ("closed", shen.name)
    assert "系统切换" in closed.text


def test_old_cases_finished_late_do_not_count_against_the_window(promised, city, shen, zhou, deng):
    mortgages(12, opened=day(2, 3, 9), finished=day(2, 11, 9), clerk=zhou, officer=deng)
    indicators.compute(at=day(3, 2), by=shen, regions=[city])
    (warned,) = supervision.watch(at=day(3, 2), by=shen)
    ref = supervision.order_from(warning=warned, unit="990100-land", by=shen, at=day(3, 2))
    # opened before the order, decided within the window after it
    mortgages(20, opened=day(2, 10, 9), finished=day(3, 10, 9), clerk=zhou, officer=deng)
    check = supervision.closing_check(shen, ref, at=day(3, 20))
    assert (check.met, check.cases) == (False, 0)


def test_the_window_is_told_in_days_of_the_city(promised, city, shen, zhou, deng):
    """At seven in the morning of the 20th in China it is still the 19th elsewhere."""
    from datetime import UTC

    mortgages(12, opened=day(2, 3, 9), finished=day(2, 11, 9), clerk=zhou, officer=deng)
    indicators.compute(at=day(3, 2), by=shen, regions=[city])
    (warned,) = supervision.watch(at=day(3, 2), by=shen)
    early = day(3, 3, 7).astimezone(UTC)
    ref = supervision.order_from(warning=warned, unit="990100-land", by=shen, at=early)
    said = supervision.closing_check(shen, ref, at=day(3, 20, 7).astimezone(UTC)).sentence
    assert "2026年3月3日至2026年3月20日" in said
