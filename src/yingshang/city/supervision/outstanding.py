"""What answered orders still lack: those that close on a number do not end with words.

Looked at once a night and written down, so that the ladder, the lists and the calendars say the
same, and ask nothing once for each order.
"""

import logging
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import SYSTEM, Actor
from yingshang.city.cases import service as cases
from yingshang.city.notify import service as notify
from yingshang.city.supervision import closing
from yingshang.city.supervision._subjects import watcher
from yingshang.city.supervision.access import visible_orders
from yingshang.city.supervision.kinds import BY_NUMBERS, Check, OrderView
from yingshang.city.supervision.models import Order
from yingshang.kernel.worktime import CST, to_cst

__all__ = ["as_checked", "lamps", "look_at_numbers", "missed", "missed_its_day"]

log = logging.getLogger(__name__)


def look_at_numbers(region: str, at: datetime) -> None:
    """Write down by what number the answered orders of a region are not met. Where nothing can be
    told yet, nothing is held against the unit; it is told once of what is missing. One that breaks
    stops no other, and is looked at again the next night."""
    answered = {row.ref: row for row in _answered(region, at)}
    seen: closing.Seen = {}
    rows = Order.objects.filter(region=region, closes_by__in=BY_NUMBERS).select_related("warning")
    for order in rows.filter(ref__in=list(answered)):
        try:
            _look(order, answered[order.ref], at, seen)
        except Exception:
            log.exception("the number of order %s", order.ref)


def _look(order: Order, case: cases.CaseRow, at: datetime, seen: closing.Seen) -> None:
    found, day = closing.check(order, at, seen), to_cst(at).date()
    short, met_on = order.short, order.met_on
    if found.met or found.short:  # else what stood stands
        short = found.sentence if found.short else ""
        if short != order.short:
            met_on = day if found.met else None
        elif found.met and missed_its_day(order, at):
            met_on = day
    told = {"short": short, "met_on": met_on, "looked_on": day}
    with transaction.atomic():
        if not _stands(order, case, at):
            return  # closed or reopened while it was looked at: that has the last word
        Order.objects.filter(pk=order.pk).update(**told)
        if short and not order.short:
            _tell(order, case, short, at)


def _stands(order: Order, case: cases.CaseRow, at: datetime) -> bool:
    """Whether nothing has moved since the order was read; it is locked from here on."""
    row = Order.objects.select_for_update().get(pk=order.pk)
    (now,) = cases.by_refs(SYSTEM, [order.ref], at=at)
    return now.seq == case.seq and (row.short, row.met_on) == (order.short, order.met_on)


def missed_its_day(order: Order, at: datetime) -> bool:
    """Whether the number of an order that no night found short was not met at the end of its day,
    which no night has seen: one that looked on the day itself did not see it end. Only what is
    measured can be asked for a day gone by."""
    due = order.due_on
    seen = order.looked_on is not None and order.looked_on > due
    if seen or order.short or order.met_on or order.closes_by != Order.ClosesBy.INDICATOR:
        return False
    over = datetime.combine(due + timedelta(days=1), time.min, CST)
    return at >= over and closing.check(order, over - timedelta(minutes=1)).short


def lamps(at: datetime) -> list[tuple[str, Q]]:
    """The lamp of an answered order is that of its number, in every list (see `kept_number`)."""
    mine = Order.objects.filter(ref=OuterRef("ref"))
    return [
        ("red", Q(Exists(mine.filter(_not_kept(at))))),
        ("yellow", Q(Exists(mine.exclude(short="")), state="decided")),
    ]


def _not_kept(at: datetime) -> Q:
    return Q(~Q(short="") | Q(met_on__gt=F("due_on")), due_on__lt=to_cst(at).date())


def missed(actor: Actor, *, at: datetime) -> int:
    """How many orders are answered, past their day and short of their number still: lists of open
    cases do not have them."""
    rows = visible_orders(actor).filter(_not_kept(at)).exclude(short="")
    found = cases.by_refs(actor, list(rows.values_list("ref", flat=True)), at=at)
    return sum(one.state == "decided" for one in found)


def as_checked(one: OrderView, check: Check, day: date) -> OrderView:
    """An order as it stands at this moment, where its check was asked: that has a later word than
    last night's."""
    if not one.awaits_numbers or not (check.met or check.short):
        return one
    short, lamp = check.sentence if check.short else "", one.row.lamp
    if short:
        lamp = "red" if one.due_on < day else "yellow"
    elif one.short and one.due_on >= day:
        lamp = "green"
    return replace(one, short=short, row=replace(one.row, lamp=lamp))


def _answered(region: str, at: datetime) -> list[cases.CaseRow]:
    """The orders of the region that wait to be closed."""
    rows: list[cases.CaseRow] = []
    after = ""
    while True:
        page = cases.queue(
            watcher(region), at=at, family="order", state="decided", size=200, after=after
        )
        rows += page.rows
        if not page.next:
            return rows
        after = page.next


def _tell(order: Order, case: cases.CaseRow, short: str, at: datetime) -> None:
    notify.send(
        to=f"unit:{case.unit}",
        topic="order",
        title=(_("还没有达标：%s") % order.warning.title)[:200],
        key=f"{order.ref}#short-{case.seq}",
        at=at,
        body=_("%(number)s的办理情况已收到，凭数销号。%(short)s")
        % {"number": order.number, "short": short},
        link=f"/desk/orders/{order.ref}/",
    )
