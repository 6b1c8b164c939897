"""Every state × every verb: events, or a refusal that a person can act on."""

from __future__ import annotations

import pytest
from flow_samples import FLOWS, ORDER, PERMIT, after, run, well_formed
from hypothesis import given
from hypothesis import strategies as st

from yingshang.kernel import flow as f

PATHS = {
    "draft": (),
    "submitted": ("submit",),
    "correcting": ("submit", "ask_correction"),
    "accepted": ("submit", "accept"),
    "refused": ("submit", "refuse"),
    "decided": ("submit", "accept", *["complete_step"] * 5, "decide"),
    "closed": ("submit", "accept", *["complete_step"] * 5, "decide", "close"),
    "withdrawn": ("submit", "withdraw"),
}


# offered, yet the day on which it may be done is still to come (a hearing's own dates)
WAIT_FOR_TIME = ("decide", "hold_hearing")


def standing_in(state: str) -> f.Standing:
    standing = f.Standing()
    for hour, verb in enumerate(PATHS[state]):
        decided = f.decide(PERMIT, standing, well_formed(verb, standing, after(hour)))
        assert not isinstance(decided, f.Refusal), decided
        for event in decided:
            standing = f.evolve(PERMIT, standing, event)
    assert standing.state == state
    return standing


def assert_answered(decided: f.Decision) -> None:
    if isinstance(decided, f.Refusal):
        assert decided.code
        assert decided.code.isascii()
        assert decided.sentence.endswith("。")
        assert decided.sentence.count("。") >= 2 or "；" in decided.sentence, decided.sentence
    else:
        assert decided, "a verb that is not refused must leave a fact"
        assert all(event.name in f.EVENT_NAMES for event in decided)


@pytest.mark.parametrize("state", f.STATES)
@pytest.mark.parametrize("verb", sorted(f.COMMANDS))
def test_each_pair_is_answered_and_the_table_decides_which(state: str, verb: str) -> None:
    standing = standing_in(state)
    decided = f.decide(PERMIT, standing, well_formed(verb, standing, after(99)))
    assert_answered(decided)
    if state not in f.ALLOWED[verb]:
        assert isinstance(decided, f.Refusal)
        assert decided.code == f"state-{state}"
        assert f.VERB_LABELS[verb] in decided.sentence


def test_the_table_names_every_verb_and_only_known_states() -> None:
    assert set(f.ALLOWED) == set(f.COMMANDS) == set(f.VERB_LABELS)
    assert all(states <= set(f.STATES) for states in f.ALLOWED.values())
    assert set(f.STATE_WHY) == set(f.STATES)


@given(
    kind=st.sampled_from(sorted(FLOWS)),
    verbs=st.lists(st.sampled_from(sorted(f.COMMANDS)), max_size=25),
)
def test_any_walk_is_total_and_replays_to_the_same_standing(kind: str, verbs: list[str]) -> None:
    flow, standing, events = FLOWS[kind], f.Standing(), []
    for hour, verb in enumerate(["submit", *verbs]):
        command = well_formed(verb, standing, after(hour))
        decided = f.decide(flow, standing, command)
        assert_answered(decided)
        if verb not in f.allowed(flow, standing) and verb != "issue_licence":
            assert isinstance(decided, f.Refusal), f"{verb} is not offered, yet was done"
        for event in () if isinstance(decided, f.Refusal) else decided:
            standing = f.evolve(flow, standing, event)
            events.append(event)
    assert f.replay(flow, events) == standing
    assert standing.seq == len(events)


@given(
    kind=st.sampled_from(sorted(FLOWS)),
    verbs=st.lists(st.sampled_from(sorted(f.COMMANDS)), max_size=20),
)
def test_what_is_offered_can_be_done(kind: str, verbs: list[str]) -> None:
    flow, standing = FLOWS[kind], f.Standing()
    for hour, verb in enumerate(["submit", *verbs]):
        command = well_formed(verb, standing, after(hour))
        decided = f.decide(flow, standing, command)
        if verb in f.allowed(flow, standing) and verb not in WAIT_FOR_TIME:
            assert not isinstance(decided, f.Refusal), f"{verb} is offered: {decided}"
        for event in () if isinstance(decided, f.Refusal) else decided:
            standing = f.evolve(flow, standing, event)


def test_a_fact_cannot_be_written_before_the_last_one() -> None:
    standing, _ = run(ORDER, well_formed("submit", f.Standing(), after(5)))
    decided = f.decide(ORDER, standing, well_formed("note", standing, after(1)))
    assert isinstance(decided, f.Refusal)
    assert decided.code == "time-backwards"
