"""Tracked tasks as people read them; every list starts from the cases that the actor sees."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor
from yingshang.city.cases import service as cases
from yingshang.city.plans.kinds import PromiseView
from yingshang.city.plans.lineage.lamps import unread
from yingshang.city.plans.queries import resolvers
from yingshang.city.plans.tracking import access, facts, moved, numbers, rules, shown
from yingshang.city.plans.tracking.dated import look_back_due
from yingshang.city.plans.tracking.facts import Known
from yingshang.city.plans.tracking.kinds import Stage, TrackRow, TrackView
from yingshang.city.plans.tracking.lamps import lamp
from yingshang.city.plans.tracking.models import ClosingAsk, Track
from yingshang.city.plans.tracking.numbers import TargetCheck, judge
from yingshang.city.plans.tracking.owing import next_due
from yingshang.city.plans.tracking.past import take_back
from yingshang.city.plans.tracking.resting import node_on
from yingshang.city.plans.tracking.rules import LampSet
from yingshang.city.plans.units import Resolver, resolve_all
from yingshang.kernel.worktime import to_cst

__all__ = ["mine", "tracked", "tracked_task"]


def tracked(
    actor: Actor,
    *,
    at: datetime,
    region: str | None = None,
    plan: int | None = None,
    unit: str | None = None,
    refs: Iterable[str] | None = None,
    past: bool = False,
) -> list[TrackRow]:
    """Tracked tasks that the actor sees, in the order of their plans, each with its lamp.

    A fixed number of queries, however many tasks there are. `unit`: led by it, or by one
    that went into it. `past`: `at` lies
    behind, and what came after it is left out.
    """
    rows = Track.objects.exclude(ref="").select_related("task__plan").defer("task__plan__reading")
    rows = rows.filter(region=region) if region else rows
    rows = rows.filter(task__plan=plan) if plan else rows
    rows = rows.filter(unit__in=accounts.answers_for(unit)) if unit else rows
    rows = rows.filter(ref__in=list(refs)) if refs is not None else rows
    return _rows(actor, rows.order_by("task__plan_id", "task__order"), at, past)


def mine(actor: Actor, *, at: datetime) -> list[TrackRow]:
    """The tasks that the actor's own unit leads, what is most pressing first."""
    if not actor.unit:
        return []
    found = tracked(actor, at=at, unit=actor.unit)
    return sorted(found, key=lambda row: (not row.running, row.lamp.rank, row.due_on or date.max))


def _rows(actor: Actor, rows: QuerySet[Track], at: datetime, past: bool) -> list[TrackRow]:
    tracks = list(
        rows.prefetch_related("milestones", "reports", "look_backs", "passages", "asks", "closings")
    )
    visible = access.visible_refs(actor, [track.ref for track in tracks])
    tracks = [track for track in tracks if track.ref in visible]
    if past:
        take_back(tracks, at)
    found = _promises(tracks, at)
    unread_ = unread(track.task_id for track in tracks)
    lamps: dict[str, LampSet] = {}
    day = to_cst(at).date()
    for region in {track.region for track in tracks}:
        lamps[region] = rules.lamps_of(region, day)
    until = at if past else None
    asks = resolvers(track.task.plan for track in tracks)
    return [
        _row(_known(one, found, unread_, until), lamps[one.region], asks[one.task.plan_id], at)
        for one in tracks
    ]


def _promises(tracks: Sequence[Track], at: datetime) -> dict[int, list[PromiseView]]:
    """By task, its promises: read once for each plan."""
    found: dict[int, list[PromiseView]] = {}
    for plan in sorted({track.task.plan_id for track in tracks}):
        found |= numbers.promises_of(plan, at)
    return found


def _known(
    track: Track,
    found: dict[int, list[PromiseView]],
    unread_: set[int],
    until: datetime | None,
) -> Known:
    reports = [one for one in track.reports.all() if until is None or one.at <= until]
    return Known(
        track,
        sorted(track.milestones.all(), key=lambda one: (node_on(track, one), one.order)),
        sorted(reports, key=lambda one: one.at, reverse=True),
        numbers.seen(track, _judged(track, found, unread_)),
    )


def _judged(track: Track, found: dict[int, list[PromiseView]], unread_: set[int]) -> TargetCheck:
    return judge(found.get(track.task_id, ()), track, unread=track.task_id in unread_)


def _row(known: Known, lamps: LampSet, ask: Resolver, at: datetime) -> TrackRow:
    track, task, day = known.track, known.track.task, to_cst(at).date()
    told = facts.facts_of(known, at)
    late = known.missing(day)
    latest = known.latest
    following = next_due(track, day, {one.period for one in known.reports})
    nodes = [one for one in known.milestones if one.state in ("agreed", "done")]
    return TrackRow(
        id=track.pk,
        ref=track.ref,
        task=task.pk,
        plan=task.plan_id,
        plan_title=task.plan.title,
        region=track.region,
        no=task.no,
        title=task.title,
        section=task.section,
        unit=track.unit,
        unit_name=accounts.unit_name(track.unit) if track.unit else "",
        leads=resolve_all(task.lead, track.region, ask),
        responsible=resolve_all(task.responsible, track.region, ask),
        cooperating=resolve_all(task.cooperating, track.region, ask),
        contact=track.contact,
        phone=track.phone,
        sent_at=track.sent_at,
        signed_at=track.signed_at,
        due_on=track.owed_on,
        back_on=track.again_on,
        moved=(why := moved.moved(track)),
        promise_note=moved.words(why, track.first_due_on, track.owed_on),
        first_due_on=track.first_due_on,
        due_text="" if track.due_on or task.deadline else task.deadline_text,
        days_left=told["days_left"],
        days_late=told["days_late"],
        stage=track.stage,
        stage_label=_stage_label(track, known.check),
        lamp=lamp(lamps, told),
        every=track.every,
        next_report=following.due_on if following and track.stage in shown.RUNNING else None,
        reports_missing=tuple(one.label for one in late),
        report_days_late=told["report_days_late"],
        milestones=(sum(one.state == "done" for one in nodes), len(nodes)),
        extensions=track.extensions,
        reopened=track.reopened,
        returned=track.returned,
        asked_at=track.asked_at,
        closed_at=track.closed_at,
        closed_by=track.closed_by,
        override_reason=track.override_reason,
        look_back_due=look_back_due(track),
        look_back_open=any(one.done_at is None for one in track.look_backs.all()),
        quantified=known.check.quantified,
        check=known.check,
        pending=_pending(track) if track.stage in shown.RUNNING else (),
        sent_back=_sent_back(track),
        change_waits=told["change_days"] is not None,
        facts=told,
        **_said(latest),
    )


def _stage_label(track: Track, check: TargetCheck) -> str:
    if facts.held(track, check):
        return _("已核验、指标未达标")
    return str(Stage(track.stage).label)


def _sent_back(track: Track) -> str:
    """The last word on a request that came back, while the unit is at work on it."""
    closings = list(track.closings.all())
    if track.stage not in (Stage.UNSIGNED, Stage.WORKING) or not closings:
        return ""
    last = closings[-1]
    return last.last_word if last.state == ClosingAsk.State.RETURNED else ""


def _pending(track: Track) -> tuple[str, ...]:
    """What waits for the word of those who sent the task out, beside the request to close."""
    found = [_("延期待审批") for one in track.asks.all() if one.state == "asked"]
    nodes = [_("节点计划待确认") for one in track.milestones.all() if one.state == "proposed"]
    return (*found[:1], *nodes[:1])


def _said(latest: Any) -> dict[str, Any]:
    """The newest report's words."""
    return {
        "percent": latest.percent if latest else None,
        "progress": latest.progress if latest else "",
        "problems": latest.problems if latest else "",
        "next_steps": latest.next_steps if latest else "",
        "reported_at": latest.at if latest else None,
        "reported_period": latest.period if latest else "",
    }


def tracked_task(
    actor: Actor, ref: str, *, at: datetime, case: cases.CaseView | None = None
) -> TrackView:
    """One tracked task whole; NotVisible unless the actor sees its case. `case`: as the actor
    sees it, where it is in hand already."""
    track = access.seen(actor, ref)
    row = tracked(actor, at=at, refs=[ref])[0]
    return shown.whole(actor, track, row, case or cases.case_for(actor, ref), at)
