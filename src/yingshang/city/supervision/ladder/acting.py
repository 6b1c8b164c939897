"""Take, approve, answer, lift a rung: each one transaction, recorded with who and when."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions
from yingshang.city.definitions.service import official
from yingshang.city.supervision._numbers import next_number
from yingshang.city.supervision.access import may_order, require_order
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.ladder._declared import Ladder, Rung, ladder_of
from yingshang.city.supervision.ladder._grounds import usual_ground
from yingshang.city.supervision.ladder._standing import (
    TAKEN,
    called_for,
    held_of,
    known,
    of_unit,
    short_of,
)
from yingshang.city.supervision.ladder.following import ended
from yingshang.city.supervision.ladder.kinds import Held
from yingshang.city.supervision.ladder.tables import Escalation
from yingshang.city.supervision.ladder.telling import tell_approvers, tell_held, tell_unit
from yingshang.kernel.worktime import to_cst

__all__ = [
    "answer", "approve", "lift", "may_approve", "put_up", "record_meeting", "refuse", "take",
]  # fmt: skip


def may_approve(actor: Actor, region: str) -> bool:
    """Who agrees to the rungs that need it: the leaders of the city."""
    return actor.role == "leader" and actor.region == region


@official  # what is written stays Chinese, whatever language the screen speaks
@transaction.atomic
def take(
    *,
    ref: str,
    rung: str,
    by: Actor,
    at: datetime,
    ground: str = "",
    demand: str = "",
    skipped: str = "",
    place: str = "",
    meet_at: datetime | None = None,
) -> int:
    """Take a rung, or propose it where a leader has to agree; answers its id.

    ``skipped``: why lower rungs are left out (urgent matters may start higher, and say so).
    Refused: a case that has ended or has no unit, a rung that stands already, one that is not
    higher than what was taken, a meeting without time or place.
    """
    held = _held(by, ref, at)
    require_order(by, held.region)
    declared = _rung(held, rung, at)
    _check_case(held)
    highest = _check_order(held, declared, skipped, to_cst(at).date())
    if declared.meeting and (meet_at is None or not place.strip() or meet_at <= at):
        raise Refusal("meeting-unset", _("请写明约谈的时间（在现在之后）和地点，再发出。"))
    row = put_up(
        held,
        declared,
        by=by,
        at=at,
        ground=ground.strip() or usual_ground(held, at),
        demand=demand.strip() or declared.demand_of(held, highest),
        skipped=skipped.strip(),
        place=place.strip(),
        meet_at=meet_at,
    )
    if row.status == Escalation.Status.PROPOSED:
        tell_approvers([row], at)
    return row.pk


def _held(by: Actor, ref: str, at: datetime) -> Held:
    found = cases.case_for(by, ref, at=at)
    (held,) = known([held_of(found, found.region, short_of(ref=ref).get(ref, ""))], at)
    return held


def _ladder(held: Held, at: datetime) -> Ladder:
    found = ladder_of(held.region, to_cst(at).date())
    if found is None or held.family not in found.families:
        raise Refusal("no-ladder", _("这类事项没有规定督办阶梯，不能采取措施。"))
    return found


def _rung(held: Held, code: str, at: datetime) -> Rung:
    found = _ladder(held, at).rung(code)
    if found is None:
        raise Refusal("rung-unknown", _("督办阶梯里没有这一级；请刷新页面后重选。"))
    return found


def _check_case(held: Held) -> None:
    if not held.open:
        raise Refusal("case-ended", _("这件事已经办结，不再采取督办措施。"))
    if not held.unit:
        raise Refusal("no-unit", _("这件事还没有指定承办单位，措施没有对象；请先指定。"))
    if held.rests:
        raise Refusal("case-rests", _("这件事经批准暂停，期间不采取督办措施；请在恢复以后再采取。"))


def _check_order(held: Held, declared: Rung, skipped: str, day: date) -> int:
    """The level of the highest rung taken so far; Refusal where this one neither follows it nor
    is what the rules ask for."""
    rows = of_unit(Escalation.objects.filter(ref=held.ref), held.unit)
    waiting = [one for one in rows if one.status in ("proposed", "standing")]
    same = next((one for one in waiting if one.rung == declared.code), None)
    if same is not None:
        who, state = same.taken_name or same.proposed_name, same.get_status_display()
        raise Refusal(
            "rung-stands",
            _("%(who)s已经采取“%(name)s”（%(state)s），不能重复；请在原措施上继续。")
            % {"who": who, "name": same.name, "state": state},
        )
    taken = [one for one in rows if one.status in TAKEN]
    highest = max((one.level for one in taken), default=0)
    if declared.level < highest:
        raise Refusal(
            "rung-lower", _("已经采取过更高一级的措施，不能再退回到“%s”。") % declared.name
        )
    leaps = declared.level > highest + 1 and not called_for(held, declared, taken, day)
    if leaps and not skipped.strip():
        raise Refusal(
            "rung-skipped",
            _("“%s”之前还有未采取的措施；情况紧急需要越级的，请写明越级理由。") % declared.name,
        )
    return highest


def put_up(
    held: Held,
    declared: Rung,
    *,
    by: Actor,
    at: datetime,
    ground: str,
    demand: str,
    skipped: str = "",
    place: str = "",
    meet_at: datetime | None = None,
    propose: bool = False,
) -> Escalation:
    """Write the rung: standing at once, or proposed. In the caller's transaction."""
    row = Escalation(
        ref=held.ref,
        region=held.region,
        unit=held.unit,
        subject=held.subject[:300],
        rung=declared.code,
        level=declared.level,
        name=declared.name,
        document=declared.document,
        meeting=declared.meeting,
        addressee=declared.addressee,
        ground=ground,
        skipped=skipped,
        demand=demand,
        answer_workdays=declared.answer_workdays,
        place=place[:200],
        meet_at=meet_at,
        status=Escalation.Status.PROPOSED,
        proposed_by=by.id,
        proposed_name=by.name,
        proposed_at=at,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Refusal("rung-stands", _("同一措施刚刚已由他人采取；请刷新页面查看。")) from None
    action = "supervision.propose-rung"
    if not (declared.approval or propose):
        _stand(row, by, at)
        action = "supervision.take-rung"
    _record(row, action, by, at, {"rung": row.rung, "skipped": skipped})
    return row


def _stand(row: Escalation, by: Actor, at: datetime) -> None:
    """It counts from the day it is sent; a meeting's answer is due after the meeting."""
    day = to_cst(max(at, row.meet_at) if row.meet_at else at).date()
    row.status = Escalation.Status.STANDING
    row.taken_by, row.taken_name, row.taken_at = by.id, by.name, at
    row.due_on = definitions.calendar(row.region).add_workdays(day, row.answer_workdays)
    row.number = next_number(row.region, f"营{row.name[0]}", at)
    row.save()
    _settle_lower(row, by, at)
    if not row.addressee:
        tell_unit(row, at)


def _settle_lower(row: Escalation, by: Actor, at: datetime) -> None:
    """The unit answers one rung at a time: what stood below passes into this one. What is told
    to another body takes nothing off the unit: it still owes its own answer."""
    falls = ("proposed",) if row.addressee else ("standing", "proposed")
    rows = Escalation.objects.filter(ref=row.ref, level__lt=row.level, status__in=falls)
    for one in of_unit(rows, row.unit):
        stood = one.status == Escalation.Status.STANDING
        status = Escalation.Status.PASSED if stood else Escalation.Status.REFUSED
        _end(one, status, _("已采取更高一级的“%s”") % row.name, by, at)


def _record(row: Escalation, action: str, by: Actor, at: datetime, detail: dict[str, str]) -> None:
    audit.record(by=by, at=at, action=action, obj=f"case/{row.ref}", detail=detail)


def _locked(by: Actor, escalation: int, at: datetime) -> Escalation:
    """The rung, locked, if the actor sees its case; else NotVisible."""
    row = Escalation.objects.select_for_update().filter(pk=escalation).first()
    if row is None:
        raise NotVisible(f"escalation {escalation}")
    if not cases.by_refs(by, [row.ref], at=at):
        raise NotVisible(f"escalation {escalation}")
    return row


def _expect(row: Escalation, status: str) -> None:
    if row.status != status:
        raise Refusal(
            "rung-moved",
            _("“%(name)s”现在是“%(state)s”，这一步已不能做；请刷新页面查看。")
            % {"name": row.name, "state": row.get_status_display()},
        )


@official
@transaction.atomic
def approve(*, escalation: int, by: Actor, at: datetime) -> None:
    """A leader agrees, and the rung stands. Nobody approves what he proposed himself."""
    row = _locked(by, escalation, at)
    if not may_approve(by, row.region) or by.id == row.proposed_by:
        raise Refusal("approver", _("这一级措施须由市领导批准，且提出人不能自己批准。"))
    _expect(row, Escalation.Status.PROPOSED)
    if row.meeting and row.meet_at is not None and row.meet_at <= at:
        raise Refusal("meeting-past", _("拟定的约谈时间已过；请退回，由督办人员另定时间后再报。"))
    _check_case(_held(by, row.ref, at))
    _stand(row, by, at)
    _record(row, "supervision.approve-rung", by, at, {"rung": row.rung})


@official
@transaction.atomic
def refuse(*, escalation: int, reason: str, by: Actor, at: datetime) -> None:
    """A proposal is not followed, and why: by a leader, or by a supervisor where the machine
    proposed what needs no leader."""
    row = _locked(by, escalation, at)
    if not (may_approve(by, row.region) or may_order(by, row.region)):
        raise Refusal("approver", _("只有市领导或督办人员可以退回这项建议。"))
    _expect(row, Escalation.Status.PROPOSED)
    _end(row, Escalation.Status.REFUSED, reason, by, at)
    _record(row, "supervision.refuse-rung", by, at, {"rung": row.rung, "reason": reason.strip()})


@official
@transaction.atomic
def lift(*, escalation: int, reason: str, by: Actor, at: datetime) -> None:
    """A standing rung is taken back, and why."""
    row = _locked(by, escalation, at)
    require_order(by, row.region)
    _not_of_oneself(row, by)
    _expect(row, Escalation.Status.STANDING)
    _end(row, Escalation.Status.LIFTED, reason, by, at)
    _record(row, "supervision.lift-rung", by, at, {"rung": row.rung, "reason": reason.strip()})


def _not_of_oneself(row: Escalation, by: Actor) -> None:
    """The office may be pressed itself: then others of the city do what an office does."""
    if by.unit and by.unit == row.unit:
        raise Refusal(
            "own-rung",
            _("被督办的承办单位不能自己登记约谈或者解除措施；请由其他督办人员办理。"),
        )


def _end(row: Escalation, status: str, reason: str, by: Actor, at: datetime) -> None:
    if not reason.strip():
        raise Refusal("reason-missing", _("请写明理由；理由会留在督办记录里。"))
    ended(row, status, reason.strip(), by.name, at)


@official
@transaction.atomic
def answer(
    *,
    escalation: int,
    words: str,
    by: Actor,
    at: datetime,
    files: Sequence[cases.Upload] = (),
) -> None:
    """The unit that was asked answers, with its papers; nobody speaks for it, the office that
    pressed it least of all. What another body did (`addressee`) the office enters, never the
    unit."""
    row = _locked(by, escalation, at)
    if not (may_order(by, row.region) if row.addressee else by.unit == row.unit):
        raise Refusal("not-your-answer", _refused(row))
    _expect(row, Escalation.Status.STANDING)
    if not words.strip():
        raise Refusal("words-missing", _("请写明办理情况、原因和办结日期。"))
    row.status = Escalation.Status.ANSWERED
    row.answer, row.answered_by, row.answered_at = words.strip(), by.name, at
    row.papers = _kept(row, _("答复“%s”的佐证材料") % row.name, files, by, at)
    row.save(update_fields=["status", "answer", "answered_by", "answered_at", "papers"])
    _record(row, "supervision.answer-rung", by, at, {"rung": row.rung})


def _refused(row: Escalation) -> str:
    if row.addressee:
        return _("“%(name)s”由%(who)s处理，结果由督办人员登记，承办单位不能答复。") % {
            "name": row.name,
            "who": row.addressee,
        }
    return _("只有被督办的承办单位可以答复，不能由他人代答。")


@official
@transaction.atomic
def record_meeting(
    *,
    escalation: int,
    held_on: date,
    who: str,
    words: str,
    by: Actor,
    at: datetime,
    files: Sequence[cases.Upload] = (),
) -> None:
    """The office writes down that a meeting was held, with whom and what came of it. What the unit
    owes is still its own to answer: held later than it was called for, that is due later, and never
    earlier than the unit was told. Written anew, what stood there before stays on record, and no
    day moves."""
    row = _locked(by, escalation, at)
    require_order(by, row.region)
    _not_of_oneself(row, by)
    if row.status not in TAKEN:
        _expect(row, Escalation.Status.STANDING)
    if not row.meeting or row.taken_at is None:
        raise Refusal("no-meeting", _("这项措施没有发出约谈，不用登记约谈情况。"))
    if not to_cst(row.taken_at).date() <= held_on <= to_cst(at).date():
        raise Refusal("held-day", _("约谈日期应不早于发出约谈之日、不晚于今天，请核对。"))
    if not who.strip() or not words.strip():
        raise Refusal("held-missing", _("请写明参加约谈的人和约谈结果。"))
    before = {"on": str(row.held_on or ""), "who": row.held_who, "words": row.held_words[:300]}
    papers = _kept(row, _("“%s”的记录") % row.name, files, by, at)
    row.held_on, row.held_who, row.held_words = held_on, who.strip()[:300], words.strip()
    row.held_papers, row.held_by, row.held_at = [*row.held_papers, *papers], by.name, at
    if row.status == Escalation.Status.STANDING and not before["on"] and row.due_on is not None:
        calendar = definitions.calendar(row.region)
        row.due_on = max(row.due_on, calendar.add_workdays(held_on, row.answer_workdays))
    row.save()
    now = {"on": held_on.isoformat(), "who": row.held_who}
    detail = now | {f"old_{name}": said for name, said in before.items() if said}
    _record(row, "supervision.record-meeting", by, at, detail)
    (case,) = cases.by_refs(by, [row.ref], at=at)
    tell_held(row, at, sees=case.unit == row.unit)


def _kept(
    row: Escalation, text: str, files: Sequence[cases.Upload], by: Actor, at: datetime
) -> list[dict[str, int | str]]:
    """The papers stand in the case, as all others; the rung says which of them are its own."""
    if not files:
        return []
    before = {one.id for one in cases.case_for(by, row.ref, at=at).files}
    cases.note(ref=row.ref, text=text, by=by, at=at, files=files)
    found = cases.case_for(by, row.ref, at=at).files
    return [{"id": one.id, "name": one.name} for one in found if one.id not in before]
