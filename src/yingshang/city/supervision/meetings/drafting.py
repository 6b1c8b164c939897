"""What stands on the agenda of itself: open decisions, late tasks, objections, silent orders."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.definitions.service import day_words
from yingshang.city.plans import service as plans
from yingshang.city.supervision import queries
from yingshang.city.supervision.kinds import ENDED, OrderView
from yingshang.city.supervision.ladder._standing import resting
from yingshang.city.supervision.ladder.tables import Escalation
from yingshang.city.supervision.meetings.tables import Meeting, MeetingDecision, MeetingTopic
from yingshang.kernel.worktime import to_cst

__all__ = ["MOST", "drafted"]

Kind = MeetingTopic.Kind
MOST = 30  # of each kind: a meeting that has more than that to say needs the list instead


def drafted(meeting: Meeting, at: datetime) -> list[list[MeetingTopic]]:
    """The topics that the data asks for, all of them, by where they come from: what was decided
    earlier first."""
    found = [list(source(meeting, at)) for source in (_decisions, _tasks, _orders, _rungs)]
    for topic in chain.from_iterable(found):
        topic.meeting = meeting
        topic.title = topic.title[:300]
    return found


def _decisions(meeting: Meeting, at: datetime) -> Iterator[MeetingTopic]:
    rows = MeetingDecision.objects.filter(meeting__region=meeting.region).exclude(ref="")
    rows = rows.exclude(meeting=meeting).select_related("meeting").order_by("due_on", "pk")
    known = {one.ref: one for one in cases.by_refs(SYSTEM, [row.ref for row in rows], at=at)}
    for row in rows:
        case = known.get(row.ref)
        if case is not None and case.state not in ENDED:
            due = case.due_at or row.due_on
            detail = _("%(number)s第%(no)d项，%(due)s前办结，现为“%(state)s”。") % {
                "number": row.meeting.number,
                "no": row.no,
                "due": day_words(due) if due else "",
                "state": case.state_label,
            }
            yield MeetingTopic(
                kind=Kind.DECISION, title=row.text, detail=detail,
                unit=case.unit or row.unit, ref=row.ref, key=f"decision-{row.pk}",
            )  # fmt: skip


def _tasks(meeting: Meeting, at: datetime) -> Iterator[MeetingTopic]:
    found = plans.tracked(SYSTEM, at=at, region=meeting.region)
    late = sorted((one for one in found if one.running), key=lambda one: -one.days_late)
    for one in late:
        if one.stage == "objected":
            title = _("%(unit)s对任务“%(title)s”的分工有异议") % {
                "unit": one.unit_name,
                "title": one.title,
            }
            yield _task(one, Kind.OBJECTION, title, one.problems)
        elif one.days_late > 0:
            title = _("任务“%(title)s”逾期 %(n)d 天") % {"title": one.title, "n": one.days_late}
            yield _task(one, Kind.OVERDUE, title, one.problems)


def _task(one: Any, kind: str, title: str, detail: str) -> MeetingTopic:
    return MeetingTopic(
        kind=kind, title=title, detail=detail, unit=one.unit, ref=one.ref, key=f"task-{one.ref}"
    )


def _orders(meeting: Meeting, at: datetime) -> Iterator[MeetingTopic]:
    """Orders past their day; those of earlier decisions stand above already."""
    day = to_cst(at).date()
    found = queries.orders(SYSTEM, at=at, region=meeting.region, open_only=True)
    for one in sorted(found, key=lambda order: order.due_on):
        if one.late_on(day) and one.warning.kind != "meeting":
            title = _("督办单%(number)s“%(title)s”到期未办结") % {
                "number": one.number,
                "title": one.warning.title,
            }
            yield MeetingTopic(
                kind=Kind.UNANSWERED, title=title, unit=_holder(one), ref=one.ref,
                detail=_("期限 %s。") % one.due_on, key=f"order-{one.ref}",
            )  # fmt: skip


def _holder(one: OrderView) -> str:
    """The unit that has the order now: it may have been handed over since the warning."""
    return (one.row.unit if one.row else "") or one.warning.unit


def _rungs(meeting: Meeting, at: datetime) -> Iterator[MeetingTopic]:
    day = to_cst(at).date()
    rows = Escalation.objects.filter(
        region=meeting.region, status="standing", due_on__lt=day, addressee=""
    )
    rows = rows.exclude(ref__in=resting(rows.values_list("ref", flat=True), at))
    for row in rows.order_by("-level", "due_on"):
        title = _("%(unit)s对“%(subject)s”的%(rung)s没有答复") % {
            "unit": accounts.unit_name(row.unit),
            "subject": row.subject,
            "rung": row.name,
        }
        yield MeetingTopic(
            kind=Kind.UNANSWERED, title=title, unit=row.unit, ref=row.ref,
            detail=_("应于 %s 前答复。") % row.due_on, key=f"rung-{row.pk}",
        )  # fmt: skip
