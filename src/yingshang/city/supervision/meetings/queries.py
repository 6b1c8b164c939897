"""Joint meetings as people read them; decisions with the state of their orders today."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import SYSTEM, Actor, NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.supervision.access import may_order
from yingshang.city.supervision.kinds import ENDED, late_on
from yingshang.city.supervision.meetings.access import fetch, visible
from yingshang.city.supervision.meetings.kinds import (
    DecisionView,
    MeetingRow,
    MeetingView,
    Presence,
    TopicView,
)
from yingshang.city.supervision.meetings.paper import ORDER, STATES
from yingshang.city.supervision.meetings.tables import Meeting, MeetingDecision, MeetingTopic
from yingshang.kernel.worktime import to_cst

__all__ = ["meeting", "meeting_paper", "meetings"]

Signed = Meeting.Status.SIGNED


def meetings(actor: Actor, *, at: datetime) -> list[MeetingRow]:
    """The meetings that the actor sees, the latest first."""
    rows = list(visible(actor).prefetch_related("decisions")[:100])
    shown = [one for row in rows if _shows(actor, row) for one in row.decisions.all()]
    states = {one.id: one for one in _decisions(shown, at)}
    return [
        _row(row, [states[d.pk] for d in row.decisions.all() if d.pk in states]) for row in rows
    ]


def _shows(actor: Actor, row: Meeting) -> bool:
    """Decisions are the office's draft until they are signed."""
    return row.status == Signed or actor.oversees


def _row(row: Meeting, decisions: list[DecisionView]) -> MeetingRow:
    return MeetingRow(
        id=row.pk,
        number=row.number,
        title=row.title,
        meets_at=row.meets_at,
        place=row.place,
        status=row.status,
        status_label=str(row.get_status_display()),
        decisions=sum(bool(one.unit) for one in decisions),  # what is only recorded never closes
        closed=sum(one.closed for one in decisions),
    )


def _decisions(rows: Iterable[MeetingDecision], at: datetime) -> list[DecisionView]:
    rows, day = list(rows), to_cst(at).date()
    known = {
        one.ref: one for one in cases.by_refs(SYSTEM, [row.ref for row in rows if row.ref], at=at)
    }
    found = []
    for row in rows:
        case = known.get(row.ref)
        closed = case is not None and case.state in ENDED
        found.append(
            DecisionView(
                id=row.pk,
                no=row.no,
                text=row.text,
                unit=row.unit,
                unit_name=accounts.unit_name(row.unit),
                due_on=row.due_on,
                ref=row.ref,
                state_label=case.state_label if case else "",
                closed=closed,
                late=case is not None and not closed and _late(case, day),
            )
        )
    return found


def _late(case: cases.CaseRow, day: date) -> bool:
    """By the date of the order as it stands now: it may have been put off since."""
    due = to_cst(case.due_at).date() if case.due_at else None
    return late_on(case, due, day)


def meeting(actor: Actor, id: int, *, at: datetime) -> MeetingView:
    """One meeting; NotVisible for units that are no members."""
    row = fetch(actor, id)
    decisions = _decisions(row.decisions.all(), at) if _shows(actor, row) else []
    keeps = may_order(actor, row.region) and row.status != Signed
    topics = row.topics.all() if keeps else row.topics.filter(kept=True)
    return MeetingView(
        row=_row(row, decisions),
        region=row.region,
        chair=row.chair,
        members=tuple((unit, accounts.unit_name(unit)) for unit in row.members),
        guests=tuple((unit, accounts.unit_name(unit)) for unit in row.guests),
        topics=tuple(
            _topic(one, row.asked) for one in sorted(topics, key=lambda one: ORDER[one.kind])
        ),
        decisions=tuple(decisions),
        attendance=tuple(
            Presence(
                one["unit"], accounts.unit_name(one["unit"]), one["name"], one["state"],
                str(STATES[one["state"]]),
            )
            for one in row.attendance
        ),
        planned_name=row.planned_name,
        planned_at=row.planned_at,
        called_at=row.called_at,
        signer=row.signer,
        signed_at=row.signed_at,
        signed_by=row.signed_by,
        may_keep=keeps,
        may_propose=row.status == Meeting.Status.PLANNED
        and (keeps or actor.unit in row.members),
    )  # fmt: skip


def _topic(row: MeetingTopic, asked: list[str]) -> TopicView:
    return TopicView(
        row.pk, row.kind, str(row.get_kind_display()), row.title, row.detail,
        row.unit, accounts.unit_name(row.unit), row.ref, row.kept, row.unit in asked,
    )  # fmt: skip


def meeting_paper(actor: Actor, id: int, which: str) -> tuple[str, Path]:
    """(name, path) of the agenda or the minutes as they were frozen."""
    row = fetch(actor, id)
    found = {"agenda": (row.agenda_sha, "议程"), "minutes": (row.minutes_sha, "纪要")}.get(which)
    if not found or not found[0]:
        raise NotVisible(f"meeting {id} {which}")
    path = cases.path_of(found[0])
    if not path.exists():
        raise NotVisible(f"meeting {id} {which}")
    return f"{row.number}{found[1]}.docx", path
