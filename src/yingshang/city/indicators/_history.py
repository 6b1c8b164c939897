"""The past of one item as minutes of office time: what a simulation learns from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from statistics import mean, median
from typing import Any

from yingshang.city.accounts import service as accounts
from yingshang.city.cases import service as cases
from yingshang.city.cases.service import LogRow
from yingshang.city.catalog import service as catalog
from yingshang.city.definitions import service as definitions
from yingshang.city.indicators._kept import Kept
from yingshang.city.indicators._newest import item_key
from yingshang.city.indicators._periods import as_day
from yingshang.city.indicators.process import WorkingMinutes, micros
from yingshang.kernel.eventlog import ACCEPT, DECIDE, Flow, Past, Stay, fit, waits_for

__all__ = ["Figures", "History", "StageView", "figures", "history", "spent"]


@dataclass(frozen=True)
class Figures:
    """Office minutes from application to decision; ``slow``: nine of ten are quicker. ``kept``:
    share within the promised limit, None without one."""

    cases: int
    mean: float
    median: float
    slow: float
    kept: float | None


@dataclass(frozen=True)
class StageView:
    """What was learnt of one stage. ``quick``, ``middle`` and ``slow`` (a quarter, half, nine of
    ten are quicker): minutes spent in it, queue included. ``share`` of all the time; of steps side
    by side that counts which held the case up. ``work``: minutes of a person a case, 0 where the
    queue explains nothing. ``limit``: minutes of its own declared limit in working days or hours.
    """

    code: str
    name: str
    unit: str
    after: tuple[str, ...]
    staff: int
    work: float
    quick: float
    middle: float
    slow: float
    share: float
    limit: int | None


@dataclass(frozen=True)
class History:
    """The ended cases of one item, as minutes of office time."""

    item: str
    name: str
    pasts: tuple[Past, ...]
    after: Mapping[str, tuple[str, ...]]
    flow: Flow
    stages: tuple[StageView, ...]
    day: int
    promised: int | None  # minutes
    figures: Figures | None
    key: Hashable | None = None  # of the facts it was made from


def history(region: str, *, item: str, since: datetime, until: datetime) -> History:
    """Cases of ``item`` submitted in [since, until) that have ended.

    Raises accounts.NotVisible where the region has no such item.
    """
    declared = catalog.item(item, region=region, on=as_day(until))
    key = item_key(region, item, since, until)
    if key is None:
        return _reckoned(region, declared, since, until)
    return _kept.get(key, lambda: replace(_reckoned(region, declared, since, until), key=key))


_kept: Kept[History] = Kept(8)


def _reckoned(region: str, declared: catalog.ItemView, since: datetime, until: datetime) -> History:
    steps = {step["code"]: step for step in declared.body.get("steps", ())}
    after = {code: tuple(step.get("after", ())) for code, step in steps.items()}
    clock = WorkingMinutes.of(definitions.calendar(region), since, until)
    rows = cases.log_rows(region=region, item=declared.code, since=since, until=until, quiet=False)
    pasts: list[Past] = []
    units: dict[str, str] = {}
    for _ref, own in groupby(rows, key=lambda row: row.ref):
        told = list(own)
        units |= {row.step: row.unit for row in told if row.step}
        units.setdefault("", told[0].unit)
        if told[0].ended and (past := _past(told, after, clock)):
            pasts.append(past)
    pasts.sort(key=lambda past: past.arrived)
    flow = fit(pasts, after)
    limit = declared.promised or declared.statutory
    promised = limit.value * clock.day if limit is not None and limit.unit == "workday" else None
    return History(
        item=declared.code,
        name=declared.name,
        pasts=tuple(pasts),
        after=after,
        flow=flow,
        stages=_stages(flow, pasts, steps, units, clock.day),
        day=clock.day,
        promised=promised,
        figures=figures([spent(past) for past in pasts if past.decided], promised),
    )


def _past(
    told: Sequence[LogRow], after: Mapping[str, Sequence[str]], clock: WorkingMinutes
) -> Past | None:
    """One case as stays; None where it never was accepted or lacks its application."""

    def minute(at: datetime) -> int:
        return clock.upto(micros(at))

    first: dict[str, LogRow] = {}
    last: dict[tuple[str, str], LogRow] = {}
    outside, asked = 0, None
    for row in told:
        first.setdefault(row.name, row)
        last[row.name, row.step] = row
        if row.name == "correction-asked":
            asked = row.at
        elif row.name == "supplied" and asked is not None:
            outside, asked = outside + minute(row.at) - minute(asked), None
    if "submitted" not in first or "accepted" not in first:
        return None
    arrived, accepted = minute(first["submitted"].at), minute(first["accepted"].at)
    stays = {ACCEPT: Stay(arrived, accepted, first["accepted"].by)}
    for code in after:
        done = last.get(("step-done", code))
        if done is not None:
            opened = last.get(("step-opened", code))
            ready = minute(opened.at) if opened else accepted
            stays[code] = Stay(ready, max(ready, minute(done.at)), done.by)
    ending = last.get(("decided", ""))
    if ending is not None:
        ready = max(stay.done for stay in stays.values())
        stays[DECIDE] = Stay(ready, max(ready, minute(ending.at)), ending.by)
    return Past(arrived, stays, min(outside, accepted - arrived), ending is not None)


def _stages(
    flow: Flow,
    pasts: Sequence[Past],
    steps: Mapping[str, Mapping[str, Any]],
    units: Mapping[str, str],
    day: int,
) -> tuple[StageView, ...]:
    whole = sum(spent(past) for past in pasts) or 1
    held = _held_up(flow, pasts)
    names = {ACCEPT: "受理", DECIDE: "决定"}
    views = []
    for stage in flow.stages:
        stays = sorted(
            past.stays[stage.code].done - past.stays[stage.code].ready
            for past in pasts
            if stage.code in past.stays
        )
        step = steps.get(stage.code, {})
        views.append(
            StageView(
                code=stage.code,
                name=names.get(stage.code) or str(step.get("name", stage.code)),
                unit=accounts.unit_name(units.get(stage.code) or units.get("", "")),
                after=stage.after,
                staff=stage.staff,
                work=stage.work,
                quick=stays[(len(stays) - 1) // 4] if stays else 0,
                middle=median(stays) if stays else 0,
                slow=stays[int(0.9 * (len(stays) - 1))] if stays else 0,
                share=held[stage.code] / whole,
                limit=_limit(step.get("limit"), day),
            )
        )
    return tuple(views)


def _held_up(flow: Flow, pasts: Sequence[Past]) -> Counter[str]:
    """Minutes by the stage that a case was waiting for: from its end back, each time the stage
    that was done last. They add up to all the time, however many steps ran side by side."""
    held: Counter[str] = Counter()
    for past in pasts:
        before = waits_for(flow.stages, frozenset(past.stays))
        code = max(past.stays, key=lambda one: past.stays[one].done)
        while True:
            done = past.stays[code].done
            first = max(before[code], key=lambda one: past.stays[one].done, default="")
            start = min(past.stays[first].done, done) if first else past.arrived
            held[code] += done - start
            if not first:
                break
            code = first
    return held


def _limit(limit: Mapping[str, Any] | None, day: int) -> int | None:
    """A step's declared limit as office minutes; None without one or for another kind of day."""
    minutes = {"workday": day, "hour": 60}.get(limit["unit"]) if limit else None
    return limit["value"] * minutes if limit and minutes else None


def spent(past: Past) -> int:
    return max(stay.done for stay in past.stays.values()) - past.arrived


def figures(spent: Sequence[float], promised: int | None) -> Figures | None:
    if not spent:
        return None
    ordered = sorted(spent)
    kept = sum(one <= promised for one in ordered) / len(ordered) if promised else None
    return Figures(
        len(ordered), mean(ordered), median(ordered), ordered[int(0.9 * (len(ordered) - 1))], kept
    )
