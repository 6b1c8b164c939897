"""What answered orders still lack: those that close on a number do not end with words.

Looked at once a night and written down, so that the ladder, the lists and the calendars say the
same, and ask nothing once for each order.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor
from yingshang.city.cases import service as cases
from yingshang.city.notify import service as notify
from yingshang.city.supervision import closing
from yingshang.city.supervision._subjects import watcher
from yingshang.city.supervision.access import visible_orders
from yingshang.city.supervision.kinds import BY_NUMBERS
from yingshang.city.supervision.models import Order
from yingshang.kernel.worktime import to_cst

__all__ = ["lamps", "look_at_numbers", "missed"]


def look_at_numbers(region: str, at: datetime) -> None:
    """Write down by what number the answered orders of a region are not met. Where nothing can be
    told yet, nothing is held against the unit; it is told once of what is missing."""
    answered = {row.ref: row for row in _answered(region, at)}
    seen: closing.Seen = {}
    rows = Order.objects.filter(region=region, closes_by__in=BY_NUMBERS).select_related("warning")
    for order in rows.filter(ref__in=list(answered)):
        case, found = answered[order.ref], closing.check(order, at, seen)
        if not (found.met or found.short):
            continue  # what stood stands
        was, order.short = order.short, found.sentence if found.short else ""
        if order.short == was:
            continue
        order.met_on = to_cst(at).date() if found.met else None
        with transaction.atomic():
            order.save(update_fields=["short", "met_on"])
            if not was:
                _tell(order, case, order.short, at)


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
