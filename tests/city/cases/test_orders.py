"""An order: one coordinating unit, one return within a working day, closed by its guard."""

import pytest
from case_samples import later

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.cases import service as cases
from yingshang.city.cases.registries import close_guards


@pytest.fixture
def guard(monkeypatch):
    """The guard of our order; set its answer."""
    answer = {"refusal": None}
    monkeypatch.setitem(close_guards._entries, "test-guard", lambda case, at: answer["refusal"])
    return answer


@pytest.fixture
def assigned(order, shen, now):
    return cases.assign(
        ref=order.ref, unit="990100-market", reason="统筹", by=shen, at=later(now, 1)
    )


def return_it(ref, who, at):
    return cases.return_assignment(
        ref=ref, reason="非本局职责", duties="三定规定第三条", by=who, at=at
    )


def test_it_waits_for_a_lead_unit(order, shen, ma):
    assert order.state == "submitted"
    assert order.unit == ""
    assert "assign" in cases.allowed(shen, order.ref)
    with pytest.raises(LookupError):
        cases.case_for(ma, order.ref)


def test_appointing_starts_it_at_the_unit(assigned, ma, now):
    case = cases.case_for(ma, assigned.ref)
    assert case.state == "accepted"
    assert case.steps[0].unit == "990100-market"
    assert "complete_step" in cases.allowed(ma, case.ref)


def test_it_is_returned_and_reassigned_and_the_ruling_stays(assigned, ma, wu, shen, now):
    returned = return_it(assigned.ref, ma, later(now, 4))
    assert returned.return_pending
    with pytest.raises(Refusal) as waiting:
        cases.complete_step(ref=assigned.ref, step="answer", by=ma, at=later(now, 5))
    assert waiting.value.code == "return-pending"
    ruled = cases.rule_return(
        ref=assigned.ref,
        upheld=True,
        unit="990100-tax",
        reason="职责清单载明由税务局牵头",
        by=shen,
        at=later(now, 6),
    )
    assert ruled.unit == "990100-tax"
    assert ruled.steps[0].unit == "990100-tax"
    assert ruled.steps[0].opened_at == later(now, 6)
    words = [
        event.text for event in cases.timeline(shen, ruled.ref) if event.name == "return-ruled"
    ]
    assert "市税务局承办" in words[0]
    with pytest.raises(Refusal) as again:
        return_it(assigned.ref, wu, later(now, 7))
    assert again.value.code == "returned-already"


def test_a_return_after_the_working_day_is_late(assigned, ma, now):
    with pytest.raises(Refusal) as refusal:
        return_it(assigned.ref, ma, later(now, 50))
    assert refusal.value.code == "return-late"


def test_it_closes_only_when_its_guard_agrees_or_a_named_person_overrides(
    assigned, ma, shen, guard, now
):
    cases.complete_step(ref=assigned.ref, step="answer", by=ma, at=later(now, 5))
    done = cases.complete_step(ref=assigned.ref, step="verify", by=shen, at=later(now, 6))
    assert done.state == "decided"
    guard["refusal"] = Refusal("short", "指标没有达到目标。请继续整改。")
    with pytest.raises(Refusal) as blocked:
        cases.close(ref=assigned.ref, by=shen, at=later(now, 7))
    assert blocked.value.code == "short"
    assert cases.case_for(shen, assigned.ref).state == "decided"
    closed = cases.close(
        ref=assigned.ref, by=shen, at=later(now, 8), override_reason="数据口径已调整，附批示"
    )
    assert closed.state == "closed"
    assert "数据口径已调整" in cases.timeline(shen, closed.ref)[-1].text


def test_the_unit_that_is_supervised_cannot_close_its_own_order(assigned, ma, shen, guard, now):
    cases.complete_step(ref=assigned.ref, step="answer", by=ma, at=later(now, 5))
    cases.complete_step(ref=assigned.ref, step="verify", by=shen, at=later(now, 6))
    with pytest.raises(Refusal) as refusal:
        cases.close(ref=assigned.ref, by=ma, at=later(now, 7))
    assert refusal.value.code == "not-yours"


def test_an_order_with_a_due_date_by_hand_is_due_then(items, shen, now):
    case = cases.open_case(
        item="test-order",
        region=items,
        form={"demand": "限期整改"},
        party=None,
        channel="system",
        by=shen,
        at=now,
        unit="990100-market",
        due_at=later(now, 24 * 15),
        about="warning-7",
    )
    assert case.state == "accepted"
    assert case.promised_due_at == later(now, 24 * 15)
    assert case.about == "warning-7"


def lamps(actor, ref, at):
    """The lamp on its page and in the list; the list counts it under the same."""
    page = cases.queue(actor, at=at)
    (row,) = [row for row in page.rows if row.ref == ref]
    lit = cases.queue(actor, at=at, lamp=row.lamp)
    assert ref in [one.ref for one in lit.rows]
    assert page.counts[row.lamp] >= 1
    return cases.case_for(actor, ref, at=at).lamp, row.lamp


def test_its_lamp_follows_its_own_due_date_and_not_its_steps(assigned, ma, now):
    """The step ran out, but the paper asks for the end of the order: that date is the lamp's."""
    step = cases.case_for(ma, assigned.ref).steps[0].due_at
    due = cases.case_for(ma, assigned.ref).promised_due_at
    assert step < due
    for at, lamp in ((later(now, 2), "green"), (later(step, 1), "green"), (later(due, 1), "red")):
        assert lamps(ma, assigned.ref, at) == (lamp, lamp), at


def test_what_was_answered_in_time_is_not_late_while_the_office_looks_at_it(assigned, ma, now):
    due = cases.case_for(ma, assigned.ref).promised_due_at
    cases.complete_step(ref=assigned.ref, step="answer", by=ma, at=later(due, -2))
    assert lamps(ma, assigned.ref, later(due, 30)) == ("green", "green")


def test_what_was_answered_late_stays_late_while_the_office_looks_at_it(assigned, ma, now):
    due = cases.case_for(ma, assigned.ref).promised_due_at
    cases.complete_step(ref=assigned.ref, step="answer", by=ma, at=later(due, 2))
    assert lamps(ma, assigned.ref, later(due, 3)) == ("red", "red")


def due_in(hours, items, shen, now, appointed=1):
    """An order given now that is due in so many hours."""
    case = cases.open_case(
        item="test-order",
        region="990100",
        form={"demand": "办"},
        party=None,
        channel="system",
        by=shen,
        at=now,
        due_at=later(now, hours),
    )
    return cases.assign(
        ref=case.ref, unit="990100-market", reason="统筹", by=shen, at=later(now, appointed)
    )


def test_its_reporting_step_is_never_due_later_than_the_order(items, shen, now):
    short = due_in(48, items, shen, now)
    assert short.steps[0].due_at == later(now, 48)
    line = next(
        one for one in cases.clock(shen, short.ref, at=now).limits if one.kind[:4] == "step"
    )
    assert line.due == later(now, 48)


def test_its_reporting_step_follows_when_the_order_is_put_off(items, shen, now):
    short = due_in(48, items, shen, now)
    plain = due_in(24 * 30, items, shen, now).steps[0].due_at
    more = cases.extend(
        ref=short.ref, workdays=10, reason="改期", approver="何远", by=shen, at=later(now, 2)
    )
    assert more.steps[0].due_at == plain


def test_a_step_that_is_opened_after_the_date_has_its_own_time(items, shen, now):
    """Nobody was appointed until the date was over."""
    late = due_in(48, items, shen, now, appointed=60)
    assert late.steps[0].due_at > later(now, 60)
