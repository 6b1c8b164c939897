"""From what happened to what may be simulated: stages with staff, and cases to draw from.

A log of one time stamp a stage cannot say how long somebody worked. What can be told from it is
whether a case waits longer when more cases lie before it: the slope of the time in a stage over
the queue that it met is the work that one case costs (Little's law read backwards; compare
Martin et al., "Retrieving batch organisation of work insights from event logs", 2017, on what
single time stamps allow). Where no such slope is there, more staff would change nothing, and the
simulation says so instead of guessing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import sqrt

__all__ = [
    "ACCEPT",
    "DECIDE",
    "Change",
    "Flow",
    "Past",
    "Stage",
    "Stay",
    "Work",
    "changed",
    "fit",
    "waits_for",
]

ACCEPT, DECIDE = "accept", "decide"
_SURE = 3.0  # a slope counts from so many of its standard errors
_BUSIEST = 0.95  # of the time, at most: above it no queue would ever end


@dataclass(frozen=True, slots=True)
class Stay:
    """One case in one stage: minutes (of office time) when it could begin and when it was done."""

    ready: int
    done: int
    by: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """One case that has ended. ``outside``: minutes of its acceptance that it waited for the
    applicant; ``decided``: it ended with a decision."""

    arrived: int
    stays: Mapping[str, Stay]
    outside: int = 0
    decided: bool = True


@dataclass(frozen=True, slots=True)
class Stage:
    """``after``: the stages that must be done before. ``staff`` at work side by side; ``work``:
    minutes of one of them that a case takes, 0 where waiting does not depend on the queue."""

    code: str
    after: tuple[str, ...]
    staff: int
    work: float


@dataclass(frozen=True, slots=True)
class Work:
    """A case to draw: minutes in each of its stages that no queue explains, and outside."""

    minutes: Mapping[str, int]
    outside: int
    decided: bool


@dataclass(frozen=True)
class Flow:
    """Stages in the order of the flow, and the cases to draw from."""

    stages: tuple[Stage, ...]
    works: tuple[Work, ...]

    def stage(self, code: str) -> Stage:
        return next(stage for stage in self.stages if stage.code == code)


@dataclass(frozen=True)
class Change:
    """What is tried: ``staff`` adds (or takes) people by stage, ``limits`` caps the minutes of a
    stage, stages in ``parallel`` begin with the acceptance, ``whole`` papers leave nothing to be
    supplied, ``load`` multiplies the cases."""

    staff: tuple[tuple[str, int], ...] = ()
    limits: tuple[tuple[str, int], ...] = ()
    parallel: frozenset[str] = frozenset()
    whole: bool = False
    load: float = 1.0

    def __bool__(self) -> bool:
        return self != Change()

    def plus(self, other: Change) -> Change:
        """Both; of two limits on one stage the shorter."""
        limits = dict(self.limits)
        for code, minutes in other.limits:
            limits[code] = min(minutes, limits.get(code, minutes))
        staff = Counter(dict(self.staff))
        staff.update(dict(other.staff))
        return Change(
            tuple(sorted(staff.items())),
            tuple(sorted(limits.items())),
            self.parallel | other.parallel,
            self.whole or other.whole,
            self.load * other.load,
        )


def fit(pasts: Sequence[Past], after: Mapping[str, Sequence[str]]) -> Flow:
    """Stages (acceptance, the declared steps, decision) and works of what happened.

    ``after`` gives for each declared step the steps before it.
    """
    order = [ACCEPT, *_sorted(after), DECIDE]
    before = {
        ACCEPT: (),
        **{code: tuple(after[code]) or (ACCEPT,) for code in after},
        DECIDE: tuple(after) or (ACCEPT,),
    }
    stages, waits = [], {}
    for code in order:
        stays = [past.stays[code] for past in pasts if code in past.stays]
        own = [past.outside if code == ACCEPT else 0 for past in pasts if code in past.stays]
        staff = _staff(stays)
        queues = _queues(stays)
        work = _work(stays, own, queues, staff)
        stages.append(Stage(code, before[code], staff, work))
        waits[code] = [_beyond(queue, staff) * work for queue in queues]
    met = {code: iter(found) for code, found in waits.items()}
    works = []
    for past in pasts:
        minutes = {}
        for code in order:
            if code in past.stays:
                stay = past.stays[code]
                spent = stay.done - stay.ready - (past.outside if code == ACCEPT else 0)
                minutes[code] = max(0, round(spent - next(met[code])))
        works.append(Work(minutes, past.outside, past.decided))
    return Flow(tuple(stages), tuple(works))


def changed(flow: Flow, change: Change) -> Flow:
    """The flow as it would be."""
    more, limits = dict(change.staff), dict(change.limits)
    stages = tuple(
        replace(
            stage,
            staff=max(1, stage.staff + more.get(stage.code, 0)),
            after=(ACCEPT,) if stage.code in change.parallel else stage.after,
        )
        for stage in flow.stages
    )
    works = tuple(
        Work(
            {code: min(spent, limits.get(code, spent)) for code, spent in work.minutes.items()},
            0 if change.whole else work.outside,
            work.decided,
        )
        for work in flow.works
    )
    return Flow(stages, works)


@lru_cache(maxsize=256)
def waits_for(stages: tuple[Stage, ...], present: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """For the stages that a case has: which of them each waits for; an absent one is seen
    through to those before it."""
    before = {stage.code: stage.after for stage in stages}

    def seen(code: str) -> set[str]:
        return {code} if code in present else {x for b in before[code] for x in seen(b)}

    return {
        stage.code: tuple(sorted({x for code in stage.after for x in seen(code)}))
        for stage in stages
        if stage.code in present
    }


def _sorted(after: Mapping[str, Sequence[str]]) -> list[str]:
    """Steps, each after those before it (Refused elsewhere: a declared flow has no ring)."""
    done: list[str] = []
    rest = list(after)
    while rest:
        ready = [code for code in rest if all(one in done for one in after[code])]
        done += ready or rest
        rest = [code for code in rest if code not in done]
    return done


def _staff(stays: Iterable[Stay]) -> int:
    """How many people really share the work: the inverse of the chance that two cases have the
    same one (Simpson's index), so that somebody who helped out once does not count as one more."""
    shares = Counter(stay.by for stay in stays if stay.by)
    total = sum(shares.values())
    if not total:
        return 1
    return max(1, round(total * total / sum(count * count for count in shares.values())))


def _queues(stays: Sequence[Stay]) -> list[int]:
    """How many cases lay in the stage when each could begin."""
    ready = sorted(stay.ready for stay in stays)
    done = sorted(stay.done for stay in stays)
    return [
        max(0, bisect_left(ready, stay.ready) - bisect_right(done, stay.ready)) for stay in stays
    ]


def _beyond(queue: int, staff: int) -> float:
    """Turns that pass before one's own: cases beyond those that are at once in hand."""
    return max(0, queue - staff + 1) / staff


def _work(
    stays: Sequence[Stay], outside: Sequence[int], queues: Sequence[int], staff: int
) -> float:
    """Minutes of work a case: the slope of the time spent over the turns waited; 0 where it is
    not there with certainty."""
    n = len(stays)
    if n < 30:
        return 0.0
    xs = [_beyond(queue, staff) for queue in queues]
    ys = [stay.done - stay.ready - own for stay, own in zip(stays, outside, strict=True)]
    mx, my = sum(xs) / n, sum(ys) / n
    var = sum((x - mx) ** 2 for x in xs)
    if not var:
        return 0.0
    slope = sum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True)) / var
    rest = sum((y - my - slope * (x - mx)) ** 2 for x, y in zip(xs, ys, strict=True))
    error = sqrt(rest / (n - 2) / var)
    if slope <= 0 or slope < _SURE * error:
        return 0.0
    span = max(stay.done for stay in stays) - min(stay.ready for stay in stays)
    return min(slope, _BUSIEST * staff * span / n)
