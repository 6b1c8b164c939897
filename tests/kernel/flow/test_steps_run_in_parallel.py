"""Steps open by themselves when those before them are done, side by side where nothing forbids."""

from __future__ import annotations

import pytest
from flow_samples import ORDER, PERMIT, after, names, run

from yingshang.kernel import flow as f


def accepted() -> f.Standing:
    standing, _ = run(
        PERMIT, f.Submit(by="lin", at=after(0), unit="m"), f.Accept(by="zhou", at=after(1))
    )
    return standing


def done(standing: f.Standing, step: str, by: str, hour: int, result: str = "pass") -> f.Decision:
    data = {"opinion": "不符合"} if result == "fail" else {}
    return f.decide(
        PERMIT,
        standing,
        f.CompleteStep(by=by, at=after(hour), step=step, result=result, data=data),
    )


def fold(standing: f.Standing, decided: f.Decision) -> f.Standing:
    assert not isinstance(decided, f.Refusal), decided
    for event in decided:
        standing = f.evolve(PERMIT, standing, event)
    return standing


def test_acceptance_opens_only_the_first_step() -> None:
    assert accepted().open_steps == ("check",)


def test_two_steps_open_at_once_and_join() -> None:
    standing = accepted()
    first = done(standing, "check", "wu", 2)
    assert names(first) == ["step-done:check", "step-opened:site", "step-opened:fire"]
    standing = fold(standing, first)
    fire = done(standing, "fire", "wu", 3)
    assert names(fire) == ["step-done:fire"], "signing waits for the site visit"
    standing = fold(standing, fire)
    standing = fold(standing, done(standing, "site", "wu", 4))
    second = done(standing, "site", "zhou", 5)
    assert names(second) == ["step-done:site", "step-opened:sign"]


def test_a_step_that_is_waiting_names_what_it_waits_for() -> None:
    refusal = done(accepted(), "sign", "wu", 2)
    assert isinstance(refusal, f.Refusal)
    assert refusal.code == "step-waiting"
    assert "现场核查" in refusal.sentence
    assert "消防意见" in refusal.sentence


def test_one_person_cannot_verify_for_two() -> None:
    standing = fold(accepted(), done(accepted(), "check", "wu", 2))
    standing = fold(standing, done(standing, "site", "wu", 3))
    again = done(standing, "site", "wu", 4)
    assert isinstance(again, f.Refusal)
    assert again.code == "two-person"


def test_two_persons_who_disagree_leave_the_step_open() -> None:
    standing = fold(accepted(), done(accepted(), "check", "wu", 2))
    standing = fold(standing, done(standing, "site", "wu", 3))
    other = done(standing, "site", "zhou", 4, "fail")
    assert names(other) == ["step-checked:site"]
    assert "site" in fold(standing, other).open_steps


def test_a_step_done_twice_is_refused() -> None:
    standing = fold(accepted(), done(accepted(), "check", "wu", 2))
    again = done(standing, "check", "wu", 3)
    assert isinstance(again, f.Refusal)
    assert again.code == "step-done"


def test_a_failed_step_allows_only_a_negative_decision() -> None:
    standing = fold(accepted(), done(accepted(), "check", "wu", 2, "fail"))
    granted = f.decide(PERMIT, standing, f.Decide(by="wu", at=after(3), outcome="granted"))
    assert isinstance(granted, f.Refusal)
    assert granted.code == "step-failed"
    refused = f.Decide(by="wu", at=after(3), outcome="refused", reason="无经营场所")
    assert names(f.decide(PERMIT, standing, refused)) == ["decided"]


def test_a_decision_before_the_steps_are_done_names_them() -> None:
    early = f.decide(PERMIT, accepted(), f.Decide(by="wu", at=after(2), outcome="granted"))
    assert isinstance(early, f.Refusal)
    assert early.code == "steps-open"
    assert "签发" in early.sentence


def test_the_second_of_two_decisions_is_refused() -> None:
    standing = fold(accepted(), done(accepted(), "check", "wu", 2, "fail"))
    command = f.Decide(by="wu", at=after(3), outcome="refused", reason="无经营场所")
    standing = fold(standing, f.decide(PERMIT, standing, command))
    second = f.decide(PERMIT, standing, command)
    assert isinstance(second, f.Refusal)
    assert second.code == "state-decided"


def test_a_step_that_does_not_apply_is_skipped_and_joined_over() -> None:
    standing, _ = run(
        PERMIT,
        f.Submit(by="lin", at=after(0), unit="m", skipped=("site",)),
        f.Accept(by="zhou", at=after(1), skipped=("site",)),
        f.CompleteStep(by="wu", at=after(2), step="check"),
        f.CompleteStep(by="wu", at=after(3), step="fire"),
    )
    assert standing.open_steps == ("sign",)


def test_a_failed_verification_sends_the_order_back_to_its_answer() -> None:
    standing, _ = run(
        ORDER,
        f.Submit(by="shen", at=after(0), unit="m"),
        f.CompleteStep(by="wu", at=after(1), step="answer"),
        f.CompleteStep(
            by="shen", at=after(2), step="verify", result="fail", data={"opinion": "无佐证"}
        ),
    )
    assert standing.state == "accepted"
    assert standing.open_steps == ("answer",)


def test_an_order_is_decided_when_its_verification_passes() -> None:
    standing, events = run(
        ORDER,
        f.Submit(by="shen", at=after(0), unit="m"),
        f.CompleteStep(by="wu", at=after(1), step="answer"),
        f.CompleteStep(by="shen", at=after(2), step="verify"),
    )
    assert standing.state == "decided"
    assert standing.outcome == "done"
    assert events[-1].data["auto"] is True


def test_a_flow_whose_step_follows_an_unknown_one_cannot_be_declared() -> None:
    with pytest.raises(ValueError, match="unknown"):
        f.FlowDef(steps=(f.StepDef("a", "甲", after=("b",)),))
