"""What the tracked tasks of a city are held to, with its days and how it ended: for calendars
and for the yearly appraisal. A fixed number of queries, however many tasks there are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yingshang.city.accounts import service as accounts
from yingshang.city.definitions import service as definitions
from yingshang.city.plans.kinds import PromiseView
from yingshang.city.plans.lineage.lamps import unread
from yingshang.city.plans.tracking import numbers
from yingshang.city.plans.tracking.facts import held
from yingshang.city.plans.tracking.kinds import Stage
from yingshang.city.plans.tracking.models import ClosingAsk, Milestone, Track
from yingshang.city.plans.tracking.owing import next_due, owed_by
from yingshang.city.plans.tracking.resting import node_on
from yingshang.kernel.worktime import to_cst

__all__ = ["Dated", "dated_work", "look_back_due"]

OLD_WORKDAYS = 10  # of what was closed before the day of its look-back was kept
_REPORTS = (Stage.UNSIGNED, Stage.WORKING, Stage.OBJECTED)  # as `shown.RUNNING`
_WAITS = (Stage.SUSPENDED, Stage.ASKED, Stage.VERIFIED)


@dataclass(frozen=True)
class Dated:
    """One thing that a unit owes by a day.

    kind: task | sign | milestone | report | look_back (the bureau's to do). state: open | waiting
    (nothing for the unit to do now) | done | cancelled.
    `done_on`: the day it was handed in (a task: the request that was passed).
    `asked_on`: the day of a request that is still looked at, or was passed and awaits the closing.
    `returned`: how often the request to close came back; `verified`: it was looked at at all.
    """

    kind: str
    key: str
    ref: str
    task: int
    unit: str
    no: str
    title: str
    what: str  # the words of the node, the period of the report; '' for the task itself
    due_on: date
    state: str
    done_on: date | None = None
    asked_on: date | None = None
    returned: int = 0
    verified: bool = False
    excepted: bool = False  # closed by a named person though a promise was missed


def dated_work(region: str, *, at: datetime, unit: str | None = None) -> list[Dated]:
    """Every task (of one unit) with a day, its agreed nodes, the reports that it owed so far, and
    when it is looked at again."""
    mine = {} if unit is None else {"unit__in": accounts.answers_for(unit) or ("",)}
    rows = Track.objects.filter(region=region, **mine).exclude(ref="").select_related("task")
    rows = rows.prefetch_related("milestones", "reports", "closings", "look_backs").order_by("pk")
    misses = _misses(list(rows), at)
    return [one for track in rows for one in _of(track, at, misses)]


def _misses(tracks: Sequence[Track], at: datetime) -> set[int]:
    """Those that were passed while an indicator misses its target: their time goes on."""
    passed = [track for track in tracks if track.stage == Stage.VERIFIED]
    promised: dict[int, list[PromiseView]] = {}
    for plan in sorted({track.task.plan_id for track in passed}):
        promised |= numbers.promises_of(plan, at)
    fresh = unread(track.task_id for track in passed) if passed else set()
    return {
        one.pk
        for one in passed
        if held(one, numbers.judge(promised.get(one.task_id, ()), one, unread=one.task_id in fresh))
    }


def _of(track: Track, at: datetime, misses: set[int]) -> Iterator[Dated]:
    if track.owed_on is not None:
        closings = list(track.closings.all())
        looked = [one for one in closings if one.verified_at is not None]
        yield Dated(
            **_common(track, "task", track.ref, ""),
            due_on=track.owed_on,
            state=_state(track),
            done_on=_done_on(track, closings),
            asked_on=None if track.pk in misses else _asked_on(track),
            returned=sum(one.state == ClosingAsk.State.RETURNED for one in closings),
            verified=bool(looked),
            excepted=bool(track.override_reason),
        )
    yield from _signing(track)
    for node in track.milestones.all():
        if node.state in (Milestone.State.AGREED, Milestone.State.DONE):
            ended = track.stage in (Stage.CLOSED, Stage.ENDED)
            over = "done" if node.done_on else "cancelled" if ended else _open(track)
            yield Dated(
                **_common(track, "milestone", f"{track.ref}-{node.pk}", node.words),
                due_on=node_on(track, node),
                state=over,
                done_on=node.done_on,
            )
    yield from _reports(track, at)
    yield from _look_backs(track)


def _signing(track: Track) -> Iterator[Dated]:
    """By when the lead signs for it; each time that it comes to somebody anew."""
    if track.sign_due_at is None or not track.unit:
        return
    state = "done" if track.signed_at else "waiting"
    if track.stage in (Stage.UNSIGNED, Stage.ENDED):
        state = "open" if track.stage == Stage.UNSIGNED else "cancelled"
    yield Dated(
        **_common(track, "sign", f"{track.ref}-sign", ""),
        due_on=to_cst(track.sign_due_at).date(),
        state=state,
        done_on=to_cst(track.signed_at).date() if track.signed_at else None,
    )


def look_back_due(track: Track) -> date | None:
    """By when a closed task is looked at again, until it has been."""
    closed = track.closed_at
    if closed is None or any(
        one.done_at and one.done_at > closed for one in track.look_backs.all()
    ):
        return None
    if track.look_back_due is None and track.look_back_on is not None:
        return definitions.calendar(track.region).add_workdays(track.look_back_on, OLD_WORKDAYS)
    return track.look_back_due


def _look_backs(track: Track) -> Iterator[Dated]:
    """Those that were done, and the one to come."""
    done = [(one, one.done_at) for one in track.look_backs.all() if one.done_at is not None]
    for number, (one, done_at) in enumerate(done):
        yield Dated(
            **_common(track, "look_back", f"{track.ref}-{number}", ""),
            due_on=one.due_on,
            state="done",
            done_on=to_cst(done_at).date(),
        )
    due = look_back_due(track)
    if due is not None:
        yield Dated(
            **_common(track, "look_back", f"{track.ref}-{len(done)}", ""), due_on=due, state="open"
        )


def _reports(track: Track, at: datetime) -> Iterator[Dated]:
    """What was owed so far, and what is to be written next."""
    written, day = {one.period: one for one in track.reports.all()}, to_cst(at).date()
    periods = {one.key: one for one in owed_by(track, day)}
    ahead = next_due(track, day, set(written)) if track.stage in _REPORTS else None
    if ahead is not None:
        periods.setdefault(ahead.key, ahead)
    for period in periods.values():
        report = written.get(period.key)
        ended = track.stage in (Stage.CLOSED, Stage.ENDED)
        yield Dated(
            **_common(track, "report", f"{track.ref}-{period.key}", period.label),
            due_on=period.due_on,
            state="done" if report else "cancelled" if ended else _open(track),
            done_on=to_cst(report.at).date() if report else None,
        )


def _common(track: Track, kind: str, key: str, what: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "key": key,
        "ref": track.ref,
        "task": track.task_id,
        "unit": accounts.answering(track.unit),
        "no": track.task.no,
        "title": track.task.title,
        "what": what,
    }


def _open(track: Track) -> str:
    return "waiting" if track.stage == Stage.SUSPENDED else "open"


def _state(track: Track) -> str:
    if track.stage == Stage.CLOSED:
        return "done"
    if track.stage == Stage.ENDED:
        return "cancelled"
    return "waiting" if track.stage in _WAITS else "open"


def _asked_on(track: Track) -> date | None:
    if track.asked_at is None or track.stage not in (Stage.ASKED, Stage.VERIFIED):
        return None
    return to_cst(track.asked_at).date()


def _done_on(track: Track, closings: list[ClosingAsk]) -> date | None:
    """The day on which the request that led to the closing was handed in: a slow verification is
    not the unit's delay."""
    if track.closed_at is None:
        return None
    passed = [one for one in closings if one.state == ClosingAsk.State.PASSED]
    last = max((one.asked_at for one in passed), default=track.closed_at)
    return to_cst(last).date()
