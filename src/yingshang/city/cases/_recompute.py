"""When a calendar changes, open clocks follow it, and facts say which moved, from when to when.

Only cases with a clock that ends on or after the first changed day are read, many with one
question; a case is locked and written only when a date of it has moved.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from yingshang.adapters import rows as database
from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._clock import Clocks, calendar_of, clocks, step_due
from yingshang.city.cases._flows import ItemFlow, item_flow_by_id, unit_code
from yingshang.city.cases._load import remember, work_of
from yingshang.city.cases._work import Work
from yingshang.city.cases._writer import append
from yingshang.city.cases.kinds import OPEN_STATES
from yingshang.city.cases.models import Case, CaseEvent, ClockMove, ClockRun, Step
from yingshang.city.cases.registries import follow
from yingshang.city.definitions import service as definitions
from yingshang.kernel import worktime
from yingshang.kernel.flow import Event, Note, Standing, replay
from yingshang.kernel.worktime import CST

__all__ = ["Moved", "follow_calendar", "recompute_clocks"]

BATCH = 500
AGAIN = timedelta(hours=1)
CLOCKS = {"acceptance": "受理期限", "promised": "承诺期限", "statutory": "法定期限"}
Moment = datetime | None


@dataclass(frozen=True, slots=True)
class Moved:
    """One clock of one case: `clock` is acceptance, promised, statutory or step:<code>."""

    ref: str
    clock: str
    before: Moment
    after: Moment


@dataclass
class _Looked:
    """What one run has seen."""

    run: ClockRun | None = None  # where the moves are written down, in the transaction of each
    cases: int = 0
    moved: list[Moved] = field(default_factory=list)

    def take(self, moves: Sequence[Moved]) -> None:
        """Keep what has moved; the first date of a clock stays, should it move again."""
        self.moved += moves
        if self.run is not None:
            ClockMove.objects.bulk_create(
                (
                    ClockMove(
                        run=self.run, case_id=m.ref, clock=m.clock, before=m.before, after=m.after
                    )
                    for m in moves
                ),
                ignore_conflicts=True,
            )


def follow_calendar(*, at: datetime, by: Actor) -> ClockRun | None:
    """Let open clocks follow what was published of calendars and office hours since the last run;
    the record of it, None where nothing moved. Safe to repeat: for the tick, and after a notice.

    A run that was broken off is taken up again. For an hour after a run its days are looked at
    once more, for a worker that still knew the old calendar may have written a date meanwhile.
    """
    definitions.refresh()
    newest = definitions.calendar_edition()
    last = ClockRun.objects.filter(edition__gte=0).order_by("-edition").first()
    seen = last.edition if last else 0
    if newest != seen:
        reason = definitions.calendar_sources(after=seen)
        begun, _ = ClockRun.objects.get_or_create(
            edition=-newest,
            defaults={"at": at, "by": by.id, "reason": reason, "looked": 0, "moved": 0},
        )
        _run(begun, at=at, by=by, before=last.edition if last else None)
        return begun
    if last is None or not timedelta() <= at - last.at <= AGAIN:
        return None
    earlier = ClockRun.objects.filter(edition__gte=0, edition__lt=seen).order_by("-edition").first()
    moved = _run(last, at=at, by=by, before=earlier.edition if earlier else None)
    return last if moved else None


def recompute_clocks(
    *, at: datetime, by: Actor, reason: str, region: str | None = None
) -> list[str]:
    """Work out every open clock again; the numbers of the cases of which a date moved.

    Each of them gets a fact naming the old date, the new one and the reason. Running it again
    moves nothing.
    """
    looked = _Looked()
    for place in [region] if region else _regions():
        _follow(place, None, at=at, by=by, reason=reason, looked=looked)
    return list(dict.fromkeys(move.ref for move in looked.moved))


def _run(run: ClockRun, *, at: datetime, by: Actor, before: int | None) -> list[Moved]:
    """Look at every region and write down what has moved; done when its edition is positive."""
    upto = abs(run.edition)
    looked = _Looked(run)
    changed: set[date] = set()
    for region in _regions():
        days = _changed(region, before, upto)
        changed.update(days or ())
        if days is None or days:
            _follow(region, days, at=at, by=by, reason=run.reason, looked=looked)
    run.edition = upto
    run.changed = [day.isoformat() for day in sorted(changed)]
    run.looked = max(run.looked, looked.cases)
    run.moved = run.moves.values("case").distinct().count()
    run.save()
    return looked.moved


def _regions() -> list[str]:
    """Regions with open cases."""
    found = Case.objects.filter(state__in=OPEN_STATES).values_list("region", flat=True)
    return sorted(found.order_by().distinct())


def _changed(region: str, before: int | None, upto: int) -> tuple[date, ...] | None:
    """Days that differ since an edition; None where all must be looked at: the first run ever,
    or new hours of an office, which move the hour and not the day."""
    if before is None or definitions.offices_changed(before, upto):
        return None
    old = definitions.calendar(region, upto=before)
    return worktime.changed_days(old, definitions.calendar(region, upto=upto))


def _follow(
    region: str,
    days: Sequence[date] | None,
    *,
    at: datetime,
    by: Actor,
    reason: str,
    looked: _Looked,
) -> None:
    """Every case of a region that a changed day may have moved, a batch a transaction."""
    for batch in _batches(_touched(region, days)):
        looked.cases += len(batch)
        refs = _suspects(batch)
        for begin in range(0, len(refs), BATCH // 5):
            with database.turn():
                looked.take(_move(refs[begin : begin + BATCH // 5], at, by, reason))


def _touched(region: str, days: Sequence[date] | None) -> Any:
    """Open cases of a region with a clock that ends on or after the first changed day."""
    cases = Case.objects.filter(region=region, state__in=OPEN_STATES)
    if days is None:
        return cases
    first = datetime.combine(days[0], time(), CST)
    last = datetime.combine(days[-1] + timedelta(1), time(), CST)
    steps = Step.objects.filter(case=OuterRef("pk"), status="open", due_at__gte=first)
    runs = Q(next_due_at__gte=first) | Q(due_at__gte=first) | Q(statutory_due_at__gte=first)
    return cases.filter(runs | Exists(steps), submitted_at__lt=last)


def _batches(cases: Any) -> Iterator[list[Case]]:
    """By number, so many at a time, so that neither memory nor locks grow with the whole."""
    after = ""
    while True:
        batch = list(cases.filter(ref__gt=after).order_by("ref")[:BATCH])
        if not batch:
            return
        yield batch
        after = batch[-1].ref


def _suspects(batch: Sequence[Case]) -> list[str]:
    """The cases of which a stored date is not what the calendar now says."""
    _recall(batch)
    steps = _open_steps(batch)
    return [case.ref for case in batch if _is_off(case, steps.get(case.ref, ()))]


def _open_steps(batch: Iterable[Case]) -> dict[str, list[Step]]:
    steps: dict[str, list[Step]] = {}
    opened = Step.objects.filter(case__in=[case.ref for case in batch], status="open")
    for step in opened.order_by("case", "position"):
        steps.setdefault(step.case_id, []).append(step)
    return steps


def _is_off(case: Case, steps: Iterable[Step]) -> bool:
    work = work_of(case)
    fresh = _clocks(work.item, work.standing, case.region, case.due_fixed_at)
    if (fresh.next, fresh.due, fresh.again, fresh.statutory, fresh.warn) != (
        case.next_due_at,
        case.due_at,
        case.again_due_at,
        case.statutory_due_at,
        case.warn_at,
    ):
        return True
    return any(_step_due(work, step) != step.due_at for step in steps)


def _clocks(item: ItemFlow, standing: Standing, region: str, fixed: Moment) -> Clocks:
    calendar = definitions.calendar(region)
    intake = calendar_of(unit_code(item.intake, region), calendar)
    return clocks(calendar, item.flow, standing, fixed=fixed, intake=intake)


def _step_due(work: Work, row: Step) -> Moment:
    step, region = work.item.flow.step(row.code), work.header["region"]
    if step is None or step.limit is None or row.opened_at is None:
        return None
    unit = work.standing.unit if step.is_lead else unit_code(step.unit, region)
    calendar = calendar_of(unit, definitions.calendar(region))
    return step_due(calendar, step, row.opened_at, work.standing, work.header["due_fixed_at"])


def _move(refs: Sequence[str], at: datetime, by: Actor, reason: str) -> list[Moved]:
    """Write the new dates of cases, each with a fact; under lock, and looked at once more."""
    cases = list(Case.objects.select_for_update().filter(ref__in=refs).order_by("ref"))
    _recall(cases)
    steps = _open_steps(cases)
    works, moved = [], []
    for case in cases:
        work = work_of(case)
        moves = list(_moves(case, work, steps.get(case.ref, ())))
        if not moves:
            continue
        told = [{"clock": m.clock, "from": _iso(m.before), "to": _iso(m.after)} for m in moves]
        data = {"clock": "moved", "reason": reason, "moves": told}
        data["text"] = _told(reason, moves, work.item)
        work.do(Note(by=by.id, at=_not_before(work.standing.last_at, at), data=data), by)
        work.afresh = True
        works.append(work)
        moved += moves
    told_of = [(work, tuple(work.facts)) for work in works]
    append(works)
    for work, facts in told_of:
        follow(work, facts)
    return moved


def _recall(cases: Sequence[Case]) -> None:
    """Fold the facts of many cases with one question; work_of finds their standings kept."""
    events: dict[str, list[Event]] = {case.ref: [] for case in cases}
    rows = CaseEvent.objects.filter(case__in=list(events)).order_by("case", "seq")
    for ref, name, who, done_at, data in rows.values_list("case", "name", "by", "at", "data"):
        events[ref].append(Event(name, who, done_at, json.loads(data)))
    for case in cases:
        item = item_flow_by_id(case.edition_id)
        remember(case.last_hash, item, replay(item.flow, events[case.ref]))


def _moves(case: Case, work: Work, steps: Iterable[Step]) -> Iterator[Moved]:
    """The clocks of a case in hand whose stored date is no longer right."""
    fresh = _clocks(work.item, work.standing, case.region, case.due_fixed_at)
    pairs = [
        ("promised", case.due_at, fresh.due),
        ("statutory", case.statutory_due_at, fresh.statutory),
    ]
    if case.state == "submitted":
        pairs = [("acceptance", case.acceptance_due_at, fresh.acceptance)]
    for step in steps:
        pairs.append((f"step:{step.code}", step.due_at, _step_due(work, step)))
    for clock, before, after in pairs:
        if before != after:
            yield Moved(work.ref, clock, before, after)


def _not_before(last: Moment, at: datetime) -> datetime:
    """Facts are in order of time; a job told an earlier `--at` still writes behind the last."""
    return max(last, at) if last else at


def _told(reason: str, moves: Iterable[Moved], item: ItemFlow) -> str:
    parts = []
    for move in moves:
        step = item.flow.step(move.clock.removeprefix("step:"))
        name = CLOCKS.get(move.clock) or (f"“{step.name}”环节期限" if step else move.clock)
        parts.append(f"{name}由{_day(move.before)}改为{_day(move.after)}")
    return f"工作日历调整（{reason}）：{'；'.join(parts)}"


def _iso(due: Moment) -> str | None:
    return due.astimezone(CST).isoformat() if due else None


def _day(due: Moment) -> str:
    return due.astimezone(CST).strftime("%Y-%m-%d %H:%M") if due else "未定"
