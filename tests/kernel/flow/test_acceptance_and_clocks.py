"""Acceptance asks once; pauses need a legal kind; an extension comes once and is approved."""

from __future__ import annotations

import pytest
from flow_samples import HELD, PERMIT, T0, after, names, run

from yingshang.kernel import flow as f

SUBMIT = f.Submit(by="lin", at=after(0), unit="m", channel="window")
ACCEPT = f.Accept(by="zhou", at=after(4))
ASK = f.AskCorrection(by="zhou", at=after(1), items=("营业场所证明", "法定代表人签字"))
SUPPLY = f.Supply(by="lin", at=after(2), channel="window")
PAUSE = f.Pause(by="wu", at=after(5), kind="expert-review", reason="专家评审", basis="第四十五条")


def refusal(standing: f.Standing, command: f.Command) -> str:
    decided = f.decide(PERMIT, standing, command)
    assert isinstance(decided, f.Refusal), decided
    return decided.code


def test_a_correction_is_asked_once_and_completely() -> None:
    standing, _ = run(PERMIT, SUBMIT, ASK, SUPPLY)
    assert standing.corrections == 1
    assert standing.state == "submitted"
    assert refusal(standing, f.AskCorrection(by="zhou", at=after(3), items=("印章",))) == (
        "correction-once"
    )


def test_an_empty_correction_is_refused() -> None:
    standing, _ = run(PERMIT, SUBMIT)
    assert refusal(standing, f.AskCorrection(by="zhou", at=after(1), items=(" ",))) == (
        "correction-empty"
    )


def test_the_wait_for_a_correction_is_a_span() -> None:
    standing, _ = run(PERMIT, SUBMIT, ASK, SUPPLY)
    (span,) = standing.pauses
    assert (span.kind, span.since, span.until) == ("correction", after(1), after(2))


def test_trips_to_the_hall_are_counted_from_facts() -> None:
    standing, _ = run(PERMIT, SUBMIT, ASK, SUPPLY)
    assert standing.visits == 2


def test_silence_accepts_from_the_day_of_receipt() -> None:
    deemed = f.Accept(by="system", at=after(200), deemed_at=after(0))
    standing, _ = run(PERMIT, SUBMIT, deemed)
    assert standing.accepted_at == after(0)


@pytest.mark.parametrize("kind", ["lunch", "correction", ""])
def test_only_the_kinds_of_the_law_stop_the_clock(kind: str) -> None:
    standing, _ = run(PERMIT, SUBMIT, ACCEPT)
    command = f.Pause(by="wu", at=after(5), kind=kind, reason="x", basis="y")
    assert refusal(standing, command) == "pause-kind"


def test_a_pause_needs_reason_and_basis() -> None:
    standing, _ = run(PERMIT, SUBMIT, ACCEPT)
    command = f.Pause(by="wu", at=after(5), kind="hearing", reason="申请听证")
    assert refusal(standing, command) == "pause-ground"


def test_a_paused_case_cannot_be_decided_or_paused_again() -> None:
    standing, _ = run(PERMIT, SUBMIT, ACCEPT, PAUSE)
    decide = f.Decide(by="wu", at=after(6), outcome="refused", reason="x")
    assert refusal(standing, decide) == "paused"
    again = f.Pause(by="wu", at=after(6), kind="hearing", reason="x", basis="y")
    assert refusal(standing, again) == "already-paused"
    assert names(f.decide(PERMIT, standing, f.Resume(by="wu", at=after(7)))) == ["resumed"]


def test_resuming_what_runs_is_refused() -> None:
    standing, _ = run(PERMIT, SUBMIT, ACCEPT)
    assert refusal(standing, f.Resume(by="wu", at=after(5))) == "not-paused"


def test_an_extension_is_approved_bounded_and_single() -> None:
    standing, _ = run(PERMIT, SUBMIT, ACCEPT)
    at = after(5)
    assert refusal(standing, f.Extend(by="wu", at=at, workdays=5, reason="复杂")) == (
        "extension-approver"
    )
    long = f.Extend(by="wu", at=at, workdays=11, reason="复杂", approver="局长")
    assert refusal(standing, long) == "extension-length"
    fit = f.Extend(by="wu", at=at, workdays=10, reason="复杂", approver="局长")
    standing, _ = run(PERMIT, SUBMIT, ACCEPT, fit)
    assert standing.extensions[0].workdays == 10
    assert refusal(standing, fit) == "extended-already"


def test_a_withdrawal_ends_the_open_pause() -> None:
    standing, _ = run(PERMIT, SUBMIT, ACCEPT, PAUSE, f.Withdraw(by="lin", at=after(6)))
    assert standing.state == "withdrawn"
    assert standing.pauses[-1].until == after(6)


def test_reopening_cites_its_ground_and_starts_the_steps_anew() -> None:
    standing, _ = run(PERMIT, SUBMIT, f.Refuse(by="zhou", at=after(1), reason="无权"))
    assert refusal(standing, f.Reopen(by="shen", at=after(2))) == "ground-missing"
    reopen = f.Reopen(by="shen", at=after(2), ground="复议决定书〔2026〕3号")
    assert names(f.decide(PERMIT, standing, reopen)) == ["reopened", "step-opened:check"]


def test_a_hearing_that_the_law_asks_for_stops_the_clock_when_it_is_called() -> None:
    started = [
        f.Event("submitted", "lin", T0, {"unit": "990100-market"}),
        f.Event("accepted", "zhou", T0, {}),
        f.Event("step-opened", "zhou", T0, {"step": "check"}),
        f.Event("hearing-told", "wu", T0, {"reason": "x", "ask_by": after(9).isoformat()}),
    ]
    standing = f.replay(HELD, started)
    call = f.CallHearing(by="wu", at=after(1), on=after(12), place="301", chair="何青")
    assert names(f.decide(HELD, standing, call)) == ["hearing-called", "paused"]
