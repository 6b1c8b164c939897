"""One run: arrivals go through the stages; people are taken in turn, the rest is as it was."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import simpy

from yingshang.kernel.eventlog import Flow, Stage, Work, waits_for

__all__ = ["Outcome", "run"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One simulated case: minutes from arrival to its end."""

    arrived: float
    minutes: float
    decided: bool


def run(flow: Flow, arrivals: Sequence[float], *, seed: int) -> list[Outcome]:
    """Each arrival draws a work and goes through its stages; in order of arrival.

    The same seed draws the same works for the n-th arrival whatever the flow, so that two flows
    are compared over the same cases (common random numbers).
    """
    draw = Random(seed)
    ordered = sorted(arrivals)
    works = [flow.works[draw.randrange(len(flow.works))] for _ in ordered]
    env = simpy.Environment()
    people = {
        stage.code: simpy.Resource(env, capacity=stage.staff) for stage in flow.stages if stage.work
    }
    ends = [0.0] * len(ordered)
    env.process(_arrive(env, flow, people, ordered, works, ends))
    env.run()
    return [
        Outcome(at, end - at, work.decided)
        for at, end, work in zip(ordered, ends, works, strict=True)
    ]


def _arrive(
    env: simpy.Environment,
    flow: Flow,
    people: dict[str, simpy.Resource],
    arrivals: list[float],
    works: list[Work],
    ends: list[float],
) -> Generator[Any, Any, None]:
    for number, (at, work) in enumerate(zip(arrivals, works, strict=True)):
        yield env.timeout(at - env.now)
        env.process(_case(env, flow, people, work, ends, number))


def _case(
    env: simpy.Environment,
    flow: Flow,
    people: dict[str, simpy.Resource],
    work: Work,
    ends: list[float],
    number: int,
) -> Generator[Any, Any, None]:
    before = waits_for(flow.stages, frozenset(work.minutes))
    done: dict[str, simpy.Process] = {}
    for stage in flow.stages:
        if stage.code in work.minutes:
            first = [done[code] for code in before[stage.code] if code in done]
            outside = 0 if done else work.outside
            minutes = work.minutes[stage.code] + outside
            done[stage.code] = env.process(
                _stay(env, stage, people.get(stage.code), first, minutes)
            )
    if done:
        yield env.all_of(done.values())
    ends[number] = env.now


def _stay(
    env: simpy.Environment,
    stage: Stage,
    people: simpy.Resource | None,
    first: list[simpy.Process],
    minutes: int,
) -> Generator[Any, Any, None]:
    if first:
        yield env.all_of(first)
    if people is None:
        yield env.timeout(minutes)
        return
    with people.request() as turn:
        yield turn
        yield env.timeout(stage.work)
    yield env.timeout(max(0.0, minutes - stage.work))
