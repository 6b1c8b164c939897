"""The simulator against what is known exactly: critical paths, and queues of the textbook."""

from itertools import accumulate
from random import Random
from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yingshang.adapters.simulation import run
from yingshang.kernel.eventlog import (
    ACCEPT,
    DECIDE,
    Change,
    Flow,
    Past,
    Stage,
    Stay,
    Work,
    changed,
    fit,
)


def _desk(staff, work):
    """One stage that is nothing but its queue."""
    return Flow((Stage(ACCEPT, (), staff, work),), (Work({ACCEPT: round(work)}, 0, True),))


def _poisson(gap, n, seed=3):
    draw = Random(seed)
    return list(accumulate(draw.expovariate(1 / gap) for _ in range(n)))


@pytest.mark.parametrize("load", [0.5, 0.8])
def test_one_clerk_keeps_people_waiting_as_pollaczek_and_khinchine_say(load):
    work = 20.0
    waits = [
        one.minutes - work for one in run(_desk(1, work), _poisson(work / load, 20_000), seed=1)
    ]
    assert mean(waits) == pytest.approx(load * work / (2 * (1 - load)), rel=0.1)


minutes = st.integers(0, 400)


@given(a=minutes, b=minutes, c=minutes, d=minutes, outside=minutes)
@settings(max_examples=25)
def test_without_queues_a_case_takes_its_critical_path(a, b, c, d, outside):
    stages = (
        Stage(ACCEPT, (), 1, 0),
        Stage("b", (ACCEPT,), 1, 0),
        Stage("c", (ACCEPT,), 1, 0),
        Stage(DECIDE, ("b", "c"), 1, 0),
    )
    flow = Flow(stages, (Work({ACCEPT: a, "b": b, "c": c, DECIDE: d}, outside, True),))
    assert [one.minutes for one in run(flow, [0, 5], seed=1)] == [outside + a + max(b, c) + d] * 2


def _history(staff, arrivals, work, seed):
    """What a log of a real queue would hold: one stage of `staff` people, then a decision."""
    draw = Random(seed)
    free = [0.0] * staff
    pasts = []
    for at in arrivals:
        who = min(range(staff), key=free.__getitem__)
        free[who] = max(free[who], at) + work
        done, later = round(free[who]), draw.randrange(20, 60)
        stays = {ACCEPT: Stay(round(at), done, f"p{who}"), DECIDE: Stay(done, done + later, "d")}
        pasts.append(Past(round(at), stays))
    return pasts


def test_a_queue_is_recognised_and_one_more_person_foretold():
    arrivals = _poisson(11, 1500)
    flow = fit(_history(2, arrivals, 20, 1), {})
    learnt = flow.stage(ACCEPT)
    assert (learnt.staff, flow.stage(DECIDE).work) == (2, 0)
    assert learnt.work == pytest.approx(20, rel=0.1)
    foretold = mean(
        one.minutes for one in run(changed(flow, Change(staff=((ACCEPT, 1),))), arrivals, seed=1)
    )
    happened = [past.stays[DECIDE].done - past.arrived for past in _history(3, arrivals, 20, 2)]
    assert foretold == pytest.approx(mean(happened), rel=0.1)


def test_the_same_seed_runs_the_same_cases():
    flow = fit(_history(2, _poisson(11, 200), 20, 1), {})
    assert run(flow, range(0, 900, 9), seed=4) == run(flow, range(0, 900, 9), seed=4)
