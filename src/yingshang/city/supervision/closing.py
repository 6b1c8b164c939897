"""May this order close? Asked by the close guard, and shown beforehand with its numbers."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.definitions.service import day_words
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.kinds import ValueView
from yingshang.city.supervision import confirming
from yingshang.city.supervision._alerts import ALERTS, WATCHED, heard
from yingshang.city.supervision._subjects import Subject, agrees
from yingshang.city.supervision._words import level_text, plain, sign_of
from yingshang.city.supervision.instructions.access import keepers_of
from yingshang.city.supervision.kinds import Check, Refusal
from yingshang.city.supervision.models import Clue, InstructionTask, Order
from yingshang.kernel.measures import Promise, Value, gap

__all__ = ["GUARD", "Seen", "check", "guard"]

GUARD = "indicator-meets-target"
Seen = dict[str, dict[str, Subject]]  # kind → key → subject: what a look at many orders keeps


def guard(case: cases.CaseView, at: datetime) -> Refusal | None:
    """The item's close guard: a Refusal with the numbers, or None where it may close."""
    order = Order.objects.select_related("warning").filter(ref=case.ref).first()
    if order is None:
        return Refusal(
            "order-without-ground",
            _("这张督办单没有对应的预警，无法自动核对；如确需销号，请写明理由由专人决定。"),
        )
    found = check(order, at)
    return None if found.met else Refusal("not-met", found.sentence)


def check(order: Order, at: datetime, seen: Seen | None = None) -> Check:
    """Whether the order's condition holds at ``at``, with the numbers. ``seen`` is filled with
    what had to be looked at, for the next order of the region."""
    if order.closes_by == Order.ClosesBy.INDICATOR:
        return _by_indicator(order, at)
    if order.closes_by == Order.ClosesBy.CASES:
        return _by_cases(order, at)
    if order.closes_by == Order.ClosesBy.CLUES:
        return _by_clues(order)
    if order.closes_by == Order.ClosesBy.REPLY:
        return _by_reply(order)
    return _by_figures(order, at, {} if seen is None else seen)


def _by_indicator(order: Order, at: datetime) -> Check:
    """Over cases opened after the order, in the last ``window_days``; too few prove nothing."""
    if order.level is None:
        return Check(
            False, _("这张督办单没有量化的销号条件，不能自动核对；如确需销号，请写明理由。")
        )
    since = max(order.opened_at, at - timedelta(days=order.window_days))
    found = indicators.over_window(
        code=order.indicator,
        region=order.region,
        at=at,
        since=since,
        until=at,
        opened_since=order.opened_at,
        unit=order.unit_scope,
    )
    return _judged(order, order.level, found, since, at)


def _judged(order: Order, level: Decimal, found: ValueView, since: datetime, at: datetime) -> Check:
    counted = found.denominator or 0
    words = {
        "span": _("督办单发出后新收办件（%(since)s至%(until)s）共 %(n)d 件")
        % {
            "since": day_words(since),
            "until": day_words(at),
            "n": counted,
        },
        "value": f"{plain(found.value)} {found.unit}",
        "level": level_text(order),
        "min": order.min_cases,
    }
    if found.value is None or counted < order.min_cases:
        few = _("%(span)s，不足约定的 %(min)d 件，还不能证明已经改进；请待办件积累后再销号。")
        return Check(False, few % words, found.value, counted, since, at)
    promise = Promise(sign_of(order), level, order.level_unit, order.level_max)
    if gap(promise, Value(found.value, found.unit)).met:
        kept = _("%(span)s，指标为 %(value)s，达到 %(level)s，可以销号。")
        return Check(True, kept % words, found.value, counted, since, at)
    missed = _("%(span)s，指标为 %(value)s，未达到 %(level)s，不能销号；请继续整改。")
    return Check(False, missed % words, found.value, counted, since, at, short=True)


def _by_cases(order: Order, at: datetime) -> Check:
    rows = cases.by_refs(SYSTEM, order.cases, at=at)
    open_ones = [row for row in rows if row.state in ("submitted", "correcting", "accepted")]
    total = len(order.cases)
    if not open_ones:
        return Check(True, _("所列 %d 件超期办件均已办结，可以销号。") % total, cases=total)
    first = "、".join(row.ref for row in open_ones[:5])
    sentence = _(
        "所列 %(total)d 件超期办件中还有 %(n)d 件没有办结（%(refs)s），不能销号；请先办结。"
    ) % {"total": total, "n": len(open_ones), "refs": first}
    return Check(False, sentence, cases=len(open_ones), short=True)


def _by_clues(order: Order) -> Check:
    """Every clue has been looked into and what was found is on record, whatever it was."""
    rows = list(order.warning.clues.order_by("pk"))
    waiting = [row.case for row in rows if row.status == Clue.Status.WARNED]
    if not waiting:
        return Check(True, _("所附 %d 条线索均已核实，可以销号。") % len(rows), cases=len(rows))
    sentence = _(
        "所附 %(total)d 条线索中还有 %(n)d 条没有记录核实结果（%(refs)s），不能销号；请先核实。"
    ) % {"total": len(rows), "n": len(waiting), "refs": "、".join(waiting[:5])}
    return Check(False, sentence, cases=len(waiting))


def _by_reply(order: Order) -> Check:
    """What the unit wrote has been accepted by the office that handed the instruction out."""
    task = InstructionTask.objects.filter(ref=order.ref).select_related("instruction").first()
    if task is not None and task.accepted_at is not None:
        return Check(True, _("办理情况已由%s确认，可以销号。") % task.accepted_by)
    told = confirming.confirmation(order.ref)
    if told is not None:
        return Check(True, _("办理情况已由%s核验属实，可以销号。") % told.by_name)
    if confirming.answered_at(order.ref) is not None:
        return Check(False, _waits(task), waits=True)
    return Check(False, _("办理情况还没有报送或没有经交办人员确认，不能销号；请先确认。"))


def _waits(task: InstructionTask | None) -> str:
    if task is None:
        return _("承办单位已报送办理情况，等待核验；核验通过后可以销号。")
    row = task.instruction
    here = keepers_of(row, accounts.actors(region=row.region))
    if not here:
        gone = _("承办单位已报送办理情况，登记批示的%s已不在岗；请督办人员在批示件列表接办后确认。")
        return gone % row.registered_name
    if here[0].id == row.registered_by:
        waits = _("承办单位已报送办理情况，待登记批示的%s确认；确认后可以销号。")
        return waits % row.registered_name
    return _("承办单位已报送办理情况，待办理这件批示的%s确认；确认后可以销号。") % "、".join(
        one.name for one in here
    )


def _by_figures(order: Order, at: datetime, seen: Seen) -> Check:
    """What was contradictory was looked at and agrees, or what was silent is heard again: where
    nothing can be told, the order stays open."""
    if order.warning.kind in ALERTS:
        return _by_word(order, at, seen)
    subject = _seen("contradiction", order, at, seen)
    if subject is None:
        alone = _("自报数已撤回或没有可对照的数，无法核对，不能销号：%s。请补报后再销号。")
        return Check(False, alone % order.warning.title, short=True)
    if agrees(subject):
        return Check(True, _("已核对：%s可以销号。") % subject.sentence)
    still = _("数据矛盾仍然存在，不能销号：%s 请更正或补报后再销号。")
    return Check(False, still % subject.sentence, short=True)


def _by_word(order: Order, at: datetime, seen: Seen) -> Check:
    """Of whom nothing can be told any more is not heard again."""
    subject = _seen(order.warning.kind, order, at, seen)
    if subject is not None and heard(subject):
        return Check(True, _("数据已恢复报送，可以销号。"))
    still = _("数据仍然中断，不能销号：%s 请补报或恢复报送后再销号。")
    said = subject.sentence if subject else f"{order.warning.title}。"
    return Check(False, still % said, short=True)


def _seen(kind: str, order: Order, at: datetime, seen: Seen) -> Subject | None:
    """What the watch sees today of what the order is about."""
    if kind not in seen:
        seen[kind] = {one.key: one for one in WATCHED[kind](order.region, at)}
    return seen[kind].get(order.warning.key.split("|")[1])
