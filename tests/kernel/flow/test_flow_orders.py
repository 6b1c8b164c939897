"""One coordinating unit; one return within the window; the ruling stays."""

from __future__ import annotations

import pytest
from flow_samples import ORDER, PERMIT, after, names, run

from yingshang.kernel import flow as f

SUBMIT = f.Submit(by="shen", at=after(0))
ASSIGN = f.Assign(by="shen", at=after(1), unit="tax", reason="统筹")
RETURN = f.ReturnAssignment(
    by="wu", at=after(2), reason="非本单位职责", duties="三定规定第四条", window_open=True
)


def refusal(standing: f.Standing, command: f.Command, flow: f.FlowDef = ORDER) -> str:
    decided = f.decide(flow, standing, command)
    assert isinstance(decided, f.Refusal), decided
    return decided.code


def test_without_a_lead_unit_nothing_starts_until_one_is_appointed() -> None:
    standing, _ = run(ORDER, SUBMIT)
    assert standing.state == "submitted"
    assert standing.unit == ""
    assert refusal(standing, f.Accept(by="wu", at=after(1))) == "no-lead-unit"
    assert names(f.decide(ORDER, standing, ASSIGN)) == [
        "assigned",
        "accepted",
        "step-opened:answer",
    ]


def test_a_second_appointment_is_refused() -> None:
    standing, _ = run(ORDER, SUBMIT, ASSIGN)
    assert refusal(standing, ASSIGN) == "assigned-already"


def test_work_waits_while_a_return_awaits_its_ruling() -> None:
    standing, _ = run(ORDER, SUBMIT, ASSIGN, RETURN)
    step = f.CompleteStep(by="wu", at=after(3), step="answer")
    assert refusal(standing, step) == "return-pending"


def test_an_upheld_return_names_the_next_unit_and_restarts_its_step() -> None:
    rule = f.RuleReturn(by="shen", at=after(4), upheld=True, unit="land", reason="职责清单")
    standing, _ = run(ORDER, SUBMIT, ASSIGN, RETURN, rule)
    assert standing.unit == "land"
    assert not standing.return_pending
    assert standing.steps["answer"].opened_at == after(4)


def test_a_rejected_return_leaves_the_unit_and_cannot_be_repeated() -> None:
    rule = f.RuleReturn(by="shen", at=after(4), upheld=False, reason="职责清单列明")
    standing, _ = run(ORDER, SUBMIT, ASSIGN, RETURN, rule)
    assert standing.unit == "tax"
    assert refusal(standing, RETURN_AGAIN) == "returned-already"


RETURN_AGAIN = f.ReturnAssignment(
    by="wu", at=after(5), reason="非本单位职责", duties="三定规定第四条", window_open=True
)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"window_open": False}, "return-late"),
        ({"duties": " "}, "duties-missing"),
        ({"reason": ""}, "duties-missing"),
    ],
)
def test_a_return_needs_the_window_and_the_duties(change: dict, code: str) -> None:
    standing, _ = run(ORDER, SUBMIT, ASSIGN)
    fields = {"reason": "理由", "duties": "三定", "window_open": True, **change}
    assert refusal(standing, f.ReturnAssignment(by="wu", at=after(2), **fields)) == code


def test_an_upheld_return_without_another_unit_is_refused() -> None:
    standing, _ = run(ORDER, SUBMIT, ASSIGN, RETURN)
    same = f.RuleReturn(by="shen", at=after(3), upheld=True, unit="tax", reason="同意")
    assert refusal(standing, same) == "unit-missing"


def test_an_item_with_a_declared_lead_cannot_be_assigned_or_returned() -> None:
    standing, _ = run(PERMIT, f.Submit(by="lin", at=after(0), unit="market"))
    assert refusal(standing, ASSIGN, PERMIT) == "not-assignable"
    assert refusal(standing, RETURN, PERMIT) == "not-returnable"


def test_a_guard_keeps_an_order_open_until_a_named_person_overrides() -> None:
    standing, _ = run(
        ORDER,
        f.Submit(by="shen", at=after(0), unit="m"),
        f.CompleteStep(by="wu", at=after(1), step="answer"),
        f.CompleteStep(by="shen", at=after(2), step="verify"),
    )
    guard = f.Refusal("indicator-short", "指标还没有达到目标。请继续整改。")
    blocked = f.Close(by="shen", at=after(3), blocked=(guard,))
    assert refusal(standing, blocked) == "indicator-short"
    by_hand = f.Close(by="shen", at=after(3), blocked=(guard,), override_reason="市长批示")
    closed = f.decide(ORDER, standing, by_hand)
    assert names(closed) == ["closed"]
    assert closed[0].data["overridden"] == ["indicator-short"]


def test_a_paper_without_a_date_ends_the_date_and_a_later_one_sets_it_again() -> None:
    standing, _ = run(ORDER, SUBMIT, ASSIGN)
    undated = f.Amend(by="shen", at=after(2), undated=True, was=after(9), reason="第二版")
    (event,) = f.decide(ORDER, standing, undated)
    assert (event.data["undated"], event.data["was"]) == (True, after(9).isoformat())
    standing = f.evolve(ORDER, standing, event)
    assert standing.due_by_hand(after(9)) is None
    nothing = f.Amend(by="shen", at=after(3), undated=True, was=None, reason="第三版")
    assert refusal(standing, nothing) == "nothing-changes"
    (event,) = f.decide(
        ORDER, standing, f.Amend(by="shen", at=after(3), until=after(20), reason="第三版")
    )
    assert f.evolve(ORDER, standing, event).due_by_hand(after(9)) == after(20)
