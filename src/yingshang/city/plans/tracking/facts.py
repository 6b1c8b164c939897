"""The facts of a tracked task on a day: what its lamp is judged on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from yingshang.city.definitions import service as definitions
from yingshang.city.plans.tracking.kinds import Stage
from yingshang.city.plans.tracking.models import Milestone, Report, Track
from yingshang.city.plans.tracking.numbers import NumberView, TargetCheck, slipped
from yingshang.city.plans.tracking.owing import missing
from yingshang.city.plans.tracking.periods import Period
from yingshang.city.plans.tracking.resting import days_after, days_of, node_on, rests_since
from yingshang.kernel.worktime import to_cst

__all__ = ["Known", "facts_of", "held", "planned_percent", "share_left"]


@dataclass(frozen=True)
class Known:
    """A track with what stands beside it, read once for a whole list."""

    track: Track
    milestones: Sequence[Milestone]
    reports: Sequence[Report]  # newest first
    check: TargetCheck

    @property
    def latest(self) -> Report | None:
        return self.reports[0] if self.reports else None

    def missing(self, day: date) -> list[Period]:
        """Reports that are late and not there."""
        done = (Stage.VERIFIED, Stage.CLOSED, Stage.ENDED)
        if self.track.stage in (*done, Stage.SUSPENDED):
            return []
        return missing(self.track, day, {one.period for one in self.reports})


def share_left(since: date, due: date, day: date) -> int:
    """How much of the time is left, in whole per cent, rounded up; 0 once it is over."""
    total = (due - since).days
    left = (due - day).days
    if total <= 0 or left <= 0:
        return 0
    return min(-(-100 * left // total), 100)


def planned_percent(since: date, due: date | None, day: date, nodes: Sequence[date]) -> int | None:
    """How far the task should be: by its agreed nodes, else by its time; None without either."""
    if nodes:
        return 100 * sum(one <= day for one in nodes) // len(nodes)
    if due is None:
        return None
    return 100 - share_left(since, due, day)


def facts_of(known: Known, at: datetime) -> dict[str, Any]:
    """Everything that a lamp rule may ask for; what can't be told is None."""
    track, day = known.track, to_cst(at).date()
    latest = known.latest
    rests = rests_since(track)  # from there it need not come any further
    reached = min(rests - timedelta(days=1), day) if rests else day
    since = to_cst(track.sent_at).date() + timedelta(days=days_of(track, reached))
    counted = [one for one in known.milestones if one.state in ("agreed", "done")]
    nodes = [node_on(track, one) for one in counted]
    planned = planned_percent(since, track.owed_on, reached, nodes)
    progress = latest.percent if latest else 0 if track.signed_at else None
    waits = track.asked_at is not None and not held(track, known.check)
    behind = None if planned is None or progress is None or waits else planned - progress
    return {
        "stage": str(track.stage),
        "assigned": bool(track.unit),
        "objected": track.stage == Stage.OBJECTED,
        "signed": track.signed_at is not None,
        "sign_days_late": _sign_late(track, at),
        "suspended": track.stage == Stage.SUSPENDED,
        "asked": track.stage in (Stage.ASKED, Stage.VERIFIED),
        "verified": track.stage == Stage.VERIFIED,
        "held": held(track, known.check),
        "closed": track.stage == Stage.CLOSED,
        "slipped": slipped(track, known.check),
        "ended": track.stage == Stage.ENDED,
        "override": bool(track.override_reason),
        **_time(known, since, day),
        **_reports(known, day),
        **_nodes(track, known.milestones, day),
        **_targets(known, day),
        "change_days": _unacknowledged(track, day),
        "progress": progress,
        "unreported": latest is None,
        "planned": planned,
        "behind": behind,
        "quantified": known.check.quantified,
        "indicator": known.check.indicator,
        "indicator_says": known.check.says,
        "extensions": track.extensions,
        "returned": track.returned,
        "reopened": track.reopened,
    }


def held(track: Track, check: TargetCheck) -> bool:
    """Verified, and an indicator misses its target (that it says nothing is not the unit's)."""
    short = check.indicator in ("missed", "near") or check.missed_before
    return track.stage == Stage.VERIFIED and not check.met and short


def _time(known: Known, since: date, day: date) -> dict[str, Any]:
    """What is left, and how late it is. While its closing is looked at the clock presses nobody: a
    slow verification is not the unit's delay. Where the number is missed, time goes on. A day on
    which it is suspended is no day late."""
    track = known.track
    due = track.owed_on
    none = {"days_left": None, "workdays_left": None, "share_left": None}
    if due is None:
        return {**none, "days_late": 0}
    over = track.closed_at
    if track.stage in (Stage.ASKED, Stage.VERIFIED) and not held(track, known.check):
        over = track.asked_at
    ended = to_cst(over).date() if over else day
    late = {"days_late": days_after(track, due, ended)}
    if over or track.stage == Stage.SUSPENDED:
        return {**none, **late}
    calendar = definitions.calendar(track.region)
    return {
        "days_left": max((due - day).days, 0),
        "workdays_left": calendar.count_workdays(day, due) if due > day else 0,
        "share_left": share_left(since, due, day),
        **late,
    }


def _sign_late(track: Track, at: datetime) -> int:
    due = track.sign_due_at
    if due is None or track.signed_at is not None or at <= due or rests_since(track):
        return 0
    return max((to_cst(at).date() - to_cst(due).date()).days, 1)


def _reports(known: Known, day: date) -> dict[str, Any]:
    late = known.missing(day)
    return {
        "reports_missing": len(late),
        "report_days_late": days_after(known.track, late[0].due_on, day) if late else 0,
    }


def _unacknowledged(track: Track, day: date) -> int | None:
    """How long a change by a new edition has waited for the unit; None where none waits, or there
    is no unit that could say so."""
    if not track.unit:
        return None
    open_ = [
        to_cst(one.at).date()
        for one in track.passages.all()
        if one.ack_wanted and one.acked_at is None and one.undone_at is None
    ]
    return (day - min(open_)).days if open_ else None


def _nodes(track: Track, milestones: Sequence[Milestone], day: date) -> dict[str, Any]:
    agreed = [(node_on(track, one), one.words) for one in milestones if one.state == "agreed"]
    late = [one for one in agreed if days_after(track, one[0], day)]
    ahead = [one for one in agreed if one not in late]
    return {
        "milestones": sum(one.state in ("agreed", "done") for one in milestones),
        "milestone": late[0][1] if late else ahead[0][1] if ahead else "",
        "milestone_days_late": days_after(track, late[0][0], day) if late else 0,
        "milestone_days_left": max((ahead[0][0] - day).days, 0) if ahead else None,
    }


def _targets(known: Known, day: date) -> dict[str, Any]:
    """Targets whose own day, other than the task's, has passed: the first that is missed, the
    first that nobody has told of. What an indicator cannot tell yet is not the unit's."""
    track = known.track
    done = (Stage.CLOSED, Stage.ENDED, Stage.SUSPENDED)
    rests = track.asked_at is not None and not held(track, known.check)
    passed = [] if track.stage in done or rests else _passed(known)
    found: dict[str, Any] = {}
    for name in ("missed", "untold"):
        mine = [
            (due, one) for due, one in passed if (one.short if name == "missed" else one.untold)
        ]
        due, first = min(mine, key=lambda pair: pair[0], default=(day, None))
        found[f"target_{name}"] = first.named if first else ""
        found[f"target_{name}_days"] = days_after(track, due, day)
    return found


def _passed(known: Known) -> list[tuple[date, NumberView]]:
    """What had to be reached by now, though the task as a whole has its own day."""
    late = [one for one in known.check.numbers if one.late and one.due != known.track.first_due_on]
    return [(one.held, one) for one in late if one.held]
