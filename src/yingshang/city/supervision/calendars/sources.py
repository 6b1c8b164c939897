"""What falls due in a city: tasks, nodes, reports, orders, rungs, meetings, motions, replies."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.accounts.service import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.plans import service as plans
from yingshang.city.supervision.appraisal.tables import AppraisalSheet
from yingshang.city.supervision.calendars.kinds import DatedThing, Whose
from yingshang.city.supervision.evaluation.tables import EvidencePiece
from yingshang.city.supervision.instructions.tables import Instruction
from yingshang.city.supervision.ladder._standing import resting
from yingshang.city.supervision.ladder.tables import Escalation
from yingshang.city.supervision.meetings.tables import Meeting
from yingshang.city.supervision.models import Order
from yingshang.city.supervision.motions.tables import MotionShare
from yingshang.city.supervision.rounds.tables import RoundShare
from yingshang.kernel.worktime import to_cst

__all__ = ["dated_things"]

EVERYBODY = Whose()
OVER = {"closed": "done", "decided": "waiting", "withdrawn": "cancelled", "refused": "cancelled"}


def dated_things(region: str, at: datetime, whose: Whose = EVERYBODY) -> Iterator[DatedThing]:
    """What this app and the plans ask of somebody; a fixed number of queries, over what is his."""
    mine = {} if whose.unit is None else {"unit": whose.unit}
    yield from _work(region, at, whose)
    yield from _orders(region, at, whose)
    yield from _rungs(region, at, mine)
    yield from _motions(region, at, mine)
    yield from _materials(region, mine)
    yield from _evidence(region, mine)
    yield from _sheets(region, mine)
    yield from _meetings(region, whose)
    yield from _instructions(region, whose)


def _work(region: str, at: datetime, whose: Whose) -> Iterator[DatedThing]:
    # the office looks at everybody's tasks again
    unit = None if whose.unit == f"{region}-bureau" else whose.unit
    for one in plans.dated_work(region, at=at, unit=unit):
        words = {
            "task": _("到期：%s") % f"{one.no} {one.title}".strip(),
            "sign": _("签收任务：%s") % f"{one.no} {one.title}".strip(),
            "milestone": _("节点到期：%(node)s（%(task)s）")
            % {"node": one.what, "task": one.title},
            "report": _("报送%(period)s进展：%(task)s") % {"period": one.what, "task": one.title},
            "look_back": _("回头看：%s") % f"{one.no} {one.title}".strip(),
        }[one.kind]
        if one.excepted:
            words = _("%s（例外销号，没有达到指标）") % words
        state, office = one.state, f"{region}-bureau"
        if one.kind == "look_back" and one.unit != office:
            yield DatedThing(
                one.kind, f"{one.key}-office", words, one.due_on, office, one.ref, state
            )
            if one.due_on < to_cst(at).date() and state == "open":
                state = "waiting"  # it is the office that is late, not the unit
        yield DatedThing(one.kind, one.key, words, one.due_on, one.unit, one.ref, state)


def _orders(region: str, at: datetime, whose: Whose) -> Iterator[DatedThing]:
    refs = Order.objects.filter(region=region).values_list("ref", flat=True)
    seen = {one.ref: one for one in cases.by_refs(SYSTEM, refs, at=at, unit=whose.unit)}
    for row in Order.objects.filter(ref__in=list(seen)).select_related("warning"):
        case = seen[row.ref]
        if not case.unit:
            continue
        yield DatedThing(
            "order",
            row.ref,
            _("督办单到期：%(number)s %(title)s")
            % {"number": row.number, "title": row.warning.title},
            row.due_on,
            unit=case.unit,
            ref=row.ref,
            state="open" if row.short and case.state == "decided" else _standing(case),
        )


def _standing(case: cases.CaseRow) -> str:
    """What is being examined is nothing for the unit to do."""
    return OVER.get(case.state, "waiting" if case.handed_on_at else "open")


def _rungs(region: str, at: datetime, mine: dict[str, str]) -> Iterator[DatedThing]:
    ended = dict.fromkeys(("lifted", "passed"), "cancelled")
    states = {"standing": "open", "answered": "done"} | ended
    asked = Escalation.objects.filter(region=region, status__in=states, addressee="", **mine)
    rests = resting(asked.filter(status="standing").values_list("ref", flat=True), at)
    for row in asked:  # what goes to another body is no duty of the unit
        about = {"name": row.name, "subject": row.subject}
        common: dict[str, Any] = {"unit": row.unit, "ref": row.ref, "state": states[row.status]}
        if row.ref in rests and row.status == "standing":
            common["state"] = "waiting"
        if row.due_on:
            words = _("答复%(name)s：%(subject)s") % about
            yield DatedThing("rung", str(row.pk), words, row.due_on, **common)
        if row.meet_at:
            yield DatedThing(
                "meeting",
                f"rung-{row.pk}",
                _("%(name)s：%(subject)s") % about,
                to_cst(row.meet_at).date(),
                place=row.place,
                starts_at=row.meet_at,
                **(common | ({"state": "done"} if row.held_on else {})),
            )


def _motions(region: str, at: datetime, mine: dict[str, str]) -> Iterator[DatedThing]:
    shares = MotionShare.objects.filter(motion__region=region, **mine)
    rows = list(shares.select_related("motion"))
    seen = {one.ref: one for one in cases.by_refs(SYSTEM, [row.ref for row in rows], at=at)}
    for row in rows:
        case = seen.get(row.ref)
        owed = _standing(case) if case else "open"
        words = _("答复代表委员：%s") if row.leads else _("报送会办意见：%s")
        yield DatedThing(
            "motion",
            row.ref,
            words % f"{row.motion.number} {row.motion.title}",
            row.due_on,
            unit=row.unit,
            ref=row.ref,
            state="done" if row.replied_on else "cancelled" if row.waived_on else owed,
        )


def _materials(region: str, mine: dict[str, str]) -> Iterator[DatedThing]:
    states = {"sent": "waiting", "accepted": "done", "excused": "cancelled"}
    for row in RoundShare.objects.filter(round__region=region, **mine).select_related("round"):
        yield DatedThing(
            "material",
            str(row.pk),
            _("报送材料：%s") % row.round.title,
            row.due_on,
            unit=row.unit,
            ref=str(row.round_id),
            state=states.get(row.status, "open"),
        )


def _evidence(region: str, mine: dict[str, str]) -> Iterator[DatedThing]:
    """What an evaluation asks a unit for, as one thing: by the first day of what is still owed."""
    rows = EvidencePiece.objects.filter(evaluation__region=region, **mine).exclude(unit="")
    asked: dict[tuple[int, str], list[EvidencePiece]] = {}
    for row in rows.select_related("evaluation"):
        asked.setdefault((row.evaluation_id, row.unit), []).append(row)
    for (evaluation, unit), pieces in asked.items():
        day, state = _owed(pieces)
        title = _("交评价材料：%s") % pieces[0].evaluation.title
        key = f"{evaluation}-{unit}"
        yield DatedThing("evidence", key, title, day, unit, str(evaluation), state)


def _owed(pieces: list[EvidencePiece]) -> tuple[date, str]:
    """The day of what a unit still owes an evaluation, and how it stands."""
    state = EvidencePiece.State
    owed = [one.due_on for one in pieces if one.state in (state.ASKED, state.RETURNED)]
    last = max(one.due_on for one in pieces)
    if pieces[0].evaluation.closed_at is not None:
        return last, "cancelled" if owed else "done"
    ruled = all(one.state == state.ACCEPTED for one in pieces)
    return (min(owed), "open") if owed else (last, "done" if ruled else "waiting")


def _meetings(region: str, whose: Whose) -> Iterator[DatedThing]:
    """For every unit that is asked its own; what is only planned has not been called yet."""
    for row in Meeting.objects.filter(region=region).exclude(called_at=None):
        for unit in row.asked if whose.unit is None else {whose.unit} & {*row.asked}:
            yield DatedThing(
                "joint",
                f"{row.pk}-{unit}",
                f"{row.number} {row.title}",
                to_cst(row.meets_at).date(),
                unit=unit,
                ref=str(row.pk),
                place=row.place,
                starts_at=row.meets_at,
                state="done" if row.signed_at else "open",
            )


def _sheets(region: str, mine: dict[str, str]) -> Iterator[DatedThing]:
    rows = AppraisalSheet.objects.filter(appraisal__region=region, appraisal__status="open")
    for row in rows.filter(**mine).select_related("appraisal"):
        if row.appraisal.appeal_until is not None:
            yield DatedThing(
                "appeal",
                str(row.pk),
                _("核对得分：%s") % row.appraisal.title,
                row.appraisal.appeal_until,
                unit=row.unit,
                ref=str(row.pk),
                state="done" if row.agreed_at else "open",
            )


def _instructions(region: str, whose: Whose) -> Iterator[DatedThing]:
    """For those who may read it alone, each for himself; the number and nothing of its words."""
    if whose.reader == "":
        return
    for row in Instruction.objects.filter(region=region):
        for reader in dict.fromkeys([row.registered_by, *row.readers]):
            yield DatedThing(
                "instruction",
                f"{row.pk}-{reader}",
                _("批示件 %s 回复期限") % row.number,
                row.reply_by,
                ref=str(row.pk),
                reader=reader,
                state="done" if row.status == Instruction.Status.REPLIED else "open",
            )
