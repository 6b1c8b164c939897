"""One tracked task whole, with what this actor may do on it now."""

from datetime import date, datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor
from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions
from yingshang.city.plans.tracking import access, rules
from yingshang.city.plans.tracking.kinds import (
    ClosingView,
    Due,
    EarlierView,
    ExtensionView,
    LookBackView,
    MilestoneView,
    NumberView,
    OpinionView,
    PassageView,
    ReportView,
    Stage,
    TrackRow,
    TrackView,
)
from yingshang.city.plans.tracking.models import ClosingAsk, Passage, Track
from yingshang.city.plans.tracking.numbers import closes, task_facts
from yingshang.city.plans.tracking.owing import owed_by, unasked
from yingshang.city.plans.tracking.own import lines_of, typed_in
from yingshang.city.plans.tracking.reporting import correctable
from yingshang.city.plans.tracking.resting import days_after, node_on
from yingshang.city.plans.tracking.rhythm import EVERY
from yingshang.kernel.worktime import to_cst

__all__ = ["RUNNING", "whole"]

RUNNING = (Stage.UNSIGNED, Stage.WORKING, Stage.OBJECTED)


def whole(
    actor: Actor, track: Track, row: TrackRow, case: cases.CaseView, at: datetime
) -> TrackView:
    day = to_cst(at).date()
    lamps = rules.lamps_of(track.region, day)
    reported = {one.period for one in track.reports.all()}
    owed = [one for one in owed_by(track, day) if one.key not in reported]
    verbs = verbs_of(actor, track, row, int(case.body.get("max_extensions", 1)))
    late = "object" in verbs and case.return_until is not None and at > case.return_until
    return TrackView(
        row=row,
        text=track.task.text,
        targets=row.check.numbers,
        lamps_name=lamps.name,
        lamps_basis=lamps.basis,
        every_label=_(EVERY[track.every]),
        milestones=tuple(_milestone(track, one, day) for one in track.milestones.all()),
        reports=tuple(map(partial(_report, track), track.reports.all())),
        owed=tuple(
            Due(one.key, one.label, one.due_on, days_after(track, one.due_on, day)) for one in owed
        ),
        extensions=tuple(_extension(one) for one in track.asks.all()),
        closings=tuple(_closing(one) for one in track.closings.all()),
        look_backs=tuple(_look_back(one) for one in track.look_backs.all()),
        passages=tuple(_passage(one, track) for one in _passages(track)),
        opinions=tuple(
            OpinionView(
                accounts.unit_name(one.unit), one.get_kind_display(), one.words, one.by_name, one.at
            )
            for one in track.opinions.all()
        ),
        verbs=verbs - {"object"} if late else verbs,
        object_until=case.return_until,
        object_over=late,
        extension_over=_extension_over(actor, track, row),
        checkers=rules.checkers(track.region, to_cst(track.sent_at).date(), task_facts(track)),
        own_ask=_own_ask(actor, track) and access.may_direct(actor, track.region),
        needs_papers=row.check.evidence and not case.files,
        typed=_typed(track, row) if "correct_report" in verbs else {},
        **_closes(row, str(case.form.get("closes", ""))),
    )


def _typed(track: Track, row: TrackRow) -> dict[int, str]:
    """The numbers of the report that may be corrected, by the targets as they are now."""
    last = correctable(track)
    lines = lines_of(track.task_id, last.numbers if last else ())
    return {
        one.target: typed_in(lines[one.target], one.unit)
        for one in row.check.numbers
        if one.target in lines
    }


def _closes(row: TrackRow, was: str) -> dict[str, str]:
    """销号条件 as it is now, and as it was agreed at the sending where that is another."""
    now = closes(row.check.numbers)
    with override("zh-hans"):  # in the language in which it was written down then
        same = closes(row.check.numbers) == was
    return {"closes": now, "closes_was": "" if same else was}


def verbs_of(actor: Actor, track: Track, row: TrackRow, most: int) -> frozenset[str]:
    """What to offer this actor now. `most`: how often the task may be given more time."""
    found: set[str] = set()
    if access.leads(actor, track):
        found |= _unit_verbs(track, may_extend=_may_extend(track, row, most))
        if correctable(track) is not None:
            found.add("correct_report")
        if track.passages.filter(ack_wanted=True, acked_at=None, undone_at=None).exists():
            found.add("acknowledge")
    elif row.running and access.joins(actor, track):
        found.add("join_in")
    if access.may_direct(actor, track.region):
        found |= _director_verbs(track, row)
    if _own_ask(actor, track):
        found.discard("verify")
    return frozenset(found)


def _own_ask(actor: Actor, track: Track) -> bool:
    """Whoever asked for the closing leaves the verification to another."""
    return track.stage == Stage.ASKED and bool(actor.id) and actor.id == track.asked_by


def _may_extend(track: Track, row: TrackRow, most: int) -> bool:
    """More time is asked for before the day, and so often only."""
    if track.due_on is None or row.days_late or track.extensions >= most:
        return False
    return not _asked(track)


def _unit_verbs(track: Track, *, may_extend: bool) -> set[str]:
    if track.stage == Stage.UNSIGNED:
        return {"sign", "object"} | ({"ask_extension"} if may_extend else set())
    if track.stage == Stage.WORKING:
        found = {"report", "propose_milestones", "ask_close"}
        if may_extend:
            found.add("ask_extension")
        if track.milestones.filter(state="agreed").exists():
            found.add("finish_milestone")
        return found
    return {"report"} if track.stage == Stage.ASKED else set()


def _extension_over(actor: Actor, track: Track, row: TrackRow) -> bool:
    """The unit is at work past the day: more time is no longer asked for."""
    at_work = track.stage in (Stage.UNSIGNED, Stage.WORKING) and bool(row.days_late)
    return at_work and access.leads(actor, track)


def _asked(track: Track) -> bool:
    """An extension was asked for, and awaits its ruling."""
    return track.asks.filter(state="asked").exists()


def _director_verbs(track: Track, row: TrackRow) -> set[str]:
    stage = track.stage
    if stage == Stage.CLOSED:
        if row.look_back_open:
            return {"look_back"}
        return {"restart", "leave_closed"} if row.slipped else set()
    if stage == Stage.ENDED:
        last = track.passages.filter(undone_at=None).last()
        return {"restore"} if last is not None and last.kind == "dropped" else set()
    found = {
        Stage.UNASSIGNED: {"set_coordinator"},
        Stage.OBJECTED: {"rule_objection"},
        Stage.UNSIGNED: {"suspend"},
        Stage.WORKING: {"suspend"},
        Stage.SUSPENDED: {"resume"},
        Stage.ASKED: {"verify"},
        Stage.VERIFIED: {"close", "send_back"},
    }[Stage(stage)]
    if track.unit and stage != Stage.SUSPENDED:
        found = found | {"remind"}
    if track.milestones.filter(state="proposed").exists():
        found = found | {"rule_milestones"}
    if track.asks.filter(state="asked").exists():
        found = found | {"rule_extension"}
    return found if stage == Stage.VERIFIED else found | {"cancel", "change_rhythm"}


def _numbers(rows: list[dict[str, Any]]) -> tuple[NumberView, ...]:
    return tuple(NumberView(**row) for row in rows)


def _milestone(track: Track, one: Any, day: date) -> MilestoneView:
    ended = one.done_on or day
    counts = one.state in ("agreed", "done")
    return MilestoneView(
        id=one.pk,
        words=one.words,
        due_on=node_on(track, one),
        state=one.state,
        state_label=one.get_state_display(),
        reason=one.reason,
        done_on=one.done_on,
        done_words=one.done_words,
        days_late=days_after(track, node_on(track, one), ended) if counts else 0,
    )


def _report(track: Track, one: Any) -> ReportView:
    return ReportView(
        id=one.pk,
        period=one.period,
        period_label=definitions.period_words(one.period),
        due_on=one.due_on,
        percent=one.percent,
        progress=one.progress,
        problems=one.problems,
        next_steps=one.next_steps,
        numbers=_numbers(one.numbers),
        by_name=one.by_name,
        at=one.at,
        late_days=one.late_days,
        unasked=unasked(track, one.period, to_cst(one.at).date()),
        earlier=tuple(
            EarlierView(
                **row
                | {
                    "numbers": _numbers(row["numbers"]),
                    "at": datetime.fromisoformat(row["at"]),
                }
            )
            for row in one.earlier
        ),
        corrected_at=one.corrected_at,
        corrected_by=one.corrected_by,
    )


def _extension(one: Any) -> ExtensionView:
    return ExtensionView(
        id=one.pk,
        was=one.was,
        until=one.until,
        reason=one.reason,
        by_name=one.by_name,
        asked_at=one.asked_at,
        state=one.state,
        state_label=one.get_state_display(),
        approver=one.approver,
        words=one.words,
        ruled_by=one.ruled_by,
        ruled_at=one.ruled_at,
    )


def _closing(one: ClosingAsk) -> ClosingView:
    return ClosingView(
        id=one.pk,
        words=one.words,
        numbers=_numbers(one.numbers),
        by_name=one.by_name,
        asked_at=one.asked_at,
        state=one.state,
        state_label=one.get_state_display(),
        opinion=one.opinion,
        verified_by=one.verified_by,
        verified_at=one.verified_at,
    )


def _passages(track: Track) -> Any:
    return track.passages.select_related("link__heir").defer("link__heir__reading")


def _passage(one: Passage, track: Track) -> PassageView:
    waits = one.ack_wanted and one.acked_at is None and one.undone_at is None
    return PassageView(
        id=one.pk,
        kind=one.kind,
        kind_label=one.get_kind_display(),
        plan_title=one.link.heir.title,
        link=one.link_id,
        changes=tuple((what, before, after) for what, before, after in one.changes),
        by_name=one.by_name,
        at=one.at,
        waits=waits and bool(track.unit),
        leaderless=not one.before.get("unit"),
        acked_at=one.acked_at,
        acked_by=one.acked_by,
        ack_words=one.ack_words,
        undone_at=one.undone_at,
        undone_by=one.undone_by,
        undone_because=one.undone_because,
    )


def _look_back(one: Any) -> LookBackView:
    return LookBackView(
        id=one.pk,
        due_on=one.due_on,
        opened_at=one.opened_at,
        result=one.result,
        result_label=one.get_result_display(),
        words=one.words,
        numbers=_numbers(one.numbers),
        by_name=one.by_name,
        done_at=one.done_at,
    )
