"""A case beside a declared flow: the fewest moves, told in words."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingshang.kernel.eventlog import DeclaredFlow, Fault, FlowStep, align, alike, guessed

LINE = DeclaredFlow([FlowStep("a"), FlowStep("b", ("a",)), FlowStep("c", ("b",))])
# a, then b and (perhaps) c side by side, then d
FORK = DeclaredFlow(
    [FlowStep("a"), FlowStep("b", ("a",)), FlowStep("c", ("a",), False), FlowStep("d", ("b", "c"))]
)


@pytest.mark.parametrize("path", ["abd", "abcd", "acbd"])
def test_side_by_side_and_left_out_are_no_faults(path):
    found = align(path, FORK)
    assert (found.fits, found.fitness, found.faults) == (True, 1.0, ())


@pytest.mark.parametrize(
    ("path", "moves", "faults"),
    [
        ("ac", 1, [Fault("skipped", "b")]),
        ("ab", 1, [Fault("missing", "c")]),
        ("abxc", 1, [Fault("extra", "x")]),
        ("abbc", 1, [Fault("again", "b")]),
        ("bac", 2, [Fault("order", "b", "a")]),
        ("", 3, [Fault("missing", "a"), Fault("missing", "b"), Fault("missing", "c")]),
    ],
)
def test_every_fault_has_its_name_and_its_moves(path, moves, faults):
    found = align(path, LINE)
    assert (found.moves, list(found.faults)) == (moves, faults)
    assert found.fitness == 1 - moves / (len(path) + 3)


def test_a_flow_in_a_ring_is_refused():
    with pytest.raises(ValueError, match="ring"):
        DeclaredFlow([FlowStep("a", ("b",)), FlowStep("b", ("a",))])


def _agree(path, chosen, flow):
    codes = [path[at] for at in chosen]
    return len(set(codes)) == len(codes) and not any(
        later in flow.before[one] for one, later in combinations(codes, 2)
    )


def _fewest(path, flow):
    known = [at for at, code in enumerate(path) if code in flow.steps]
    best = 0
    for size in range(len(known) + 1):
        for chosen in combinations(known, size):
            if _agree(path, chosen, flow):
                best = max(best, size + sum(flow.steps[path[at]].needed for at in chosen))
    return len(path) + flow.needed - best


@given(st.text("abcdx", max_size=8))
def test_no_other_choice_of_events_has_fewer_moves(path):
    for flow in (LINE, FORK):
        found = align(path, flow)
        assert found.moves == _fewest(path, flow)
        kept = [at for at, place in enumerate(found.places) if place == "kept"]
        assert _agree(path, kept, flow)
        assert found.fits == (not found.faults)


def test_a_step_is_found_by_what_it_is_called():
    names = {"seal": ("印章刻制与备案",), "tax": ("税务信息确认",), "accept": ("受理", "收件")}
    assert guessed("印章刻制", names)[0] == "seal"
    assert guessed("03.税务信息确认环节", names)[0] == "tax"
    assert guessed("窗口收件", names)[0] == "accept"
    assert guessed("T06 Determine necessity", names)[0] == ""
    assert guessed("社保登记", {"a": ("受理",), "i": ("社会保险登记",)})[0] == "i"
    assert guessed("核发营业执照", {"r": ("核准登记、生成营业执照",), "s": ("印章刻制",)})[0] == "r"
    assert alike("审批", "审批") == 1.0
