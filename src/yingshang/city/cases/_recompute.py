"""When a calendar changes, open clocks are worked out again, and a fact says what moved."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._clock import clocks
from yingshang.city.cases.actions._perform import locked, save
from yingshang.city.cases.kinds import OPEN_STATES
from yingshang.city.cases.models import Case
from yingshang.city.definitions import service as definitions
from yingshang.kernel.flow import Note
from yingshang.kernel.worktime import CST

__all__ = ["recompute_clocks"]


def recompute_clocks(
    *, at: datetime, by: Actor, reason: str, region: str | None = None
) -> list[str]:
    """Work out every open clock again; the numbers of the cases whose due date moved.

    Each of them gets a fact naming the old date, the new one and the reason (the notice that
    changed the calendar). For the job that follows a new calendar; running it again moves nothing.
    """
    rows = Case.objects.filter(state__in=OPEN_STATES)
    if region:
        rows = rows.filter(region=region)
    moved = []
    for ref in rows.order_by("ref").values_list("ref", flat=True):
        with transaction.atomic():
            case, work = locked("note", ref, by, None)
            fresh = clocks(
                definitions.calendar(),
                work.item.flow,
                work.standing,
                fixed=case.due_fixed_at,
            )
            if fresh.next == case.next_due_at and fresh.statutory == case.statutory_due_at:
                continue
            text = (
                f"工作日历调整（{reason}）：到期日由{_day(case.next_due_at)}改为{_day(fresh.next)}"
            )
            work.do(Note(by=by.id, at=at, data={"text": text, "clock": "moved"}), by)
            save(work)
            moved.append(ref)
    return moved


def _day(due: datetime | None) -> str:
    return due.astimezone(CST).strftime("%Y-%m-%d") if due else "未定"
