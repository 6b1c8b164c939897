"""The door of supervision: watch, warnings, orders, what closes them, papers."""

from datetime import datetime

from yingshang.city.accounts.service import Actor
from yingshang.city.supervision import closing, queries, watching
from yingshang.city.supervision.access import may_order, visible_orders
from yingshang.city.supervision.dispatch_paper import weekly_dispatch
from yingshang.city.supervision.kinds import Check
from yingshang.city.supervision.order_paper import order_docx
from yingshang.city.supervision.ordering import dismiss, order_from
from yingshang.city.supervision.queries import order, orders, warning, warnings

__all__ = [
    "closing_check",
    "dismiss",
    "may_order",
    "order",
    "order_docx",
    "order_from",
    "orders",
    "warning",
    "warnings",
    "watch",
    "weekly_dispatch",
]


def watch(*, at: datetime, by: Actor, regions: list[str] | None = None) -> list[int]:
    """Run the watch rules; answers the ids of warnings raised now. Again: nothing new."""
    return watching.watch(at=at, by=by, regions=regions)


def closing_check(actor: Actor, ref: str, *, at: datetime) -> Check:
    """Whether the order may close now, with the numbers; what ``cases.close`` will answer."""
    seen = queries.order(actor, ref, at=at)
    return closing.check(visible_orders(actor).get(ref=seen.ref), at)
