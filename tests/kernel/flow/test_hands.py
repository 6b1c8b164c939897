"""Handing over moves nothing but the hands: the unit answers, the clock runs on."""

from dataclasses import replace

from flow_samples import PERMIT, after, run, well_formed

from yingshang.kernel import flow as f


def test_a_hand_over_is_a_fact_and_changes_neither_state_nor_clock() -> None:
    standing, _ = run(
        PERMIT,
        *(well_formed(v, f.Standing(), after(n)) for n, v in enumerate(("submit", "accept"))),
    )
    later, events = run(
        PERMIT,
        *(well_formed(v, f.Standing(), after(n)) for n, v in enumerate(("submit", "accept"))),
        well_formed("hand_over", standing, after(5)),
    )
    assert events[-1].name == "handed-over"
    assert replace(later, seq=0, last_at=None) == replace(standing, seq=0, last_at=None)


def test_who_oversees_says_why() -> None:
    standing, _ = run(PERMIT, well_formed("submit", f.Standing(), after(0)))
    move = f.HandOver(by="shen", at=after(1), giver="ma", taker="sun", moved=True)
    refused = f.decide(PERMIT, standing, move)
    assert isinstance(refused, f.Refusal)
    assert refused.code == "reason-missing"
    (event,) = f.decide(PERMIT, standing, replace(move, reason="工作量调整"))
    assert (event.name, event.data["reason"]) == ("moved", "工作量调整")


def test_from_and_to_the_same_hands_is_refused() -> None:
    standing, _ = run(PERMIT, well_formed("submit", f.Standing(), after(0)))
    same = f.decide(PERMIT, standing, f.HandOver(by="ma", at=after(1), giver="ma", taker="ma"))
    assert isinstance(same, f.Refusal)
    assert same.code == "same-hands"
