"""What a log teaches about its stages: order, staff, and whether a queue is what holds up."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from yingshang.kernel.eventlog import ACCEPT, DECIDE, Change, Past, Stay, changed, fit, waits_for

AFTER = {"seal": ("register",), "register": (), "tax": ("register",)}


def _case(at, spent, by="a"):
    first = Stay(at, at + spent[0], by)
    register = Stay(first.done, first.done + spent[1], by)
    seal = Stay(register.done, register.done + spent[2], by)
    tax = Stay(register.done, register.done + spent[3], by)
    ready = max(seal.done, tax.done)
    last = Stay(ready, ready + spent[4], by)
    stays = {ACCEPT: first, "register": register, "seal": seal, "tax": tax, DECIDE: last}
    return Past(at, stays)


def test_the_stages_stand_in_the_order_of_the_flow():
    flow = fit([_case(0, (1, 2, 3, 4, 5))], AFTER)
    assert [stage.code for stage in flow.stages] == [ACCEPT, "register", "seal", "tax", DECIDE]
    assert flow.stage("register").after == (ACCEPT,)


def test_a_step_that_a_case_lacks_is_seen_through():
    flow = fit([_case(0, (1, 2, 3, 4, 5))], AFTER)
    present = frozenset({ACCEPT, "seal", DECIDE})
    assert waits_for(flow.stages, present)["seal"] == (ACCEPT,)
    assert waits_for(flow.stages, present)[DECIDE] == ("accept", "seal")


def test_somebody_who_helped_out_once_is_not_one_more():
    stays = [_case(at, (1, 1, 1, 1, 1), "ab"[at % 2]) for at in range(200)]
    assert fit([*stays, _case(999, (1, 1, 1, 1, 1), "c")], AFTER).stage("tax").staff == 2


def test_waits_that_know_no_queue_are_not_blamed_on_staff():
    draw = Random(1)
    pasts = [_case(at * 40, [draw.randrange(10, 300) for _ in range(5)]) for at in range(400)]
    assert {stage.work for stage in fit(pasts, AFTER).stages} == {0.0}


@given(
    st.lists(
        st.tuples(st.integers(0, 9999), st.lists(st.integers(0, 500), min_size=5, max_size=5)),
        min_size=1,
        max_size=8,
    )
)
def test_without_queues_every_minute_stays_where_it_was(cases):
    pasts = [_case(at, spent) for at, spent in cases]
    for past, work in zip(pasts, fit(pasts, AFTER).works, strict=True):
        spent = {code: stay.done - stay.ready for code, stay in past.stays.items()}
        assert dict(work.minutes) == spent


def test_a_change_caps_adds_and_sets_side_by_side():
    flow = fit([_case(0, (10, 20, 30, 40, 50))], AFTER)
    change = Change(
        staff=(("tax", -5),), limits=(("seal", 7),), parallel=frozenset({"tax"}), whole=True
    )
    then = changed(flow, change)
    assert then.works[0].minutes["seal"] == 7
    assert (then.stage("tax").staff, then.stage("tax").after) == (1, (ACCEPT,))
    shorter = change.plus(Change(limits=(("seal", 3),), staff=(("tax", 7),)))
    assert (dict(shorter.limits), dict(shorter.staff)) == ({"seal": 3}, {"tax": 2})
    assert changed(flow, Change()) == flow
    assert not Change()
