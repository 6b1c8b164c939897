"""What would shorten an item: its own past simulated, checked, and changed.

The past is told first: the flow learnt from the older cases has to foretell the newer ones. Only
where it does, a change is foretold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

from yingshang.adapters.simulation import Outcome, run
from yingshang.city.indicators._history import Figures, History, figures, spent
from yingshang.city.indicators._kept import Kept
from yingshang.kernel.eventlog import ACCEPT, DECIDE, Change, Flow, changed, fit
from yingshang.kernel.flow import Refusal

__all__ = ["Check", "Ideas", "Tried", "change_of", "check", "ideas", "tried"]

LEAST = 60  # cases below which nothing is foretold
RUNS = 5
NEWER = 0.3  # of the cases check what the rest have taught
NEAR = {"mean": 0.10, "median": 0.15, "slow": 0.15}  # how far simulation may be from the past
TOGETHER = 6  # changes at once, at most
MOST = 400  # cases simulated in a run: the newest


@dataclass(frozen=True)
class Check:
    """Whether the flow learnt from the older cases foretells the newer ones."""

    real: Figures
    simulated: Figures
    off: Mapping[str, float]  # relative difference of mean, median, slow
    holds: bool


@dataclass(frozen=True)
class Tried:
    """One change: before and after over the same simulated cases; ``least`` and ``most`` of the
    mean's change (a share, negative is quicker) over the runs."""

    change: Change
    before: Figures
    after: Figures
    effect: float
    least: float
    most: float


@dataclass(frozen=True)
class Ideas:
    """``single`` changes by effect; ``together`` None where nothing shortens."""

    single: tuple[Tried, ...]
    together: Tried | None

    @property
    def halves(self) -> bool:
        return self.together is not None and self.together.effect <= -0.5


def check(found: History) -> Check | None:
    """Learn from the older cases, foretell the newer; None where there are too few."""
    if found.key is None:
        return _checked(found)
    (kept,) = _kept_checks.get(found.key, lambda: (_checked(found),))
    return kept


_kept_checks: Kept[tuple[Check | None]] = Kept(32)
_kept_runs: Kept[list[list[Outcome]]] = Kept(8)


def _checked(found: History) -> Check | None:
    cut = int(len(found.pasts) * (1 - NEWER))
    older, newer = found.pasts[:cut], found.pasts[cut:]
    real = figures([spent(past) for past in newer if past.decided], found.promised)
    if real is None or len(older) < LEAST or real.cases < LEAST // 3:
        return None
    flow = fit(older, found.after)
    warm = older[-min(len(older), len(newer)) :]
    arrivals = [past.arrived for past in (*warm, *newer)][-MOST:]
    simulated = _over(flow, arrivals, newer[0].arrived, found.promised)
    off = {
        name: getattr(simulated, name) / getattr(real, name) - 1 if getattr(real, name) else 0.0
        for name in NEAR
    }
    return Check(real, simulated, off, all(abs(off[name]) <= NEAR[name] for name in NEAR))


def change_of(
    found: History,
    *,
    staff: Mapping[str, float],
    days: Mapping[str, float],
    parallel: Iterable[str] = (),
    whole: bool = False,
    load: float = 1.0,
) -> Change:
    """What a person asked for: ``days`` are working days, at most, in a stage."""
    if not 0.1 <= load <= 10:
        raise Refusal("simulation-load", "件数的倍数应在 0.1 到 10 之间，请改小或改大再算。")
    if any(not abs(more) <= 100 for more in staff.values()):
        raise Refusal("simulation-staff", "一个环节增减的人手应在 100 人以内，请改小再算。")
    if any(not 0 <= most <= 1000 for most in days.values()):
        raise Refusal("simulation-days", "环节用时的上限应在 0 到 1000 个工作日之间，请重新填写。")
    return Change(
        tuple(sorted((code, int(more)) for code, more in staff.items() if more)),
        tuple(sorted((code, round(most * found.day)) for code, most in days.items())),
        frozenset(parallel),
        whole,
        load,
    )


def tried(found: History, changes: Sequence[Change], *, runs: int = RUNS) -> list[Tried]:
    """Foretell each change over the same cases; Refused for a stage that the item lacks. Ask only
    where the `check` holds."""
    codes = {stage.code for stage in found.flow.stages}
    for change in changes:
        named = {code for code, _value in (*change.staff, *change.limits)} | change.parallel
        if strange := sorted(named - codes):
            raise Refusal(
                "stage-unknown",
                f"事项“{found.name}”没有环节“{strange[0]}”，请从它的环节里选择。",
            )
    if len(found.pasts) < LEAST:
        return []
    before = _before(found, runs)
    answers = [_one(found, change, before) for change in changes]
    return [one for one in answers if one is not None]


def _before(found: History, runs: int) -> list[list[Outcome]]:
    arrivals = [past.arrived for past in found.pasts[-MOST:]]
    if found.key is None:
        return _runs(found.flow, arrivals, runs)
    return _kept_runs.get((found.key, runs), lambda: _runs(found.flow, arrivals, runs))


def _one(found: History, change: Change, before: list[list[Outcome]]) -> Tried | None:
    own = _loaded([past.arrived for past in found.pasts[-MOST:]], change.load)
    after = _runs(changed(found.flow, change), own, len(before))
    effects = [
        _mean(b) / _mean(a) - 1 if _mean(a) else 0.0 for a, b in zip(before, after, strict=True)
    ]
    first = figures(_minutes(before), found.promised)
    last = figures(_minutes(after), found.promised)
    if not first or not last:
        return None
    effect = last.mean / first.mean - 1 if first.mean else 0.0
    return Tried(change, first, last, effect, min(effects), max(effects))


def ideas(found: History) -> Ideas:
    """Every single change that shortens, the most effective first; and the fewest of them that
    together halve the mean. Where they don't, stages are held to what the quickest quarter of
    their cases took already, the one that holds cases up most first, until the mean is halved."""
    single = [one for one in tried(found, _candidates(found), runs=2) if one.effect < -0.005]
    single.sort(key=lambda one: one.effect)
    changes = [one.change for one in single[:TOGETHER]]
    by_share = sorted(found.stages, key=lambda stage: -stage.share)
    harder = [
        Change(limits=((stage.code, round(stage.quick)),))
        for stage in by_share[:TOGETHER]
        if stage.share >= 0.03 and stage.quick < stage.middle
    ]
    before = _before(found, RUNS)
    together, best = Change(), None
    for change in (*changes, *harder):
        more = together.plus(change)
        now = _one(found, more, before)
        if now is not None and (best is None or now.effect < best.effect - 0.005):
            together, best = more, now
        if best is not None and best.effect <= -0.5:
            break
    return Ideas(tuple(single), best)


def _candidates(found: History) -> list[Change]:
    """One person more where the queue explains the wait; the quicker half's time in a stage;
    a step at once instead of after others, or all of them; papers that are whole."""
    tries, chained = [], set[str]()
    for stage in found.stages:
        if stage.work:
            tries.append(Change(staff=((stage.code, 1),)))
        if stage.share >= 0.03 and stage.middle:
            tries.append(Change(limits=((stage.code, round(stage.middle)),)))
        if stage.after and set(stage.after) != {ACCEPT} and stage.code != DECIDE:
            tries.append(Change(parallel=frozenset({stage.code})))
            chained.add(stage.code)
    if len(chained) > 1:
        tries.append(Change(parallel=frozenset(chained)))
    if any(past.outside for past in found.pasts):
        tries.append(Change(whole=True))
    return tries


def _over(flow: Flow, arrivals: Sequence[int], since: int, promised: int | None) -> Figures:
    runs = _runs(flow, arrivals)
    kept = [[one for one in outcomes if one.arrived >= since] for outcomes in runs]
    return figures(_minutes(kept), promised) or Figures(0, 0, 0, 0, None)


def _runs(flow: Flow, arrivals: Sequence[float], runs: int = RUNS) -> list[list[Outcome]]:
    return [run(flow, arrivals, seed=seed) for seed in range(runs)]


def _loaded(arrivals: Sequence[int], load: float) -> list[float]:
    """The same arrivals closer together: a fifth more cases in the same time."""
    first = arrivals[0]
    return [first + (at - first) / load for at in arrivals]


def _minutes(runs: Iterable[Iterable[Outcome]]) -> list[float]:
    return [one.minutes for outcomes in runs for one in outcomes if one.decided]


def _mean(outcomes: Iterable[Outcome]) -> float:
    spent = [one.minutes for one in outcomes if one.decided]
    return mean(spent) if spent else 0.0
