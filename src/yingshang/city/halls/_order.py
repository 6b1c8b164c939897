"""Who is called next: the published order.

Priority numbers first, by the time they were taken; after `in_a_row` of them one after the other
an ordinary number is called, so that nobody waits without end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from yingshang.city.halls._halls import CounterView, HallView
from yingshang.city.halls.kinds import VisitState
from yingshang.city.halls.models import HallEvent, Visit

__all__ = ["in_order", "next_in_line", "run_so_far", "waiting_of"]

Waiting = tuple[int, bool]
"""(id, whether it is a priority number), oldest first."""


def in_order(waiting: Sequence[Waiting], *, run: int, in_a_row: int) -> list[int]:
    """The ids in the order in which they will be called, if nobody comes or goes.

    `run`: how many priority numbers were called last, one after the other.
    """
    first = [id for id, priority in waiting if priority]
    rest = [id for id, priority in waiting if not priority]
    order: list[int] = []
    while first or rest:
        if first and (run < in_a_row or not rest):
            order.append(first.pop(0))
            run += 1
        else:
            order.append(rest.pop(0))
            run = 0
    return order


def run_so_far(called: Iterable[bool]) -> int:
    """How many of the last calls (newest first) were priority numbers without a break."""
    run = 0
    for priority in called:
        if not priority:
            break
        run += 1
    return run


def waiting_of(found: HallView, line: CounterView, *, day: date) -> list[Waiting]:
    rows = Visit.objects.filter(
        region=found.region,
        hall=found.code,
        day=day,
        counter=line.code,
        state=VisitState.WAITING,
    )
    ordered = rows.order_by("taken_at", "pk").values_list("pk", "priority")
    return [(pk, bool(priority)) for pk, priority in ordered]


def last_calls(found: HallView, line: CounterView, *, day: date) -> list[bool]:
    """Whether the last numbers that were called here had priority, newest first."""
    rows = Visit.objects.filter(
        region=found.region, hall=found.code, day=day, counter=line.code, called_at__isnull=False
    )
    newest = rows.order_by("-called_at", "-pk").values_list("priority", flat=True)
    return [bool(priority) for priority in newest[: found.in_a_row]]


def next_in_line(found: HallView, line: CounterView, *, day: date) -> int | None:
    """The id of the number to be called next; None where nobody waits."""
    waiting = waiting_of(found, line, day=day)
    if not waiting:
        return None
    run = run_so_far(last_calls(found, line, day=day))
    return in_order(waiting, run=run, in_a_row=found.in_a_row)[0]


def calls_of(visit: int) -> int:
    """How often a number was called out."""
    rows = HallEvent.objects.filter(kind="visit", subject=visit, name__in=("called", "recalled"))
    return rows.count()
