"""Ask for a later date, and rule on it. The date itself is the case's; see supervision/dates."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions
from yingshang.city.definitions.service import official
from yingshang.city.notify import service as notify
from yingshang.city.supervision._paper_parts import chinese_day
from yingshang.city.supervision.access import require_order
from yingshang.city.supervision.delays.tables import DelayAsk
from yingshang.city.supervision.kinds import Refusal
from yingshang.kernel.worktime import CST, to_cst

__all__ = ["FAMILIES", "MOST", "RUNNING", "ask_delay", "lapse", "may_extend", "rule_delay"]

# Tasks of plans have their own way (plans.ask_extension), with reports and lamps behind it.
FAMILIES = frozenset({"order", "rectification"})
RUNNING = frozenset({"submitted", "accepted"})
MOST = 10  # working days: what the engine grants where an item says nothing else


@official  # what is written stays Chinese, whatever language the screen speaks
@transaction.atomic
def ask_delay(*, ref: str, until: date, reason: str, by: Actor, at: datetime) -> None:
    """延期申请: by the unit that carries it, before the date, once at a time, and why."""
    case = cases.case_for(by, ref, at=at)
    if case.family not in FAMILIES or not by.unit or case.unit != by.unit:
        raise Refusal("not-your-delay", _("只有承办单位可以申请延期。"))
    if case.state not in RUNNING or case.promised_due_at is None:
        raise Refusal("no-deadline", _("这件事没有在走的期限，不需要延期。"))
    if not may_extend(case):
        raise Refusal(
            "extended-already",
            _("已延期 %d 次，达到规定的上限，不能再申请。请在现有时限内完成。") % case.extensions,
        )
    was = to_cst(case.again_due_at or case.promised_due_at).date()
    _check_day(case, was, until, to_cst(at).date())
    if not reason.strip():
        raise Refusal("reason-missing", _("请写明为什么需要延期，没有提交。"))
    if DelayAsk.objects.filter(ref=ref, state=DelayAsk.State.ASKED).exists():
        raise Refusal("asked-already", _("已有一份延期申请在等审批，不能重复申请；请等审批结果。"))
    row = DelayAsk.objects.create(
        ref=ref, was=was, until=until, reason=reason.strip(), by=by.id, by_name=by.name, asked_at=at
    )
    said = _("申请延期：由%(was)s延至%(until)s。%(why)s") % {
        "was": chinese_day(was),
        "until": chinese_day(until),
        "why": row.reason,
    }
    cases.note(ref=ref, text=said, by=by, at=at)
    _tell_office(row, case, said, at)


def may_extend(case: cases.CaseView) -> bool:
    """Whether the case's own edition of its item lets its date be moved once more."""
    return case.extensions < int(case.body.get("max_extensions", 1))


def _check_day(case: cases.CaseView, was: date, until: date, today: date) -> None:
    if today > was:
        raise Refusal(
            "extended-late",
            _("期限%s已过，不能再申请延期：延期须在到期之前提出。请尽快办结并说明原因。")
            % chinese_day(was),
        )
    if until <= was:
        raise Refusal("extension-length", _("延期后的日期应晚于现有期限%s。") % chinese_day(was))
    days = definitions.calendar(case.region).count_workdays(was, until)
    if days > (most := _most(case)):
        raise Refusal(
            "extension-length",
            _("一次最多延长 %(most)d 个工作日，您申请的是 %(days)d 个；请改一个日期。")
            % {"most": most, "days": days},
        )


def _most(case: cases.CaseView) -> int:
    """As many working days as the item lets anybody approve."""
    rules = case.body.get("extensions", ())
    return max((int(one["workdays"]) for one in rules), default=MOST)


def _tell_office(row: DelayAsk, case: cases.CaseView, said: str, at: datetime) -> None:
    title = _("待审批延期：%(unit)s %(what)s") % {"unit": case.unit_name, "what": case.subject}
    notify.send_many(
        notify.Outgoing(
            f"user:{one.id}",
            "supervision",
            title[:200],
            f"delay-{row.pk}",
            at,
            said[:1000],
            f"/desk/cases/{row.ref}/",
        )
        for role in ("supervisor", "bureau")
        for one in accounts.actors(region=case.region, role=role)
        if one.unit != case.unit
    )


@official
@transaction.atomic
def rule_delay(*, ref: str, granted: bool, by: Actor, at: datetime, words: str = "") -> None:
    """Who set the date moves it, or says why not. Who is asked does not rule on their own."""
    case = cases.case_for(by, ref, at=at)
    require_order(by, case.region)
    if by.unit and by.unit == case.unit:
        raise Refusal("own-delay", _("承办单位不能审批自己的延期申请；请由其他督办人员审批。"))
    row = DelayAsk.objects.select_for_update().filter(ref=ref, state="asked").first()
    if row is None:
        raise Refusal("no-ask", _("没有待审批的延期申请；请刷新页面。"))
    if not granted and not words.strip():
        raise Refusal("reason-missing", _("不同意延期要写明理由，没有办成。"))
    row.state = DelayAsk.State.GRANTED if granted else DelayAsk.State.REFUSED
    row.words, row.ruled_by, row.ruled_at = words.strip(), by.name, at
    row.save()
    if granted:
        _extend(row, case, by, at)
        said = _("同意延期至%s") % chinese_day(row.until)
    else:
        said = _("未同意延期至%(until)s：%(why)s") % {
            "until": chinese_day(row.until),
            "why": row.words,
        }
        cases.note(ref=ref, text=said, by=by, at=at)
    notify.send(
        to=f"unit:{case.unit}", topic="supervision", title=f"{said}（{case.subject}）"[:200],
        key=f"delay-{row.pk}-ruled", at=at, body=row.words, link=f"/desk/cases/{ref}/",
    )  # fmt: skip
    detail = {"granted": "1" if granted else "", "until": row.until.isoformat()}
    audit.record(by=by, at=at, action="supervision.rule-delay", obj=f"case/{ref}", detail=detail)


@official
def lapse(*, ref: str, subject: str, at: datetime, moved: bool) -> None:
    """The case has ended, or has `moved` to another unit, which may ask for itself: nobody rules
    on what was asked any more, and the unit that asked is told."""
    state = DelayAsk.State
    row = DelayAsk.objects.select_for_update().filter(ref=ref, state=state.ASKED).first()
    if row is None:
        return
    row.state, row.ruled_at = state.MOVED if moved else state.LAPSED, at
    row.save(update_fields=["state", "ruled_at"])
    said = (
        _("已改由其他单位承办，您单位的延期申请不再审批（%s）")
        if moved
        else _("这件事已经结束，延期申请不再审批（%s）")
    )
    unit = accounts.person_units([row.by]).get(row.by)
    notify.send(
        to=f"unit:{unit}" if unit else f"user:{row.by}", topic="supervision",
        title=(said % subject)[:200], key=f"delay-{row.pk}-lapsed", at=at,
        link="" if moved else f"/desk/cases/{ref}/",
    )  # fmt: skip


def _extend(row: DelayAsk, case: cases.CaseView, by: Actor, at: datetime) -> None:
    """On the case's own clock, which all other dates follow."""
    rules = case.body.get("extensions", ())
    cases.extend(
        ref=row.ref,
        workdays=definitions.calendar(case.region).count_workdays(row.was, row.until),
        until=datetime.combine(row.until, time(23, 59, 59), CST),
        reason=row.reason,
        approver=by.name,
        role=rules[0]["role"] if rules else "",
        asked_at=row.asked_at,
        by=by,
        at=at,
    )
