"""Breadth first over every flow: all standings that differ in kind, every verb at each of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache

import pytest
from flow_samples import FLOWS, T0, after, well_formed
from hypothesis import given, settings
from hypothesis import strategies as st

from yingshang.kernel import flow as f

POSITIVE = {"granted", "done"}


def variants(verb: str, standing: f.Standing, at: datetime) -> Iterator[f.Command]:
    """Well-formed commands of a verb that differ in what follows from them."""
    plain = well_formed(verb, standing, at)
    yield plain
    kind, base = type(plain), {"by": plain.by, "at": at}
    if verb == "submit":
        yield f.Submit(**base, unit="990100-market", commitment=True)
        yield f.Submit(**base, unit="990100-market", lacking=("lease",))
        yield f.Submit(**base)
    if verb == "accept":
        until = at + timedelta(days=5)
        for promise in ("", "承诺书3号"):
            yield f.Accept(
                **base, missing=("lease", "photo"), make_up=5, make_up_by=until, promise=promise
            )
        yield f.Accept(**base, deemed_at=T0)
    if verb == "refuse":
        yield f.Refuse(**base, kind="not-needed", reason="依法不需要取得许可")
        yield f.Refuse(**base, kind="not-ours", reason="属于省级职权", body="省市场监管局")
        yield f.Refuse(**base, kind="not-ours", reason="属于省级职权")
        yield f.Refuse(**base, kind="unmet", reason="补正后仍缺材料")
    if verb in ("decide", "decide_now"):
        yield kind(**base, outcome="granted", reason="符合条件")
        yield kind(**base, outcome="refused")
        yield kind(**base, outcome="refused", reason="不符合条件")
    if verb == "decide":
        yield f.Decide(**base, outcome="granted", deemed=True)
        yield f.Decide(**base, outcome="refused", deemed=True, reason="x")
    if verb == "complete_step" and standing.open_steps:
        for step in standing.open_steps:
            for who in ("wu", "zhou"):
                yield f.CompleteStep(by=who, at=at, step=step)
        yield f.CompleteStep(
            **base, step=standing.open_steps[0], result="fail", data={"opinion": "不符合"}
        )
    if verb == "verify_commitment":
        yield kind(
            **base, result="short", reason="缺冷藏柜", days=10, until=at + timedelta(days=14)
        )
        yield kind(
            **base, result="short", reason="缺冷藏柜", days=99, until=at + timedelta(days=99)
        )
        yield kind(**base, result="untrue", reason="场所不存在")
    if verb == "withdraw":
        yield f.Withdraw(**base, deemed="make-up")
        yield f.Withdraw(**base, deemed="correction")
    if verb == "call_hearing":
        yield f.CallHearing(**base, on=at, earliest=at + timedelta(days=1), place="x", chair="何青")


def kind_of(s: f.Standing) -> tuple:
    """What decides which verbs are open: everything but dates, names and counts beyond one."""
    return (
        s.state,
        bool(s.unit),
        tuple((c, x.status, x.result, bool(x.checked_by)) for c, x in s.steps.items()),
        s.open_pause is not None,
        bool(s.extensions),
        bool(s.corrections),
        s.outcome in POSITIVE,
        bool(s.outcome),
        bool(s.returns),
        s.return_pending,
        bool(s.reopened),
        s.commitment,
        s.lacking,
        s.missing,
        s.hearing,
        s.delivered_at is not None,
        bool(s.deemed),
    )


# verbs that change nothing which decides about other verbs: they need no walk of their own
LEAVES = {"note", "assign"}


@cache
def walked(name: str, limit: int = 4000) -> tuple[tuple[f.Standing, tuple[f.Event, ...]], ...]:
    """Every kind of standing that a flow reaches, each with one history that leads to it."""
    flow, start = FLOWS[name], f.Standing()
    seen = {kind_of(start)}
    found = [(start, ())]
    todo = deque(found)
    while todo and len(found) < limit:
        standing, history = todo.popleft()
        at = after(len(history) * 12)
        for verb in sorted(f.allowed(flow, standing) - LEAVES | {"assign"} - {"note"}):
            for command in variants(verb, standing, at):
                decided = f.decide(flow, standing, command)
                if isinstance(decided, f.Refusal):
                    continue
                then = standing
                for event in decided:
                    then = f.evolve(flow, then, event)
                if kind_of(then) not in seen:
                    seen.add(kind_of(then))
                    found.append((then, (*history, *decided)))
                    todo.append(found[-1])
    return tuple(found)


@pytest.mark.parametrize("name", sorted(FLOWS))
def test_every_verb_at_every_reachable_standing_is_answered_in_words(name: str) -> None:
    flow, count = FLOWS[name], 0
    for standing, history in walked(name):
        assert f.replay(flow, history) == standing
        at = after(len(history) * 12 + 400)
        offered = f.allowed(flow, standing)
        for verb in f.COMMANDS:
            for command in variants(verb, standing, at):
                count += 1
                decided = f.decide(flow, standing, command)
                if isinstance(decided, f.Refusal):
                    assert decided.code.isascii()
                    assert decided.sentence.endswith("。")
                    parts = decided.sentence.count("。") + decided.sentence.count("；")
                    assert parts >= 2, decided.sentence
                    continue
                assert decided
                deemed = getattr(command, "deemed", None) or getattr(command, "deemed_at", None)
                by_itself = verb == "issue_licence" or deemed
                assert verb in offered or by_itself, (verb, standing)
                check_invariants(flow, standing, command, decided)
    assert count > 100


def check_invariants(
    flow: f.FlowDef, standing: f.Standing, command: f.Command, decided: tuple[f.Event, ...]
) -> None:
    names = [event.name for event in decided]
    assert names.count("decided") <= 1
    if "decided" in names:
        assert standing.state in ("accepted", "submitted"), "nothing is decided twice"
        event = decided[names.index("decided")]
        positive = event.data["outcome"] not in flow.negative
        if "resumed" not in names:
            assert standing.open_pause is None, "nothing is decided while its clock stands"
        assert not (positive and standing.missing), "what was promised came first"
        assert event.data.get("deemed") or not standing.hearing_runs
        assert positive or event.data.get("reason"), "a refusal has its reason"
    after_all = standing
    for event in decided:
        after_all = f.evolve(flow, after_all, event)
    assert after_all.seq == standing.seq + len(decided)
    if standing.state == "withdrawn":
        assert names == ["noted"] or (names[0] == "reopened" and standing.deemed)
    if after_all.state == "withdrawn":
        assert after_all.open_pause is None


def test_the_flows_together_reach_every_state_and_stage() -> None:
    standings = [standing for name in FLOWS for standing, _ in walked(name)]
    assert {s.state for s in standings} == set(f.STATES)
    assert {s.commitment for s in standings} == {
        "",
        "promised",
        "checking",
        "mending",
        "kept",
        "revoked",
        "dropped",
    }
    assert {s.hearing for s in standings} == {"", "told", "waived", "asked", "called", "held"}
    assert any(s.missing for s in standings)
    assert any(s.delivered_at for s in standings)


def test_the_flows_together_leave_every_kind_of_fact() -> None:
    seen = {event.name for name in FLOWS for _, history in walked(name) for event in history}
    told = {
        "noted",
        "corrected",
        "licence-issued",
        "handed-over",
        "moved",
        "amended",
    }  # these change no kind of standing
    assert seen | told == set(f.EVENT_NAMES)


@settings(max_examples=150)
@given(
    name=st.sampled_from(sorted(FLOWS)),
    walk=st.lists(st.tuples(st.sampled_from(sorted(f.COMMANDS)), st.integers(0, 5)), max_size=30),
    pace=st.sampled_from([1, 30, 200]),
)
def test_any_walk_keeps_the_invariants(name: str, walk: list[tuple[str, int]], pace: int) -> None:
    flow, standing, events = FLOWS[name], f.Standing(), []
    for turn, (verb, which) in enumerate([("submit", 0), *walk]):
        choices = list(variants(verb, standing, after(turn * pace)))
        command = choices[which % len(choices)]
        decided = f.decide(flow, standing, command)
        if isinstance(decided, f.Refusal):
            continue
        check_invariants(flow, standing, command, decided)
        for event in decided:
            standing = f.evolve(flow, standing, event)
            events.append(event)
    assert f.replay(flow, events) == standing
